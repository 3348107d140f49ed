// Phase 2 of a frame: who gets which part of the screen. Lengths are thought of on a screen whose short side
// is 1080 and scaled.
#pragma once

#include <vector>

#include "frame/geometry.hpp"
#include "frame/scene.hpp"

namespace antrean::display {

class Scale {
 public:
  explicit Scale(Size size) : short_side_(std::min(size.width, size.height)) {}
  /// `length` of 1080ths of the short side in pixels; at least 1 for anything positive.
  int px(int length) const {
    const int scaled = (length * short_side_ + 540) / 1080;
    return length > 0 ? std::max(1, scaled) : scaled;
  }

 private:
  int short_side_;
};

struct Regions {
  Rect header;
  Rect banner;  ///< empty when not stale
  Rect call;
  Rect recent;
  Rect services;               ///< empty when there are none
  std::vector<Rect> counters;  ///< one a card; the last one stands for the rest when not all fit
  Rect ticker;                 ///< empty without running text
};

/// At most this many cards; an office with more shows those and how many are left out.
inline constexpr std::size_t most_cards = 32;

Regions regions(const Scene& scene, Size size);

}  // namespace antrean::display
