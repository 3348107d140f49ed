// The order in which everybody who waits would be called if nobody else came and nothing changed: the policy, asked
// again and again. What `ahead` in the snapshot and the sentence of why.hpp are made from.
#pragma once

#include <vector>

#include "queue/policy.hpp"
#include "queue/state.hpp"

namespace antrean::queue {

struct ExpectedTurn {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  TurnKind kind = TurnKind::order;
  std::uint32_t ahead = 0;  ///< of the same pool
};

/// As seen by a counter that serves all lines alike; people sent to one counter first. O(waiting x lanes).
std::vector<ExpectedTurn> call_order(const State& state, const Plan& plan, UtcTime running);

/// The same for one pool.
std::vector<ExpectedTurn> call_order(const State& state, const Plan& plan, UtcTime running, PoolIndex pool);

}  // namespace antrean::queue
