// The colours of a frame, named by their purpose. Themes are in config/themes. A theme that cannot be read
// from across a hall is refused.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "frame/geometry.hpp"

namespace antrean::display {

struct Theme {
  Colour page{0xe9, 0xee, 0xf4};
  Colour header{0xff, 0xff, 0xff};
  Colour card{0xff, 0xff, 0xff};   ///< a counter that is open, the lists
  Colour quiet{0xdd, 0xe4, 0xec};  ///< a counter that is closed
  Colour line{0xcb, 0xd5, 0xe1};   ///< hairlines; never the only sign of something
  Colour ink{0x0a, 0x1f, 0x44};    ///< text on page, header, card and quiet
  Colour soft{0x3a, 0x49, 0x60};   ///< secondary text on these
  Colour call{0x0a, 0x1f, 0x44};   ///< the panel of the latest call
  Colour call_ink{0xff, 0xff, 0xff};
  Colour call_soft{0xc7, 0xd5, 0xea};
  Colour accent{0xff, 0xc2, 0x2e};  ///< where to go, and new items
  Colour accent_ink{0x0a, 0x1f, 0x44};
  Colour alarm{0x9a, 0x16, 0x0e};  ///< the office was lost
  Colour alarm_ink{0xff, 0xff, 0xff};
  Colour ticker{0x12, 0x30, 0x5f};
  Colour ticker_ink{0xff, 0xff, 0xff};
  std::string logo;  ///< picture file shown before the office's name, "" = none
  friend bool operator==(const Theme&, const Theme&) = default;
};

/// Every colour with its key in a theme file, in the order of the struct.
std::vector<std::pair<std::string_view, Colour Theme::*>> theme_colours();

struct FaintPair {
  std::string_view ink;  ///< keys, as in theme_colours()
  std::string_view ground;
  double contrast = 0;
  double needed = 0;
};

inline constexpr double number_contrast = 7.0;  ///< WCAG 2.1 AAA: numbers and names, read at 10 m
inline constexpr double text_contrast = 4.5;    ///< AA: secondary text

/// The pairs of colours in this theme with too little contrast for their text; empty for a usable theme.
std::vector<FaintPair> faint_pairs(const Theme& theme);

}  // namespace antrean::display
