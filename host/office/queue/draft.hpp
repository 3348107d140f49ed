// One decision in the making: the events so far, and what they will have changed that later ones of the same decision
// must know. Internal to the engine.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "queue/engine.hpp"
#include "queue/policy.hpp"
#include "queue/table.hpp"

namespace antrean::queue {

/// Absent: go on.
using Verdict = std::optional<Refusal>;

class Draft {
 public:
  Draft(const State& state, const Plan& plan, const Actor& by, UtcTime now);

  const State& state;
  const Plan& plan;
  const Actor& by;
  const UtcTime now;
  UtcTime running{};  ///< of these events
  std::vector<Event> events;

  std::uint64_t next_seq() const { return state.seq + events.size() + 1; }

  template <class Body>
  void add(Body body) {
    if (events.empty()) events.reserve(2);  // most decisions are one or two
    events.push_back({next_seq(), now, by, std::move(body)});
  }
  template <class Body>
  void add_by_system(Body body) {
    events.push_back({next_seq(), now, Actor{ActorKind::system, "queue"}, std::move(body)});
  }

  Verdict day_open() const;
  /// A supervisor or the system itself.
  Verdict in_charge() const;

  /// The next number of a series; absent when it is used up. Numbers taken in this decision count.
  std::optional<QueueNumber> take_number(const std::string& series);

  /// What this decision makes wait, for choose().
  std::vector<Standee> joining;
  /// Events for held and parked tickets whose time has come; they join.
  void release_due();
  /// Of who joins a line by the next event.
  Entry new_entry() { return {next_seq(), state.lines.joined() + ++joined_, running}; }

  /// Where this ticket can be called: the line it stands in, or its stage's when that line is the own line of a counter
  /// that is closed, or one that settings no longer have.
  PoolIndex line_to_join(const Ticket& ticket) const;
  /// The event that takes a ticket that is back in such a line by this decision to its stage's. Whether it was needed.
  bool leave_shut_line(const Ticket& ticket);

  Line line(PoolIndex pool, ClassIndex klass, const Place& place) const {
    return {state.pools[pool], state.classes[klass], place};
  }

 private:
  std::optional<std::array<std::uint16_t, 26>> last_number_;
  std::uint64_t joined_ = 0;  ///< by this decision
};

// The parts of decide(), by the files they are in.

Verdict decide_on(Draft& draft, const OpenDay& command);
Verdict decide_on(Draft& draft, const CloseDay& command);
Verdict decide_on(Draft& draft, const Rollover& command);
Verdict decide_on(Draft& draft, const Tick& command);
Verdict decide_on(Draft& draft, const RaiseAlarm& command);
Verdict decide_on(Draft& draft, const ClearAlarm& command);
Verdict decide_on(Draft& draft, const NoteNumbers& command);

Verdict decide_on(Draft& draft, const Admit& command);
Verdict decide_on(Draft& draft, const AnswerScan& command);
Verdict decide_on(Draft& draft, const WalkIn& command);
Verdict decide_on(Draft& draft, const ServeDirect& command);

Verdict decide_on(Draft& draft, const GrantClass& command);
Verdict decide_on(Draft& draft, const ReturnTicket& command);
Verdict decide_on(Draft& draft, const CancelTicket& command);
Verdict decide_on(Draft& draft, const Transfer& command);
Verdict decide_on(Draft& draft, const PutInLine& command);

Verdict decide_on(Draft& draft, const CallNext& command);
Verdict decide_on(Draft& draft, const Recall& command);
Verdict decide_on(Draft& draft, const Start& command);
Verdict decide_on(Draft& draft, const NoShow& command);
Verdict decide_on(Draft& draft, const Finish& command);
Verdict decide_on(Draft& draft, const FinishAndNext& command);
Verdict decide_on(Draft& draft, const Park& command);
Verdict decide_on(Draft& draft, const Resume& command);
Verdict decide_on(Draft& draft, const CancelCall& command);
Verdict decide_on(Draft& draft, const CallOutOfOrder& command);
Verdict decide_on(Draft& draft, const Press& command);

Verdict decide_on(Draft& draft, const OpenCounter& command);
Verdict decide_on(Draft& draft, const PauseCounter& command);
Verdict decide_on(Draft& draft, const CloseCounter& command);
Verdict decide_on(Draft& draft, const Login& command);
Verdict decide_on(Draft& draft, const Logout& command);

// Shared between them.

namespace alarm_subjects {
inline constexpr const char* stranded_people = "settings";
inline constexpr const char* change = "settings change";
inline constexpr std::string_view numbers = "numbers ";  ///< and the series
}  // namespace alarm_subjects

inline Refusal refuse(Reason reason) { return {reason, {}, 0, {}, {}}; }
inline Refusal refuse_about(Reason reason, std::string subject) { return {reason, {}, 0, {}, std::move(subject)}; }

/// The counter, if the command may go on there: it exists, the actor may use it, and the table says ok.
std::variant<const Counter*, Refusal> counter_for(const Draft& draft, CounterId id, CounterCommand command);
/// Closes it, as CloseCounter does once the table let it through.
void close_counter(Draft& draft, const Counter& counter);

/// Events for people, counters and officers that the plan does not have, and the alarms about them. Whether there were
/// any.
bool fit_to_settings(Draft& draft);
/// Raises and clears the alarms about series whose numbers run out (numbers_left.hpp).
void watch_numbers(Draft& draft);

/// Without the table: the counter exists and the actor may use it.
std::variant<const Counter*, Refusal> counter_of(const Draft& draft, CounterId id);
/// The ticket, if the table says ok.
std::variant<const Ticket*, Refusal> ticket_for(const Draft& draft, const std::string& number, TicketCommand command);

/// "reason" as people type it: not empty and not only blanks.
bool is_blank(const std::string& text);

/// The next stage's place, number and line of a ticket that goes to `stage`. It keeps the number it has when the
/// stage's series has none left: nobody is kept at a counter for want of a number.
NextStage to_stage(Draft& draft, const Ticket& ticket, StageIndex stage);

}  // namespace antrean::queue
