#include "queue/lines.hpp"

#include <algorithm>

namespace antrean::queue {

Lines::Lines(std::size_t pools, std::size_t classes) { grow(pools, classes); }

void Lines::grow(std::size_t pools, std::size_t classes) {
  pools_.resize(pools);
  for (auto& pool : pools_) {
    pool.class_lines.resize(classes);
  }
}

void Lines::stand(TicketId ticket, PoolIndex pool, ClassIndex klass, const Position& position,
                  const JoinStamp& joined) {
  auto& class_line = pools_[pool].class_lines[klass];
  class_line.by_position.push(position, ticket, at_position_);
  class_line.by_join.push(joined, ticket, at_join_);
  pools_[pool].waiting |= std::uint32_t{1} << klass;
}

JoinStamp Lines::join(TicketId ticket, PoolIndex pool, ClassIndex klass, const Position& position, std::uint64_t seq,
                      UtcTime since) {
  const JoinStamp joined{seq, ++joined_, since};
  stand(ticket, pool, klass, position, joined);
  return joined;
}

void Lines::rejoin(TicketId ticket, PoolIndex pool, ClassIndex klass, const Position& position,
                   const JoinStamp& joined) {
  stand(ticket, pool, klass, position, joined);
}

void Lines::leave(TicketId ticket, PoolIndex pool, ClassIndex klass) {
  auto& class_line = pools_[pool].class_lines[klass];
  class_line.by_position.erase(ticket, at_position_);
  class_line.by_join.erase(ticket, at_join_);
  if (class_line.by_position.empty()) {
    pools_[pool].waiting &= ~(std::uint32_t{1} << klass);
  }
}

void Lines::move(TicketId ticket, PoolIndex pool, ClassIndex from, ClassIndex to, const Position& position,
                 const JoinStamp& joined) {
  leave(ticket, pool, from);
  stand(ticket, pool, to, position, joined);
}

void Lines::hold(TicketId ticket, UtcTime until) { held_.push({until, ticket}, ticket, at_held_); }

void Lines::unhold(TicketId ticket) { held_.erase(ticket, at_held_); }

void Lines::charge(CallCost& cost, std::uint64_t call, PoolIndex pool, ClassIndex klass, Tier tier, std::uint64_t pass,
                   std::uint64_t clock) {
  auto& own = pools_[pool].class_lines[klass].pass;
  auto& of_tier = pools_[pool].tiers[static_cast<std::size_t>(tier)];
  const std::uint64_t standing = std::max(own, of_tier.clock);
  cost.call = call;
  cost.pool = pool;
  cost.klass = klass;
  cost.tier = tier;
  cost.raised = pass > own ? pass - own : 0;
  cost.paid = pass > standing ? pass - standing : 0;
  cost.before = of_tier;
  cost.index = 0;
  cost.passing.clear();
  own = pass;
  of_tier = {clock, call};
}

void Lines::pass_over(CallCost& cost, const JoinStamp& called, ServedLine line) {
  passings(line).add(called.index);
  cost.index = called.index;
  cost.passing.push_back(line);
}

void Lines::take_back(const CallCost& cost) {
  auto& own = pools_[cost.pool].class_lines[cost.klass].pass;
  auto& of_tier = pools_[cost.pool].tiers[static_cast<std::size_t>(cost.tier)];
  if (of_tier.call == cost.call) {
    own -= std::min(own, cost.raised);
    of_tier = cost.before;
  } else {
    own -= std::min(own, cost.paid);
  }
  for (const ServedLine& line : cost.passing) {
    passings(line).remove(cost.index);
  }
}

void Lines::forget_call(CallCost& cost, const CallCost& gone) {
  if (cost.call != 0 && cost.pool == gone.pool && cost.tier == gone.tier && cost.before.call == gone.call) {
    cost.before = gone.before;
  }
}

}  // namespace antrean::queue
