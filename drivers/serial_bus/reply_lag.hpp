// How late a unit's replies are: from the earliest a whole one can be there to when it usually is. A host
// that sleeps just so long wakes up once for a reply and not for each of its bytes. Pure: told how each
// wake-up went, says how long to sleep.
#pragma once

#include <algorithm>
#include <chrono>

#include "serial_bus/wire_time.hpp"

namespace antrean::bus {

class ReplyLag {
 public:
  /// What to sleep beyond the earliest instant; at most `most`. Negative, and no less than -200 us, where the
  /// machine's own lateness in waking up is more than the unit's.
  Nanoseconds usual() const { return usual_; }

  /// The whole reply was there at the wake-up.
  void woke_in_time() {
    short_in_a_row_ = 0;
    usual_ = std::max<Nanoseconds>(usual_ - down, least);
  }

  /// It was whole only `by` later.
  void woke_early(Nanoseconds by, Nanoseconds most) {
    least_short_ = short_in_a_row_ == 0 ? by : std::min(least_short_, by);
    Nanoseconds step = up;
    if (++short_in_a_row_ == in_a_row) {
      short_in_a_row_ = 0;
      step = std::max(step, least_short_);
    }
    usual_ = std::min(usual_ + step, most);
  }

 private:
  // A wake-up too early costs another two, so five of six are to find the whole reply. Small, so that one
  // slow reply does not make the bus oversleep the next ones; but what several in a row had in common is the
  // unit's way.
  static constexpr Nanoseconds up = std::chrono::microseconds{20};
  static constexpr Nanoseconds down = std::chrono::microseconds{4};
  static constexpr int in_a_row = 3;
  static constexpr Nanoseconds least = -std::chrono::microseconds{200};

  Nanoseconds usual_{};
  int short_in_a_row_ = 0;
  Nanoseconds least_short_{};
};

}  // namespace antrean::bus
