// Whether a series of numbers is enough for the day, so that a supervisor is told one hour before it is used
// up. Pure.
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
  /// Numbers given in one hour, at the rate of the day so far; 0: none was given yet.
  std::uint32_t an_hour = 0;
  bool used_up() const { return left == 0; }
  /// True when the rest may be used up within the hour, at that rate.
  bool soon() const { return left <= an_hour; }
};

/// For this series today. The rate counts from the first ticket of the day that has or had a number of the
/// series. It is taken over at least a quarter of an hour, because the first few people do not make a rate.
NumbersLeft numbers_left(const State& state, const SeriesSettings& series, UtcTime now);

}  // namespace antrean::queue
