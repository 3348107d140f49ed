// From counters to presses. Pure, so that the rule "exactly once" is in one place and is tested by tables.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "call_pad/call_pad.hpp"

namespace antrean {

/// The counters of a pad that the office has acted on. They are journalled together with the effects of the
/// presses.
struct AcknowledgedPresses {
  std::uint16_t boot_id = 0;
  std::array<std::uint16_t, button_count> counters{};
  /// As in PadReading. A press that is not decided yet is in none of them.
  std::optional<KindCounts> kind_counts{};
  friend bool operator==(const AcknowledgedPresses&, const AcknowledgedPresses&) = default;
};

enum class PressAlarm : std::uint8_t {
  none,
  /// Same boot id, but a counter went back: another pad at this address, or a pad that lost its memory.
  backward,
  /// More presses at once than a person can make: a bouncing contact, or a pad that was not read for long.
  implausible
};

struct NewPresses {
  std::array<std::uint16_t, button_count> count{};    ///< short presses to act on now; all 0 with an alarm
  std::array<std::uint16_t, button_count> longs{};    ///< the same of long presses ...
  std::array<std::uint16_t, button_count> doubles{};  ///< ... and of double presses
  PressAlarm alarm = PressAlarm::none;
  bool restarted = false;  ///< the boot id is new, or a module without one began to count again
  /// Buttons that were pressed after such a module's restart and before it was read. Whether their presses
  /// were acted on cannot be known, so they are refused. And buttons whose presses are of an unknown kind,
  /// because the settings did not tell kinds apart before.
  ButtonSet unsure = 0;
  /// What to journal as acknowledged after these presses are acted on. With an alarm it is the new start to
  /// count from.
  AcknowledgedPresses acknowledge;

  bool any() const { return pressed() != 0; }
  ButtonSet pressed() const;  ///< buttons with presses to act on
};

inline constexpr std::uint16_t most_presses_at_once = 30;

/// `acknowledged` nullopt: this pad has never reported before, so nothing is owed and its counters are only
/// the start to count from. With a new boot id the counters began at 0, so everything they show is new; but
/// nothing is, if the reading's start is unknown. More than `most` presses of one button are an alarm, not
/// presses. A press that is not decided yet stays for a later reading.
NewPresses presses_since(const PadReading& reading, const std::optional<AcknowledgedPresses>& acknowledged,
                         std::uint16_t most = most_presses_at_once);

}  // namespace antrean
