// A day that has not been yet, played forward: how long the people booked for each hour would wait with so
// many counters open. Pure but for memory: the queue's own estimate (queue/estimate.hpp), which plays the
// call policy itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "queue/estimate/estimate.hpp"
#include "queue/plan.hpp"
#include "values/office_time.hpp"

namespace antrean::cli {

struct DayAhead {
  OfficeDay day;
  std::vector<queue::ExpectedSlot> booked;    ///< by service and hour; one entry each
  std::vector<queue::ServiceTimes> measured;  ///< of days before; empty: what settings expect
  double comes = 0.9;                         ///< share of the booked who come
  std::uint16_t runs = 200;
  std::uint64_t seed = 1;
};

/// One booked hour. The wait is from the hour (or the arrival, when later) to the first call.
struct HourWait {
  std::string service;
  TimeOfDay start;
  std::uint32_t people = 0;
  std::optional<queue::WaitSeconds> wait;  ///< absent: nothing can be said honestly
};

struct Waits {
  std::size_t counters = 0;
  std::vector<CounterId> open;  ///< which of the settings' counters, a copied one once more
  std::vector<HourWait> hours;  ///< by service as in the settings, then hour
};

/// How many of the settings' counters serve a line that somebody is booked for.
std::size_t counters_for(const queue::PlanSettings& plan, const DayAhead& ahead);

/// With `counters` of them open: first one for every line, then in the order of the settings; above what the
/// settings have, copies of those in the same order. Counters that serve none of the booked lines stay out.
/// The error says what is wrong and what to do: too few counters for the lines.
std::variant<Waits, std::string> play_day(const queue::PlanSettings& plan, const DayAhead& ahead, std::size_t counters);

}  // namespace antrean::cli
