#include "queue/lines.hpp"

namespace antrean::queue {

Lines::Lines(std::size_t pools, std::size_t classes) { grow(pools, classes); }

void Lines::grow(std::size_t pools, std::size_t classes) {
  pools_.resize(pools);
  for (auto& pool : pools_) pool.lanes.resize(classes);
}

Entry Lines::join(TicketId ticket, PoolIndex pool, ClassIndex klass, const Place& place, std::uint64_t seq,
                  UtcTime since) {
  const Entry entry{seq, ++pools_[pool].joined, since};
  auto& lane = pools_[pool].lanes[klass];
  lane.by_place.push(place, ticket, at_place_);
  lane.by_entry.push(entry, ticket, at_entry_);
  return entry;
}

void Lines::rejoin(TicketId ticket, PoolIndex pool, ClassIndex klass, const Place& place, const Entry& entry) {
  ++pools_[pool].joined;
  auto& lane = pools_[pool].lanes[klass];
  lane.by_place.push(place, ticket, at_place_);
  lane.by_entry.push(entry, ticket, at_entry_);
}

void Lines::leave(TicketId ticket, PoolIndex pool, ClassIndex klass) {
  ++pools_[pool].left;
  auto& lane = pools_[pool].lanes[klass];
  lane.by_place.erase(ticket, at_place_);
  lane.by_entry.erase(ticket, at_entry_);
}

void Lines::move(TicketId ticket, PoolIndex pool, ClassIndex from, ClassIndex to, const Place& place,
                 const Entry& entry) {
  auto& lanes = pools_[pool].lanes;
  lanes[from].by_place.erase(ticket, at_place_);
  lanes[from].by_entry.erase(ticket, at_entry_);
  lanes[to].by_place.push(place, ticket, at_place_);
  lanes[to].by_entry.push(entry, ticket, at_entry_);
}

void Lines::hold(TicketId ticket, UtcTime until) { held_.push({until, ticket}, ticket, at_held_); }

void Lines::unhold(TicketId ticket) { held_.erase(ticket, at_held_); }

void Lines::charge(PoolIndex pool, ClassIndex klass, std::uint64_t pass, std::uint64_t clock) {
  pools_[pool].lanes[klass].pass = pass;
  pools_[pool].clock = clock;
}

}  // namespace antrean::queue
