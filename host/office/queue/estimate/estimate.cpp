#include "queue/estimate/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "queue/estimate/wait_simulation.hpp"

namespace antrean::queue {

namespace {

/// The range should hold 8 of 10 real waits. Simulations are drawn from what was measured, so they miss the
/// longest services and what no day has shown yet. On simulated days (bench_waits) 10 % to 90 % held 7.5 of
/// 10, and the missing ones were mostly above.
constexpr double low_share = 0.09;
constexpr double high_share = 0.93;
constexpr double usual_no_show = 0.04;
constexpr double usual_no_show_seconds = 60;
constexpr double missed_enough = 20;  ///< calls; with more, only the office's own share of no-shows is used

std::vector<Durations> durations(const State& state, const Plan& plan, const Forecast& forecast) {
  std::vector<Durations> all(state.pools.size());
  for (std::size_t pool = 0; pool < all.size(); ++pool) {
    auto& here = all[pool];
    here.seconds = state.times[pool];
    for (const auto& past : forecast.past) {
      if (past.pool == state.pools[pool]) {
        here.seconds.insert(here.seconds.end(), past.seconds.begin(), past.seconds.end());
      }
    }
    here.typical = 300;
  }
  for (StageIndex stage = 0; stage < plan.stages().size(); ++stage) {
    all[plan.stages()[stage].pool].typical = std::chrono::duration<double>(plan.stage_settings(stage).typical).count();
  }
  for (auto& here : all) {
    const auto count = static_cast<double>(here.seconds.size());
    double sum = 0, squares = 0;
    for (const double seconds : here.seconds) {
      sum += seconds;
      squares += seconds * seconds;
    }
    const double mean = count > 0 ? sum / count : here.typical;
    const double variance = count > 1 ? std::max(0.0, squares / count - mean * mean) : 0;
    // The time in the settings is uncertain by about a third; each measurement makes the mean more certain.
    const double deviation = count > 1 ? std::sqrt(variance) / std::max(mean, 1.0) : 0.4;
    here.spread = count >= 8 ? deviation : 0.4;
    here.uncertainty = count >= 8 ? deviation / std::sqrt(count) : 0.33;
  }
  return all;
}

/// Officers work at different speeds, and every service shows more of it. The prior counts as much as cv^2 /
/// difference^2 services.
std::vector<Scenario::Pace> paces(const State& state, const Plan& plan) {
  constexpr double difference = 0.15;  // between officers
  constexpr double cv = 0.45;          // of one service
  std::vector<Scenario::Pace> all;
  for (std::size_t i = 0; i < plan.settings().counters.size(); ++i) {
    const Counter& counter = state.counters[i];
    const double count = counter.services;
    const double known = count * difference * difference;
    const double mean = count > 0 ? static_cast<double>(counter.pace_sum) / 1000.0 / count : 1.0;
    all.push_back({1.0 + known / (known + cv * cv) * (mean - 1.0), difference * cv / std::sqrt(known + cv * cv)});
  }
  return all;
}

std::vector<Scenario::WalkIns> walk_in_rates(const State& state, const Plan& plan, UtcTime now) {
  std::vector<Scenario::WalkIns> rates;
  // Of the last hour, or since the opening if that is less, but of at least a quarter of an hour.
  Milliseconds window = std::chrono::hours{1};
  if (const DayHours* hours = plan.hours(state.day)) {
    const Milliseconds open = now - instant(state.day, hours->open, plan.settings().zone);
    window = std::clamp<Milliseconds>(open, Minutes{15}, window);
  }
  const double per_hour = 3'600'000.0 / static_cast<double>(window.count());
  for (auto at = state.tickets.rbegin(); at != state.tickets.rend() && now - at->issued < window; ++at) {
    const auto service = plan.service(state.stages[at->stage].service);
    if (at->booking != 0 || !service) {
      continue;
    }
    const auto same = std::find_if(rates.begin(), rates.end(), [&](const auto& kind) {
      return kind.service == *service && kind.klass == at->klass;
    });
    if (same != rates.end()) {
      same->per_hour += per_hour;
    } else {
      rates.push_back({*service, at->klass, per_hour});
    }
  }
  return rates;
}

UtcTime time_on(const Scenario& scenario, TimeOfDay time) {
  return instant(scenario.state.day, time, scenario.plan.settings().zone);
}

void add_expected_walk_ins(Scenario& scenario, const Forecast& forecast) {
  for (const ExpectedWalkIns& kind : forecast.walk_ins) {
    const auto service = scenario.plan.service(kind.service);
    const auto klass = scenario.plan.class_index(kind.class_key);
    if (service && klass && kind.people > 0 && kind.from < kind.to) {
      scenario.expected_walk_ins.push_back(
          {*service, *klass, time_on(scenario, kind.from), time_on(scenario, kind.to), kind.people});
    }
  }
  const auto running = [&](TimeOfDay time) { return scenario.start + (time_on(scenario, time) - scenario.now); };
  scenario.midnight = running(TimeOfDay{0});
  if (!forecast.counter_hours.empty()) {
    scenario.counter_hours.resize(scenario.plan.settings().counters.size());
    for (const CounterHours& hours : forecast.counter_hours) {
      scenario.counter_hours.at(hours.counter).push_back({running(hours.from), running(hours.to)});
    }
  }
}

Scenario scenario_of(const State& state, const Plan& plan, UtcTime now, const Forecast& forecast) {
  Scenario scenario{state,
                    plan,
                    now,
                    state.clock.running_at(now),
                    durations(state, plan, forecast),
                    0,
                    0,
                    {},
                    {},
                    {},
                    {},
                    {},
                    Milliseconds{forecast.period},
                    {},
                    paces(state, plan),
                    0};
  const auto calls = static_cast<double>(state.calls);
  scenario.no_show = (state.missed_calls + usual_no_show * missed_enough) / (calls + missed_enough);
  scenario.no_show_seconds = state.missed_calls > 0 ? static_cast<double>(state.missed_ms) / 1000.0 / state.missed_calls
                                                    : usual_no_show_seconds;
  scenario.comes = forecast.comes;
  scenario.walk_ins = walk_in_rates(state, plan, now);

  const auto slot_at = [&](ServiceIndex service, TimeOfDay start) {
    auto& slots = scenario.slots;
    const auto found = std::find_if(slots.begin(), slots.end(),
                                    [&](const auto& slot) { return slot.service == service && slot.start == start; });
    if (found != slots.end()) {
      return static_cast<std::size_t>(found - slots.begin());
    }
    slots.push_back({service, start, time_on(scenario, start), 0});
    return slots.size() - 1;
  };
  add_expected_walk_ins(scenario, forecast);
  scenario.slot_of.resize(state.tickets.size());
  for (const auto& expected : forecast.expected) {
    if (const auto service = plan.service(expected.service)) {
      scenario.slots[slot_at(*service, expected.start)].expected += expected.people;
    }
  }
  for (const auto& admission : state.admissions) {
    const auto service = plan.service(admission.service);
    for (const TicketId id : admission.tickets) {
      const TicketState is = state.ticket(id).state;
      if (service && (is == TicketState::waiting || is == TicketState::held)) {
        scenario.slot_of[id - 1] = slot_at(*service, admission.slot.start);
      }
    }
  }
  return scenario;
}

/// Changes the order of `waits`.
WaitSeconds quantiles(std::vector<std::uint32_t>& waits) {
  auto from = waits.begin();
  const auto next = [&](double share) {  // call it with rising shares
    const auto at = waits.begin() + std::lround(share * static_cast<double>(waits.size() - 1));
    std::nth_element(from, at, waits.end());
    from = at;
    return *at;
  };
  const std::uint32_t low = next(low_share);
  const std::uint32_t likely = next(0.5);
  return {low, likely, next(high_share)};
}

}  // namespace

WaitRange WaitSeconds::minutes() const {
  const auto whole = [](std::uint32_t value) {
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(value, 0xffff));
  };
  return {whole(low / 60), whole((likely + 30) / 60), whole((high + 59) / 60)};
}

