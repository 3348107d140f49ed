// A call pad: four buttons with lamps and a two-digit waiting count. The interface the office knows; io thread only.
//
// The pad counts presses, 16 bits a button, since its start; the driver reports what it reads and keeps no count of its
// own: the office compares with the count in its journal (presses.hpp), so that neither a lost reply nor a restart
// loses or doubles a press.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include "values/device_health.hpp"

namespace antrean {

using PadId = std::uint16_t;  ///< as in the settings; the office maps it to a counter

enum class Button : std::uint8_t { next, recall, no_show, done };
inline constexpr std::size_t button_count = 4;

struct PadReading {
  PadId pad = 0;
  std::uint16_t boot_id = 0;  ///< never 0; another one: the pad restarted, its counters began at 0
  std::array<std::uint16_t, button_count> counters{};  ///< presses since the pad's start, by Button; wrap at 65536
  std::uint8_t held = 0;                               ///< bit n: button n is down now
  std::uint8_t stuck = 0;                              ///< bit n: button n is down for over 30 s
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

  virtual ~CallPad() = default;
  virtual PadId id() const = 0;
  /// Called on the io thread with the first reading and with every one that differs from the last; must not throw. Set
  /// it once, before the bus runs. `set` and `show` from inside are welcome: they go out with the very next frames.
  virtual void on_reading(OnReading callback) = 0;
  /// What lamps and count should be from now on; level-triggered as with boards.
  virtual void set(PadLamps lamps) = 0;
  /// One short flash that says "not now"; the lamp is then as before. Sent until the pad has taken it once.
  virtual void flash_refusal(Button button) = 0;
  virtual DeviceHealth health() const = 0;
};

}  // namespace antrean
