// The two clocks as an interface. A program passes it down; a test sets it by hand. Pure code takes times,
// not a Clock.
#pragma once

#include "values/office_time.hpp"

namespace antrean::process {

class Clock {
 public:
  virtual ~Clock() = default;
  /// May step at any moment, forwards or backwards. For times that are stored or shown.
  virtual UtcTime now() const = 0;
  /// Never steps, never goes back. For timers and durations.
  virtual MonotonicTime monotonic() const = 0;
};

class SystemClock final : public Clock {
 public:
  UtcTime now() const override { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }
  MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
};

/// Moves only when a test moves it.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(UtcTime now) : now_(now) {}
  UtcTime now() const override { return now_; }
  MonotonicTime monotonic() const override { return monotonic_; }

  /// Time passes: both clocks go on.
  void advance(Milliseconds by) {
    now_ += by;
    monotonic_ += by;
  }
  /// Somebody (NTP, a technician, an empty battery) sets the wall clock; no time passes.
  void step_to(UtcTime now) { now_ = now; }

 private:
  UtcTime now_;
  MonotonicTime monotonic_{};
};

}  // namespace antrean::process
