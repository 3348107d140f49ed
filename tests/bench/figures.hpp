// Shared by the benches: quantiles, and what the kernel counted for a process.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace antrean::bench {

/// The smallest of `values` that at least `share` of them do not exceed; 0 if there are none.
double quantile(std::vector<double> values, double share);

/// CPU time of all threads of a process so far, including threads that ended. Throws std::system_error if the
/// process has ended.
std::chrono::nanoseconds cpu_of(pid_t process);

/// KiB from /proc/PID/smaps_rollup: "Rss", "Pss", "Pss_Anon". Throws std::runtime_error if the process has
/// ended.
long memory_kib(pid_t process, const std::string& what);

/// The cost of a sleep on this machine: how long after its time a thread runs again, and the CPU time it
/// takes. Medians of `count` sleeps of `length` by this thread, without timer slack.
struct SleepPrice {
  std::chrono::nanoseconds late{0};
  std::chrono::nanoseconds cpu{0};
};
SleepPrice price_of_a_sleep(std::chrono::nanoseconds length, unsigned count);

}  // namespace antrean::bench
