// Who waits where. A pool is a line that counters call from; a lane is one class's part of it, in two orders: by place
// (the policy's) and by entry (how long). Held tickets wait outside until their hour.
//
// Small and flat on purpose: the estimate copies it for every future that it tries.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "queue/heap.hpp"
#include "queue/place.hpp"
#include "queue/plan.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

/// When somebody joined a line. Rises with every joining, so that who joined earlier has the smaller entry.
struct Entry {
  std::uint64_t seq = 0;    ///< of the event
  std::uint64_t index = 0;  ///< those who joined the pool before and itself
  UtcTime since{};          ///< running time (state.hpp)
  friend constexpr bool operator==(const Entry&, const Entry&) = default;
  friend constexpr auto operator<=>(const Entry& a, const Entry& b) { return a.seq <=> b.seq; }
};

struct Lane {
  TicketHeap<Place> by_place;
  TicketHeap<Entry> by_entry;
  std::uint64_t pass = 0;  ///< stride scheduling: rises by stride / weight with every call of this class
  friend bool operator==(const Lane&, const Lane&) = default;
};

struct Pool {
  std::vector<Lane> lanes;   ///< by class
  std::uint64_t joined = 0;  ///< how often somebody joined; joined - left wait now
  std::uint64_t left = 0;    ///< how often somebody left, in whatever way
  std::uint64_t clock = 0;   ///< the pass of the latest class chosen: an idle class saves nothing up
  friend bool operator==(const Pool&, const Pool&) = default;
};

class Lines {
 public:
  Lines() = default;
  Lines(std::size_t pools, std::size_t classes);

  /// For lines and classes of the journal that today's settings no longer have.
  void grow(std::size_t pools, std::size_t classes);

  /// Joins at the end in time, at `place` in order. Returns the entry made.
  Entry join(TicketId ticket, PoolIndex pool, ClassIndex klass, const Place& place, std::uint64_t seq, UtcTime since);
  /// Back to where it was, as if it had not left.
  void rejoin(TicketId ticket, PoolIndex pool, ClassIndex klass, const Place& place, const Entry& entry);
  void leave(TicketId ticket, PoolIndex pool, ClassIndex klass);
  /// To another class.
  void move(TicketId ticket, PoolIndex pool, ClassIndex from, ClassIndex to, const Place& place, const Entry& entry);

  void hold(TicketId ticket, UtcTime until);
  void unhold(TicketId ticket);

  void charge(PoolIndex pool, ClassIndex klass, std::uint64_t pass, std::uint64_t clock);

  const std::vector<Pool>& pools() const { return pools_; }
  /// Held and parked tickets by the time they come back to their line.
  struct Alarm {
    UtcTime time{};
    TicketId ticket = 0;
    friend constexpr auto operator<=>(const Alarm&, const Alarm&) = default;
  };
  const TicketHeap<Alarm>& held() const { return held_; }

  friend bool operator==(const Lines&, const Lines&) = default;

 private:
  std::vector<Pool> pools_;
  TicketHeap<Alarm> held_;
  HeapPositions at_place_, at_entry_, at_held_;
};

}  // namespace antrean::queue
