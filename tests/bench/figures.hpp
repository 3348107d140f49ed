// What the benches share: quantiles, and what the kernel counted for a process.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace antrean::bench {

/// The smallest of `values` that at least `share` of them do not exceed; 0 of nothing.
double quantile(std::vector<double> values, double share);

/// CPU time of all threads of a process so far, ended ones included. Throws std::system_error when it is
/// gone.
std::chrono::nanoseconds cpu_of(pid_t process);

/// KiB of /proc/PID/smaps_rollup: "Rss", "Pss", "Pss_Anon". Throws std::runtime_error when the process is
/// gone.
long memory_kib(pid_t process, const std::string& what);

/// What a sleep costs here, in itself: how long after its time a thread runs again, and the CPU time that
/// takes. Medians of `count` sleeps of `length` by this thread, without timer slack.
struct SleepPrice {
  std::chrono::nanoseconds late{0};
  std::chrono::nanoseconds cpu{0};
};
SleepPrice price_of_a_sleep(std::chrono::nanoseconds length, unsigned count);

}  // namespace antrean::bench
