#include "queue/estimate/wait_simulation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace antrean::queue {

namespace {

/// With fewer measurements, the typical time of the settings counts too.
constexpr double little_measured = 12;
/// When people come: evenly, from this long before their hour to this long after it.
constexpr Minutes earliest{25};
constexpr Minutes latest{12};
constexpr UtcTime never = UtcTime::max();

/// Relative to the typical time, if nothing is measured: skewed to the right, as services are.
constexpr double shape[] = {0.45, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.9};

Milliseconds seconds_of(double seconds) {
  return Milliseconds{static_cast<std::int64_t>(std::max(1.0, seconds) * 1000.0)};
}

class WaitSimulation {
 public:
  WaitSimulation(const Scenario& scenario, Chance& chance)
      : scenario_(scenario), chance_(chance), lines_(scenario.state.lines), now_(scenario.start) {}

  Sample simulate() {
    sample_.tickets.resize(scenario_.state.tickets.size());
    sample_.services.resize(scenario_.plan.settings().services.size());
    sample_.slots.resize(scenario_.slots.size());
    sample_.slots_came.resize(scenario_.slots.size());
    if (scenario_.period > Milliseconds{0}) {
      sample_.periods.resize(static_cast<std::size_t>(std::chrono::hours{24} / scenario_.period));
    }
    next_ticket_ = static_cast<TicketId>(scenario_.state.tickets.size() + 1);
    for (const auto& durations : scenario_.durations) {
      pace_.push_back(std::exp(std::min(0.5, durations.uncertainty) * chance_.normal()));
    }
    draw_held();
    draw_expected();
    draw_walk_ins();
    draw_expected_walk_ins();
    place_probes();
    std::sort(arrivals_.begin(), arrivals_.end(), [](const Arrival& a, const Arrival& b) {
      return std::tie(a.time, a.ticket) < std::tie(b.time, b.ticket);
    });
    draw_counters();
    run();
    return std::move(sample_);
  }

 private:
  /// A ticket in the simulation: the data that the lines do not have.
  struct Person {
    StageIndex stage = 0;
    ClassIndex klass = 0;
    UtcTime arrived{};
    UtcTime order{};
    std::optional<std::size_t> slot;
    std::optional<ServiceIndex> probe;  ///< only measures a wait and takes nobody's time
    bool was_told = false;
    std::optional<std::size_t> period{};  ///< in which somebody comes who is expected
  };
  struct Desk {
    std::uint16_t counter = 0;
    Reach reach;
    UtcTime free_at{};
    TicketId serving = 0;
    bool calls = true;
    double pace = 1;
  };

  UtcTime running(UtcTime wall_time) const { return scenario_.start + (wall_time - scenario_.now); }

  Person& person(TicketId ticket) {
    if (people_.size() < ticket) {
      people_.resize(ticket);
    }
    return people_[ticket - 1];
  }

  void draw_held() {
    for (const Ticket& ticket : scenario_.state.tickets) {
      if (!is_live(ticket.state)) {
        continue;
      }
      Person& who = person(ticket.id);
      who.stage = ticket.stage;
      who.klass = ticket.klass;
      who.arrived = scenario_.start;
      who.order = ticket.position.order;
      who.slot = scenario_.slot_of[ticket.id - 1];
      who.was_told = ticket.state != TicketState::waiting && ticket.state != TicketState::held;
      if (!who.was_told) {
        ++open_questions_;
      }
      if (!who.was_told && who.slot) {
        ++sample_.slots_came[*who.slot];
      }
      if (ticket.until == UtcTime{}) {
        continue;
      }
      // A ticket that waits for its hour, or is parked until a time, joins then.
      lines_.unhold(ticket.id);
      arrivals_.push_back({std::max(scenario_.start, running(ticket.until)), ticket.id, ticket.stage, ticket.klass,
                           ticket.position.order, who.slot});
    }
  }

