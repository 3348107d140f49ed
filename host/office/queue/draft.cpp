#include "queue/draft.hpp"

namespace antrean::queue {

Draft::Draft(const State& state_before, const Plan& plan_now, const Actor& actor, UtcTime at)
    : state(state_before), plan(plan_now), by(actor), now(at) {
  const Clock& clock = state.clock;
  running = clock.running_at(now);
  if (now + plan.settings().clock.tolerance >= clock.wall) return;
  const auto back = clock.wall - now;
  running = Clock{now, clock.running, clock.shift + back}.running_at(now);
  add_by_system(ClockStepped{static_cast<std::uint64_t>(back.count())});
  const auto seconds = std::to_string(back.count() / 1000);
  add_by_system(AlarmRaised{"clock step", "Jam komputer mundur " + seconds + " detik; urutan antrean tidak terpengaruh",
                            "The clock went back by " + seconds + " s; the order of the queue is not affected"});
}

Verdict Draft::day_open() const {
  if (state.day_state != DayState::open) return refuse(Reason::day_not_open);
  return std::nullopt;
}

Verdict Draft::in_charge() const {
  if (by.kind == ActorKind::supervisor || by.kind == ActorKind::system) return std::nullopt;
  return refuse(Reason::supervisor_needed);
}

std::optional<QueueNumber> Draft::take_number(const std::string& key) {
  const SeriesSettings* series = plan.series(key);
  if (!last_number_) last_number_ = state.last_number;
  for (const char letter : series->letters) {
    std::uint16_t& last = (*last_number_)[static_cast<std::size_t>(letter - 'A')];
    if (last >= series->last) continue;
    last = std::max(static_cast<std::uint16_t>(last + 1), series->first);
    return QueueNumber{letter, last};
  }
  return std::nullopt;
}

void Draft::release_due() {
  const auto& held = state.lines.held();
  const Lines::Alarm bound{now, ~TicketId{0}};
  if (held.empty() || bound < held.top().key) return;
  std::vector<Lines::Alarm> due;
  held.up_to(bound, [&](const auto& entry) {
    due.push_back(entry.key);
    return true;
  });
  std::sort(due.begin(), due.end());
  for (const auto& alarm : due) {
    const Ticket& ticket = state.ticket(alarm.ticket);
    Standee standee{ticket.id, line_to_join(ticket), ticket.klass, ticket.place, ticket.entry};
    if (ticket.entry.seq == 0) standee.entry = new_entry();
    if (ticket.state == TicketState::held) {
      add_by_system(HourCame{ticket.id, ticket.number.text()});
    } else {
      add_by_system(ParkingEnded{ticket.id, ticket.number.text()});
    }
    if (standee.pool != ticket.pool) {
      standee.entry = new_entry();
      leave_shut_line(ticket);
    }
    joining.push_back(standee);
  }
}

PoolIndex Draft::line_to_join(const Ticket& ticket) const {
  // A stage that settings no longer have has no line: the ticket stays for an officer to transfer.
  if (ticket.stage >= plan.stages().size() || ticket.pool < plan.shared_pools()) return ticket.pool;
  const std::size_t counter = ticket.pool - plan.shared_pools();
  const bool open = counter < plan.settings().counters.size() && state.counters[counter].state != CounterState::closed;
  return open ? ticket.pool : plan.stages()[ticket.stage].pool;
}

bool Draft::leave_shut_line(const Ticket& ticket) {
  const PoolIndex pool = line_to_join(ticket);
  if (pool == ticket.pool) return false;
  const auto& name = state.stages[ticket.stage];
  Transferred event;
  event.ticket = ticket.id;
  event.number = ticket.number.text();
  event.service = name.service;
  event.stage = name.stage;
  event.line = line(pool, ticket.klass, ticket.place);
  const std::size_t counter = ticket.pool - plan.shared_pools();
  event.reason = counter < plan.settings().counters.size()
                     ? "counter " + std::to_string(plan.settings().counters[counter].id) + " closed"
                     : "line " + state.pools[ticket.pool] + " is no longer served";
  add_by_system(std::move(event));
  return true;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

std::variant<const Counter*, Refusal> counter_of(const Draft& draft, CounterId id) {
  const auto index = draft.plan.counter(id);
  if (!index) return Refusal{Reason::unknown_counter, {}, id, {}, {}};
  // The state has the plan's counters first, in its order.
  const Counter& counter = draft.state.counters[*index];
  const auto& rules = draft.plan.settings().calls;
  if (draft.by.kind == ActorKind::pad && !rules.pads_without_login && counter.officer.empty()) {
    return Refusal{Reason::pad_needs_login, {}, id, {}, {}};
  }
  if (draft.by.kind == ActorKind::officer && rules.login_required && counter.officer != draft.by.name) {
    const auto reason = counter.officer.empty() ? Reason::nobody_logged_in : Reason::not_your_counter;
    return Refusal{reason, {}, id, {}, counter.officer};
  }
  return &counter;
}

std::variant<const Counter*, Refusal> counter_for(const Draft& draft, CounterId id, CounterCommand command) {
  if (auto closed = draft.day_open()) return *closed;
  auto found = counter_of(draft, id);
  if (const auto* counter = std::get_if<const Counter*>(&found)) {
    const Reason reason = counter_cell(command, situation_of(draft.state, **counter));
    if (reason == ok) return found;
    Refusal refusal{reason, {}, id, {}, {}};
    if ((*counter)->ticket != 0) refusal.number = draft.state.ticket((*counter)->ticket).number.text();
    return refusal;
  }
  return found;
}

std::variant<const Ticket*, Refusal> ticket_for(const Draft& draft, const std::string& number, TicketCommand command) {
  if (auto closed = draft.day_open()) return *closed;
  const Ticket* ticket = draft.state.find(std::string_view(number));
  if (ticket == nullptr) return Refusal{Reason::unknown_number, number, 0, {}, {}};
  const Reason reason = ticket_cell(command, ticket->state);
  if (reason == ok) return ticket;
  const bool at_counter = ticket->state == TicketState::called || ticket->state == TicketState::serving;
  return Refusal{reason, ticket->number.text(), at_counter ? ticket->counter : CounterId{0}, {}, {}};
}

NextStage to_stage(Draft& draft, const Ticket& ticket, StageIndex stage) {
  const StageSettings& settings = draft.plan.stage_settings(stage);
  NextStage next;
  next.stage = settings.key;
  if (!settings.series.empty() && stage != ticket.stage) {
    if (const auto number = draft.take_number(settings.series)) next.new_number = number->text();
  }
  const Place place = settings.keeps_place ? ticket.place : Place{draft.running, draft.next_seq(), 0};
  next.line = draft.line(draft.plan.stages()[stage].pool, ticket.klass, place);
  return next;
}

}  // namespace antrean::queue
