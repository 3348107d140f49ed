// The commands of officers and pads at a counter.
#include "queue/call_order.hpp"
#include "queue/decide/decision_builder.hpp"

namespace antrean::queue {

namespace {

std::uint32_t seconds_between(UtcTime from, UtcTime to) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(to - from).count());
}

const std::string& service_of(const DecisionBuilder& decision, const Ticket& ticket) {
  return decision.state.stages[ticket.stage].service;
}

/// Waiting time as people feel it: from when it joined this line; a held ticket has not begun to wait.
std::uint32_t waited(const DecisionBuilder& decision, const JoinStamp& joined) {
  return joined.seq == 0 ? 0 : seconds_between(joined.since, decision.running);
}

/// Calls the policy's choice to the counter; false: nobody waits.
bool call_next(DecisionBuilder& decision, const Counter& counter) {
  decision.release_due();
  const auto index = static_cast<std::uint16_t>(&counter - decision.state.counters.data());
  const auto reach = reach_of(decision.plan, index, counter.officer);
  const auto open = reaches(calling_counters(decision.state, decision.plan));
  const auto choice = choose(decision.state.lines, decision.plan, reach, decision.running, open, decision.joining);
  if (!choice) {
    return false;
  }
  const Ticket& ticket = decision.state.ticket(choice->ticket);
  Called called;
  called.ticket = ticket.id;
  called.number = ticket.number.text();
  called.counter = counter.id;
  called.service = service_of(decision, ticket);
  called.call = decision.state.calls + 1;
  called.turn = {choice->kind, decision.state.pools[choice->pool], decision.state.classes[choice->klass], choice->pass,
                 choice->clock};
  const bool by_right = choice->kind == TurnKind::waiting_limit || choice->kind == TurnKind::passed_over;
  if (by_right && choice->tier == Tier::filling) {
    called.turn.fills = true;
  }
  if (choice->kind != TurnKind::own_line) {
    auto& from = called.from.emplace();
    for (const ServedLine& line : served_lines(reach)) {
      from.push_back(
          {decision.state.pools[line.pool], line.klass ? decision.state.classes[*line.klass] : std::string{}});
    }
  }
  called.waited_s = waited(decision, ticket.joined);
  for (const auto& waiting : decision.joining) {
    if (waiting.ticket != ticket.id) {
      continue;
    }
    called.waited_s = waited(decision, waiting.joined);
    if (waiting.new_number) {
      called.number = waiting.new_number->text();
    }
  }
  decision.add(std::move(called));
  return true;
}

void finish(DecisionBuilder& decision, const Counter& counter) {
  const Ticket& ticket = decision.state.ticket(counter.ticket);
  const auto& name = decision.state.stages[ticket.stage];
  Finished finished;
  finished.ticket = ticket.id;
  finished.number = ticket.number.text();
  finished.counter = counter.id;
  finished.service = name.service;
  finished.stage = name.stage;
  finished.pool = decision.state.pools[ticket.pool];
  finished.seconds = seconds_between(ticket.started != UtcTime{} ? ticket.started : ticket.called, decision.running);
  // A stage that the settings no longer have is the last of its journey.
  if (ticket.stage < decision.plan.stages().size()) {
    const StagePlace& place = decision.plan.stages()[ticket.stage];
    finished.pool = decision.plan.pools()[place.pool];
    if (place.next) {
      finished.next = to_stage(decision, ticket, *place.next);
      const PoolIndex pool = decision.plan.stages()[*place.next].pool;
      WaitingTicket waiting{ticket.id,   pool, ticket.klass, finished.next->line.position, decision.new_join_stamp(),
                            std::nullopt};
      if (!finished.next->new_number.empty()) {
        waiting.new_number = QueueNumber::parse(finished.next->new_number);
      }
      decision.joining.push_back(waiting);
    }
  }
  decision.add(std::move(finished));
}

std::optional<Refusal> finish_and_next(DecisionBuilder& decision, const Counter& counter) {
  if (counter.ticket != 0) {
    finish(decision, counter);
    call_next(decision, counter);
    return std::nullopt;
  }
  if (call_next(decision, counter)) {
    return std::nullopt;
  }
  return Refusal{.reason = Reason::nobody_waiting, .counter = counter.id};
}