  void arrive(UtcTime time, StageIndex stage, ClassIndex klass, UtcTime order, std::optional<std::size_t> slot) {
    arrivals_.push_back({time, next_ticket_++, stage, klass, order, slot});
    Person& who = person(arrivals_.back().ticket);
    who = {stage, klass, time, order, slot, std::nullopt, false};
  }
  /// Somebody who was expected: the question is how long they wait. Call it after arrive().
  void expected(std::uint32_t PeriodSample::*count) {
    ++open_questions_;
    if (scenario_.period > Milliseconds{0}) {
      Person& who = person(arrivals_.back().ticket);
      const auto period = std::max<std::int64_t>(0, (who.arrived - scenario_.midnight) / scenario_.period);
      who.period = std::min(static_cast<std::size_t>(period), sample_.periods.size() - 1);
      ++(sample_.periods[*who.period].*count);
    }
  }

  void draw_expected() {
    const auto& settings = scenario_.plan.settings();
    for (std::size_t i = 0; i < scenario_.slots.size(); ++i) {
      const auto& slot = scenario_.slots[i];
      const auto klass = scenario_.plan.class_index(settings.services[slot.service].booked_class);
      const UtcTime hour = running(slot.hour);
      const UtcTime first = std::max(hour - earliest, scenario_.start), last = hour + latest;
      if (first >= last) {
        continue;
      }
      // The longer the time for coming has run, the less likely it is that somebody who is not here still
      // comes.
      const double left = (last - first) / std::chrono::duration<double, std::milli>(earliest + latest);
      const double share = scenario_.comes * left / (scenario_.comes * left + 1 - scenario_.comes);
      for (std::uint32_t n = 0; n < slot.expected; ++n) {
        if (!chance_.happens(share)) {
          continue;
        }
        const auto within = std::chrono::duration<double>(last - first).count();
        const UtcTime time = first + seconds_of(within * chance_.fraction());
        const bool by_hour = settings.policy.order == OrderKey::booked_hour;
        arrive(time, scenario_.plan.first_stage(slot.service), *klass, by_hour ? slot.hour : time, i);
        expected(&PeriodSample::booked);
        ++sample_.slots_came[i];
      }
    }
  }

  void draw_walk_ins() {
    const auto& settings = scenario_.plan.settings();
    const DayHours* hours = scenario_.plan.hours(scenario_.state.day);
    if (hours == nullptr) {
      return;
    }
    // If the clock says 1970, people would come for half a century; one day is enough.
    const UtcTime last = std::min(running(instant(scenario_.state.day, hours->last_numbers, settings.zone)),
                                  scenario_.start + std::chrono::hours{24});
    for (const auto& kind : scenario_.walk_ins) {
      for (UtcTime time = scenario_.start;;) {
        time += seconds_of(chance_.exponential(3600.0 / kind.per_hour));
        if (time >= last) {
          break;
        }
        arrive(time, scenario_.plan.first_stage(kind.service), kind.klass, time, std::nullopt);
      }
    }
  }

  void draw_expected_walk_ins() {
    for (const auto& kind : scenario_.expected_walk_ins) {
      const UtcTime to = running(kind.to);
      const double gap = std::chrono::duration<double>(kind.to - kind.from).count() / kind.people;
      for (UtcTime time = running(kind.from);;) {
        time += seconds_of(chance_.exponential(gap));
        if (time >= to) {
          break;
        }
        if (time >= scenario_.start) {
          arrive(time, scenario_.plan.first_stage(kind.service), kind.klass, time, std::nullopt);
          expected(&PeriodSample::walk_ins);
        }
      }
    }
  }

  void place_probes() {
    const auto& settings = scenario_.plan.settings();
    for (ServiceIndex service = 0; service < settings.services.size(); ++service) {
      const auto klass = scenario_.plan.class_index(settings.services[service].walk_in_class);
      arrive(scenario_.start, scenario_.plan.first_stage(service), *klass, scenario_.start, std::nullopt);
      person(arrivals_.back().ticket).probe = service;
      ++open_questions_;
    }
  }

  double draw(PoolIndex pool, const Desk& desk) {
    const Durations& durations = scenario_.durations[pool];
    const auto measured = static_cast<double>(durations.seconds.size());
    const bool from_measured = measured >= little_measured || chance_.fraction() * little_measured < measured;
    const double seconds = from_measured ? durations.seconds[chance_.below(durations.seconds.size())]
                                         : durations.typical * shape[chance_.below(std::size(shape))];
    return seconds * pace_[pool] * desk.pace * chance_.between(0.93, 1.07);
  }

