// How many counters a day ahead needs, by half hour, so that nobody waits too long. Pure: played with the
// queue's own simulation (day_ahead.hpp). Takes seconds: for a worker.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "queue/plan.hpp"
#include "staffing/day_ahead.hpp"
#include "values/office_time.hpp"

namespace antrean::staffing {

struct Question {
  DayAhead ahead;
  std::size_t planned = 0;  ///< counters that are to be open all day
  Minutes limit{30};        ///< nine of ten should not wait longer
};

/// Half an hour in which somebody comes.
struct HalfHour {
  TimeOfDay start;
  double booked = 0, walk_ins = 0;         ///< who come, on average
  std::optional<queue::WaitSeconds> wait;  ///< with the counters as planned; absent: too many are not called
  std::size_t needed = 0;                  ///< open counters from here on, so that those who come now wait no longer
  bool enough = true;                      ///< false: more counters than `needed` shorten the wait no further
};

struct Staffing {
  std::size_t planned = 0;
  Minutes limit{0};
  std::vector<HalfHour> half_hours;  ///< by time
};

/// An error says what is wrong and what to do. `stop` is asked now and then: true ends it with an error.
std::variant<Staffing, std::string> staffing_of(const queue::PlanSettings& plan, const Question& question,
                                                const std::function<bool()>& stop);

}  // namespace antrean::staffing