void announce_again(DecisionBuilder& decision, const Counter& counter) {
  const Ticket& ticket = decision.state.ticket(counter.ticket);
  decision.add(Recalled{ticket.id, ticket.number.text(), counter.id, service_of(decision, ticket),
                        decision.state.calls + 1, static_cast<std::uint16_t>(ticket.recalls + 1)});
}

/// The refusal of a key that was hit twice: the person here was called a moment ago.
std::optional<Refusal> hit_twice(const DecisionBuilder& decision, const Counter& counter, bool guarded) {
  if (!guarded || counter.ticket == 0) {
    return std::nullopt;
  }
  const Ticket& ticket = decision.state.ticket(counter.ticket);
  const bool just_called = ticket.state == TicketState::called &&
                           decision.running - ticket.called < decision.plan.settings().calls.pad_guard;
  return just_called ? std::optional{Refusal{.reason = Reason::pressed_twice, .counter = counter.id}} : std::nullopt;
}

/// By the wall clock, which a recall is stored with: when it went back meanwhile, nothing was announced a
/// moment ago.
bool just_announced(const DecisionBuilder& decision, const Counter& counter) {
  return decision.now >= counter.called_at &&
         decision.now - counter.called_at < decision.plan.settings().calls.pad_guard;
}

/// Runs `body` with the counter when the table lets the command through.
template <class Body>
std::optional<Refusal> at_counter(DecisionBuilder& decision, CounterId id, CounterCommand command, Body body) {
  auto found = counter_for(decision, id, command);
  if (auto* refusal = std::get_if<Refusal>(&found)) {
    return std::move(*refusal);
  }
  return body(*std::get<const Counter*>(found));
}

/// An event that only has the ticket and the counter.
template <class Body>
void add_plain(DecisionBuilder& decision, const Counter& counter) {
  const Ticket& ticket = decision.state.ticket(counter.ticket);
  decision.add(Body{ticket.id, ticket.number.text(), counter.id});
}

}  // namespace