  /// The rest of a service that has lasted `elapsed` seconds: drawn from the services that last longer.
  double rest(PoolIndex pool, const Desk& desk, double elapsed) {
    for (int attempt = 0; attempt < 12; ++attempt) {
      const double whole = draw(pool, desk);
      if (whole > elapsed) {
        return whole - elapsed;
      }
    }
    return chance_.between(0.05, 0.5) * std::max(elapsed, 60.0);
  }

  void draw_counters() {
    const State& state = scenario_.state;
    for (std::uint16_t i = 0; i < scenario_.plan.settings().counters.size(); ++i) {
      const Counter& counter = state.counters[i];
      const bool calls = counter.state == CounterState::open;
      if (!calls && counter.ticket == 0) {
        continue;
      }
      Desk desk{i, reach_of(scenario_.plan, i, counter.officer), scenario_.start, counter.ticket, calls, 1};
      const auto& pace = scenario_.paces[i];
      desk.pace = pace.mean * std::exp(pace.deviation * chance_.normal());
      if (counter.ticket != 0) {
        const Ticket& ticket = state.ticket(counter.ticket);
        const auto since = ticket.started != UtcTime{} ? ticket.started : ticket.called;
        const double elapsed = std::chrono::duration<double>(scenario_.start - since).count();
        desk.free_at = scenario_.start + seconds_of(rest(ticket.pool, desk, elapsed));
      }
      desks_.push_back(desk);
      if (calls) {
        open_.push_back(desk.reach);
      }
    }
  }

  void join(TicketId ticket, StageIndex stage, ClassIndex klass, UtcTime order) {
    // A stage that the settings no longer have has no next stage.
    if (stage >= scenario_.plan.stages().size()) {
      return;
    }
    const PoolIndex pool = scenario_.plan.stages()[stage].pool;
    const std::uint64_t seq = scenario_.state.seq + ++joined_;
    lines_.join(ticket, pool, klass, {order, seq, 0}, seq, now_);
  }

  void leave_counter(Desk& desk) {
    const TicketId ticket = desk.serving;
    desk.serving = 0;
    const Person who = person(ticket);
    if (who.stage >= scenario_.plan.stages().size()) {
      return;
    }
    const auto next = scenario_.plan.stages()[who.stage].next;
    if (!next) {
      return;
    }
    person(ticket).stage = *next;
    join(ticket, *next, who.klass, scenario_.plan.stage_settings(*next).keeps_place ? who.order : now_);
  }

  void tell(TicketId ticket) {
    Person& who = person(ticket);
    if (who.was_told) {
      return;
    }
    who.was_told = true;
    const auto seconds = [](Milliseconds wait) { return static_cast<std::uint32_t>(wait.count() / 1000); };
    const bool known = ticket <= scenario_.state.tickets.size();
    if (known && sample_.tickets[ticket - 1]) {
      return;
    }
    if (who.probe) {
      sample_.services[*who.probe] = seconds(now_ - scenario_.start);
    } else if (known) {
      sample_.tickets[ticket - 1] = seconds(now_ - scenario_.start);
    }
    if (who.slot) {
      const UtcTime hour = running(scenario_.slots[*who.slot].hour);
      const UtcTime from = known ? hour : std::max(hour, who.arrived);
      sample_.slots[*who.slot].push_back(now_ > from ? seconds(now_ - from) : 0);
    }
    if (who.period) {
      const UtcTime from = who.slot ? std::max(running(scenario_.slots[*who.slot].hour), who.arrived) : who.arrived;
      sample_.periods[*who.period].waits.push_back(now_ > from ? seconds(now_ - from) : 0);
    }
    const bool asked = known || who.slot || who.probe || who.period;
    if (asked && open_questions_ > 0) {
      --open_questions_;
    }
  }

  /// The end of a pause of the hall and, if the settings say that counters do not call in a break, of the
  /// break.
  UtcTime after_break(UtcTime time) const {
    // A pause of the hall that has no end has no estimates either (estimate.cpp).
    if (const auto& pause = scenario_.state.hall_pause; pause && pause->until) {
      time = std::max(time, running(*pause->until));
    }
    if (scenario_.plan.settings().calls.calls_in_break) {
      return time;
    }
    const DayHours* hours = scenario_.plan.hours(scenario_.state.day);
    if (hours == nullptr) {
      return time;
    }
    const Zone zone = scenario_.plan.settings().zone;
    for (const auto& pause : hours->breaks) {
      const UtcTime from = running(instant(scenario_.state.day, pause.from, zone));
      const UtcTime to = running(instant(scenario_.state.day, pause.to, zone));
      if (time >= from && time < to) {
        return to;
      }
    }
    return time;
  }

