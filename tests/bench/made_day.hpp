// A day of an office, journalled as its command loop would do it: arrivals at an even pace, and counters that
// press next and sometimes recall or no-show. For benches that need a journal with a day in it.
#pragma once

#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "queue/plan.hpp"

namespace antrean::bench {

struct MadeDay {
  unsigned applicants = 1'000;
  unsigned left_waiting = 0;  ///< of these, at the end; the others are served or missed
  UtcTime from{}, to{};       ///< the first arrival and the last service, on one office day
};

/// The commits of the day, in order, its opening first. `from` and `to` must be on the same office day.
std::vector<journal::Batch> made_day(const queue::Plan& plan, const MadeDay& day);

/// The last seven hours up to `now`, or the part of this office day before `now` if that is less.
MadeDay day_until(UtcTime now, Zone zone, unsigned applicants);

/// Appends all of them. Throws std::runtime_error if the journal fails.
void append(journal::Journal& journal, const std::vector<journal::Batch>& batches);

std::size_t events_in(const std::vector<journal::Batch>& batches);

}  // namespace antrean::bench
