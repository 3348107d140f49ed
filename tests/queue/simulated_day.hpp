// A day of people and officers around the real queue: who comes when, how long each service takes, and who
// does not come when called. It has its own model, from a seed. The estimates know only what the queue has
// measured.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <string>
#include <vector>

#include "office.hpp"
#include "queue/estimate/chance.hpp"
#include "queue/estimate/estimate.hpp"

namespace antrean::queue::test {

struct DayModel {
  int booked_per_hour = 28;
  double walk_ins_per_hour = 7;
  double no_show = 0.05;    ///< share of those called
  double stays_away = 0.1;  ///< share of those booked
  double documents_s = 330, photo_s = 260, spread = 0.45;
  double officer_spread = 0.15;               ///< between officers
  double earliest_min = 25, latest_min = 12;  ///< when people come: before and after their hour
  double afternoon = 1.0;                     ///< factor for the duration of services from 13:00 on
};

/// An estimate and the real wait, in seconds.
struct Judged {
  WaitSeconds said;
  double truth = 0;
};

inline PlanSettings day_office() {
  PlanSettings s = passport_office();
  s.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}}},
                {2, "Loket 2", {{"paspor/berkas", "", 0}}},
                {3, "Loket 3", {{"paspor/berkas", "", 0}}},
                {4, "Loket 4", {{"paspor/foto", "", 0}}},
                {5, "Loket 5", {{"paspor/foto", "", 0}}},
                {6, "Loket 6", {{"paspor/foto", "", 0}, {"paspor/berkas", "", 1}, {"ambil/ambil", "", 2}}}};
  for (auto& day : s.week) {
    if (day) {
      day->breaks.clear();
    }
  }
  s.services[0].walk_in[0].to = TimeOfDay{14 * 60};
  return s;
}

class SimulatedDay {
 public:
  SimulatedDay(Office& office, const DayModel& model, std::uint64_t seed, int judge_every)
      : office_(office), model_(model), chance_(seed), judge_every_(judge_every) {}

  /// Runs `day` to its end. The judged waits for the first call after check-in are added to `judged`.
  void run(OfficeDay day, std::vector<Judged>& judged) {
    office_.now = at("07:30", day);
    office_.act(office_.clock, Tick{});
    for (const auto& counter : office_.plan.settings().counters) {
      office_.act(OpenCounter{counter.id});
      pace_[counter.id] = std::exp(model_.officer_spread * chance_.normal());
    }
    draw_people(day);
    const UtcTime end = at("20:00", day);
    while (!steps_.empty() && steps_.top().time < end) {
      const Step next = steps_.top();
      steps_.pop();
      office_.now = std::max(office_.now, next.time);
      office_.act(office_.clock, Tick{});
      next.counter == 0 ? arrive(next) : counter_free(next.counter);
      idle_counters_call();
    }
    for (const auto& [ticket, said] : said_) {
      if (called_.contains(ticket)) {
        judged.push_back({said, seconds(called_[ticket] - issued_[ticket])});
      }
    }
    office_.act(office_.supervisor, CloseDay{});
  }

 private:
  struct Step {
    UtcTime time{};
    std::uint64_t order = 0;
    CounterId counter = 0;  ///< 0: a person arrives
    BookingId booking = 0;  ///< 0: without a booking
    TimeOfDay slot;
    bool operator<(const Step& other) const { return std::tie(other.time, other.order) < std::tie(time, order); }
  };

  static double seconds(Milliseconds span) { return std::chrono::duration<double>(span).count(); }
  static Milliseconds ms(double value) { return Milliseconds{static_cast<std::int64_t>(value * 1000)}; }
  void at_time(Step event) {
    event.order = ++order_;
    steps_.push(event);
  }

  void draw_people(OfficeDay day) {
    BookingId id = 1;
    for (int hour = 8; hour < 15; ++hour) {
      if (hour == 12) {
        continue;
      }
      const TimeOfDay slot{hour * 60};
      for (int i = 0; i < model_.booked_per_hour; ++i, ++id) {
        ++expected_[slot];
        if (chance_.happens(model_.stays_away)) {
          continue;
        }
        const UtcTime time =
            instant(day, slot, Zone::wib) + ms(60 * chance_.between(-model_.earliest_min, model_.latest_min));
        at_time({time, 0, 0, id, slot});
      }
    }
    for (UtcTime time = at("08:00", day);;) {
      time += ms(chance_.exponential(3600 / model_.walk_ins_per_hour));
      if (time >= at("14:00", day)) {
        break;
      }
      at_time({time, 0, 0, 0, {}});
    }
  }

