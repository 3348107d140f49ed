// decide + apply per command with 500, 5,000 and 50,000 people waiting, without a journal.
//
// The mix is that of an office's day. Of 100 people 67 have a booking for one of eight hours, so places are
// made in the middle of the line and at its end. 33 walk in, half of them with priority. Each is called once
// and finished. But 10 in 100 are recalled first, 5 do not come, 4 are sent to the own line of another
// counter, 2 are parked and resumed, and the clock ticks with each. The number of people waiting stays the
// same. It measures CPU time of this thread, the median of batches, so other work on the machine does not
// count. The floor of growth is log2(n) / log2(500), the cost of any ordered set of n.
//
// It runs twice: with the order decided at every call, and with the shipped limits (waiting limit,
// max_passed), which decide nearly every call in so long a line.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "queue/engine.hpp"
#include "queue/estimate/chance.hpp"
#include "queue/snapshot.hpp"

namespace {

using namespace antrean;
using namespace antrean::queue;

constexpr int counters = 20;

Plan large_office(bool bounds) {
  PlanSettings s;
  s.office = "JE";
  s.office_name = "Kantor Imigrasi Jakarta Selatan";
  s.series = {{"all", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1, 9999}};
  s.classes = {{.key = "booked", .weight = 2}, {.key = "priority"}, {.key = "walk_in"}};
  ServiceSettings passport;
  passport.key = "paspor";
  passport.series = "all";
  passport.stages = {{.key = "berkas"}};
  passport.walk_in = {{.from = TimeOfDay{0}, .to = TimeOfDay{24 * 60}}};
  s.services = {passport};
  for (CounterId id = 1; id <= counters; ++id) {
    s.counters.push_back({id, "Loket", {{"paspor/berkas", "", 0}}});
  }
  for (auto& day : s.week) {
    day = DayHours{};
  }
  if (!bounds) {
    s.policy.waiting_limit.reset();
    s.policy.max_passed = 65'535;
  }
  return std::get<Plan>(Plan::make(std::move(s)));
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

class Bench {
 public:
  explicit Bench(bool bounds) : plan_(large_office(bounds)), state_(plan_), day_(*OfficeDay::parse("2026-11-23")) {
    now_ = instant(day_, TimeOfDay{8 * 60}, Zone::wib);
    run({system_, OpenDay{day_}});
    for (CounterId id = 1; id <= counters; ++id) {
      run({officer_, OpenCounter{id}});
    }
  }

  void admit() {
    ++booking_;
    if (booking_ % 3 == 0) {
      return run({entrance_, WalkIn{"paspor", booking_ % 2 == 0 ? "priority" : "", "", 1}});
    }
    Admit admit;
    admit.booking = booking_;
    admit.code = "JE-" + std::to_string(booking_);
    admit.service = "paspor";
    admit.slot.start = TimeOfDay{static_cast<int>(8 + chance_.below(8)) * 60};
    run({entrance_, std::move(admit)});
  }
  void cycle() {
    ++cycles_;
    counter_ = static_cast<CounterId>(counter_ % counters + 1);
    run({system_, Tick{}});
    run({officer_, CallNext{counter_}});
    if (cycles_ % 10 == 0) {
      run({officer_, Recall{counter_}});
    }
    if (cycles_ % 50 == 7) {
      const std::string number = at_counter();
      run({officer_, Park{counter_, "photocopies", {}}});
      run({officer_, Resume{counter_, number}});
    }
    if (cycles_ % 25 == 3) {  // it joins a line again, so no new person is needed
      run({officer_, Transfer{at_counter(), "", "", static_cast<CounterId>(counter_ % counters + 1), "signature"}});
    } else {
      if (cycles_ % 20 == 11) {
        run({officer_, NoShow{counter_}});
      } else {
        run({officer_, Finish{counter_}});
      }
      admit();
    }
    now_ += Milliseconds{1};
  }

  /// Nanoseconds per command, median of the batches.
  double measure(int batches, int cycles) {
    std::vector<double> costs;
    for (int i = 0; i < batches; ++i) {
      const auto commands_before = commands_;
      const double begin = cpu_seconds();
      for (int n = 0; n < cycles; ++n) {
        cycle();
      }
      costs.push_back((cpu_seconds() - begin) * 1e9 / static_cast<double>(commands_ - commands_before));
    }
    std::sort(costs.begin(), costs.end());
    return costs[costs.size() / 2];
  }

  std::size_t waiting() const {
    std::size_t count = 0;
    for (const auto& pool : state_.lines.pools()) {
      for (const auto& class_line : pool.class_lines) {
        count += class_line.by_position.size();
      }
    }
    return count;
  }
  const State& state() const { return state_; }
  const Plan& plan() const { return plan_; }
  UtcTime now() const { return now_; }

 private:
  std::string at_counter() const { return state_.ticket(state_.counter(counter_)->ticket).number.text(); }

  void run(Command command) {
    ++commands_;
    const auto decision = decide(state_, plan_, command, now_);
    for (const auto& event : std::get<std::vector<Event>>(decision)) {
      apply(state_, plan_, event);
    }
  }

  Plan plan_;
  State state_;
  OfficeDay day_;
  UtcTime now_{};
  Actor system_{ActorKind::system, "bench"}, officer_{ActorKind::officer, "sari"}, entrance_{ActorKind::entrance, "1"};
  Chance chance_{42};
  BookingId booking_ = 0;
  CounterId counter_ = 0;
  int cycles_ = 0;
  std::uint64_t commands_ = 0;
};

struct Growth {
  double at_500 = 0;
  double worst = 0;  ///< of the larger sizes: growth over 500 compared with that of log n
};

Growth measure(bool bounds) {
  Growth growth;
  std::printf("%s:\n", bounds ? "with the shipped bounds" : "the order asked at every call");
  for (const int size : {500, 5'000, 50'000}) {
    Bench bench(bounds);
    for (int i = 0; i < size; ++i) {
      bench.admit();
    }
    const double cost = bench.measure(25, 2'000);
    if (size == 500) {
      growth.at_500 = cost;
    }
    const double grown = cost / growth.at_500, floor = std::log2(size) / std::log2(500.0);
    if (size != 500) {
      growth.worst = std::max(growth.worst, grown / floor);
    }
    std::printf("%6zu waiting: %6.0f ns a command, %9.0f commands/s, x %.2f of 500 waiting (log n: x %.2f)\n",
                bench.waiting(), cost, 1e9 / cost, grown, floor);
  }
  return growth;
}

}  // namespace

int main() {
  const Growth order = measure(false), bounds = measure(true);
  Bench office(true);
  for (int i = 0; i < 300; ++i) {
    office.admit();
  }
  double begin = cpu_seconds();
  constexpr int shots = 50;
  std::size_t seen = 0;
  for (int i = 0; i < shots; ++i) {
    seen += snapshot(office.state(), office.plan(), office.now(), nullptr).tickets.size();
  }
  const double shot_us = (cpu_seconds() - begin) * 1e6 / shots;
  begin = cpu_seconds();
  seen += estimate(office.state(), office.plan(), office.now()).tickets.size();
  const double estimate_ms = (cpu_seconds() - begin) * 1e3;
  std::printf("   300 waiting: snapshot %.0f us, estimate %.1f ms (%zu views)\n", shot_us, estimate_ms, seen);
  std::printf("goals: 1,000,000 commands/s at 500 waiting, growth no faster than log n (1.00 or less)\n");
  std::printf(
      "queue: commands_s_500=%.0f goal=1000000 growth_to_log=%.2f commands_s_500_bounds=%.0f growth_to_log_bounds=%.2f "
      "goal_growth=1.00 snapshot_us_300=%.0f estimate_ms_300=%.1f\n",
      1e9 / order.at_500, order.worst, 1e9 / bounds.at_500, bounds.worst, shot_us, estimate_ms);
  return 0;
}
