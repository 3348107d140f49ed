// Snapshots for the display's tests, from the files of tests/display/snapshots, and functions to read a
// frame.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frame/frame.hpp"

namespace antrean::display {

inline constexpr std::array sample_names{"ordinary",   "two_counters", "twenty_four_counters",
                                         "long_names", "empty_day",    "before_opening",
                                         "on_break",   "closed",       "numbers_of_999"};
Snapshot sample(std::string_view name);  ///< throws if it is no snapshot

std::vector<Text> texts(const DrawList& list);
/// The text of a part; absent if it is not drawn.
std::optional<std::string> said(const DrawList& list, std::string_view part);
/// A text that may be in several lines, as put_block draws it, joined by spaces.
std::string whole(const DrawList& list, std::string_view part);
bool drawn(const DrawList& list, std::string_view part);
Colour colour_of(const DrawList& list, std::string_view part);  ///< of a fill; throws if there is none

}  // namespace antrean::display
