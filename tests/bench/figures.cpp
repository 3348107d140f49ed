#include "figures.hpp"

#include <algorithm>
#include <cmath>
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
