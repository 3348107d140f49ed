// When a line that was lost is opened again, and when it may be called well. Pure, time is an argument.
//
// That a port opens proves little: a gateway may accept and close at once, an adapter with a bad plug open
// and fail. A line is well when somebody has answered on it; one that was opened and lost twice within a
// short time has to hold for some time first. Until a line has held that long, each such loss doubles the
// pause before it is opened again. A port that could not be opened meanwhile was away (its plug was pulled):
// that is no such loss.
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

  /// How long to wait before the next try; nothing before the first one after a line that held.
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
  /// Whether the open line may be called well.
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
