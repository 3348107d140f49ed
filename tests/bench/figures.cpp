#include "figures.hpp"

#include <sys/prctl.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace antrean::bench {

double quantile(std::vector<double> values, double share) {
  if (values.empty()) {
    return 0;
  }
  const auto rank = static_cast<std::ptrdiff_t>(std::ceil(share * static_cast<double>(values.size()))) - 1;
  const auto at = values.begin() + std::clamp<std::ptrdiff_t>(rank, 0, std::ssize(values) - 1);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

std::chrono::nanoseconds cpu_of(pid_t process) {
  clockid_t clock{};
  timespec used{};
  if (const int error = clock_getcpuclockid(process, &clock); error != 0) {
    throw std::system_error(error, std::generic_category(), "the measured process");
  }
  if (clock_gettime(clock, &used) != 0) {
    throw std::system_error(errno, std::generic_category(), "the measured process");
  }
  return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

SleepPrice price_of_a_sleep(std::chrono::nanoseconds length, unsigned count) {
  prctl(PR_SET_TIMERSLACK, 1UL);
  const auto read = [](clockid_t clock) {
    timespec at{};
    clock_gettime(clock, &at);
    return std::chrono::seconds{at.tv_sec} + std::chrono::nanoseconds{at.tv_nsec};
  };
  std::vector<double> late;
  std::vector<double> cpu;
  for (unsigned sleep = 0; sleep < count; ++sleep) {
    const auto used = read(CLOCK_THREAD_CPUTIME_ID);
    const auto until = read(CLOCK_MONOTONIC) + length;
    timespec at{};
    at.tv_sec = static_cast<time_t>(until.count() / 1'000'000'000);
    at.tv_nsec = static_cast<long>(until.count() % 1'000'000'000);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
    late.push_back(static_cast<double>((read(CLOCK_MONOTONIC) - until).count()));
    cpu.push_back(static_cast<double>((read(CLOCK_THREAD_CPUTIME_ID) - used).count()));
  }
  const auto median = [](const std::vector<double>& values) {
    return std::chrono::nanoseconds{static_cast<std::int64_t>(quantile(values, 0.5))};
  };
  return {.late = median(late), .cpu = median(cpu)};
}

long memory_kib(pid_t process, const std::string& what) {
  std::ifstream rollup{std::filesystem::path{"/proc"} / std::to_string(process) / "smaps_rollup"};
  for (std::string key; rollup >> key;) {
    long kib = 0;
    if (key == what + ":" && rollup >> kib) {
      return kib;
    }
  }
  throw std::runtime_error("no " + what + " in smaps_rollup: did the process end?");
}

}  // namespace antrean::bench
