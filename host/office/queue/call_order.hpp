// The order in which all waiting tickets would be called if nobody else came and nothing changed. It asks the
// open counters again and again. `ahead` in the snapshot and the sentence of why.hpp are made from it.
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
/// The lines of these counters, as choose() needs them.
std::vector<Reach> reaches(const std::vector<CallingCounter>& counters);

struct ExpectedTurn {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  TurnKind kind = TurnKind::order;
  std::uint32_t ahead = 0;  ///< tickets of the same pool that are called before it; 0 when it is next
  /// The counter that would call it if it called now. Such a ticket is next, whatever the other counters do.
  /// A free counter is preferred. 0: none.
  CounterId next_at = 0;
  bool counter_free = false;
};

/// The order has three parts. First the tickets that the open counters would call now, those of free counters
/// before the others. Then the tickets that these counters would call after that, in turn. Last the tickets
/// that no open counter serves, in the order in which a counter that serves all lines would call them. Each
/// waiting ticket is in it once. O((waiting + counters) x class lines).
std::vector<ExpectedTurn> call_order(const State& state, const Plan& plan, UtcTime running);

}  // namespace antrean::queue
