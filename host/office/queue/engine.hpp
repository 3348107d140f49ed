// The queue's rules. decide() turns a command into events or a refusal; apply() changes the state by an
// event. Both are pure: no clock, no randomness, no I/O. Use them on any thread, but one at a time for a
// State.
//
// The caller: decide -> the journal commits the events -> apply each event, in order -> show the snapshot.
// decide() has already considered the effects of its own earlier events, so apply all of them or none.
#pragma once

#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "queue/commands.hpp"
#include "queue/events.hpp"
#include "queue/plan.hpp"
#include "queue/refusal.hpp"
#include "queue/state.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

/// Events with consecutive seq from state.seq + 1. It may be empty when there is nothing to do: a Tick, a
/// repeated scan, an alarm that is already known.
using Decision = std::variant<std::vector<Event>, Refusal>;

/// Costs O(log n) in the number of waiting tickets. Closing a day costs all its tickets, and events that time
/// causes cost each ticket once. `now` is the wall clock, right or wrong: see ClockStepped.
Decision decide(const State& state, const Plan& plan, const Command& command, UtcTime now);

/// An event does not fit the state: the journal is damaged or was edited, or events were left out.
class ReplayError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws ReplayError and leaves the state unchanged if the event cannot follow it: its seq is wrong, or a
/// ticket does not exist or is in the wrong state.
void apply(State& state, const Plan& plan, const Event& event);

}  // namespace antrean::queue
