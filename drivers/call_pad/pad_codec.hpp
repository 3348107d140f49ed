// A bought input module as a call pad: what its profile (config/devices) says, and the frames that follow
// from it. Pure.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "call_pad/call_pad.hpp"
#include "serial_bus/exchange.hpp"

namespace antrean {

struct PadProfile {
  enum class Kind : std::uint8_t {
    level,      ///< only says whether a button is down now: a press between two polls is lost
    counter16,  ///< counts presses
    counter32,  ///< the same, in two registers
    latch       ///< remembers that a button was down, until it is cleared
  };
  enum class Layout : std::uint8_t {
    bits,           ///< coils or discrete inputs
    register_each,  ///< of counters, or of levels: not 0 is down
    bit_mask        ///< one register, bit 0 is the first input
  };
  /// Where something is read: `function` is one of the four that read.
  struct Area {
    bus::Function function = bus::Function::read_discrete;
    std::uint16_t at = 0;  ///< of the first input, counted from 0
    Layout layout = Layout::bits;
    friend bool operator==(const Area&, const Area&) = default;
  };
  struct Lamps {
    bus::Function function = bus::Function::write_coils;  ///< write_coils, write_coil or write_register
    std::uint16_t at = 0;                                 ///< of the first output
    std::uint16_t on = 1;                                 ///< for write_register
    std::uint16_t off = 0;
    friend bool operator==(const Lamps&, const Lamps&) = default;
  };
  struct Clear {
    bus::Function function = bus::Function::write_coil;  ///< write_coil or write_register
    std::uint16_t at = 0;
    std::uint16_t value = 1;
    friend bool operator==(const Clear&, const Clear&) = default;
  };

  Kind kind = Kind::level;
  std::uint8_t inputs = 8;
  Area read;                    ///< levels, counters or latches
  std::optional<Area> levels;   ///< of a latch: where it says whether the button is down now
  std::optional<Clear> clear;   ///< of a latch
  bool low_word_first = false;  ///< of counter32
  std::optional<Lamps> lamps;
  /// A button counts as released when it was seen up for this long.
  std::chrono::milliseconds debounce{50};
  friend bool operator==(const PadProfile&, const PadProfile&) = default;
};

/// The module's inputs by Button, 1 is the first; 0: there is no such button.
using PadInputs = std::array<std::uint8_t, button_count>;

class PadCodec {
 public:
  PadCodec(bus::UnitAddress address, const PadProfile& profile, const PadInputs& inputs)
      : address_(address), profile_(profile), inputs_(inputs) {}

  const PadProfile& profile() const { return profile_; }
  ButtonSet buttons() const;  ///< that the module has

  bus::Request poll() const { return read(profile_.read); }
  bus::Request read_levels() const { return read(*profile_.levels); }
  bus::Request clear_latches() const;
  /// For lamps with a write each: the write of one of the buttons in `changed`, whose bit is cleared there.
  /// Other modules have one write for all; then `changed` becomes 0.
  bus::Request write_lamps(ButtonSet on, ButtonSet& changed) const;

  /// The answer to read_levels(), and to poll() of levels and latches.
  ButtonSet bits(const PadProfile::Area& area, const bus::Registers& answer) const;
  /// The answer to poll() of counters.
  std::array<std::uint32_t, button_count> counts(const bus::Registers& answer) const;

 private:
  bus::Request read(const PadProfile::Area& area) const;
  std::uint8_t last_input() const;

  bus::UnitAddress address_;
  PadProfile profile_;
  PadInputs inputs_;
};

}  // namespace antrean
