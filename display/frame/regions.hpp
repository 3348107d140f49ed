// Phase 2 of a frame: the areas of the screen. Lengths are for a screen whose short side is 1080 and are
// scaled.
#pragma once

#include <vector>

#include "frame/geometry.hpp"
#include "frame/scene.hpp"

namespace antrean::display {

class Scale {
 public:
  explicit Scale(Size size) : short_side_(std::min(size.width, size.height)) {}
  /// Converts `length`, in 1080ths of the short side, to pixels; at least 1 for a positive length.
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
  Rect services;               ///< empty if there are no services
  Rect phone;                  ///< empty without a code, and where a phone could not read it
  std::vector<Rect> counters;  ///< one per card; if not all counters fit, the last card stands for the rest
  Rect ticker;                 ///< empty without running text
};

/// The largest number of cards. An office with more counters shows this many, and how many are left out.
inline constexpr std::size_t most_cards = 32;

Regions regions(const Scene& scene, Size size);

}  // namespace antrean::display
