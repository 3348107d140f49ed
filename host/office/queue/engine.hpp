// The queue's rules: a command becomes events or a refusal; an event changes the state. Both are pure: no
// clock, no randomness, no I/O, any thread (one at a time for a State).
//
// The caller's turn: decide -> journal commits the events -> apply each, in order -> show the snapshot.
// decide() has already looked at what its own earlier events will do, so they are applied all or not at all.
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

/// Events with consecutive seq from state.seq + 1. May be empty: nothing to do (a Tick, a repeated scan, an
/// alarm that is known already).
using Decision = std::variant<std::vector<Event>, Refusal>;

/// Costs O(log n) of the tickets waiting, apart from closing a day (all its tickets) and what time brings
/// (each ticket once). `now` is the wall clock, right or wrong: see ClockStepped.
Decision decide(const State& state, const Plan& plan, const Command& command, UtcTime now);

/// An event that does not fit the state: the journal is damaged, was edited, or events were left out.
class ReplayError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws ReplayError, leaving the state unchanged, when the event cannot follow it (its seq, a ticket that
/// is not there or not in a state for this).
void apply(State& state, const Plan& plan, const Event& event);

}  // namespace antrean::queue
