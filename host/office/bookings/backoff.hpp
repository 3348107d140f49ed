// How long the office waits before it asks a failing portal again. The wait doubles and has jitter, so that a
// hundred offices that lost the portal together do not come back together. Pure: chance is an argument.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace antrean::bookings {

class Backoff {
 public:
  /// 0 < first <= last must hold.
  Backoff(std::chrono::milliseconds first, std::chrono::milliseconds last) : first_(first), last_(last), next_(first) {}

  /// A wait between half and all of first, 2 x first, 4 x first ... last. `random` must be uniform over all
  /// its values.
  std::chrono::milliseconds after_failure(std::uint32_t random) {
    const auto longest = next_;
    next_ = std::min(next_ * 2, last_);
    const auto spread = static_cast<std::uint64_t>(longest.count() / 2);
    const auto cut = (spread * random) >> 32u;
    return longest - std::chrono::milliseconds(static_cast<std::int64_t>(cut));
  }
  void after_success() { next_ = first_; }

 private:
  std::chrono::milliseconds first_, last_, next_;
};

}  // namespace antrean::bookings
