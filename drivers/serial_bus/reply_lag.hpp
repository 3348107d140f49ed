// Learns how late the replies of a unit are: the time from the earliest possible end of the reply to its
// usual end. A host that sleeps this long wakes up once per reply and not for each byte. Pure: it is told the
// result of each wake-up and says how long to sleep.
#pragma once

#include <algorithm>
#include <chrono>

#include "serial_bus/wire_time.hpp"

namespace antrean::bus {

class ReplyLag {
 public:
  /// How long to sleep beyond the earliest time; at most `most`. It is negative, but not below -200 us, if
  /// the machine wakes up later than the unit replies.
  Nanoseconds usual() const { return usual_; }

  /// The whole reply was there at the wake-up.
  void woke_in_time() {
    short_in_a_row_ = 0;
    usual_ = std::max<Nanoseconds>(usual_ - down, least);
  }

  /// The reply was whole only `by` later.
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
  // An early wake-up costs another two, so five of six should find the whole reply. The steps are small, so
  // that one slow reply does not make the bus sleep too long afterwards. But a delay that several replies in
  // a row have in common is typical for the unit.
  static constexpr Nanoseconds up = std::chrono::microseconds{20};
  static constexpr Nanoseconds down = std::chrono::microseconds{4};
  static constexpr int in_a_row = 3;
  static constexpr Nanoseconds least = -std::chrono::microseconds{200};

  Nanoseconds usual_{};
  int short_in_a_row_ = 0;
  Nanoseconds least_short_{};
};

}  // namespace antrean::bus
