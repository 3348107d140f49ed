// How late this machine wakes a sleeping thread, learned from its own sleeps: who sleeps that much less and
// waits out the rest awake is on time, for a few microseconds of CPU. Pure: told how each sleep ended, says
// how much earlier to aim.
#pragma once

#include <algorithm>
#include <chrono>

#include "serial_bus/wire_time.hpp"

namespace antrean::bus {

class WakeUp {
 public:
  /// How much before the instant that counts a sleep is to end; between nothing and `most`.
  Nanoseconds early() const { return early_; }

  /// A sleep aimed at `early()` before the instant ended `after` it; negative: before it, the rest was waited
  /// out.
  void ended(Nanoseconds after) {
    early_ = after > Nanoseconds{0} ? std::min(early_ + step, most) : std::max(early_ - step, Nanoseconds{0});
  }

 private:
  // As often late as early: the median. One late wake-up among many moves it little.
  static constexpr Nanoseconds step = std::chrono::microseconds{2};
  static constexpr Nanoseconds most = std::chrono::microseconds{200};

  Nanoseconds early_{};
};

}  // namespace antrean::bus