std::optional<Refusal> decide_on(DecisionBuilder& decision, const CallNext& command) {
  return at_counter(decision, command.counter, CounterCommand::call_next,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      if (call_next(decision, counter)) {
                        return std::nullopt;
                      }
                      return Refusal{.reason = Reason::nobody_waiting, .counter = counter.id};
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Recall& command) {
  return at_counter(decision, command.counter, CounterCommand::recall,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      if (command.guarded && just_announced(decision, counter)) {
                        return Refusal{.reason = Reason::pressed_twice, .counter = counter.id};
                      }
                      announce_again(decision, counter);
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Start& command) {
  return at_counter(decision, command.counter, CounterCommand::start,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      add_plain<ServingStarted>(decision, counter);
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const NoShow& command) {
  return at_counter(decision, command.counter, CounterCommand::no_show,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      if (auto refusal = hit_twice(decision, counter, command.guarded)) {
                        return refusal;
                      }
                      add_plain<Missed>(decision, counter);
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Finish& command) {
  return at_counter(decision, command.counter, CounterCommand::finish,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      if (auto refusal = hit_twice(decision, counter, command.guarded)) {
                        return refusal;
                      }
                      finish(decision, counter);
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const FinishAndNext& command) {
  return at_counter(decision, command.counter, CounterCommand::finish_and_next,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      if (auto refusal = hit_twice(decision, counter, command.guarded)) {
                        return refusal;
                      }
                      return finish_and_next(decision, counter);
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Park& command) {
  return at_counter(decision, command.counter, CounterCommand::park,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      if (is_blank(command.reason)) {
                        return refuse(Reason::reason_missing);
                      }
                      const Ticket& ticket = decision.state.ticket(counter.ticket);
                      decision.add(Parked{ticket.id, ticket.number.text(), counter.id, command.reason, command.until});
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const CancelCall& command) {
  return at_counter(decision, command.counter, CounterCommand::cancel_call,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      if (is_blank(command.reason)) {
                        return refuse(Reason::reason_missing);
                      }
                      const Ticket& ticket = decision.state.ticket(counter.ticket);
                      decision.add(CallCancelled{ticket.id, ticket.number.text(), counter.id, command.reason});
                      decision.leave_shut_line(ticket);
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Resume& command) {
  return at_counter(decision, command.counter, CounterCommand::resume,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      auto found = ticket_for(decision, command.number, TicketCommand::resume);
                      if (auto* refusal = std::get_if<Refusal>(&found)) {
                        return std::move(*refusal);
                      }
                      const Ticket& ticket = *std::get<const Ticket*>(found);
                      decision.add(Resumed{ticket.id, ticket.number.text(), counter.id});
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const UndoFinish& command) {
  return at_counter(decision, command.counter, CounterCommand::undo_finish,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      const LastFinish& last = counter.finished;
                      if (last.ticket == 0) {
                        return Refusal{.reason = Reason::nothing_to_undo, .counter = counter.id};
                      }
                      const std::string number = decision.state.ticket(last.ticket).number.text();
                      auto found = ticket_for(decision, number, TicketCommand::undo_finish);
                      if (auto* refusal = std::get_if<Refusal>(&found)) {
                        return std::move(*refusal);
                      }
                      if (!is_as_finished(*std::get<const Ticket*>(found), last)) {
                        return Refusal{.reason = Reason::ticket_moved_on, .number = number};
                      }
                      const StageName& name = decision.state.stages[last.stage];
                      decision.add(FinishUndone{.ticket = last.ticket,
                                                .number = last.number.text(),
                                                .counter = counter.id,
                                                .service = name.service,
                                                .stage = name.stage,
                                                .pool = decision.state.pools[last.pool],
                                                .seconds = last.seconds,
                                                .serving = last.state == TicketState::serving});
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const CallOutOfOrder& command) {
  return at_counter(decision, command.counter, CounterCommand::call_out_of_order,
                    [&](const Counter& counter) -> std::optional<Refusal> {
                      auto found = ticket_for(decision, command.number, TicketCommand::call_out_of_order);
                      if (auto* refusal = std::get_if<Refusal>(&found)) {
                        return std::move(*refusal);
                      }
                      if (is_blank(command.reason)) {
                        return refuse(Reason::reason_missing);
                      }
                      const Ticket& ticket = *std::get<const Ticket*>(found);
                      Called called;
                      called.ticket = ticket.id;
                      called.number = ticket.number.text();
                      called.counter = counter.id;
                      called.service = service_of(decision, ticket);
                      called.call = decision.state.calls + 1;
                      called.turn.kind = TurnKind::out_of_order;
                      called.turn.pool = decision.state.pools[ticket.pool];
                      called.turn.class_key = decision.state.classes[ticket.klass];
                      called.waited_s = waited(decision, ticket.joined);
                      called.reason = command.reason;
                      decision.add(std::move(called));
                      return std::nullopt;
                    });
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Press& command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return closed;
  }
  auto found = counter_of(decision, command.counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) {
    return std::move(*refusal);
  }
  const Counter& counter = *std::get<const Counter*>(found);
  const auto& rules = decision.plan.settings().calls;
  if (counter.pad_call != UtcTime{} && decision.running - counter.pad_call < rules.pad_guard) {
    return Refusal{.reason = Reason::pressed_twice, .counter = counter.id};
  }
  switch (command.button) {
    case PadButton::recall:
      return decide_on(decision, Recall{command.counter});
    case PadButton::no_show:
      return decide_on(decision, NoShow{command.counter});
    case PadButton::done:
      return decide_on(decision, Finish{command.counter});
    case PadButton::next:
      break;
  }
  // A pad has no button that opens its counter, so the first press of the day opens it.
  if (counter.state == CounterState::closed) {
    if (auto paused = decision.refuse_while_paused()) {
      return paused;
    }
    decision.add(CounterOpened{counter.id});
    call_next(decision, counter);
    return std::nullopt;
  }
  return decide_on(decision, FinishAndNext{command.counter});
}

}  // namespace antrean::queue
