// Counts the presses of modules that do not count themselves, and finds restarts of modules that do. Pure;
// time is an argument.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "call_pad/call_pad.hpp"
#include "values/office_time.hpp"

namespace antrean {

/// From levels or latches to counts. A button counts once when it goes down, and again only after it was seen
/// up for `debounce`. What was down at the first reading, or after a time without readings, is no press.
class PressEdges {
 public:
  explicit PressEdges(std::chrono::milliseconds debounce) : debounce_(debounce) {}

  /// These are down now.
  void down(ButtonSet buttons, MonotonicTime now);
  /// These were down at some time since they were last asked for; maybe the contact only bounced when it was
  /// released. So a button counts only if it was up at two readings, and nothing was remembered in between.
  void was_down(ButtonSet buttons);
  void up(ButtonSet buttons, MonotonicTime now);
  /// Nothing is known of the buttons any more.
  void forget();

  /// Buttons whose next press would not count yet.
  ButtonSet not_ready() const;
  const std::array<std::uint16_t, button_count>& counts() const { return counts_; }

 private:
  struct ButtonState {
    bool ready = false;
    std::optional<MonotonicTime> up_since;
  };
  std::chrono::milliseconds debounce_;
  std::array<ButtonState, button_count> states_{};
  std::array<std::uint16_t, button_count> counts_{};
};

/// Looks at the counters of a module that has no boot id.
class ModuleCounters {
 public:
  explicit ModuleCounters(bool wide) : wide_(wide) {}

  /// True if the module restarted since the last reading, or another one is there: its counters went back, or
  /// jumped by more than is left of 16 bits. A 16-bit counter may also pass 65535; that is no restart if it
  /// was read shortly before and went on by a few presses.
  bool restarted(const std::array<std::uint32_t, button_count>& counts, MonotonicTime now);

 private:
  bool wide_;
  std::optional<std::array<std::uint32_t, button_count>> last_;
  MonotonicTime read_at_{};
};

}  // namespace antrean
