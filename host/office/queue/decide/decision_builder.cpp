#include "queue/decide/decision_builder.hpp"

#include "values/alarms.hpp"

namespace antrean::queue {

DecisionBuilder::DecisionBuilder(const State& state_before, const Plan& plan_now, const Actor& actor, UtcTime at)
    : state(state_before), plan(plan_now), by(actor), now(at) {
  const Clock& clock = state.clock;
  running = clock.running_at(now);
  if (now + plan.settings().clock.tolerance >= clock.wall) {
    return;
  }
  const auto back = clock.wall - now;
  running = Clock{now, clock.running, clock.shift + back}.running_at(now);
  add_by_system(ClockStepped{static_cast<std::uint64_t>(back.count())});
  const auto seconds = std::to_string(back.count() / 1000);
  add_by_system(AlarmRaised{std::string{clock_step_alarm},
                            "Jam komputer mundur " + seconds + " detik; urutan antrean tidak terpengaruh",
                            "The clock went back by " + seconds + " s; the order of the queue is not affected"});
}

std::optional<Refusal> DecisionBuilder::refuse_unless_day_open() const {
  if (state.day_state != DayState::open) {
    return refuse(Reason::day_not_open);
  }
  return std::nullopt;
}

std::optional<Refusal> DecisionBuilder::refuse_unless_in_charge() const {
  if (by.kind == ActorKind::supervisor || by.kind == ActorKind::system) {
    return std::nullopt;
  }
  return refuse(Reason::supervisor_needed);
}

std::optional<QueueNumber> DecisionBuilder::take_number(const std::string& key) {
  const SeriesSettings* series = plan.series(key);
  if (!last_number_) {
    last_number_ = state.last_number;
  }
  for (const char letter : series->letters) {
    std::uint16_t& last = (*last_number_)[static_cast<std::size_t>(letter - 'A')];
    if (last >= series->last) {
      continue;
    }
    last = std::max(static_cast<std::uint16_t>(last + 1), series->first);
    return QueueNumber{letter, last};
  }
  return std::nullopt;
}

void DecisionBuilder::release_due() {
  const auto& held = state.lines.held();
  const Lines::WakeUp bound{now, ~TicketId{0}};
  if (held.empty() || bound < held.top().key) {
    return;
  }
  std::vector<Lines::WakeUp> due;
  held.up_to(bound, [&](const auto& entry) {
    due.push_back(entry.key);
    return true;
  });
  std::sort(due.begin(), due.end());
  for (const auto& alarm : due) {
    const Ticket& ticket = state.ticket(alarm.ticket);
    WaitingTicket waiting{ticket.id, line_to_join(ticket), ticket.klass, ticket.position, ticket.joined};
    if (ticket.joined.seq == 0) {
      waiting.joined = new_join_stamp();
    }
    if (ticket.state == TicketState::held) {
      add_by_system(HourCame{ticket.id, ticket.number.text()});
    } else {
      add_by_system(ParkingEnded{ticket.id, ticket.number.text()});
    }
    if (waiting.pool != ticket.pool) {
      waiting.joined = new_join_stamp();
      leave_shut_line(ticket);
    }
    joining.push_back(waiting);
  }
}

PoolIndex DecisionBuilder::line_to_join(const Ticket& ticket) const {
  // A stage that the settings no longer have has no line: the ticket stays until an officer transfers it.
  if (ticket.stage >= plan.stages().size() || ticket.pool < plan.shared_pools()) {
    return ticket.pool;
  }
  const std::size_t counter = ticket.pool - plan.shared_pools();
  const bool open = counter < plan.settings().counters.size() && state.counters[counter].state != CounterState::closed;
  return open ? ticket.pool : plan.stages()[ticket.stage].pool;
}

bool DecisionBuilder::leave_shut_line(const Ticket& ticket) {
  const PoolIndex pool = line_to_join(ticket);
  if (pool == ticket.pool) {
    return false;
  }
  const auto& name = state.stages[ticket.stage];
  Transferred event;
  event.ticket = ticket.id;
  event.number = ticket.number.text();
  event.service = name.service;
  event.stage = name.stage;
  event.line = line(pool, ticket.klass, ticket.position);
  const std::size_t counter = ticket.pool - plan.shared_pools();
  event.reason = counter < plan.settings().counters.size()
                     ? "counter " + std::to_string(plan.settings().counters[counter].id) + " closed"
                     : "line " + state.pools[ticket.pool] + " is no longer served";
  add_by_system(std::move(event));
  return true;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

std::optional<Refusal> DecisionBuilder::refuse_while_paused() const {
  if (!state.hall_pause) {
    return std::nullopt;
  }
  return Refusal{.reason = Reason::hall_paused, .when = state.hall_pause->until, .subject = state.hall_pause->reason};
}

namespace {

/// What calls somebody, or brings somebody to a counter without a call.
bool begins(CounterCommand command) {
  switch (command) {
    case CounterCommand::call_next:
    case CounterCommand::recall:
    case CounterCommand::finish_and_next:
    case CounterCommand::resume:
    case CounterCommand::call_out_of_order:
    case CounterCommand::serve_direct:
      return true;
    case CounterCommand::start:
    case CounterCommand::no_show:
    case CounterCommand::finish:
    case CounterCommand::undo_finish:
    case CounterCommand::park:
    case CounterCommand::cancel_call:
    case CounterCommand::open_counter:
    case CounterCommand::pause_counter:
    case CounterCommand::close_counter:
      break;
  }
  return false;
}

}  // namespace

std::variant<const Counter*, Refusal> counter_of(const DecisionBuilder& decision, CounterId id) {
  const auto index = decision.plan.counter(id);
  if (!index) {
    return Refusal{.reason = Reason::unknown_counter, .counter = id};
  }
  // The state has the plan's counters first, in the plan's order.
  const Counter& counter = decision.state.counters[*index];
  const auto& rules = decision.plan.settings().calls;
  if (decision.by.kind == ActorKind::pad && !rules.pads_without_login && counter.officer.empty()) {
    return Refusal{.reason = Reason::pad_needs_login, .counter = id};
  }
  if (decision.by.kind == ActorKind::officer && rules.login_required && counter.officer != decision.by.name) {
    const auto reason = counter.officer.empty() ? Reason::nobody_logged_in : Reason::not_your_counter;
    return Refusal{.reason = reason, .counter = id, .subject = counter.officer};
  }
  return &counter;
}

std::variant<const Counter*, Refusal> counter_for(const DecisionBuilder& decision, CounterId id,
                                                  CounterCommand command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return *closed;
  }
  auto found = counter_of(decision, id);
  if (const auto* counter = std::get_if<const Counter*>(&found)) {
    const Reason reason = counter_cell(command, situation_of(decision.state, **counter));
    if (reason == ok) {
      if (auto paused = begins(command) ? decision.refuse_while_paused() : std::nullopt) {
        paused->counter = id;
        return *std::move(paused);
      }
      return found;
    }
    Refusal refusal{.reason = reason, .counter = id};
    if ((*counter)->ticket != 0) {
      refusal.number = decision.state.ticket((*counter)->ticket).number.text();
    }
    return refusal;
  }
  return found;
}

std::variant<const Ticket*, Refusal> ticket_for(const DecisionBuilder& decision, const std::string& number,
                                                TicketCommand command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return *closed;
  }
  const Ticket* ticket = decision.state.find(std::string_view(number));
  if (ticket == nullptr) {
    return Refusal{.reason = Reason::unknown_number, .number = number};
  }
  const Reason reason = ticket_cell(command, ticket->state);
  if (reason == ok) {
    return ticket;
  }
  const bool at_counter = ticket->state == TicketState::called || ticket->state == TicketState::serving;
  return Refusal{
      .reason = reason, .number = ticket->number.text(), .counter = at_counter ? ticket->counter : CounterId{0}};
}

NextStage to_stage(DecisionBuilder& decision, const Ticket& ticket, StageIndex stage) {
  const StageSettings& settings = decision.plan.stage_settings(stage);
  NextStage next;
  next.stage = settings.key;
  if (!settings.series.empty() && stage != ticket.stage) {
    if (const auto number = decision.take_number(settings.series)) {
      next.new_number = number->text();
    }
  }
  const Position position = settings.keeps_place ? ticket.position : Position{decision.running, decision.next_seq(), 0};
  next.line = decision.line(decision.plan.stages()[stage].pool, ticket.klass, position);
  return next;
}

}  // namespace antrean::queue
