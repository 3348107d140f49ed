// A day of an office as its command loop would have journalled it: arrivals at an even pace, counters that
// press next and now and then recall or give up. For benches that need a journal with a day in it.
#pragma once

#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "queue/plan.hpp"

namespace antrean::bench {

struct MadeDay {
  unsigned applicants = 1'000;
  unsigned left_waiting = 0;  ///< of them, at the end; the others are served or missed
  UtcTime from{}, to{};       ///< the first arrival and the last service; of one office day
};

/// The commits of the day, in order, its opening first. `from` and `to` in the same office day.
std::vector<journal::Batch> made_day(const queue::Plan& plan, const MadeDay& day);

/// The last seven hours up to `now`, or what has passed of this office day when that is less.
MadeDay day_until(UtcTime now, Zone zone, unsigned applicants);

/// Appends all; throws std::runtime_error when the journal fails.
void append(journal::Journal& journal, const std::vector<journal::Batch>& batches);

std::size_t events_in(const std::vector<journal::Batch>& batches);

}  // namespace antrean::bench
