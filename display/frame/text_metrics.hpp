// The only information that a frame needs about a font. sdl/fonts answers with SDL_ttf; tests use fixed
// widths. So a frame stays a pure function of its arguments.
#pragma once

#include <cstdint>
#include <string_view>

namespace antrean::display {

/// The purpose of a face. The settings say which file it is.
enum class FontRole : std::uint8_t {
  number,  ///< ticket and counter numbers, the clock: heavy
  strong,  ///< names and headings
  plain,   ///< everything else
};

struct TextExtent {
  int width = 0;
  int cap_height = 0;  ///< height of a capital letter above the base line; texts are centred by it
  int ascent = 0;      ///< highest ink of this text above the base line
  int descent = 0;     ///< lowest ink of it below, 0 or more
};

class TextMetrics {
 public:
  virtual ~TextMetrics() = default;
  /// `size` is the em in pixels, `text` is UTF-8 on one line. Widths must not shrink when a text gets longer
  /// or larger.
  virtual TextExtent measure(FontRole role, int size, std::string_view text) const = 0;
};

}  // namespace antrean::display
