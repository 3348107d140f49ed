// Whom a counter calls next. README.md, "The call order, exactly", says the same as a specification. From
// strongest to weakest:
//
//   1. the counter's own line (people sent to this very counter), by entry;
//   2. people who must go first, by entry: who waited longer than the limit of their class, and who was passed over as
//      often as `max_passed` allows;
//   3. the counter's preferences: the lowest number that has somebody waiting;
//   4. classes that do not fill before classes that do;
//   5. within a pool, the classes by ratio: stride scheduling. A call of a class moves its pass on by stride / weight;
//      the class with the smallest pass goes next, the earlier in the settings when they tie. Classes that fill compete
//      only among themselves, and so do the others: each of the two tiers of a pool has a clock, and a class that
//      stands behind it starts from it, so that a class that was idle has nothing saved up;
//   6. between pools, and within a class: by place (booked hour or arrival, then the order of admission).
//
// The clock. A call by rules 2 to 6 sets the clock of the tier and pool it took from to the least pass among
// the class it took and the classes that some open counter is calling from just then: not those that an idle
// filler, a class that no open counter serves, or one whose counters are busy with a line they prefer would
// hold back for ever. It is not simply the pass of the class taken, because a counter that serves a few
// classes only must not push it past the others that are being called. It never goes back, but with a call
// that is taken back.
//
// Bounded bypass. Somebody is passed over by a call by rules 2 to 6 of whoever joined later, at a counter
// that may call them: it serves their class of their pool, and its officer has the skill. While t waits (and
// keeps its class), at most max_passed calls pass t over that are not cancelled; then the counters that may
// call t call t, or somebody who joined before t. Why: let a counter that may call t choose while t was
// passed over max_passed times. Take the first by entry of t's class in t's pool, h: it is t, or joined
// before t. Whoever joined later than t joined later than h too, so the calls that passed t over passed h
// over: both stand in one class of one pool, and a counter may call from there or not. So rule 2 holds for h.
// It takes the smallest entry of all that it holds for in any pool the counter serves, and that is not after
// h, hence not after t: the call does not pass t over. Each call that does was therefore made while the count
// was below max_passed, and raised it. That the counter serves several pools, or prefers another, plays no
// part: rule 2 comes before preferences and looks at all of them. People sent to a counter's own line and
// calls out of order come on top; both carry a reason and who did it. The property tests check it with their
// own count.
#pragma once

#include <optional>
#include <span>

#include "queue/events.hpp"
#include "queue/lines.hpp"
#include "queue/plan.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

/// pass moves on by this / weight; divisible by every weight from 1 to 16.
inline constexpr std::uint64_t stride = 720'720;

/// Somebody who waits: in the lines, or about to join by the events of the same decision.
struct WaitingTicket {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  Position position;
  JoinStamp joined;
  std::optional<QueueNumber> new_number{};  ///< that it gets by the same decision
};

struct Choice {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  TurnKind kind = TurnKind::order;
  Tier tier = Tier::ordinary;
  JoinStamp joined;
  std::uint64_t pass = 0;   ///< of the class, afterwards
  std::uint64_t clock = 0;  ///< of the tier, afterwards
};

/// What a counter may call from.
struct Reach {
  std::span<const ServeGroup> groups;
  std::optional<PoolIndex> own_line;
  const std::vector<bool>* skills = nullptr;  ///< by pool; nullptr: all
};
Reach reach_of(const Plan& plan, std::uint16_t counter, std::string_view officer);

/// Whether the counter may call this class of this pool: it serves them and its officer has the skill. Own
/// lines aside.
bool may_call(const Reach& reach, PoolIndex pool, ClassIndex klass);

/// Every line the counter may call from, once.
std::vector<ServedLine> served_lines(const Reach& reach);

/// Absent: nobody this counter may call. `open`: what all counters reach that are open just now (for the
/// clock; this one may be among them or not). Costs pools x classes of the counters that are open, and the
/// logarithm of those who joined this day. `joining`: see WaitingTicket.
std::optional<Choice> choose(const Lines& lines, const Plan& plan, const Reach& reach, UtcTime running,
                             std::span<const Reach> open, std::span<const WaitingTicket> joining = {});

/// The ticket leaves its line and everything is charged, as the event of the call does it (apply.cpp). For
/// playing forward; `call` rises with every call.
void carry_out(Lines& lines, const Choice& choice, const Reach& reach, std::uint64_t call, CallCost& cost);

}  // namespace antrean::queue