  void call_at(Desk& desk) {
    for (;;) {
      const auto choice = choose(lines_, scenario_.plan, desk.reach, now_, open_);
      if (!choice) {
        return;
      }
      tell(choice->ticket);
      if (person(choice->ticket).probe) {
        lines_.leave(choice->ticket, choice->pool, choice->klass);
        continue;
      }
      carry_out(lines_, *choice, desk.reach, ++call_, cost_);
      if (chance_.happens(scenario_.no_show)) {
        desk.free_at = now_ + seconds_of(scenario_.no_show_seconds * chance_.between(0.7, 1.3));
        return;
      }
      desk.serving = choice->ticket;
      const PoolIndex pool = choice->pool < scenario_.plan.shared_pools()
                                 ? choice->pool
                                 : stage_pool(person(choice->ticket).stage, choice->pool);
      desk.free_at = now_ + seconds_of(draw(pool, desk));
      return;
    }
  }
  /// A ticket in a counter's own line takes as long as its stage.
  PoolIndex stage_pool(StageIndex stage, PoolIndex otherwise) const {
    return stage < scenario_.plan.stages().size() ? scenario_.plan.stages()[stage].pool : otherwise;
  }

  bool calls_now(const Desk& desk) const {
    if (!desk.calls || scenario_.counter_hours.empty() || scenario_.counter_hours[desk.counter].empty()) {
      return desk.calls;
    }
    return std::ranges::any_of(scenario_.counter_hours[desk.counter],
                               [&](const auto& part) { return part.from <= now_ && now_ < part.to; });
  }
  /// Counters that are open only now and then: notes which are, and gives when the next one opens.
  UtcTime look_who_calls() {
    UtcTime next = never;
    open_.clear();
    for (const Desk& desk : desks_) {
      if (calls_now(desk)) {
        open_.push_back(desk.reach);
      }
      for (const auto& part : scenario_.counter_hours[desk.counter]) {
        if (part.from > now_) {
          next = std::min(next, part.from);
        }
      }
    }
    return next;
  }

  void run() {
    const UtcTime horizon = scenario_.start + std::chrono::hours{14};
    std::size_t arrived = 0;
    for (;;) {
      while (arrived < arrivals_.size() && arrivals_[arrived].time <= now_) {
        const Arrival& arrival = arrivals_[arrived++];
        join(arrival.ticket, arrival.stage, arrival.klass, arrival.order);
      }
      const UtcTime open = after_break(now_);
      for (Desk& desk : desks_) {
        if (desk.free_at > now_) {
          continue;
        }
        if (desk.serving != 0) {
          leave_counter(desk);
        }
      }
      UtcTime next = never;
      if (!scenario_.counter_hours.empty()) {
        next = look_who_calls();
      }
      if (open > now_) {
        next = std::min(next, open);
      } else {
        for (Desk& desk : desks_) {
          if (desk.free_at > now_ || !calls_now(desk)) {
            continue;
          }
          call_at(desk);
        }
      }
      if (open_questions_ == 0) {
        return;
      }
      for (const Desk& desk : desks_) {
        if (desk.free_at > now_) {
          next = std::min(next, desk.free_at);
        }
      }
      if (arrived < arrivals_.size()) {
        next = std::min(next, arrivals_[arrived].time);
      }
      if (next == never || next > horizon) {
        return;
      }
      now_ = next;
    }
  }

  const Scenario& scenario_;
  Chance& chance_;
  Lines lines_;
  UtcTime now_;
  Sample sample_;
  std::vector<double> pace_;
  std::vector<Arrival> arrivals_;
  std::vector<Person> people_;
  std::vector<Desk> desks_;
  std::vector<Reach> open_;  ///< of the counters that call
  CallCost cost_;
  std::uint64_t call_ = 0;
  TicketId next_ticket_ = 0;
  std::uint64_t joined_ = 0;
  std::size_t open_questions_ = 0;
};

}  // namespace

Sample simulate(const Scenario& scenario, Chance& chance) { return WaitSimulation(scenario, chance).simulate(); }

}  // namespace antrean::queue
