// Puts text into areas: shrinks it to a least size, then shortens it; never lets it leave its area. Part of
// phase 3.
#pragma once

#include <string>
#include <string_view>

#include "frame/draw_list.hpp"
#include "frame/words.hpp"

namespace antrean::display {

enum class Align : std::uint8_t { left, centre, right };

struct Style {
  FontRole role = FontRole::plain;
  int size = 0;        ///< wanted
  int least_size = 0;  ///< below this the text is shortened instead; 0: half of `size`
  Colour colour;
  Align align = Align::left;
};

class Typesetter {
 public:
  Typesetter(const TextMetrics& metrics, DrawList& list) : metrics_(metrics), list_(list) {}

  int width(FontRole role, int size, std::string_view text) const { return metrics_.measure(role, size, text).width; }
  TextExtent extent(FontRole role, int size) const { return metrics_.measure(role, size, "0"); }

  /// The largest size from `size` down to `least` at which `text` is no wider than `width`; `least` when none
  /// is.
  int fitting_size(FontRole role, std::string_view text, int width, int size, int least) const;
  /// `text`, or as much of its beginning and of its last word as fits around "…": "Loket Prior… 12". "" when
  /// not even "…" fits.
  std::string shortened(FontRole role, int size, std::string_view text, int width) const;

  /// Draws `text` inside `area`, capitals centred on its middle line. Returns where it went; empty when
  /// nothing was drawn.
  Rect put(std::string part, std::string_view text, const Style& style, const Rect& area);
  /// The first language with the second beside it, smaller, in `second_colour`, on one base line. The second
  /// yields when both cannot fit.
  Rect put_beside(const std::string& part, const Saying& saying, const Style& style, Colour second_colour,
                  const Rect& area);
  /// The first language with the second below it, smaller, both centred on the middle of `area` as one block.
  void put_below(const std::string& part, const Saying& saying, const Style& style, Colour second_colour,
                 const Rect& area);

  void fill(std::string part, const Rect& rect, Colour colour, int radius = 0);
  void wedge(std::string part, const Rect& rect, Colour colour);
  void image(std::string part, const std::string& file, const Rect& box);

 private:
  /// Text of a known size and width at x on a base line; clipped areas are the caller's business.
  Rect place(std::string part, std::string_view text, const Style& style, int size, int x, int baseline);

  const TextMetrics& metrics_;
  DrawList& list_;
};

}  // namespace antrean::display
