// What officers and pads do at a counter.
#include "queue/call_order.hpp"
#include "queue/draft.hpp"

namespace antrean::queue {

namespace {

std::uint32_t seconds_between(UtcTime from, UtcTime to) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(to - from).count());
}

const std::string& service_of(const Draft& draft, const Ticket& ticket) {
  return draft.state.stages[ticket.stage].service;
}

/// Waiting time as people feel it: from when it joined this line; a held ticket has not begun to wait.
std::uint32_t waited(const Draft& draft, const Entry& entry) {
  return entry.seq == 0 ? 0 : seconds_between(entry.since, draft.running);
}

/// The policy's choice, called to the counter; false: nobody.
bool call_next(Draft& draft, const Counter& counter) {
  draft.release_due();
  const auto index = static_cast<std::uint16_t>(&counter - draft.state.counters.data());
  const auto reach = reach_of(draft.plan, index, counter.officer);
  const auto open = reaches(calling_counters(draft.state, draft.plan));
  const auto choice = choose(draft.state.lines, draft.plan, reach, draft.running, open, draft.joining);
  if (!choice) return false;
  const Ticket& ticket = draft.state.ticket(choice->ticket);
  Called called;
  called.ticket = ticket.id;
  called.number = ticket.number.text();
  called.counter = counter.id;
  called.service = service_of(draft, ticket);
  called.call = draft.state.calls + 1;
  called.turn = {choice->kind, draft.state.pools[choice->pool], draft.state.classes[choice->klass], choice->pass,
                 choice->clock};
  const bool by_right = choice->kind == TurnKind::waiting_limit || choice->kind == TurnKind::passed_over;
  if (by_right && choice->tier == Tier::filling) called.turn.fills = true;
  if (choice->kind != TurnKind::own_line) {
    auto& from = called.from.emplace();
    for (const ServedLine& line : served_lines(reach)) {
      from.push_back({draft.state.pools[line.pool], line.klass ? draft.state.classes[*line.klass] : std::string{}});
    }
  }
  called.waited_s = waited(draft, ticket.entry);
  for (const auto& standee : draft.joining) {
    if (standee.ticket != ticket.id) continue;
    called.waited_s = waited(draft, standee.entry);
    if (standee.new_number) called.number = standee.new_number->text();
  }
  draft.add(std::move(called));
  return true;
}

void finish(Draft& draft, const Counter& counter) {
  const Ticket& ticket = draft.state.ticket(counter.ticket);
  const auto& name = draft.state.stages[ticket.stage];
  Finished finished;
  finished.ticket = ticket.id;
  finished.number = ticket.number.text();
  finished.counter = counter.id;
  finished.service = name.service;
  finished.stage = name.stage;
  finished.pool = draft.state.pools[ticket.pool];
  finished.seconds = seconds_between(ticket.started != UtcTime{} ? ticket.started : ticket.called, draft.running);
  // A stage that settings no longer have is the last of its journey.
  if (ticket.stage < draft.plan.stages().size()) {
    const StagePlace& place = draft.plan.stages()[ticket.stage];
    finished.pool = draft.plan.pools()[place.pool];
    if (place.next) {
      finished.next = to_stage(draft, ticket, *place.next);
      const PoolIndex pool = draft.plan.stages()[*place.next].pool;
      Standee standee{ticket.id, pool, ticket.klass, finished.next->line.place, draft.new_entry(), std::nullopt};
      if (!finished.next->new_number.empty()) standee.new_number = QueueNumber::parse(finished.next->new_number);
      draft.joining.push_back(standee);
    }
  }
  draft.add(std::move(finished));
}

Verdict finish_and_next(Draft& draft, const Counter& counter) {
  if (counter.ticket != 0) {
    finish(draft, counter);
    call_next(draft, counter);
    return std::nullopt;
  }
  if (call_next(draft, counter)) return std::nullopt;
  return Refusal{Reason::nobody_waiting, {}, counter.id, {}, {}};
}

void announce_again(Draft& draft, const Counter& counter) {
  const Ticket& ticket = draft.state.ticket(counter.ticket);
  draft.add(Recalled{ticket.id, ticket.number.text(), counter.id, service_of(draft, ticket), draft.state.calls + 1,
                     static_cast<std::uint16_t>(ticket.recalls + 1)});
}

/// Runs `body` with the counter when the table lets the command through.
template <class Body>
Verdict at_counter(Draft& draft, CounterId id, CounterCommand command, Body body) {
  auto found = counter_for(draft, id, command);
  if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
  return body(*std::get<const Counter*>(found));
}

/// An event that says no more than which ticket and which counter.
template <class Body>
void add_plain(Draft& draft, const Counter& counter) {
  const Ticket& ticket = draft.state.ticket(counter.ticket);
  draft.add(Body{ticket.id, ticket.number.text(), counter.id});
}

}  // namespace

