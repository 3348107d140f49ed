#include "queue/snapshot.hpp"

#include <algorithm>

#include "queue/call_order.hpp"

namespace antrean::queue {

namespace {

TicketPhase phase_of(TicketState state) {
  switch (state) {
    case TicketState::held:
    case TicketState::waiting:
      return TicketPhase::waiting;
    case TicketState::called:
      return TicketPhase::called;
    case TicketState::serving:
      return TicketPhase::serving;
    case TicketState::parked:
      return TicketPhase::parked;
    case TicketState::missed:
      return TicketPhase::missed;
    case TicketState::finished:
    case TicketState::cancelled:
    case TicketState::closed:
      break;
  }
  return TicketPhase::finished;  // never shown, because a snapshot has nobody who is done
}

std::uint16_t bounded(std::size_t count) { return static_cast<std::uint16_t>(std::min<std::size_t>(count, 0xffff)); }

/// The rest of a range, `minutes` after it was made.
WaitRange aged(WaitRange wait, std::int64_t minutes) {
  const auto less = [&](std::uint16_t value) {
    return static_cast<std::uint16_t>(std::max<std::int64_t>(0, std::int64_t{value} - minutes));
  };
  return {less(wait.low), less(wait.likely), less(wait.high)};
}

class Maker {
 public:
  Maker(const State& state, const Plan& plan, UtcTime now, const Estimates* estimates)
      : state_(state), plan_(plan), now_(now), estimates_(estimates) {
    if (estimates_ != nullptr) {
      age_ = std::max<std::int64_t>(0, std::chrono::floor<Minutes>(now_ - estimates_->at).count());
    }
  }

  Snapshot make() {
    const PlanSettings& settings = plan_.settings();
    Snapshot shot;
    shot.version = state_.seq;
    shot.journal_seq = state_.seq;
    shot.office = settings.office;
    shot.office_name = settings.office_name;
    shot.zone = settings.zone;
    shot.day = state_.day;
    shot.phase = phase();
    shot.at = now_;
    static_cast<EntranceAnswer&>(shot.entrance) = state_.entrance;
    for (const EntranceAnswer& answer : state_.entrance_before) {
      const Milliseconds age = now_ - answer.at;
      if (std::max(age, -age) < entrance_readable) {
        shot.entrance.before.push_back(answer);
      }
    }
    shot.alarms = state_.alarms;
    shot.running_text = settings.running_text;
    hall(shot);
    counters(shot);
    calls(shot);
    tickets(shot);
    services(shot);
    return shot;
  }

 private:
  DayPhase phase() const {
    if (state_.day_state == DayState::none) {
      return DayPhase::before_opening;
    }
    if (state_.day_state == DayState::closed) {
      return DayPhase::closed;
    }
    return state_.hall_pause ? DayPhase::on_break : hours_phase(state_, plan_, now_);
  }

  void hall(Snapshot& shot) const {
    const OfficeDay today = OfficeDay::of(now_, plan_.settings().zone);
    notices(shot);
    if (state_.hall_pause && shot.phase == DayPhase::on_break) {
      shot.break_until = state_.hall_pause->until;
    } else if (shot.phase == DayPhase::on_break) {
      shot.break_until = plan_.break_until(state_.day, now_);
    } else if (shot.phase == DayPhase::closed) {
      // A day that was closed early does not open once more by itself.
      const bool over = state_.day_state == DayState::closed && state_.day == today;
      shot.opens_next = plan_.next_opening(over ? today.plus(1) : today, now_);
    } else if (shot.phase == DayPhase::before_opening) {
      const DayHours* hours = plan_.hours(today);
      const bool should_be_open = hours != nullptr && plan_.phase(today, now_) != DayPhase::before_opening &&
                                  now_ < instant(today, hours->close, plan_.settings().zone);
      if (!should_be_open) {
        shot.opens_next = plan_.next_opening(today, now_);
      }
    }
  }

  void notices(Snapshot& shot) const {
    for (auto notice = state_.notices.rbegin(); notice != state_.notices.rend(); ++notice) {
      if (!notice->until || *notice->until > now_) {
        shot.notices.push_back({notice->severity, notice->text_id, notice->text_en, notice->since, notice->until});
      }
    }
    std::ranges::stable_partition(
        shot.notices, [](const NoticeView& notice) { return notice.severity == NoticeSeverity::emergency; });
  }

