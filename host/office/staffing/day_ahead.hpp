// Simulates a future day: how long the people who are expected would wait with a given number of open
// counters. Pure. It uses the queue's own estimate (queue/estimate/estimate.hpp), which uses the call policy
// itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "queue/estimate/estimate.hpp"
#include "queue/plan.hpp"
#include "values/office_time.hpp"

namespace antrean::staffing {

struct DayAhead {
  OfficeDay day;
  std::vector<queue::ExpectedSlot> booked;         ///< by service and hour, one entry for each
  std::vector<queue::ServiceTimes> measured;       ///< of earlier days; empty: the times expected by the settings
  std::vector<queue::ExpectedWalkIns> walk_ins{};  ///< who comes without a booking
  double comes = 0.9;                              ///< share of the booked people who come
  std::uint16_t runs = 200;
  std::uint64_t seed = 1;
};

/// One booked hour. The wait is from the hour, or from the arrival if that is later, to the first call.
struct HourWait {
  std::string service;
  TimeOfDay start;
  std::uint32_t people = 0;
  std::optional<queue::WaitSeconds> wait;  ///< absent: no reliable value is known
};

/// How many counters are open in a part of the day.
struct OpenPart {
  TimeOfDay from, to;
  std::size_t counters = 0;
};

struct Waits {
  std::size_t counters = 0;                ///< the most that are open at once
  std::vector<CounterId> open;             ///< counters of the settings; a counter that was copied is in it twice
  std::vector<HourWait> hours;             ///< sorted by service as in the settings, then by hour
  std::vector<queue::PeriodWait> periods;  ///< of half an hour, by arrival; with all who come
};

/// How many counters of the settings serve somebody who comes: a line for all classes, or for that class. 0
/// when nobody comes for a service and a class of the settings.
std::size_t counters_for(const queue::PlanSettings& plan, const DayAhead& ahead);
/// With fewer counters than this, somebody who comes is called by none.
std::size_t fewest_counters(const queue::PlanSettings& plan, const DayAhead& ahead);

/// With `counters` open counters: first one for every line, then in the order of the settings. If there are
/// more than in the settings, counters are copied in the same order. Counters that serve none of the booked
/// lines stay closed. An error says what is wrong and what to do: too few counters for the lines, or nobody
/// comes for a service and a class of the settings.
std::variant<Waits, std::string> play_day(const queue::PlanSettings& plan, const DayAhead& ahead, std::size_t counters);
/// With another number of open counters in each part of the day, the first ones of the same order; none
/// outside of the parts.
std::variant<Waits, std::string> play_day(const queue::PlanSettings& plan, const DayAhead& ahead,
                                          const std::vector<OpenPart>& parts);

}  // namespace antrean::staffing