const WaitSeconds* Estimates::of(TicketId ticket) const {
  const auto found = std::lower_bound(tickets.begin(), tickets.end(), ticket,
                                      [](const TicketWait& a, TicketId id) { return a.ticket < id; });
  return found != tickets.end() && found->ticket == ticket ? &found->wait : nullptr;
}

const WaitSeconds* Estimates::of_service(std::string_view service) const {
  const auto found =
      std::find_if(services.begin(), services.end(), [&](const ServiceWait& wait) { return wait.service == service; });
  return found != services.end() ? &found->wait : nullptr;
}

struct Estimating::Work {
  Work(State before, const Plan& plan_now, UtcTime now, const Forecast& forecast)
      : state(std::move(before)),
        plan(plan_now),
        scenario(scenario_of(state, plan, now, forecast)),
        chance(forecast.seed),
        // Nobody can say how long a pause without an end takes.
        runs(state.day_state == DayState::open && (!state.hall_pause || state.hall_pause->until) ? forecast.runs
                                                                                                 : std::uint16_t{0}),
        tickets(state.tickets.size()),
        services(plan.settings().services.size()),
        slots(scenario.slots.size()),
        slots_came(scenario.slots.size()),
        periods(forecast.period > Minutes{0} ? static_cast<std::size_t>(std::chrono::hours{24} / forecast.period) : 0) {
  }

