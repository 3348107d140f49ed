// Days of an office for tests and benches of the reports: events as the queue's rules decide them, with
// everything that a report must count right: bookings and walk-ins, classes, several stages, no-shows that
// come back, calls taken back, finishes undone, transfers, people left at the end, and days opened again.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/office_time.hpp"

namespace antrean::tests {

struct MadeDays {
  OfficeDay first;
  unsigned days = 30;  ///< of the calendar; on Sundays the office is closed
  unsigned tickets_a_day = 60;
  std::uint32_t seed = 1;
  bool exceptions = true;  ///< false: only arrivals, calls, finishes and no-shows
};

/// These settings with two officers for each counter, so that all counters can work in two shifts.
queue::PlanSettings with_officers(queue::PlanSettings settings);

/// Gives `take` the events of each day, in order, numbered from 1 over all days. `plan` is of
/// with_officers().
void make_days(const queue::Plan& plan, const MadeDays& wanted,
               const std::function<void(std::vector<queue::Event>)>& take);

}  // namespace antrean::tests
