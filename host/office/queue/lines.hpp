// Who waits where. A pool is a line that counters call from; a class_line is one class's part of it, in two
// orders: by place (the policy's) and by entry (how long). Held tickets wait outside until their hour.
//
// Small and flat on purpose: the estimate copies it for every future that it tries.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "queue/heap.hpp"
#include "queue/passings.hpp"
#include "queue/plan.hpp"
#include "queue/position.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

/// When somebody joined a line. Rises with every joining, so that who joined earlier has the smaller entry.
struct JoinStamp {
  std::uint64_t seq = 0;    ///< of the event
  std::uint64_t index = 0;  ///< the how many-th to join a line this day, from 1; in the order of `seq`
  UtcTime since{};          ///< running time (state.hpp)
  friend constexpr bool operator==(const JoinStamp&, const JoinStamp&) = default;
  friend constexpr auto operator<=>(const JoinStamp& a, const JoinStamp& b) { return a.seq <=> b.seq; }
};

struct ClassLine {
  TicketHeap<Position> by_position;
  TicketHeap<JoinStamp> by_join;
  std::uint64_t pass = 0;  ///< stride scheduling: rises by stride / weight with every call of this class
  Passings passings;       ///< by counters that call some classes of the pool only, this one among them
  friend bool operator==(const ClassLine&, const ClassLine&) = default;
};

/// The classes of a pool that fill compete among themselves only, and so do the others.
enum class Tier : std::uint8_t { ordinary, filling };

/// The ratio's clock of one tier of a pool (policy.hpp).
struct TierClock {
  std::uint64_t clock = 0;
  std::uint64_t call = 0;  ///< the latest that was charged here
  friend bool operator==(const TierClock&, const TierClock&) = default;
};

struct Pool {
  std::vector<ClassLine> class_lines;  ///< by class
  std::uint32_t waiting = 0;           ///< bit i: somebody waits in class_line i
  std::array<TierClock, 2> tiers;      ///< by Tier
  Passings passings;                   ///< by counters that call every class of the pool
  friend bool operator==(const Pool&, const Pool&) = default;
};

/// A pool that a counter may call from: all of it, or one class.
struct ServedLine {
  PoolIndex pool = 0;
  std::optional<ClassIndex> klass;  ///< absent: every class
  friend bool operator==(const ServedLine&, const ServedLine&) = default;
};

/// What a call changed beside taking the ticket out of its line, so that it can be taken back.
struct CallCost {
  std::uint64_t call = 0;  ///< 0: nothing
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  Tier tier = Tier::ordinary;
  std::uint64_t raised = 0;         ///< the pass, by so much
  std::uint64_t paid = 0;           ///< of that for the call itself; the rest brought the class up to the clock
  TierClock before;                 ///< as the latest call before that stands left it
  std::uint64_t index = 0;          ///< of the entry of whoever was called
  std::vector<ServedLine> passing;  ///< where it passed people over
  friend bool operator==(const CallCost&, const CallCost&) = default;
};

class Lines {
 public:
  Lines() = default;
  Lines(std::size_t pools, std::size_t classes);

  /// For lines and classes of the journal that today's settings no longer have.
  void grow(std::size_t pools, std::size_t classes);

  /// Joins at the end in time, at `place` in order. Returns the entry made.
  JoinStamp join(TicketId ticket, PoolIndex pool, ClassIndex klass, const Position& position, std::uint64_t seq,
                 UtcTime since);
  /// Back to where it was, as if it had not left.
  void rejoin(TicketId ticket, PoolIndex pool, ClassIndex klass, const Position& position, const JoinStamp& joined);
  void leave(TicketId ticket, PoolIndex pool, ClassIndex klass);
  /// To another class.
  void move(TicketId ticket, PoolIndex pool, ClassIndex from, ClassIndex to, const Position& position,
            const JoinStamp& joined);

  void hold(TicketId ticket, UtcTime until);
  void unhold(TicketId ticket);

  /// A call of this class: its pass and its tier's clock become these. `cost` says how to take it back; what
  /// it said before is gone.
  void charge(CallCost& cost, std::uint64_t call, PoolIndex pool, ClassIndex klass, Tier tier, std::uint64_t pass,
              std::uint64_t clock);
  /// The same call passes over everybody who joined one of these lines before its ticket.
  void pass_over(CallCost& cost, const JoinStamp& called, ServedLine line);
  /// As if the call had not been: nobody was passed over by it; when no other call that stands was charged to
  /// the same tier of the pool since, its pass and clock are what they were, otherwise the class has back
  /// what it paid. Call forget_call() for the costs of all other calls that may still be taken back.
  void take_back(const CallCost& cost);
  /// `gone` was taken back: taking `cost` back must not bring it in again.
  static void forget_call(CallCost& cost, const CallCost& gone);

  /// How many people who joined later were called before who has this entry, by counters that could call from
  /// here.
  std::uint32_t passed(PoolIndex pool, ClassIndex klass, const JoinStamp& joined) const {
    const Pool& line = pools_[pool];
    return line.passings.after(joined.index) + line.class_lines[klass].passings.after(joined.index);
  }

  /// Of a ticket that waits in this class_line.
  const JoinStamp& entry_of(TicketId ticket, PoolIndex pool, ClassIndex klass) const {
    return pools_[pool].class_lines[klass].by_join.entries()[at_join_[ticket]].key;
  }

  const std::vector<Pool>& pools() const { return pools_; }
  std::uint64_t joined() const { return joined_; }  ///< how often somebody joined a line
  /// Held and parked tickets by the time they come back to their line.
  struct WakeUp {
    UtcTime time{};
    TicketId ticket = 0;
    friend constexpr auto operator<=>(const WakeUp&, const WakeUp&) = default;
  };
  const TicketHeap<WakeUp>& held() const { return held_; }

  friend bool operator==(const Lines&, const Lines&) = default;

 private:
  void stand(TicketId ticket, PoolIndex pool, ClassIndex klass, const Position& position, const JoinStamp& joined);
  Passings& passings(ServedLine line) {
    return line.klass ? pools_[line.pool].class_lines[*line.klass].passings : pools_[line.pool].passings;
  }

  std::vector<Pool> pools_;
  std::uint64_t joined_ = 0;
  TicketHeap<WakeUp> held_;
  HeapPositions at_position_, at_join_, at_held_;
};

}  // namespace antrean::queue
