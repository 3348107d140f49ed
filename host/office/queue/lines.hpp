// The lines in which tickets wait. A pool is a line that counters call from. A class line is the part of a
// pool with one class. It has two orders: by position (for the policy) and by join stamp (who waits longest).
// Held tickets are not in a line until their hour.
//
// The data is small and flat, because the estimate copies it for every simulation.
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

/// When a ticket joined a line. It rises with every joining: of two tickets, the one that joined earlier has
/// the smaller join stamp.
struct JoinStamp {
  std::uint64_t seq = 0;    ///< of the event
  std::uint64_t index = 0;  ///< counts the joinings of this day, from 1, in the order of `seq`
  UtcTime since{};          ///< running time (state.hpp)
  friend constexpr bool operator==(const JoinStamp&, const JoinStamp&) = default;
  friend constexpr auto operator<=>(const JoinStamp& a, const JoinStamp& b) { return a.seq <=> b.seq; }
};

struct ClassLine {
  TicketHeap<Position> by_position;
  TicketHeap<JoinStamp> by_join;
  std::uint64_t pass = 0;  ///< stride scheduling: every call of this class adds stride / weight
  Passings passings;       ///< calls of counters that call only some classes of the pool, this one included
  friend bool operator==(const ClassLine&, const ClassLine&) = default;
};

/// The classes of a pool that fill compete only with each other, and so do the other classes.
enum class Tier : std::uint8_t { ordinary, filling };

/// The clock of one tier of a pool, for the ratio (policy.hpp).
struct TierClock {
  std::uint64_t clock = 0;
  std::uint64_t call = 0;  ///< the latest call that was charged here
  friend bool operator==(const TierClock&, const TierClock&) = default;
};

struct Pool {
  std::vector<ClassLine> class_lines;  ///< by class
  std::uint32_t waiting = 0;           ///< bit i: somebody waits in class line i
  std::array<TierClock, 2> tiers;      ///< by Tier
  Passings passings;                   ///< calls of counters that call every class of the pool
  friend bool operator==(const Pool&, const Pool&) = default;
};

/// A pool that a counter may call from: the whole pool or one class of it.
struct ServedLine {
  PoolIndex pool = 0;
  std::optional<ClassIndex> klass;  ///< absent: every class
  friend bool operator==(const ServedLine&, const ServedLine&) = default;
};

/// What a call changed, besides taking the ticket out of its line. It is needed to take the call back.
struct CallCost {
  std::uint64_t call = 0;  ///< 0: nothing
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  Tier tier = Tier::ordinary;
  std::uint64_t raised = 0;  ///< the pass of the class rose by this
  /// Part of `raised` for the call itself; the rest brought the class up to the clock.
  std::uint64_t paid = 0;
  TierClock before;                 ///< the clock that the latest earlier call that still stands left
  std::uint64_t index = 0;          ///< index in the join stamp of the called ticket
  std::vector<ServedLine> passing;  ///< the lines where it passed people over
  friend bool operator==(const CallCost&, const CallCost&) = default;
};

class Lines {
 public:
  Lines() = default;
  Lines(std::size_t pools, std::size_t classes);

  /// Adds lines and classes that the journal has and today's settings no longer have.
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

  /// Charges a call of this class: its pass and the clock of its tier get these values. `cost` receives what
  /// is needed to take the call back; its old content is lost.
  void charge(CallCost& cost, std::uint64_t call, PoolIndex pool, ClassIndex klass, Tier tier, std::uint64_t pass,
              std::uint64_t clock);
  /// The same call passes over everybody who joined one of these lines before its ticket.
  void pass_over(CallCost& cost, const JoinStamp& called, ServedLine line);
  /// Takes a call back as if it had not been made: nobody was passed over by it. If no later call that still
  /// stands was charged to the same tier of the pool, pass and clock get their old values; otherwise the
  /// class gets back what it paid. Then call forget_call() for the costs of all other calls that may still be
  /// taken back.
  void take_back(const CallCost& cost);
  /// `gone` was taken back. After this, taking `cost` back does not restore the effect of `gone`.
  static void forget_call(CallCost& cost, const CallCost& gone);

  /// How many people who joined later were called before who has this entry, by counters that could call from
  /// here.
  std::uint32_t passed(PoolIndex pool, ClassIndex klass, const JoinStamp& joined) const {
    const Pool& line = pools_[pool];
    return line.passings.after(joined.index) + line.class_lines[klass].passings.after(joined.index);
  }

  /// The join stamp of a ticket that waits in this class line.
  const JoinStamp& entry_of(TicketId ticket, PoolIndex pool, ClassIndex klass) const {
    return pools_[pool].class_lines[klass].by_join.entries()[at_join_[ticket]].key;
  }

  const std::vector<Pool>& pools() const { return pools_; }
  std::uint64_t joined() const { return joined_; }  ///< how often somebody joined a line
  /// Held and parked tickets, by the time when they come back to their line.
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
