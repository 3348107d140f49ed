// Opens and closes counters, and logs officers in and out.
#include "queue/decide/decision_builder.hpp"

namespace antrean::queue {

namespace {

/// Moves the tickets in the counter's own line to the line of their stage, in their order.
void empty_own_line(DecisionBuilder& decision, const Counter& counter, std::uint16_t index, const Ticket* handed_back) {
  const PoolIndex own = decision.plan.counter_pool(index);
  std::vector<std::pair<JoinStamp, TicketId>> standing;
  for (const auto& class_line : decision.state.lines.pools()[own].class_lines) {
    for (const auto& entry : class_line.by_join.entries()) {
      standing.emplace_back(entry.key, entry.ticket);
    }
  }
  if (handed_back != nullptr && handed_back->pool == own) {
    standing.emplace_back(handed_back->joined, handed_back->id);
  }
  std::sort(standing.begin(), standing.end());
  for (const auto& [entry, id] : standing) {
    const Ticket& ticket = decision.state.ticket(id);
    // A stage that the settings no longer have has no line: the ticket stays until an officer transfers it.
    if (ticket.stage >= decision.plan.stages().size()) {
      continue;
    }
    const auto& name = decision.state.stages[ticket.stage];
    Transferred event;
    event.ticket = id;
    event.number = ticket.number.text();
    event.from = 0;
    event.service = name.service;
    event.stage = name.stage;
    event.line = decision.line(decision.plan.stages()[ticket.stage].pool, ticket.klass, ticket.position);
    event.reason = "counter " + std::to_string(counter.id) + " closed";
    decision.add(std::move(event));
  }
}

}  // namespace

void close_counter(DecisionBuilder& decision, const Counter& counter) {
  const auto index = static_cast<std::uint16_t>(&counter - decision.state.counters.data());
  const Ticket* ticket = counter.ticket != 0 ? &decision.state.ticket(counter.ticket) : nullptr;
  if (ticket != nullptr) {
    decision.add(HandedBack{ticket->id, ticket->number.text(), counter.id});
    decision.leave_shut_line(*ticket);  // the own line of another counter, which was closed meanwhile
  }
  empty_own_line(decision, counter, index, ticket);
  decision.add(CounterClosed{counter.id});
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const OpenCounter& command) {
  auto found = counter_for(decision, command.counter, CounterCommand::open_counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) {
    return std::move(*refusal);
  }
  decision.add(CounterOpened{command.counter});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const PauseCounter& command) {
  auto found = counter_for(decision, command.counter, CounterCommand::pause_counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) {
    return std::move(*refusal);
  }
  if (is_blank(command.reason)) {
    return refuse(Reason::reason_missing);
  }
  decision.add(CounterPaused{command.counter, command.reason});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const CloseCounter& command) {
  auto found = counter_for(decision, command.counter, CounterCommand::close_counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) {
    return std::move(*refusal);
  }
  close_counter(decision, *std::get<const Counter*>(found));
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Login& command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return closed;
  }
  const auto index = decision.plan.counter(command.counter);
  if (!index) {
    return Refusal{.reason = Reason::unknown_counter, .counter = command.counter};
  }
  if (decision.plan.officer(command.officer) == nullptr) {
    return refuse_about(Reason::unknown_officer, command.officer);
  }
  for (const auto& other : decision.state.counters) {
    if (other.officer == command.officer && other.id != command.counter) {
      return Refusal{.reason = Reason::officer_elsewhere, .counter = other.id, .subject = command.officer};
    }
  }
  const Counter& counter = decision.state.counters[*index];
  if (counter.officer == command.officer) {
    return std::nullopt;
  }
  if (!counter.officer.empty()) {
    if (!command.take_over) {
      return Refusal{.reason = Reason::counter_taken, .counter = counter.id, .subject = counter.officer};
    }
    decision.add(LoggedOut{counter.id, counter.officer});
  }
  decision.add(LoggedIn{counter.id, command.officer});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Logout& command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return closed;
  }
  auto found = counter_of(decision, command.counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) {
    return std::move(*refusal);
  }
  const Counter& counter = *std::get<const Counter*>(found);
  if (counter.officer.empty()) {
    return Refusal{.reason = Reason::nobody_logged_in, .counter = counter.id};
  }
  if (counter.ticket != 0) {
    return Refusal{.reason = Reason::counter_busy,
                   .number = decision.state.ticket(counter.ticket).number.text(),
                   .counter = counter.id};
  }
  // If every command needs a login, a counter without one must not look open.
  if (decision.plan.settings().calls.login_required && counter.state != CounterState::closed) {
    close_counter(decision, counter);
  }
  decision.add(LoggedOut{counter.id, counter.officer});
  return std::nullopt;
}

}  // namespace antrean::queue
