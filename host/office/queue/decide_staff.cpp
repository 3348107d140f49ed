// Counters open and close, officers come and go.
#include "queue/draft.hpp"

namespace antrean::queue {

namespace {

/// People sent to this very counter go to the line of their stage, in the order in which they stood.
void empty_own_line(Draft& draft, const Counter& counter, std::uint16_t index, const Ticket* handed_back) {
  const PoolIndex own = draft.plan.counter_pool(index);
  std::vector<std::pair<Entry, TicketId>> standing;
  for (const auto& lane : draft.state.lines.pools()[own].lanes) {
    for (const auto& entry : lane.by_entry.entries()) standing.emplace_back(entry.key, entry.ticket);
  }
  if (handed_back != nullptr && handed_back->pool == own) standing.emplace_back(handed_back->entry, handed_back->id);
  std::sort(standing.begin(), standing.end());
  for (const auto& [entry, id] : standing) {
    const Ticket& ticket = draft.state.ticket(id);
    // A stage that settings no longer have has no line: the ticket stays for an officer to transfer.
    if (ticket.stage >= draft.plan.stages().size()) continue;
    const auto& name = draft.state.stages[ticket.stage];
    Transferred event;
    event.ticket = id;
    event.number = ticket.number.text();
    event.from = 0;
    event.service = name.service;
    event.stage = name.stage;
    event.line = draft.line(draft.plan.stages()[ticket.stage].pool, ticket.klass, ticket.place);
    event.reason = "counter " + std::to_string(counter.id) + " closed";
    draft.add(std::move(event));
  }
}

}  // namespace

void close_counter(Draft& draft, const Counter& counter) {
  const auto index = static_cast<std::uint16_t>(&counter - draft.state.counters.data());
  const Ticket* ticket = counter.ticket != 0 ? &draft.state.ticket(counter.ticket) : nullptr;
  if (ticket != nullptr) {
    draft.add(HandedBack{ticket->id, ticket->number.text(), counter.id});
    draft.leave_shut_line(*ticket);  // the own line of another counter, closed meanwhile
  }
  empty_own_line(draft, counter, index, ticket);
  draft.add(CounterClosed{counter.id});
}

Verdict decide_on(Draft& draft, const OpenCounter& command) {
  auto found = counter_for(draft, command.counter, CounterCommand::open_counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
  draft.add(CounterOpened{command.counter});
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const PauseCounter& command) {
  auto found = counter_for(draft, command.counter, CounterCommand::pause_counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
  if (is_blank(command.reason)) return refuse(Reason::reason_missing);
  draft.add(CounterPaused{command.counter, command.reason});
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const CloseCounter& command) {
  auto found = counter_for(draft, command.counter, CounterCommand::close_counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
  close_counter(draft, *std::get<const Counter*>(found));
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const Login& command) {
  if (auto closed = draft.day_open()) return closed;
  const auto index = draft.plan.counter(command.counter);
  if (!index) return Refusal{Reason::unknown_counter, {}, command.counter, {}, {}};
  if (draft.plan.officer(command.officer) == nullptr) return refuse_about(Reason::unknown_officer, command.officer);
  for (const auto& other : draft.state.counters) {
    if (other.officer == command.officer && other.id != command.counter) {
      return Refusal{Reason::officer_elsewhere, {}, other.id, {}, command.officer};
    }
  }
  const Counter& counter = draft.state.counters[*index];
  if (counter.officer == command.officer) return std::nullopt;
  if (!counter.officer.empty()) return Refusal{Reason::counter_taken, {}, counter.id, {}, counter.officer};
  draft.add(LoggedIn{counter.id, command.officer});
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const Logout& command) {
  if (auto closed = draft.day_open()) return closed;
  auto found = counter_of(draft, command.counter);
  if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
  const Counter& counter = *std::get<const Counter*>(found);
  if (counter.officer.empty()) return Refusal{Reason::nobody_logged_in, {}, counter.id, {}, {}};
  if (counter.ticket != 0) {
    return Refusal{Reason::counter_busy, draft.state.ticket(counter.ticket).number.text(), counter.id, {}, {}};
  }
  // Where every command needs a login, a counter without one must not look open.
  if (draft.plan.settings().calls.login_required && counter.state != CounterState::closed)
    close_counter(draft, counter);
  draft.add(LoggedOut{counter.id, counter.officer});
  return std::nullopt;
}

}  // namespace antrean::queue