  void arrive(const Step& who) {
    std::string number;
    if (who.booking == 0) {
      number = office_.walk_in(chance_.happens(0.15) ? "priority" : "");
    } else {
      --expected_[who.slot];
      number = office_.book(who.booking, who.slot.text().c_str());
    }
    const Ticket& ticket = office_.ticket(number);
    issued_[ticket.id] = office_.now;
    if (++arrivals_ % judge_every_ != 0 || office_.now < at("08:00", office_.state.day)) {
      return;
    }
    const auto estimates = estimate(office_.state, office_.plan, office_.now, forecast());
    if (const WaitSeconds* said = estimates.of(ticket.id)) {
      said_[ticket.id] = *said;
    }
  }

  /// What an office knows: who booked and is not here, up to a quarter of an hour after the hour.
  Forecast forecast() const {
    Forecast forecast;
    for (const auto& [slot, people] : expected_) {
      const UtcTime hour = instant(office_.state.day, slot, Zone::wib);
      if (people > 0 && hour + Minutes{12} > office_.now) {
        forecast.expected.push_back({"paspor", slot, static_cast<std::uint32_t>(people)});
      }
    }
    forecast.seed = order_;
    return forecast;
  }

  void counter_free(CounterId id) {
    const Counter& counter = *office_.state.counter(id);
    if (counter.ticket == 0) {
      return;
    }
    if (missing_[id]) {
      office_.act(NoShow{id});
    } else {
      office_.act(Finish{id});
    }
  }

  void idle_counters_call() {
    for (const auto& counter : office_.plan.settings().counters) {
      const CounterId id = counter.id;
      if (office_.state.counter(id)->ticket != 0 || office_.now < at("08:00", office_.state.day)) {
        continue;
      }
      if (office_.call(id).empty()) {
        continue;
      }
      const Ticket& ticket = office_.state.ticket(office_.state.counter(id)->ticket);
      called_.try_emplace(ticket.id, office_.now);
      missing_[id] = chance_.happens(model_.no_show);
      const double tired = office_.now < at("13:00", office_.state.day) ? 1.0 : model_.afternoon;
      const double mean = tired * (ticket.stage == 0 ? model_.documents_s : model_.photo_s);
      const double spread = model_.spread;
      const double service = mean * pace_[id] * std::exp(spread * chance_.normal() - spread * spread / 2);
      at_time({office_.now + ms(missing_[id] ? 70 : service), 0, id, 0, {}});
    }
    if (office_.now < at("08:00", office_.state.day) && !opening_set_) {
      opening_set_ = true;
      at_time({at("08:00", office_.state.day), 0, office_.plan.settings().counters.front().id, 0, {}});
    }
  }

  Office& office_;
  DayModel model_;
  Chance chance_;
  int judge_every_;
  int arrivals_ = 0;
  std::uint64_t order_ = 0;
  bool opening_set_ = false;
  std::priority_queue<Step> steps_;
  std::map<CounterId, double> pace_;
  std::map<CounterId, bool> missing_;
  std::map<TimeOfDay, int> expected_;
  std::map<TicketId, UtcTime> issued_, called_;
  std::map<TicketId, WaitSeconds> said_;
};

struct Verdicts {
  std::size_t count = 0;
  double median_error = 0;  ///< |likely - real| / real, for waits of two minutes and more
  double held = 0;          ///< share of real waits within [low, high]
};

inline Verdicts judge(std::vector<Judged> judged) {
  Verdicts verdicts;
  std::vector<double> errors;
  for (const auto& one : judged) {
    if (one.truth < 120) {
      continue;
    }
    ++verdicts.count;
    errors.push_back(std::abs(one.said.likely - one.truth) / one.truth);
    verdicts.held += one.truth >= one.said.low && one.truth <= one.said.high + 1.0 ? 1 : 0;
  }
  if (errors.empty()) {
    return verdicts;
  }
  std::nth_element(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2), errors.end());
  verdicts.median_error = errors[errors.size() / 2];
  verdicts.held /= static_cast<double>(verdicts.count);
  return verdicts;
}

/// Three offices with different habits, `days` days in all. Each has two days to learn, which are not judged.
inline std::vector<Judged> judged_days(int days, std::uint64_t seed) {
  std::vector<Judged> judged;
  for (int number = 0; number < 3; ++number) {
    Office office(day_office());
    OfficeDay day = monday();
    for (int i = 0; i < days / 3; ++i, day = day.plus(day.weekday() == std::chrono::Friday ? 3 : 1)) {
      DayModel model;
      model.booked_per_hour = 22 + 3 * (i % 4);
      model.spread = 0.35 + 0.1 * number;
      std::vector<Judged> of_day;
      SimulatedDay(office, model, seed + static_cast<std::uint64_t>(number * 1000 + i), 5).run(day, of_day);
      office.log.clear();
      if (i >= 2) {
        judged.insert(judged.end(), of_day.begin(), of_day.end());
      }
    }
  }
  return judged;
}

}  // namespace antrean::queue::test
