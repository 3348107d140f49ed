// The lamps and the count of a call pad, as a function of the snapshot. Pure.
//
//   next     on: somebody waits for this counter.
//            slow blink: somebody waits and the counter has no ticket.
//   recall   on: a number is called and nobody has come yet.
//   no-show  on: the same; the officer may give up.
//   done     on: a person is at the counter.
//   count    people this counter could call, also while it is closed (a press opens it);
//            dashes while it is paused.
//
// While the journal cannot be written no press is taken: all four lamps blink fast, and the count is dashes.
#pragma once

#include "call_pad/call_pad.hpp"
#include "values/snapshot.hpp"

namespace antrean::outputs {

struct PadPlan {
  CounterId counter = 0;
  friend bool operator==(const PadPlan&, const PadPlan&) = default;
};

PadLamps lamps(const PadPlan& plan, const Snapshot& snapshot);

/// Where a person is being served, a press comes next. A counter that is closed, or for which nobody waits,
/// has few. A pad whose counter has just called is not asked less, though a press there would be refused:
/// whoever presses waits for the flash.
PressChance press_chance(const PadPlan& plan, const Snapshot& snapshot);

}  // namespace antrean::outputs
