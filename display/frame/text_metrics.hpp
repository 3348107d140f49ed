// The one thing a frame asks of a font. SDL_ttf answers it in sdl/fonts, a ruler of fixed widths in the
// tests, so that a frame stays a pure function of its arguments.
#pragma once

#include <cstdint>
#include <string_view>

namespace antrean::display {

/// What a face is for; the settings say which file it is.
enum class FontRole : std::uint8_t {
  number,  ///< ticket and counter numbers, the clock: heavy
  strong,  ///< names and headings
  plain,   ///< everything else
};

struct TextExtent {
  int width = 0;
  int cap_height = 0;  ///< of a capital letter above the base line: what the eye centres on
  int ascent = 0;      ///< highest ink of this text above the base line
  int descent = 0;     ///< lowest ink of it below, 0 or more
};

class TextMetrics {
 public:
  virtual ~TextMetrics() = default;
  /// `size` is the em in pixels, `text` UTF-8 on one line. Widths must not shrink when a text gets longer or
  /// larger.
  virtual TextExtent measure(FontRole role, int size, std::string_view text) const = 0;
};

}  // namespace antrean::display
