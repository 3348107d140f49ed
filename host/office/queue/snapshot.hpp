// What the state shows: the one value (values/snapshot.hpp) that boards, TV, console and phones are made
// from.
#pragma once

#include "queue/estimate/estimate.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"

namespace antrean::queue {

/// Linear in the tickets of the day. `version` is left at state.seq: the feed may set its own. Waits are from
/// `estimates`; without them absent. They age: the range of an estimate made at 9:00 is shown less the
/// minutes since.
Snapshot snapshot(const State& state, const Plan& plan, UtcTime now, const Estimates* estimates);

/// With estimates made now.
Snapshot snapshot(const State& state, const Plan& plan, UtcTime now);

}  // namespace antrean::queue
