// A bought LED board, as its profile (config/devices) describes it: values, and the codec that follows them.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "led_board/board_codec.hpp"

namespace antrean {

/// A write with fixed values. A write of a single register or coil has one value.
struct FixedWrite {
  bus::Function function = bus::Function::write;
  std::uint16_t at = 0;
  bus::Registers values;
  bus::Request to(bus::UnitAddress unit) const;
  friend bool operator==(const FixedWrite&, const FixedWrite&) = default;
};

struct BoardProfile {
  enum class Packing : std::uint8_t { two_a_register, one_a_register };

  std::uint8_t least_width = 1;  ///< characters of its smallest model ...
  std::uint8_t most_width = 8;   ///< ... and of its largest
  std::string characters;        ///< what it can show, space included
  std::uint16_t text_at = 0;     ///< the leftmost character's register, counted from 0
  Packing packing = Packing::two_a_register;
  bool one_write_each = false;         ///< FC06 for each register, because it has no FC16
  std::uint8_t odd_fill = ' ';         ///< the second character of the last register of an odd width
  std::vector<FixedWrite> init;        ///< before the first text, and again whenever it may have restarted
  std::optional<std::uint16_t> blink;  ///< the coil that makes the whole board blink
  bool can_be_read = false;            ///< FC03 gives its text back
  /// A board that cannot be read is told everything again this often.
  std::chrono::milliseconds repeat_every{10'000};
  friend bool operator==(const BoardProfile&, const BoardProfile&) = default;
};

/// `width` is between the profile's widths.
std::unique_ptr<BoardCodec> profile_board(bus::UnitAddress address, const BoardProfile& profile, std::uint8_t width);

/// Its characters have arrows, `<` and `>`. Seven segments have none that people recognise.
bool shows_arrows(const BoardProfile& profile);

/// The first character of `text` that the board cannot show in either case; nullopt: it can show all.
std::optional<char> cannot_show(const BoardProfile& profile, const std::string& text);

}  // namespace antrean
