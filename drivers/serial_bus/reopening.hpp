// Decides when a lost line is opened again, and when it may be called well. Pure; time is an argument.
//
// An open port proves little: a gateway may accept and close at once, and an adapter with a bad plug may open
// and then fail. A line is well when a unit has answered on it. If it was opened and lost twice within a
// short time, it must first stay open for some time. Until then, each such loss doubles the pause before the
// next opening. If the port could not be opened in between, it was away (its plug was pulled); this does not
// count as such a loss.
#pragma once

#include <algorithm>
#include <chrono>

#include "serial_bus/bus_settings.hpp"
#include "values/office_time.hpp"

namespace antrean::bus {

class Reopening {
 public:
  explicit Reopening(const BusSettings& settings)
      : first_(settings.reopen_after), most_(settings.reopen_at_most), holds_after_(settings.holds_after) {}

  /// How long to wait before the next try. There is no wait before the first try after a stable line.
  std::chrono::milliseconds pause() const { return pause_; }

  void could_not_open() {
    was_away_ = true;
    grow();
  }
  void opened(MonotonicTime now) {
    opened_at_ = now;
    answered_ = false;
  }
  void answered() { answered_ = true; }
  /// The open line was lost.
  void lost(MonotonicTime now) {
    if (held(now) || (was_away_ && answered_)) {
      pause_ = {};
      quick_losses_ = 0;
    } else {
      ++quick_losses_;
      grow();
    }
    was_away_ = false;
  }
  /// True if the open line may be called well.
  bool well(MonotonicTime now) const { return held(now) || (answered_ && quick_losses_ < 2); }

 private:
  bool held(MonotonicTime now) const { return now - opened_at_ >= holds_after_; }
  void grow() { pause_ = pause_.count() == 0 ? first_ : std::min(2 * pause_, most_); }

  std::chrono::milliseconds first_;
  std::chrono::milliseconds most_;
  std::chrono::milliseconds holds_after_;
  std::chrono::milliseconds pause_{};
  MonotonicTime opened_at_{};
  bool answered_ = false;
  bool was_away_ = false;      // it could not be opened
  unsigned quick_losses_ = 0;  // in a row
};

}  // namespace antrean::bus
