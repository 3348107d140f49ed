// What each LED board should show: a function of the snapshot and the time, nothing else. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "led_board/led_board.hpp"
#include "values/snapshot.hpp"

namespace antrean::outputs {

struct BoardPlan {
  std::string id;  ///< settings name, as alarms and the doctor say it
  /// One: the board over a counter. Several: a hall board that shows their latest call.
  std::vector<CounterId> counters;
  std::uint8_t width = 4;  ///< characters fitted, 4..8
  std::uint8_t brightness = 8;
  Milliseconds blink_for{8'000};  ///< a new call or recall blinks this long, then stands still
  friend bool operator==(const BoardPlan&, const BoardPlan&) = default;
};

/// Whether the board says the counter beside the number: a hall board of seven and more characters.
bool says_counter(const BoardPlan& plan);

/// What the board says when this number is called there, without blanks to its end: "A001", "A001 12".
std::string words_on(const BoardPlan& plan, const std::string& number, CounterId counter);

/// Dark where there is nothing to show. The settings refuse a board that is too narrow for words_on() of any
/// number and counter; of a journal that knows longer ones it shows the number without the counter, or, with
/// no room for that either, dashes. A board that is too narrow for the number shows dashes in its place, as
/// it does without a host: people then look at the TV. A part of a number would be another number.
BoardPicture picture(const BoardPlan& plan, const Snapshot& snapshot, UtcTime now);

/// When a picture changes without a new snapshot (a blink ends); nullopt: not by itself.
std::optional<UtcTime> next_change(const std::vector<BoardPlan>& plans, const Snapshot& snapshot, UtcTime now);

}  // namespace antrean::outputs
