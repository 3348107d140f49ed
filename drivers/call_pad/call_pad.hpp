// A call pad: four buttons with lamps and a two-digit waiting count. The interface the office knows; io
// thread only.
//
// The pad counts presses, 16 bits a button, since its start; the driver reports what it reads and keeps no
// count of its own: the office compares with the count in its journal (presses.hpp), so that neither a lost
// reply nor a restart loses or doubles a press.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "values/device_health.hpp"

namespace antrean {

/// A pad is known by the name of its line and its address there. Both stand in the settings, so the order of
/// the lines in the settings does not matter.
struct PadId {
  std::string line;
  std::uint8_t address = 0;
  friend auto operator<=>(const PadId&, const PadId&) = default;
};

/// "pad 3 on counters": in the journal, in health and in alarms.
std::string text(const PadId& pad);

enum class Button : std::uint8_t { next, recall, no_show, done };
inline constexpr std::size_t button_count = 4;

using ButtonSet = std::uint8_t;  ///< bit n: button n
inline constexpr ButtonSet all_buttons = 0x0F;
constexpr ButtonSet set_of(Button button) { return static_cast<ButtonSet>(1U << static_cast<unsigned>(button)); }

struct PadReading {
  PadId pad;
  std::uint16_t boot_id = 0;  ///< never 0; another one: the pad restarted, its counters began at 0
  std::array<std::uint16_t, button_count> counters{};  ///< presses since the pad's start, by Button; wrap at 65536
  ButtonSet held = 0;                                  ///< down now
  ButtonSet stuck = 0;                                 ///< down for over 30 s
  friend bool operator==(const PadReading&, const PadReading&) = default;
};

enum class Lamp : std::uint8_t { off, on, slow_blink, fast_blink };

struct PadLamps {
  std::array<Lamp, button_count> lamps{};
  std::optional<std::uint8_t> waiting;  ///< 0..99, above is shown as 99; nullopt: dashes
  friend bool operator==(const PadLamps&, const PadLamps&) = default;
};

class CallPad {
 public:
  using OnReading = std::function<void(const PadReading&)>;
  using OnFlashShown = std::function<void(Button)>;

  virtual ~CallPad() = default;
  virtual const PadId& id() const = 0;
  /// Called on the io thread with the first reading and with every one that differs from the last; must not
  /// throw. Set it once, before the bus runs. `set` and `show` from inside are welcome: they go out with the
  /// very next frames.
  virtual void on_reading(OnReading callback) = 0;
  /// What lamps and count should be from now on; level-triggered as with boards.
  virtual void set(PadLamps lamps) = 0;
  /// One short flash of 500 ms that says "not now"; the lamp is then as before. Sent until the pad has shown
  /// it whole: a pad that restarts meanwhile flashes again. Asked for again before the flash has begun, one
  /// flash serves both; asked for again later, another one follows.
  virtual void flash_refusal(Button button) = 0;
  /// Called on the io thread when every flash that was asked for at this button has been shown; must not
  /// throw. Set it once, before the bus runs.
  virtual void on_flash_shown(OnFlashShown callback) = 0;
  virtual DeviceHealth health() const = 0;
};

}  // namespace antrean
