// Fault-free office days per second of one core, with all checks. It measures CPU time of this thread, so
// other work on the machine does not count. The last line is "simulate: key=value ...".
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include <spdlog/spdlog.h>

#include "day.hpp"

using namespace antrean::simulation;

namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

int main() {
  constexpr unsigned batches = 10;
  constexpr unsigned days_a_batch = 20;
  prepare_process();
  spdlog::set_level(spdlog::level::off);
  std::uint64_t people = 0, events = 0, exchanges = 0, counters = 0, broken = 0;
  std::vector<double> rates;
  for (unsigned batch = 0; batch < batches; ++batch) {
    const double begin = cpu_seconds();
    for (unsigned day = 0; day < days_a_batch; ++day) {
      const DayPlan plan = make_plan(1 + batch * days_a_batch + day, {.faults = false});
      const DayReport report = run_day(plan);
      people += report.people;
      events += report.events;
      exchanges += report.exchanges;
      counters += plan.counters;
      broken += report.broken ? 1 : 0;
    }
    rates.push_back(days_a_batch / (cpu_seconds() - begin));
  }
  std::sort(rates.begin(), rates.end());
  constexpr unsigned days = batches * days_a_batch;
  std::printf(
      "a day: %.1f counters with pad and board, a hall board, %.0f people, %.0f events, %.0f exchanges on the bus\n",
      static_cast<double>(counters) / days, static_cast<double>(people) / days, static_cast<double>(events) / days,
      static_cast<double>(exchanges) / days);
  std::printf(
      "simulate: days_s_core=%.1f slowest=%.1f fastest=%.1f goal=50 days=%u people=%.0f events=%.0f broken=%llu\n",
      rates[rates.size() / 2], rates.front(), rates.back(), days, static_cast<double>(people) / days,
      static_cast<double>(events) / days, static_cast<unsigned long long>(broken));
  return broken == 0 ? 0 : 1;
}
