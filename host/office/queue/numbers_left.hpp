// Whether a series of numbers lasts the day, so that a supervisor hears of it an hour before it does not.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

struct NumbersLeft {
  std::uint32_t left = 0;
  std::uint32_t an_hour = 0;  ///< so many are given in an hour, at the rate of the day so far; 0: none was given yet
  bool used_up() const { return left == 0; }
  /// Within the hour, at that rate.
  bool soon() const { return left <= an_hour; }
};

/// Of this series today. The rate counts from the first ticket of the day that has or had one of its numbers,
/// and is that of a quarter of an hour at least: three people at the door are no rate.
NumbersLeft numbers_left(const State& state, const SeriesSettings& series, UtcTime now);

}  // namespace antrean::queue
