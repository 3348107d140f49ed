// decide(): the command to its part, and the parts that are about one ticket wherever it is.
#include "queue/draft.hpp"

namespace antrean::queue {

Decision decide(const State& state, const Plan& plan, const Command& command, UtcTime now) {
  Draft draft(state, plan, command.by, now);
  Verdict verdict = std::visit([&](const auto& action) { return decide_on(draft, action); }, command.action);
  if (verdict) return std::move(*verdict);
  return std::move(draft.events);
}

Verdict decide_on(Draft& draft, const GrantClass& command) {
  auto found = ticket_for(draft, command.number, TicketCommand::grant_class);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Ticket& ticket = *std::get<const Ticket*>(found);
  if (is_blank(command.reason)) return refuse(Reason::reason_missing);
  const auto klass = draft.plan.class_index(command.class_key);
  if (!klass) return refuse_about(Reason::unknown_class, command.class_key);
  if (*klass == ticket.klass) return Refusal{Reason::same_place, ticket.number.text(), 0, {}, command.class_key};
  const auto& quota = draft.plan.settings().classes[*klass].daily_quota;
  if (quota && draft.state.class_issued[*klass] >= *quota) {
    return refuse_about(Reason::class_quota_used, command.class_key);
  }
  draft.add(ClassGranted{ticket.id, ticket.number.text(), command.class_key, command.reason});
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const ReturnTicket& command) {
  auto found = ticket_for(draft, command.number, TicketCommand::return_ticket);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Ticket& ticket = *std::get<const Ticket*>(found);
  const auto& rules = draft.plan.settings().calls;
  if (ticket.returns >= rules.max_returns && draft.in_charge()) {
    return Refusal{Reason::returns_used_up, ticket.number.text(), 0, {}, {}};
  }
  const PoolIndex pool = draft.line_to_join(ticket);
  Place place = ticket.place;
  const auto& lane = draft.state.lines.pools()[pool].lanes[ticket.klass].by_place;
  if (rules.return_places > 0 && !lane.empty()) {
    Place behind = lane.nth(rules.return_places);
    behind.after = draft.next_seq();
    place = std::max(place, behind);  // missing a call brings nobody forward
  }
  draft.add(TicketReturned{ticket.id, ticket.number.text(), draft.line(pool, ticket.klass, place)});
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const CancelTicket& command) {
  auto found = ticket_for(draft, command.number, TicketCommand::cancel_ticket);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Ticket& ticket = *std::get<const Ticket*>(found);
  if (is_blank(command.reason)) return refuse(Reason::reason_missing);
  const bool at_counter = ticket.state == TicketState::called || ticket.state == TicketState::serving;
  draft.add(
      TicketCancelled{ticket.id, ticket.number.text(), at_counter ? ticket.counter : CounterId{0}, command.reason});
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const Transfer& command) {
  auto found = ticket_for(draft, command.number, TicketCommand::transfer);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Ticket& ticket = *std::get<const Ticket*>(found);
  if (is_blank(command.reason)) return refuse(Reason::reason_missing);

  Transferred event;
  event.ticket = ticket.id;
  event.number = ticket.number.text();
  event.reason = command.reason;
  if (ticket.state == TicketState::called || ticket.state == TicketState::serving) {
    auto at = counter_of(draft, ticket.counter);
    if (const auto* refusal = std::get_if<Refusal>(&at)) return *refusal;
    event.from = ticket.counter;
  }
  PoolIndex target = 0;
  if (command.counter != 0) {
    const auto counter = draft.plan.counter(command.counter);
    if (!counter) return Refusal{Reason::unknown_counter, {}, command.counter, {}, {}};
    if (draft.state.counters[*counter].state == CounterState::closed) {
      return Refusal{Reason::counter_closed, {}, command.counter, {}, {}};
    }
    target = draft.plan.counter_pool(*counter);
    event.to = command.counter;
    event.service = draft.state.stages[ticket.stage].service;
    event.stage = draft.state.stages[ticket.stage].stage;
    event.line = draft.line(target, ticket.klass, ticket.place);
  } else {
    if (!draft.plan.service(command.service)) return refuse_about(Reason::unknown_service, command.service);
    const auto stage = draft.plan.stage(command.service, command.stage);
    if (!stage) return refuse_about(Reason::unknown_stage, command.stage);
    target = draft.plan.stages()[*stage].pool;
    auto there = to_stage(draft, ticket, *stage);
    event.service = command.service;
    event.stage = command.stage;
    event.new_number = std::move(there.new_number);
    event.line = std::move(there.line);
  }
  const bool same_stage = event.stage == draft.state.stages[ticket.stage].stage &&
                          event.service == draft.state.stages[ticket.stage].service;
  if (ticket.state == TicketState::waiting && ticket.pool == target && same_stage) {
    return Refusal{Reason::same_place, ticket.number.text(), command.counter, {}, {}};
  }
  draft.add(std::move(event));
  return std::nullopt;
}

}  // namespace antrean::queue
