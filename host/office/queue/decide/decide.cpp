// decide(): gives each command to its part. It has the parts about one ticket, wherever the ticket is.
#include "queue/decide/decision_builder.hpp"

namespace antrean::queue {

namespace {

/// A pad acts for the officer who is logged in at its counter; the record says for whom.
Actor with_officer(const State& state, const Plan& plan, const Command& command) {
  Actor by = command.by;
  const auto* press = std::get_if<Press>(&command.action);
  if (const auto counter = press == nullptr ? std::nullopt : plan.counter(press->counter)) {
    by.officer = state.counters[*counter].officer;
  }
  return by;
}

}  // namespace

Decision decide(const State& state, const Plan& plan, const Command& command, UtcTime now) {
  const std::optional<Actor> pad =
      command.by.kind == ActorKind::pad ? std::optional(with_officer(state, plan, command)) : std::nullopt;
  DecisionBuilder decision(state, plan, pad ? *pad : command.by, now);
  std::optional<Refusal> verdict =
      std::visit([&](const auto& action) { return decide_on(decision, action); }, command.action);
  if (verdict) {
    return std::move(*verdict);
  }
  return std::move(decision.events);
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const GrantClass& command) {
  auto found = ticket_for(decision, command.number, TicketCommand::grant_class);
  if (const auto* refusal = std::get_if<Refusal>(&found)) {
    return *refusal;
  }
  const Ticket& ticket = *std::get<const Ticket*>(found);
  if (is_blank(command.reason)) {
    return refuse(Reason::reason_missing);
  }
  const auto klass = decision.plan.class_index(command.class_key);
  if (!klass) {
    return refuse_about(Reason::unknown_class, command.class_key);
  }
  if (*klass == ticket.klass) {
    return Refusal{.reason = Reason::same_place, .number = ticket.number.text(), .subject = command.class_key};
  }
  const auto& quota = decision.plan.settings().classes[*klass].daily_quota;
  if (quota && decision.state.class_issued[*klass] >= *quota) {
    return refuse_about(Reason::class_quota_used, command.class_key);
  }
  decision.add(ClassGranted{ticket.id, ticket.number.text(), command.class_key, command.reason});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const ReturnTicket& command) {
  auto found = ticket_for(decision, command.number, TicketCommand::return_ticket);
  if (const auto* refusal = std::get_if<Refusal>(&found)) {
    return *refusal;
  }
  const Ticket& ticket = *std::get<const Ticket*>(found);
  const auto& rules = decision.plan.settings().calls;
  if (ticket.returns >= rules.max_returns && decision.refuse_unless_in_charge()) {
    return Refusal{.reason = Reason::returns_used_up, .number = ticket.number.text()};
  }
  const PoolIndex pool = decision.line_to_join(ticket);
  Position position = ticket.position;
  const auto& class_line = decision.state.lines.pools()[pool].class_lines[ticket.klass].by_position;
  if (rules.return_places > 0 && !class_line.empty()) {
    Position behind = class_line.nth(rules.return_places);
    behind.after = decision.next_seq();
    position = std::max(position, behind);  // missing a call brings nobody forward
  }
  decision.add(TicketReturned{ticket.id, ticket.number.text(), decision.line(pool, ticket.klass, position)});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const GiveFeedback& command) {
  const auto [day, ticket] = decision.state.find_by_page(command.page_key);
  if (ticket == nullptr) {
    return refuse(Reason::unknown_number);
  }
  if (const Reason reason = ticket_cell(TicketCommand::give_feedback, ticket->state); reason != ok) {
    return Refusal{.reason = reason, .number = ticket->number.text()};
  }
  if (!ticket->feedback) {
    decision.add(FeedbackGiven{day->opening, ticket->id, ticket->number.text(), command.feedback});
  }
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const CancelTicket& command) {
  auto found = ticket_for(decision, command.number, TicketCommand::cancel_ticket);
  if (const auto* refusal = std::get_if<Refusal>(&found)) {
    return *refusal;
  }
  const Ticket& ticket = *std::get<const Ticket*>(found);
  if (is_blank(command.reason)) {
    return refuse(Reason::reason_missing);
  }
  const bool at_counter = ticket.state == TicketState::called || ticket.state == TicketState::serving;
  decision.add(
      TicketCancelled{ticket.id, ticket.number.text(), at_counter ? ticket.counter : CounterId{0}, command.reason});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Transfer& command) {
  auto found = ticket_for(decision, command.number, TicketCommand::transfer);
  if (const auto* refusal = std::get_if<Refusal>(&found)) {
    return *refusal;
  }
  const Ticket& ticket = *std::get<const Ticket*>(found);
  if (is_blank(command.reason)) {
    return refuse(Reason::reason_missing);
  }

  Transferred event;
  event.ticket = ticket.id;
  event.number = ticket.number.text();
  event.reason = command.reason;
  if (ticket.state == TicketState::called || ticket.state == TicketState::serving) {
    auto at = counter_of(decision, ticket.counter);
    if (const auto* refusal = std::get_if<Refusal>(&at)) {
      return *refusal;
    }
    event.from = ticket.counter;
  }
  PoolIndex target = 0;
  if (command.counter != 0) {
    const auto counter = decision.plan.counter(command.counter);
    if (!counter) {
      return Refusal{.reason = Reason::unknown_counter, .counter = command.counter};
    }
    if (decision.state.counters[*counter].state == CounterState::closed) {
      return Refusal{.reason = Reason::counter_closed, .counter = command.counter};
    }
    target = decision.plan.counter_pool(*counter);
    event.to = command.counter;
    event.service = decision.state.stages[ticket.stage].service;
    event.stage = decision.state.stages[ticket.stage].stage;
    event.line = decision.line(target, ticket.klass, ticket.position);
  } else {
    if (!decision.plan.service(command.service)) {
      return refuse_about(Reason::unknown_service, command.service);
    }
    const auto stage = decision.plan.stage(command.service, command.stage);
    if (!stage) {
      return refuse_about(Reason::unknown_stage, command.stage);
    }
    target = decision.plan.stages()[*stage].pool;
    auto there = to_stage(decision, ticket, *stage);
    event.service = command.service;
    event.stage = command.stage;
    event.new_number = std::move(there.new_number);
    event.line = std::move(there.line);
  }
  const bool same_stage = event.stage == decision.state.stages[ticket.stage].stage &&
                          event.service == decision.state.stages[ticket.stage].service;
  if (ticket.state == TicketState::waiting && ticket.pool == target && same_stage) {
    return Refusal{.reason = Reason::same_place, .number = ticket.number.text(), .counter = command.counter};
  }
  decision.add(std::move(event));
  return std::nullopt;
}

}  // namespace antrean::queue
