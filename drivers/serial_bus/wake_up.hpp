// Learns from its own sleeps how late this machine wakes a sleeping thread. A thread that sleeps this much
// less and waits awake for the rest is on time, for a few microseconds of CPU. Pure: it is told how each
// sleep ended and says how much earlier to aim.
#pragma once

#include <algorithm>
#include <chrono>

#include "serial_bus/wire_time.hpp"

namespace antrean::bus {

class WakeUp {
 public:
  /// How long before the target time a sleep should end; between zero and `most`.
  Nanoseconds early() const { return early_; }

  /// A sleep that was aimed at `early()` before the target ended `after` the target. Negative: it ended
  /// before the target, and the rest was waited awake.
  void ended(Nanoseconds after) {
    early_ = after > Nanoseconds{0} ? std::min(early_ + step, most) : std::max(early_ - step, Nanoseconds{0});
  }

 private:
  // As often late as early: this is the median. One late wake-up among many changes it little.
  static constexpr Nanoseconds step = std::chrono::microseconds{2};
  static constexpr Nanoseconds most = std::chrono::microseconds{200};

  Nanoseconds early_{};
};

}  // namespace antrean::bus
