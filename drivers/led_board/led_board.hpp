// An LED board: at most eight characters, blink and brightness. This is the interface that the office knows.
// io thread only.
//
// It is level-triggered: `show` says what should be seen from now on, and returns at once. The driver makes
// the board show it, also after the board, the adapter or the cable was away. If several pictures come
// quickly one after another, only the latest is sent. There is no completion: `shown()` says what the board
// really shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "values/device_health.hpp"

namespace antrean {

struct BoardPicture {
  /// Up to 8 of `0-9 A-Z - . space`, leftmost first; lower case becomes upper case. A board that has other
  /// characters shows them, too: `<` and `>` are arrows. What a board does not have becomes a space.
  std::string text;
  std::uint8_t blink = 0;       ///< bit 7 = leftmost character
  std::uint8_t brightness = 8;  ///< 0..15
  friend bool operator==(const BoardPicture&, const BoardPicture&) = default;
};

class LedBoard {
 public:
  virtual ~LedBoard() = default;
  virtual void show(BoardPicture picture) = 0;
  /// The picture that the board last confirmed; nullopt while it is not known (not written yet, away, or
  /// dashes were seen), and always for a board that cannot be asked.
  virtual std::optional<BoardPicture> shown() const = 0;
  /// The picture that the board last accepted. A board that cannot be asked what it shows has only this; for
  /// all others it is the same as shown().
  virtual std::optional<BoardPicture> told() const { return shown(); }
  virtual DeviceHealth health() const = 0;
};

}  // namespace antrean