  void counters(Snapshot& shot) const {
    const auto& set = plan_.settings().counters;
    for (std::uint16_t index = 0; index < state_.counters.size(); ++index) {
      const Counter& counter = state_.counters[index];
      const bool planned = index < set.size();
      // A counter that the settings no longer have is shown until the journal says that its person was handed
      // back: boards show what the journal holds, also between a start and its first commit.
      if (!planned && counter.ticket == 0) {
        continue;
      }
      CounterView view;
      view.id = counter.id;
      view.name = planned ? set[index].name : "Loket " + std::to_string(counter.id);
      view.state = counter.state;
      view.call = counter.call;
      view.called_at = counter.called_at;
      // In a pause of the hall a counter could call nobody.
      view.waiting = planned && !state_.hall_pause ? waiting_for(index, counter) : std::uint16_t{0};
      if (planned) {
        view.stages = stages_of(index);
      }
      if (counter.ticket != 0) {
        const Ticket& ticket = state_.ticket(counter.ticket);
        view.number = ticket.number.text();
        view.phase = phase_of(ticket.state);
        view.offer_no_show =
            ticket.state == TicketState::called && ticket.recalls >= plan_.settings().calls.recalls_before_no_show;
      }
      shot.counters.push_back(std::move(view));
    }
    std::sort(shot.counters.begin(), shot.counters.end(),
              [](const CounterView& a, const CounterView& b) { return a.id < b.id; });
  }

  std::vector<std::string> stages_of(std::uint16_t counter) const {
    std::vector<std::string> stages;
    for (std::size_t i = 0; i < plan_.stages().size(); ++i) {
      const StagePlace& place = plan_.stages()[i];
      const auto& groups = plan_.serves(counter);
      if (std::ranges::any_of(groups, [&](const ServeGroup& group) { return group.pool == place.pool; })) {
        const ServiceSettings& service = plan_.settings().services[place.service];
        stages.push_back(service.key + "/" + service.stages[place.position].key);
      }
    }
    return stages;
  }

  /// Counts each class line once, however many rules name it.
  std::uint16_t waiting_for(std::uint16_t index, const Counter& counter) const {
    const auto reach = reach_of(plan_, index, counter.officer);
    const auto& pools = state_.lines.pools();
    std::size_t waiting = 0;
    for (const auto& class_line : pools[*reach.own_line].class_lines) {
      waiting += class_line.by_position.size();
    }
    std::vector<std::uint32_t> counted(pools.size());
    for (const auto& group : reach.groups) {
      if (reach.skills != nullptr && !(*reach.skills)[group.pool]) {
        continue;
      }
      const auto& class_lines = pools[group.pool].class_lines;
      for (std::size_t klass = 0; klass < class_lines.size(); ++klass) {
        if ((group.classes & ~counted[group.pool]) >> klass & 1) {
          waiting += class_lines[klass].by_position.size();
        }
      }
      counted[group.pool] |= group.classes;
    }
    return bounded(waiting);
  }

  void calls(Snapshot& shot) const {
    for (std::uint64_t call = state_.calls; call > 0 && shot.calls.size() < State::max_recent_calls; --call) {
      const RecentCall& recent = state_.recent_calls[call % State::max_recent_calls];
      shot.calls.push_back({recent.call, recent.number.text(), recent.counter, state_.services[recent.service],
                            recent.recall, recent.at, state_.stages[recent.stage].stage, recent.language});
    }
  }

  TicketView view_of(const Ticket& ticket) const {
    TicketView view;
    view.number = ticket.number.text();
    if (ticket.was) {
      view.was = ticket.was->text();
    }
    view.service = state_.stages[ticket.stage].service;
    view.stage = state_.stages[ticket.stage].stage;
    view.language = ticket.language;
    view.phase = phase_of(ticket.state);
    if (ticket.state == TicketState::called || ticket.state == TicketState::serving) {
      view.counter = ticket.counter;
    }
    if (ticket.until != UtcTime{}) {
      view.until = ticket.until;
    }
    const bool waits = ticket.state == TicketState::waiting || ticket.state == TicketState::held;
    if (estimates_ != nullptr && waits) {
      if (const WaitSeconds* wait = estimates_->of(ticket.id)) {
        view.wait = aged(wait->minutes(), age_);
      }
    }
    return view;
  }

