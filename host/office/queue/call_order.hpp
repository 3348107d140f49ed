// The order in which everybody who waits would be called if nobody else came and nothing changed: the
// counters that are open, asked again and again. What `ahead` in the snapshot and the sentence of why.hpp are
// made from.
#pragma once

#include <vector>

#include "queue/policy.hpp"
#include "queue/state.hpp"

namespace antrean::queue {

/// A counter that is open (not paused), free or not.
struct CallingCounter {
  CounterId id = 0;
  bool free = false;
  Reach reach;
};
std::vector<CallingCounter> calling_counters(const State& state, const Plan& plan);
/// Of these, what choose() needs.
std::vector<Reach> reaches(const std::vector<CallingCounter>& counters);

struct ExpectedTurn {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  TurnKind kind = TurnKind::order;
  std::uint32_t ahead = 0;  ///< of the same pool, called before it; 0 when it is next
  /// The counter that would call it if it called now: such a ticket is next, whatever others do. A free one
  /// where there is one. 0: none.
  CounterId next_at = 0;
  bool counter_free = false;
};

/// First whom each open counter would call if it called now, those of free counters before the others; then
/// the rest as these counters go on in turn; last those whom no open counter serves, as a counter that serves
/// all lines alike would call them. Everybody who waits is in it once. O((waiting + counters) x class_lines).
std::vector<ExpectedTurn> call_order(const State& state, const Plan& plan, UtcTime running);

}  // namespace antrean::queue
