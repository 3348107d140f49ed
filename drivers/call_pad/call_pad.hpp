// A call pad: four buttons with lamps, and a two-digit waiting count. This is the interface that the office
// knows. io thread only.
//
// The pad counts presses, 16 bits per button, since its start. The driver reports what it reads and has no
// count of its own. The office compares the report with the count in its journal (presses.hpp), so a lost
// reply or a restart neither loses nor doubles a press.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "values/device_health.hpp"

namespace antrean {

/// A pad is identified by the name of its line and its address there. Both are in the settings, so the order
/// of the lines in the settings does not matter.
struct PadId {
  std::string line;
  std::uint8_t address = 0;
  friend auto operator<=>(const PadId&, const PadId&) = default;
};

/// "pad 3 on counters": the name in the journal, in health and in alarms.
std::string text(const PadId& pad);

enum class Button : std::uint8_t { next, recall, no_show, done };
inline constexpr std::size_t button_count = 4;

using ButtonSet = std::uint8_t;  ///< bit n: button n
inline constexpr ButtonSet all_buttons = 0x0F;
constexpr ButtonSet set_of(Button button) { return static_cast<ButtonSet>(1U << static_cast<unsigned>(button)); }

/// Buttons whose long presses, or double presses, are told apart from short ones.
struct PressKinds {
  ButtonSet longs = 0;
  ButtonSet doubles = 0;
  friend bool operator==(const PressKinds&, const PressKinds&) = default;
};

/// Of the presses that a pad has counted, by Button; wrap at 256.
struct KindCounts {
  std::array<std::uint8_t, button_count> longs{};    ///< presses that were held long
  std::array<std::uint8_t, button_count> doubles{};  ///< pairs of quick presses
  friend bool operator==(const KindCounts&, const KindCounts&) = default;
};

struct PadReading {
  PadId pad;
  /// Never 0; a new value means that the pad restarted and its counters began at 0.
  std::uint16_t boot_id = 0;
  std::array<std::uint16_t, button_count> counters{};  ///< presses since the pad's start, by Button; wrap at 65536
  ButtonSet held = 0;                                  ///< buttons that are down now
  ButtonSet stuck = 0;                                 ///< buttons that have been down for over 30 s
  /// Of `counters`. Nothing: the pad does not tell kinds of presses apart, or nobody wants to know.
  std::optional<KindCounts> kind_counts{};
  PressKinds kinds{};  ///< where they matter
  /// Buttons of `kinds` whose latest press may still become a long one, or the first of two.
  ButtonSet undecided = 0;
  /// True for a bought module. It has no boot id of its own and its counters may begin anywhere. After its
  /// restart (a new boot id, or counters that went back) they are only the start to count from.
  bool start_unknown = false;
  std::uint32_t serial = 0;  ///< of the unit; 0: not known
  /// What this reading has more than the one before was pressed within this time: so long ago the pad was
  /// last known to have counted no more. Nothing: it is the driver's first reading of the pad.
  std::optional<std::chrono::milliseconds> pressed_within{};
  friend bool operator==(const PadReading&, const PadReading&) = default;
};

enum class Lamp : std::uint8_t { off, on, slow_blink, fast_blink };

/// How likely the next press here is, compared with other pads of the line.
enum class PressChance : std::uint8_t {
  unlikely,  ///< its counter is closed or paused, or nobody waits for it
  usual,
  likely  ///< a person is being served, so a press comes next
};

struct PadLamps {
  std::array<Lamp, button_count> lamps{};
  std::optional<std::uint8_t> waiting;  ///< 0..99, a larger count is shown as 99; nullopt: dashes
  friend bool operator==(const PadLamps&, const PadLamps&) = default;
};

class CallPad {
 public:
  using OnReading = std::function<void(const PadReading&)>;
  using OnFlashShown = std::function<void(Button)>;

  virtual ~CallPad() = default;
  virtual const PadId& id() const = 0;
  /// The boot id that the journal has for this pad. Drivers of modules without a boot id go on from it. Call
  /// it before the bus runs, if the journal knows the pad.
  virtual void resume(std::uint16_t /*boot_id*/) {}
  /// The callback runs on the io thread with the first reading and with every reading that differs from the
  /// one before. It must not throw. Set it once, before the bus runs. It may call `set` and `show`: they are
  /// sent with the very next frames.
  virtual void on_reading(OnReading callback) = 0;
  /// How long ago the pad was last known to have counted no more than the latest reading says. Nothing: it
  /// was not read yet.
  virtual std::optional<std::chrono::milliseconds> known_ago() const = 0;
  /// Sets lamps and count from now on; level-triggered, as for boards.
  virtual void set(PadLamps lamps) = 0;
  /// For the order in which pads are asked. No pad is left out, whatever is said here.
  virtual void expect(PressChance /*chance*/) {}
  /// Asks for one short flash of 500 ms that means "not now"; then the lamp is as before. It is sent until
  /// the pad has shown the whole flash: a pad that restarts meanwhile flashes again. If it is asked for again
  /// before the flash has begun, one flash is shown for both. If it is asked for again later, another flash
  /// follows.
  virtual void flash_refusal(Button button) = 0;
  /// The callback runs on the io thread when all flashes that were asked for at this button have been shown.
  /// It must not throw. Set it once, before the bus runs.
  virtual void on_flash_shown(OnFlashShown callback) = 0;
  virtual DeviceHealth health() const = 0;
};

}  // namespace antrean
