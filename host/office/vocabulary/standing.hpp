// Whether a booked person is on time for the hour, early or late. `checkin` decides it, the journal stores
// it, `queue` follows it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "values/words.hpp"

namespace antrean {

enum class Standing : std::uint8_t {
  on_time,
  early_wait,         ///< came before the hour: holds a number that is called from the hour on
  late_end_of_hour,   ///< goes behind the people of the current hour
  late_normal_queue,  ///< goes with those who have no booking
};

/// As the journal writes them.
template <>
inline constexpr std::array<std::string_view, 4> words<Standing>{"on_time", "early_wait", "late_end_of_hour",
                                                                 "late_normal_queue"};

}  // namespace antrean