Verdict decide_on(Draft& draft, const CallNext& command) {
  return at_counter(draft, command.counter, CounterCommand::call_next, [&](const Counter& counter) -> Verdict {
    if (call_next(draft, counter)) return std::nullopt;
    return Refusal{Reason::nobody_waiting, {}, counter.id, {}, {}};
  });
}

Verdict decide_on(Draft& draft, const Recall& command) {
  return at_counter(draft, command.counter, CounterCommand::recall, [&](const Counter& counter) -> Verdict {
    announce_again(draft, counter);
    return std::nullopt;
  });
}

Verdict decide_on(Draft& draft, const Start& command) {
  return at_counter(draft, command.counter, CounterCommand::start, [&](const Counter& counter) -> Verdict {
    add_plain<ServingStarted>(draft, counter);
    return std::nullopt;
  });
}

Verdict decide_on(Draft& draft, const NoShow& command) {
  return at_counter(draft, command.counter, CounterCommand::no_show, [&](const Counter& counter) -> Verdict {
    add_plain<Missed>(draft, counter);
    return std::nullopt;
  });
}

Verdict decide_on(Draft& draft, const Finish& command) {
  return at_counter(draft, command.counter, CounterCommand::finish, [&](const Counter& counter) -> Verdict {
    finish(draft, counter);
    return std::nullopt;
  });
}

Verdict decide_on(Draft& draft, const FinishAndNext& command) {
  return at_counter(draft, command.counter, CounterCommand::finish_and_next,
                    [&](const Counter& counter) { return finish_and_next(draft, counter); });
}

Verdict decide_on(Draft& draft, const Park& command) {
  return at_counter(draft, command.counter, CounterCommand::park, [&](const Counter& counter) -> Verdict {
    if (is_blank(command.reason)) return refuse(Reason::reason_missing);
    const Ticket& ticket = draft.state.ticket(counter.ticket);
    draft.add(Parked{ticket.id, ticket.number.text(), counter.id, command.reason, command.until});
    return std::nullopt;
  });
}

Verdict decide_on(Draft& draft, const CancelCall& command) {
  return at_counter(draft, command.counter, CounterCommand::cancel_call, [&](const Counter& counter) -> Verdict {
    if (is_blank(command.reason)) return refuse(Reason::reason_missing);
    const Ticket& ticket = draft.state.ticket(counter.ticket);
    draft.add(CallCancelled{ticket.id, ticket.number.text(), counter.id, command.reason});
    draft.leave_shut_line(ticket);
    return std::nullopt;
  });
}

Verdict decide_on(Draft& draft, const Resume& command) {
  return at_counter(draft, command.counter, CounterCommand::resume, [&](const Counter& counter) -> Verdict {
    auto found = ticket_for(draft, command.number, TicketCommand::resume);
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    const Ticket& ticket = *std::get<const Ticket*>(found);
    draft.add(Resumed{ticket.id, ticket.number.text(), counter.id});
    return std::nullopt;
  });
}

Verdict decide_on(Draft& draft, const CallOutOfOrder& command) {
  return at_counter(draft, command.counter, CounterCommand::call_out_of_order, [&](const Counter& counter) -> Verdict {
    auto found = ticket_for(draft, command.number, TicketCommand::call_out_of_order);
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    if (is_blank(command.reason)) return refuse(Reason::reason_missing);
    const Ticket& ticket = *std::get<const Ticket*>(found);
    Called called;
    called.ticket = ticket.id;
    called.number = ticket.number.text();
    called.counter = counter.id;
    called.service = service_of(draft, ticket);
    called.call = draft.state.calls + 1;
    called.turn.kind = TurnKind::out_of_order;
    called.turn.pool = draft.state.pools[ticket.pool];
    called.turn.class_key = draft.state.classes[ticket.klass];
    called.waited_s = waited(draft, ticket.entry);
    called.reason = command.reason;
    draft.add(std::move(called));
    return std::nullopt;
  });
}

Verdict decide_on(Draft& draft, const Press& command) {
  if (auto closed = draft.day_open()) return closed;
  auto found = counter_of(draft, command.counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
  const Counter& counter = *std::get<const Counter*>(found);
  const auto& rules = draft.plan.settings().calls;
  if (counter.pad_call != UtcTime{} && draft.running - counter.pad_call < rules.pad_guard) {
    return Refusal{Reason::pressed_twice, {}, counter.id, {}, {}};
  }
  switch (command.button) {
    case PadButton::recall:
      return decide_on(draft, Recall{command.counter});
    case PadButton::no_show:
      return decide_on(draft, NoShow{command.counter});
    case PadButton::done:
      return decide_on(draft, Finish{command.counter});
    case PadButton::next:
      break;
  }
  // A pad has no button to open its counter: the first press of the day does.
  if (counter.state == CounterState::closed) {
    draft.add(CounterOpened{counter.id});
    call_next(draft, counter);
    return std::nullopt;
  }
  return decide_on(draft, FinishAndNext{command.counter});
}

}  // namespace antrean::queue
