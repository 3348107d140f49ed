// Puts text into areas. It shrinks the text to a smallest size, then shortens it. Text never leaves its area.
// Part of phase 3.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frame/draw_list.hpp"
#include "frame/words.hpp"

namespace antrean::display {

enum class Align : std::uint8_t { left, centre, right };

struct Style {
  FontRole role = FontRole::plain;
  int size = 0;        ///< the wanted size
  int least_size = 0;  ///< a text that does not fit at this size is shortened; 0: half of `size`
  Colour colour;
  Align align = Align::left;
};

class Typesetter {
 public:
  Typesetter(const TextMetrics& metrics, DrawList& list) : metrics_(metrics), list_(list) {}

  int width(FontRole role, int size, std::string_view text) const { return metrics_.measure(role, size, text).width; }
  TextExtent extent(FontRole role, int size) const { return metrics_.measure(role, size, "0"); }

  /// The largest size from `size` down to `least` at which `text` is not wider than `width`; `least` if there
  /// is none.
  int fitting_size(FontRole role, std::string_view text, int width, int size, int least) const;
  /// `text`, or as much of its beginning and of its last word as fits around "…": "Loket Prior… 12". "" if
  /// not even "…" fits.
  std::string shortened(FontRole role, int size, std::string_view text, int width) const;

  /// Draws `text` inside `area`, with the capitals centred on the middle line of the area. Returns its place;
  /// empty if nothing was drawn.
  Rect put(std::string part, std::string_view text, const Style& style, const Rect& area);
  /// Draws the first language and, on the same base line beside it, the second, smaller and in
  /// `second_colour`. If both do not fit, the second is left out.
  Rect put_beside(const std::string& part, const Saying& saying, const Style& style, Colour second_colour,
                  const Rect& area);
  /// `text` in lines of at most `width`. A word that is wider alone is shortened.
  std::vector<std::string> wrapped(FontRole role, int size, std::string_view text, int width) const;
  /// Draws the first language in as many lines as it needs and below it the second, smaller, as one block on
  /// the middle of `area`, as large as fits. If both do not fit at the least size, the second is left out;
  /// lines that do not fit then are cut with "…". The first line is called `part`, the others `part`.1,
  /// `part`.2 ...
  void put_block(const std::string& part, const Saying& saying, const Style& style, Colour second_colour,
                 const Rect& area);
  static int line_pitch(int size) { return size * 5 / 4; }

  void fill(std::string part, const Rect& rect, Colour colour, int radius = 0);
  void wedge(std::string part, const Rect& rect, Colour colour);
  void image(std::string part, const std::string& file, const Rect& box);
  void code(std::string part, const std::string& text, const Rect& box);
  void moving(std::string part, const Rect& box, std::uint64_t picture);

 private:
  /// Text of a known size and width at x on a base line. The caller clips areas.
  Rect place(std::string part, std::string_view text, const Style& style, int size, int x, int baseline);

  const TextMetrics& metrics_;
  DrawList& list_;
};

}  // namespace antrean::display
