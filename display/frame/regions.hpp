// Phase 2 of a frame: the areas of the screen. Lengths are for a screen whose short side is 1080 and are
// scaled.
#pragma once

#include <vector>

#include "frame/geometry.hpp"
#include "frame/scene.hpp"

namespace antrean::display {

/// The smallest text, apart from the running text: capitals of Inter are 0.727 of it, which is 46 of 1080, 29
/// mm on a screen of 55 inches, and 10 minutes of arc from 10 m.
inline constexpr int least_text = 64;

class Scale {
 public:
  explicit Scale(Size size) : short_side_(std::min(size.width, size.height)) {}
  /// Converts `length`, in 1080ths of the short side, to pixels; at least 1 for a positive length.
  int px(int length) const {
    const int scaled = (length * short_side_ + 540) / 1080;
    return length > 0 ? std::max(1, scaled) : scaled;
  }
  int text() const { return std::max(1, (least_text * short_side_ + 1079) / 1080); }  ///< least_text, rounded up
  int line() const { return text() * 5 / 4; }                                         ///< a line of the smallest text

 private:
  int short_side_;
};

/// The sign of a counter's state.
inline constexpr int card_sign = 36;

/// What the content wants, measured in its fonts.
struct Wishes {
  int banner_lines = 0;
  int header_lines = 1;  ///< of the office's name, on an upright screen
  int card_width = 0;    ///< of the widest counter's name, or its state in words
  bool media = false;
};

struct Regions {
  Rect header;
  Rect banner;  ///< empty without one
  Rect media;   ///< empty without a region for pictures and video
  Rect call;
  Rect recent;                 ///< empty beside media: then `info` shows the earlier calls too
  Rect info;                   ///< services and the code for phones, in turns; may be empty
  std::vector<Rect> counters;  ///< one per card of a page; if not all counters fit, the last stands for the rest
  Rect band;                   ///< the running text, or the call-out in words
};

/// `content`: the screen without the margins.
Regions regions(const Scene& scene, const Rect& content, const Scale& scale, const Wishes& wishes);

}  // namespace antrean::display