  void tickets(Snapshot& shot) const {
    const auto add = [&](auto wanted) {
      for (const Ticket& ticket : state_.tickets) {
        if (wanted(ticket.state)) {
          shot.tickets.push_back(view_of(ticket));
        }
      }
    };
    add([](TicketState s) { return s == TicketState::called || s == TicketState::serving; });
    for (const auto& turn : call_order(state_, plan_, state_.clock.running_at(now_))) {
      shot.tickets.push_back(view_of(state_.ticket(turn.ticket)));
      shot.tickets.back().ahead = bounded(turn.ahead);
    }
    held(shot);
    add([](TicketState s) { return s == TicketState::parked; });
    add([](TicketState s) { return s == TicketState::missed; });
  }

  void held(Snapshot& shot) const {
    std::vector<const Ticket*> held;
    for (const Ticket& ticket : state_.tickets) {
      if (ticket.state == TicketState::held) {
        held.push_back(&ticket);
      }
    }
    std::sort(held.begin(), held.end(), [](const Ticket* a, const Ticket* b) {
      return std::tie(a->until, a->position) < std::tie(b->until, b->position);
    });
    for (const Ticket* ticket : held) {
      shot.tickets.push_back(view_of(*ticket));
      std::size_t ahead = 0;
      for (const auto& class_line : state_.lines.pools()[ticket->pool].class_lines) {
        ahead += class_line.by_position.size();
      }
      shot.tickets.back().ahead = bounded(ahead);
    }
  }

  void services(Snapshot& shot) const {
    std::vector<std::size_t> waiting(state_.services.size());
    std::vector<std::size_t> waiting_at(state_.stages.size());
    for (const Ticket& ticket : state_.tickets) {
      if (ticket.state != TicketState::waiting && ticket.state != TicketState::held) {
        continue;
      }
      const auto& key = state_.stages[ticket.stage].service;
      const auto at = std::find(state_.services.begin(), state_.services.end(), key);
      ++waiting[static_cast<std::size_t>(at - state_.services.begin())];
      ++waiting_at[ticket.stage];
    }
    for (std::size_t i = 0; i < plan_.settings().services.size(); ++i) {
      const ServiceSettings& service = plan_.settings().services[i];
      ServiceView view;
      view.key = service.key;
      view.name = service.name_id;
      view.name_en = service.name_en;
      const StageIndex first = plan_.first_stage(static_cast<ServiceIndex>(i));
      for (std::size_t stage = 0; stage < service.stages.size(); ++stage) {
        view.stages.push_back({service.stages[stage].key, service.stages[stage].name_id, service.stages[stage].name_en,
                               bounded(waiting_at[first + stage])});
      }
      view.letter = plan_.series(service.series)->letters.substr(0, 1);
      view.waiting = bounded(waiting[i]);
      if (estimates_ != nullptr) {
        // It is for somebody who comes now, at any time, so it does not get older.
        if (const WaitSeconds* wait = estimates_->of_service(service.key)) {
          view.wait = wait->minutes();
        }
        for (const SlotWait& slot : estimates_->slots) {
          if (slot.service == service.key) {
            view.slots.push_back({slot.start, slot.wait.minutes()});
          }
        }
      }
      shot.services.push_back(std::move(view));
    }
  }

  const State& state_;
  const Plan& plan_;
  UtcTime now_;
  const Estimates* estimates_;
  std::int64_t age_ = 0;
};

}  // namespace

Snapshot snapshot(const State& state, const Plan& plan, UtcTime now, const Estimates* estimates) {
  return Maker(state, plan, now, estimates).make();
}

Snapshot snapshot(const State& state, const Plan& plan, UtcTime now) {
  const Estimates estimates = estimate(state, plan, now);
  return snapshot(state, plan, now, &estimates);
}

}  // namespace antrean::queue
