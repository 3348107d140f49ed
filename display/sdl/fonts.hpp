// The three faces of a frame, through SDL_ttf. One open face a role, resized on demand: an open face a size would cost
// a parsed font each, and what was rendered is kept as masks anyway. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "frame/text_metrics.hpp"

namespace antrean::display {

struct FontFiles {
  std::filesystem::path number;
  std::filesystem::path strong;
  std::filesystem::path plain;
  /// The faces of Debian's fonts-inter in `folder` (/usr/share/fonts/opentype/inter).
  static FontFiles inter(const std::filesystem::path& folder);
};

/// Coverage of a text, 0..255 a pixel, cut to the rows with ink in them.
struct Mask {
  int top = 0;  ///< of the ink, from the base line; negative is above
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> coverage;
};

class Fonts : public TextMetrics {
 public:
  /// Throws std::runtime_error naming the file and the package that has it when a face cannot be opened.
  explicit Fonts(const FontFiles& files);
  ~Fonts() override;
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  TextExtent measure(FontRole role, int size, std::string_view text) const override;

  /// A piece of text that is rendered as one mask, and where it starts. Digits of the number face are pieces of their
  /// own, so that a new number needs no rendering.
  struct Piece {
    std::string_view text;
    int x = 0;
  };
  std::vector<Piece> pieces(FontRole role, int size, std::string_view text) const;

  /// Rendered once and kept while there is room; the reference is good until the next call.
  const Mask& mask(FontRole role, int size, std::string_view text);

 private:
  struct Face;
  struct Measured {  ///< at a reference size
    int width = 0;
    int ascent = 0;
    int descent = 0;
  };
  struct Kept;
  Face& face(FontRole role) const;
  Measured measured(FontRole role, std::string_view text) const;

  std::vector<std::unique_ptr<Face>> faces_;
  mutable std::unordered_map<std::string, Measured> measured_;
  std::list<Kept> kept_;  ///< newest first
  std::unordered_map<std::string, std::list<Kept>::iterator> by_key_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace antrean::display
