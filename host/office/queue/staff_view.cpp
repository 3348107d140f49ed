#include "queue/staff_view.hpp"

#include <algorithm>

#include "queue/call_order.hpp"

namespace antrean::queue {

namespace {

class Viewer {
 public:
  Viewer(const State& state, const Plan& plan, UtcTime now)
      : state_(state), plan_(plan), now_(now), running_(state.clock.running_at(now)) {}

  CounterStaffView at(const Counter& counter) const {
    CounterStaffView view;
    view.pause_reason = counter.pause_reason;
    if (counter.ticket != 0) {
      const Ticket& ticket = state_.ticket(counter.ticket);
      view.person = person(ticket);
      if (ticket.recalls > 0) {
        view.person->recalled = counter.called_at;
      }
    }
    view.next = next_at(counter);
    if (counter.finished.ticket != 0) {
      view.finished = counter.finished.number.text();
    }
    for (const Counter& other : state_.counters) {
      if (!other.officer.empty()) {
        view.officers.emplace_back(other.id, other.officer);
      }
    }
    for (const Ticket& ticket : state_.tickets) {
      if (is_live(ticket.state) && ticket.state != TicketState::called && ticket.state != TicketState::serving) {
        view.waiting.push_back({.number = ticket.number.text(),
                                .class_key = state_.classes[ticket.klass],
                                .hour = hour(ticket),
                                .since = since(ticket)});
      }
    }
    return view;
  }

 private:
  /// A moment of the running time as the wall clock has it now.
  UtcTime wall(UtcTime running) const { return now_ - (running_ - running); }

  UtcTime since(const Ticket& ticket) const {
    return ticket.joined.seq == 0 ? ticket.issued : wall(ticket.joined.since);
  }

  const Admission* admission(const Ticket& ticket) const {
    if (ticket.booking == 0) {
      return nullptr;
    }
    for (const Admission& one : state_.admissions) {
      if (one.booking == ticket.booking &&
          std::find(one.tickets.begin(), one.tickets.end(), ticket.id) != one.tickets.end()) {
        return &one;
      }
    }
    return nullptr;
  }

  std::optional<SlotHours> hour(const Ticket& ticket) const {
    const Admission* booked = ticket.booking == 0 ? nullptr : state_.admission(ticket.booking);
    return booked == nullptr ? std::nullopt : std::optional(booked->slot);
  }

  PersonView person(const Ticket& ticket) const {
    const StageName& name = state_.stages[ticket.stage];
    PersonView view{.number = ticket.number.text(),
                    .service = name.service,
                    .stage = name.stage,
                    .class_key = state_.classes[ticket.klass],
                    .booking = ticket.booking,
                    .code = {},
                    .hour = {},
                    .people = ticket.people,
                    .came = ticket.issued,
                    .waits_since = since(ticket),
                    .called = wall(ticket.called),
                    .recalls = ticket.recalls,
                    .recalled = {},
                    .returns = ticket.returns,
                    .steps = {}};
    if (const Admission* booked = admission(ticket)) {
      view.code = booked->code;
      view.hour = booked->slot;
    }
    for (const Step& step : ticket.steps) {
      const StageName& then = state_.stages[step.stage];
      view.steps.push_back({.kind = step.kind,
                            .at = step.at,
                            .by_kind = step.officer.empty() ? step.by.kind : ActorKind::officer,
                            .by = step.officer.empty() ? step.by.name : step.officer,
                            .counter = step.counter,
                            .service = then.service,
                            .stage = then.stage,
                            .reason = step.reason});
    }
    return view;
  }

  std::string next_at(const Counter& counter) const {
    const auto index = plan_.counter(counter.id);
    if (!index) {
      return {};
    }
    const auto reach = reach_of(plan_, *index, counter.officer);
    const auto open = reaches(calling_counters(state_, plan_));
    const auto choice = choose(state_.lines, plan_, reach, running_, open);
    return choice ? state_.ticket(choice->ticket).number.text() : std::string();
  }

  const State& state_;
  const Plan& plan_;
  UtcTime now_;
  UtcTime running_;
};

}  // namespace

std::optional<CounterStaffView> staff_view(const State& state, const Plan& plan, CounterId counter, UtcTime now) {
  const Counter* found = state.counter(counter);
  if (found == nullptr) {
    return std::nullopt;
  }
  return Viewer(state, plan, now).at(*found);
}

}  // namespace antrean::queue
