// Builds one decision. It holds the events so far, and those of their changes that later events of the same
// decision must know. Internal to the engine.
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

class DecisionBuilder {
 public:
  DecisionBuilder(const State& state, const Plan& plan, const Actor& by, UtcTime now);

  const State& state;
  const Plan& plan;
  const Actor& by;
  const UtcTime now;
  UtcTime running{};  ///< running time of these events
  std::vector<Event> events;

  std::uint64_t next_seq() const { return state.seq + events.size() + 1; }

  template <class Body>
  void add(Body body) {
    if (events.empty()) {
      events.reserve(2);  // most decisions have one or two events
    }
    events.push_back({next_seq(), now, by, std::move(body)});
  }
  template <class Body>
  void add_by_system(Body body) {
    events.push_back({next_seq(), now, Actor{ActorKind::system, "queue"}, std::move(body)});
  }

  std::optional<Refusal> refuse_unless_day_open() const;
  /// Refuses unless the actor is a supervisor or the system itself.
  std::optional<Refusal> refuse_unless_in_charge() const;
  /// Refuses while the hall is paused.
  std::optional<Refusal> refuse_while_paused() const;

  /// The next number of a series; absent when the series is used up. Numbers that this decision took before
  /// count.
  std::optional<QueueNumber> take_number(const std::string& series);

  /// Tickets that this decision puts in line, for choose().
  std::vector<WaitingTicket> joining;
  /// Adds the events for held and parked tickets whose time has come; they join their lines.
  void release_due();
  /// The join stamp of the ticket that joins a line by the next event.
  JoinStamp new_join_stamp() { return {next_seq(), state.lines.joined() + ++joined_, running}; }

  /// The line where this ticket can be called: the line it stands in; or the line of its stage, if it stands
  /// in the own line of a closed counter or in a line that the settings no longer have.
  PoolIndex line_to_join(const Ticket& ticket) const;
  /// If this decision brings the ticket back into such a line, adds the event that moves it to the line of
  /// its stage. Returns whether that was needed.
  bool leave_shut_line(const Ticket& ticket);

  Line line(PoolIndex pool, ClassIndex klass, const Position& position) const {
    return {state.pools[pool], state.classes[klass], position};
  }

 private:
  std::optional<std::array<std::uint16_t, 26>> last_number_;
  std::uint64_t joined_ = 0;  ///< tickets that joined by this decision
};

// The parts of decide(), grouped by the file they are in.

std::optional<Refusal> decide_on(DecisionBuilder& decision, const OpenDay& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const CloseDay& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Rollover& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Tick& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const RaiseAlarm& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const ClearAlarm& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const NoteNumbers& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const PauseHall& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const ResumeHall& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const SetNotice& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const EndNotice& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const SetWalkIns& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const SetLastNumbers& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const NoteSettings& command);

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Admit& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const AnswerScan& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const WalkIn& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const ServeDirect& command);

std::optional<Refusal> decide_on(DecisionBuilder& decision, const GrantClass& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const ReturnTicket& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const CancelTicket& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Transfer& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const PutInLine& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const GiveFeedback& command);

std::optional<Refusal> decide_on(DecisionBuilder& decision, const CallNext& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Recall& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Start& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const NoShow& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Finish& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const FinishAndNext& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Park& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Resume& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const UndoFinish& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const CancelCall& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const CallOutOfOrder& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Press& command);

std::optional<Refusal> decide_on(DecisionBuilder& decision, const OpenCounter& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const PauseCounter& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const CloseCounter& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Login& command);
std::optional<Refusal> decide_on(DecisionBuilder& decision, const Logout& command);

// Shared by these parts.

inline Refusal refuse(Reason reason) { return {.reason = reason}; }
inline Refusal refuse_about(Reason reason, std::string subject) {
  return {.reason = reason, .subject = std::move(subject)};
}

/// The counter if the command is allowed there: it exists, the actor may use it, and the table says ok.
std::variant<const Counter*, Refusal> counter_for(const DecisionBuilder& decision, CounterId id,
                                                  CounterCommand command);
/// Closes the counter, as CloseCounter does after the table allowed it.
void close_counter(DecisionBuilder& decision, const Counter& counter);

/// Adds the events for people, counters and officers that the plan does not have, and the alarms about them.
/// Returns whether there were any.
bool fit_to_settings(DecisionBuilder& decision);
/// Ends the pause of the hall and the notices whose time has come.
void end_what_is_over(DecisionBuilder& decision);
/// Raises and clears the alarms about series whose numbers run out (numbers_left.hpp).
void watch_numbers(DecisionBuilder& decision);

/// The counter if it exists and the actor may use it; the table is not asked.
std::variant<const Counter*, Refusal> counter_of(const DecisionBuilder& decision, CounterId id);
/// The ticket if the table says ok.
std::variant<const Ticket*, Refusal> ticket_for(const DecisionBuilder& decision, const std::string& number,
                                                TicketCommand command);

/// True when a reason that somebody typed is empty or has only blanks.
bool is_blank(const std::string& text);

/// The place, number and line that a ticket gets at `stage`. If the series of the stage has no number left,
/// the ticket keeps its number, so that nobody has to stay at a counter.
NextStage to_stage(DecisionBuilder& decision, const Ticket& ticket, StageIndex stage);

}  // namespace antrean::queue
