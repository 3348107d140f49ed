// Makes the snapshot (values/snapshot.hpp) from the state. Boards, TV, console and phones show only the
// snapshot.
#pragma once

#include "queue/estimate/estimate.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"

namespace antrean::queue {

/// Linear in the tickets of the day. `version` is set to state.seq; the feed may set its own. Waits come from
/// `estimates`; without estimates they are absent. Waits get older: for an estimate made at 9:00, the minutes
/// since 9:00 are subtracted from the range.
Snapshot snapshot(const State& state, const Plan& plan, UtcTime now, const Estimates* estimates);

/// The same, with estimates made now.
Snapshot snapshot(const State& state, const Plan& plan, UtcTime now);

}  // namespace antrean::queue
