// An LED board: eight characters at most, blink and brightness. The interface the office knows; io thread
// only.
//
// Level-triggered: `show` says what should be seen from now on and returns at once. The driver sees to it
// that the board comes to show it, also after the board, the adapter or the cable was away; of several
// pictures in quick succession only the latest is sent. There is no completion: what a board really shows is
// in `shown()`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "values/device_health.hpp"

namespace antrean {

struct BoardPicture {
  std::string text;  ///< up to 8 of `0-9 A-Z - . space`, leftmost first; lower case is raised, others become a space
  std::uint8_t blink = 0;       ///< bit 7 = leftmost character
  std::uint8_t brightness = 8;  ///< 0..15
  friend bool operator==(const BoardPicture&, const BoardPicture&) = default;
};

class LedBoard {
 public:
  virtual ~LedBoard() = default;
  virtual void show(BoardPicture picture) = 0;
  /// What the board last confirmed to show; nullopt while nothing is known (not written yet, away, or seen
  /// with dashes).
  virtual std::optional<BoardPicture> shown() const = 0;
  virtual DeviceHealth health() const = 0;
};

}  // namespace antrean
