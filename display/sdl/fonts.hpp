// The three faces of a frame, through SDL_ttf, and other fonts for the characters that they lack: Arabic,
// Javanese, emoji. There is one open face per role, and it is resized when needed. One open face per size
// would need a parsed font for each, and rendered text is kept as masks anyway. Other fonts are opened when a
// text first needs them. One thread.
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
  /// Folders or files that are searched in this order for characters that the three lack. A path that does
  /// not exist is skipped.
  std::vector<std::filesystem::path> more;
  /// The faces of Debian's fonts-inter in `folder` (/usr/share/fonts/opentype/inter), and debian_fonts() for
  /// the other characters.
  static FontFiles inter(const std::filesystem::path& folder);
};

/// The folders of Debian's fonts-noto-core, fonts-symbola and fonts-dejavu-core.
std::vector<std::filesystem::path> debian_fonts();

/// The coverage of a text, 0..255 per pixel, cut to the rows that have ink.
struct Mask {
  int top = 0;  ///< top of the ink, from the base line; negative is above
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> coverage;
};

class Fonts : public TextMetrics {
 public:
  /// Throws std::runtime_error if a face cannot be opened. It names the file and the package that has it.
  explicit Fonts(const FontFiles& files);
  ~Fonts() override;
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  TextExtent measure(FontRole role, int size, std::string_view text) const override;

  /// A piece of text that is rendered as one mask, and where it starts. Each digit of the number face is a
  /// piece, so a new number needs no rendering. Pieces are in the order on the screen.
  struct Piece {
    std::string_view text;
    int x = 0;
    int face = 0;
    bool right_to_left = false;
    std::string script;
  };
  std::vector<Piece> pieces(FontRole role, int size, std::string_view text) const;

  /// Rendered once and kept while there is room. The reference is valid until the next call.
  const Mask& mask(int size, const Piece& piece);
  /// All pieces of a text in one mask.
  const Mask& line(FontRole role, int size, std::string_view text);

  /// Characters of `text` that no font has, each once. They are drawn as boxes.
  std::vector<std::uint32_t> missing(std::string_view text) const;

 private:
  struct Face;
  struct Kept;
  struct More;     ///< another font: its files, and its faces when they are needed
  struct Placed {  ///< a run of a text, at the reference size
    std::size_t begin = 0;
    std::size_t end = 0;
    int face = 0;
    bool right_to_left = false;
    std::string script;
    int x = 0;
  };
  struct Measured {  ///< at the reference size
    int width = 0;
    int ascent = 0;
    int descent = 0;
    std::vector<Placed> runs;
  };
  Face& face(int index) const;
  const Measured& measured(FontRole role, std::string_view text) const;
  void measure_simple(FontRole role, std::string_view text, Measured& result) const;
  void measure_runs(FontRole role, std::string_view text, Measured& result) const;
  bool main_has_all(FontRole role, std::string_view text) const;
  void look_for(std::string_view text) const;
  int face_for(FontRole role, std::uint32_t code_point) const;
  const Mask& keep(std::string key, Mask mask);
  const Mask* kept(const std::string& key);

  std::vector<std::unique_ptr<Face>> faces_;  ///< by FontRole
  mutable std::vector<More> more_;
  /// The index in more_ of the font that has a character; -1: none.
  mutable std::unordered_map<std::uint32_t, int> found_;
  mutable std::unordered_map<std::string, Measured> measured_;
  std::list<Kept> kept_;  ///< newest first
  std::unordered_map<std::string, std::list<Kept>::iterator> by_key_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace antrean::display