  void play_one() {
    const Sample sample = simulate(scenario, chance);
    for (std::size_t i = 0; i < sample.tickets.size(); ++i) {
      if (sample.tickets[i]) {
        tickets[i].push_back(*sample.tickets[i]);
      }
    }
    for (std::size_t i = 0; i < sample.services.size(); ++i) {
      if (sample.services[i]) {
        services[i].push_back(*sample.services[i]);
      }
    }
    for (std::size_t i = 0; i < sample.slots.size(); ++i) {
      slots[i].insert(slots[i].end(), sample.slots[i].begin(), sample.slots[i].end());
      slots_came[i] += sample.slots_came[i];
    }
    for (std::size_t i = 0; i < sample.periods.size(); ++i) {
      periods[i].waits.insert(periods[i].waits.end(), sample.periods[i].waits.begin(), sample.periods[i].waits.end());
      periods[i].booked += sample.periods[i].booked;
      periods[i].walk_ins += sample.periods[i].walk_ins;
    }
    ++played;
  }

  /// As for slots, nine of ten of those who came must have been called.
  std::vector<PeriodWait> waits_by_period() {
    std::vector<PeriodWait> all;
    for (std::size_t i = 0; i < periods.size(); ++i) {
      auto& [waits, booked, walk_ins] = periods[i];
      if (booked + walk_ins == 0) {
        continue;
      }
      PeriodWait one{.start = TimeOfDay{static_cast<int>(i) * static_cast<int>(scenario.period / Minutes{1})},
                     .booked = static_cast<double>(booked) / runs,
                     .walk_ins = static_cast<double>(walk_ins) / runs,
                     .wait = {}};
      if (waits.size() * 10 > std::size_t{booked + walk_ins} * 9) {
        one.wait = quantiles(waits);
      }
      all.push_back(one);
    }
    return all;
  }

  Estimates estimates() {
    Estimates said;
    said.at = scenario.now;
    if (runs == 0) {
      return said;
    }
    // If a tenth of the simulations is missing, the range is not reliable.
    const auto enough = static_cast<std::size_t>(runs) * 9 / 10 + 1;
    for (std::size_t i = 0; i < tickets.size(); ++i) {
      if (tickets[i].size() >= enough) {
        said.tickets.push_back({static_cast<TicketId>(i + 1), quantiles(tickets[i])});
      }
    }
    for (std::size_t i = 0; i < services.size(); ++i) {
      if (services[i].size() >= enough) {
        said.services.push_back({plan.settings().services[i].key, quantiles(services[i])});
      }
    }
    for (std::size_t i = 0; i < slots.size(); ++i) {
      // Nine of ten of those who came must have been called. How many come is chance, also if only one is
      // booked.
      if (slots[i].size() * 10 > slots_came[i] * 9 && slots[i].size() * 2 >= runs) {
        said.slots.push_back(
            {plan.settings().services[scenario.slots[i].service].key, scenario.slots[i].start, quantiles(slots[i])});
      }
    }
    said.periods = waits_by_period();
    std::sort(said.slots.begin(), said.slots.end(), [](const SlotWait& a, const SlotWait& b) {
      return std::tie(a.service, a.start) < std::tie(b.service, b.start);
    });
    return said;
  }

  const State state;
  const Plan& plan;
  const Scenario scenario;
  Chance chance;
  const std::uint16_t runs;
  std::uint16_t played = 0;
  /// Results of the simulations, in seconds.
  std::vector<std::vector<std::uint32_t>> tickets, services, slots;
  std::vector<std::size_t> slots_came;  ///< people, over all simulations
  std::vector<PeriodSample> periods;
};

Estimating::Estimating(State state, const Plan& plan, UtcTime now, const Forecast& forecast)
    : work_(std::make_unique<Work>(std::move(state), plan, now, forecast)) {}
Estimating::Estimating(Estimating&&) noexcept = default;
Estimating& Estimating::operator=(Estimating&&) noexcept = default;
Estimating::~Estimating() = default;

bool Estimating::step(std::uint16_t futures) {
  for (; futures > 0 && work_->played < work_->runs; --futures) {
    work_->play_one();
  }
  return work_->played >= work_->runs;
}

Estimates Estimating::take() { return work_->estimates(); }

Estimates estimate(const State& state, const Plan& plan, UtcTime now, const Forecast& forecast) {
  Estimating estimating(state, plan, now, forecast);
  estimating.step(forecast.runs);
  return estimating.take();
}

}  // namespace antrean::queue
