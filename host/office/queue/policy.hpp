// The rules that choose whom a counter calls next. README.md, "The call order, exactly", is the
// specification.
//
// The rules, from strongest to weakest:
//
// 1. The counter's own line, by join stamp. People in it were sent to this counter.
// 2. People who must go first, by join stamp: those who waited longer than the limit of their class, and
//    those who were passed over `max_passed` times.
// 3. The counter's preferences: the lowest preference for which somebody waits.
// 4. Classes that do not fill, before classes that fill.
// 5. Within a pool, the ratio of the classes, by stride scheduling. A call of a class adds stride / weight to
//    the pass of the class. The class with the smallest pass goes next; if two are equal, the one that is
//    earlier in the settings. Classes that fill compete only with each other, and so do the classes that do
//    not fill: these are the two tiers of a pool. Each tier has a clock. A class whose pass is below the
//    clock starts from the clock, so an idle class saves nothing up.
// 6. Between pools, and within a class, the position: booked hour or arrival, then the order of admission.
//
// The clock.
// A call by rules 2 to 6 takes a ticket from one tier of one pool and sets the clock of that tier. The clock
// becomes the smallest pass among the class that was taken and the classes that an open counter is calling
// from at that moment. Other classes are left out, because they would hold the clock back for ever: a class
// that fills and has to wait, a class that no open counter serves, and a class whose counters are busy with a
// line that they prefer. The clock is not simply the pass of the class that was taken: a counter that serves
// only a few classes must not push it past the others that are being called. The clock goes back only when a
// call is taken back.
//
// Bounded bypass.
// A call by rules 2 to 6 passes a ticket over when the called ticket joined later, and the counter may call
// the ticket that was passed over: the counter serves its class of its pool, and the officer has the skill.
// While a ticket t waits and keeps its class, at most `max_passed` calls pass t over (cancelled calls do not
// count). After that, the counters that may call t call t, or somebody who joined before t.
//
// Proof. Let t be passed over `max_passed` times, and let a counter that may call t choose. Let h be the
// first ticket, by join stamp, of t's class in t's pool. So h is t, or h joined before t. A ticket that
// joined later than t also joined later than h, so the calls that passed t over also passed h over: t and h
// are in one class of one pool, and a counter may call both or neither. So rule 2 holds for h. Rule 2 takes
// the smallest join stamp of all tickets that it holds for, in every pool that the counter serves. That
// ticket is not after h, so it is not after t, and the call does not pass t over. So every call that passes t
// over is made while the count is below `max_passed`, and adds one to the count. It does not matter that the
// counter serves several pools or prefers another pool: rule 2 comes before the preferences and looks at all
// pools.
//
// Calls from a counter's own line and calls out of order come in addition. Both carry a reason and who did
// it. The property tests check the bound with a count of their own.
#pragma once

#include <optional>
#include <span>

#include "queue/events.hpp"
#include "queue/lines.hpp"
#include "queue/plan.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

/// A call adds this / weight to the pass of its class. It is divisible by every weight from 1 to 16.
inline constexpr std::uint64_t stride = 720'720;

/// Somebody who waits: already in the lines, or about to join them by the events of the same decision.
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

/// The lines that a counter may call from.
struct Reach {
  std::span<const ServeGroup> groups;
  std::optional<PoolIndex> own_line;
  const std::vector<bool>* skills = nullptr;  ///< by pool; nullptr: all pools
};
Reach reach_of(const Plan& plan, std::uint16_t counter, std::string_view officer);

/// True when the counter may call this class of this pool: the counter serves it and the officer has the
/// skill. Own lines are not considered.
bool may_call(const Reach& reach, PoolIndex pool, ClassIndex klass);

/// Every line that the counter may call from, each once.
std::vector<ServedLine> served_lines(const Reach& reach);

/// Absent when nobody waits whom this counter may call. `open`: what each counter that is open now may call
/// from, for the clock; this counter may be in it or not. `joining`: see WaitingTicket. The cost is pools x
/// classes of the open counters, and the logarithm of the number of people who joined on this day.
std::optional<Choice> choose(const Lines& lines, const Plan& plan, const Reach& reach, UtcTime running,
                             std::span<const Reach> open, std::span<const WaitingTicket> joining = {});

/// Takes the ticket out of its line and charges the call, as the event of the call does it (apply.cpp). It is
/// for simulating future calls; `call` must rise with every call.
void carry_out(Lines& lines, const Choice& choice, const Reach& reach, std::uint64_t call, CallCost& cost);

}  // namespace antrean::queue
