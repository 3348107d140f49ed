// From counters to presses: pure, so that the rule "exactly once" stands in one place and is tested by
// tables.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "call_pad/call_pad.hpp"

namespace antrean {

/// How far the office has acted on a pad's counters; journalled together with what the presses did.
struct AcknowledgedPresses {
  std::uint16_t boot_id = 0;
  std::array<std::uint16_t, button_count> counters{};
  friend bool operator==(const AcknowledgedPresses&, const AcknowledgedPresses&) = default;
};

enum class PressAlarm : std::uint8_t {
  none,
  backward,    ///< same boot id, but a counter went back: another pad at this address, or a pad that lost its memory
  implausible  ///< more presses at once than fingers can do: a bouncing contact, or a pad that ran unwatched
};

struct NewPresses {
  std::array<std::uint16_t, button_count> count{};  ///< to act on now; all 0 with an alarm
  PressAlarm alarm = PressAlarm::none;
  bool restarted = false;  ///< the boot id is new
  /// What to journal as acknowledged once these are acted on (with an alarm: as the new ground to count
  /// from).
  AcknowledgedPresses acknowledge;

  bool any() const;
};

inline constexpr std::uint16_t most_presses_at_once = 30;

/// `acknowledged` nullopt: this pad was never heard before, so nothing is owed and its counters are only the
/// ground to count from. With a new boot id the counters began at 0: what they show is new. More than `most`
/// of one button is an alarm, not presses.
NewPresses presses_since(const PadReading& reading, const std::optional<AcknowledgedPresses>& acknowledged,
                         std::uint16_t most = most_presses_at_once);

}  // namespace antrean
