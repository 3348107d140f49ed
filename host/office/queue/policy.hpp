// Whom a counter calls next. The order, from strongest to weakest:
//
//   1. the counter's own line (people sent to this very counter), by entry;
//   2. people who must go first, by entry: who waited longer than the limit of their class, and who was passed over by
//   as
//      many as `max_passed` allows;
//   3. the counter's preferences: the lowest number that has somebody waiting;
//   4. classes that do not fill before classes that do;
//   5. within a pool, the classes by ratio: stride scheduling. A call of a class moves its pass on by stride / weight;
//   the
//      class with the smallest pass goes next, the earlier in the settings when they tie. A class that was idle starts
//      from the pool's clock, so it has nothing saved up;
//   6. between pools, and within a class: by place (booked hour or arrival, then the order of admission).
//
// Bounded bypass. Let t join a pool when w others wait there. Counters that may call t call at most max_passed + w
// tickets that joined after t before they call t. Why: t.index - 1 - w had left when t joined, so after max_passed + w
// further departures pool.left + 1 >= t.index + max_passed holds, and goes on holding. From then on rule 2 takes the
// smallest entry of those for whom it holds, which is t or somebody who joined before t. (Who is handed back keeps the
// entry, and counts as joining once more, so that joined - left stays the number waiting.) With a waiting limit the
// same holds in time. People sent to a counter's own line come on top, with an officer's reason; each stands in one
// line only. The property tests check the bound with their own count.
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
struct Standee {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  Place place;
  Entry entry;
  std::optional<QueueNumber> new_number{};  ///< that it gets by the same decision
};

struct Choice {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  TurnKind kind = TurnKind::order;
  std::uint64_t pass = 0;   ///< of the class, afterwards
  std::uint64_t clock = 0;  ///< of the pool, afterwards
};

/// What a counter may call from.
struct Reach {
  std::span<const ServeGroup> groups;
  std::optional<PoolIndex> own_line;
  const std::vector<bool>* skills = nullptr;  ///< by pool; nullptr: all
};
Reach reach_of(const Plan& plan, std::uint16_t counter, std::string_view officer);

/// Absent: nobody this counter may call. Costs pools x classes, whatever the number waiting. `joining`: see Standee.
std::optional<Choice> choose(const Lines& lines, const Plan& plan, const Reach& reach, UtcTime running,
                             std::span<const Standee> joining = {});

/// Whether rule 2 puts somebody first, and by which half of it.
std::optional<TurnKind> must_go_first(const Pool& pool, const Plan& plan, ClassIndex klass, const Entry& entry,
                                      UtcTime running);

}  // namespace antrean::queue
