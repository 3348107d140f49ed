// The three faces of a frame, through SDL_ttf, and other fonts for the characters they lack: Arabic,
// Javanese, emoji. One open face a role, resized on demand: an open face a size would cost a parsed font
// each, and what was rendered is kept as masks anyway. Other fonts are opened when a text first needs them.
// One thread.
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
  /// Folders or files, looked into in this order for what the three lack. One that is not there is passed
  /// over.
  std::vector<std::filesystem::path> more;
  /// The faces of Debian's fonts-inter in `folder` (/usr/share/fonts/opentype/inter), and debian_fonts() for
  /// the rest.
  static FontFiles inter(const std::filesystem::path& folder);
};

/// Where Debian's fonts-noto-core, fonts-symbola and fonts-dejavu-core put theirs.
std::vector<std::filesystem::path> debian_fonts();

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

  /// A piece of text that is rendered as one mask, and where it starts. Digits of the number face are pieces
  /// of their own, so that a new number needs no rendering. Pieces stand in the order of sight.
  struct Piece {
    std::string_view text;
    int x = 0;
    int face = 0;
    bool right_to_left = false;
    std::string script;
  };
  std::vector<Piece> pieces(FontRole role, int size, std::string_view text) const;

  /// Rendered once and kept while there is room; the reference is good until the next call.
  const Mask& mask(int size, const Piece& piece);
  /// All pieces of a text in one mask.
  const Mask& line(FontRole role, int size, std::string_view text);

  /// Characters of `text` that no font has, each once. They are drawn as boxes.
  std::vector<std::uint32_t> missing(std::string_view text) const;

 private:
  struct Face;
  struct Kept;
  struct More;     ///< a further font: its files, and its faces once they are needed
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
  mutable std::unordered_map<std::uint32_t, int> found_;  ///< which of more_ has a character; -1: none
  mutable std::unordered_map<std::string, Measured> measured_;
  std::list<Kept> kept_;  ///< newest first
  std::unordered_map<std::string, std::list<Kept>::iterator> by_key_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace antrean::display
