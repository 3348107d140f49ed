// A line of text as runs. One font can shape a run as a whole. The runs are in the order on the screen: by
// direction (Unicode's bidirectional rules, through FriBidi), by script (HarfBuzz's tables) and by font.
// Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace antrean::display {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t begin = 0;  ///< bytes
  std::size_t end = 0;
};
/// Texts come from JSON or from us, so they are valid UTF-8. Damaged text gives other characters, never a
/// crash.
std::vector<CodePoint> code_points(std::string_view text);

struct TextRun {
  std::size_t begin = 0;  ///< bytes of the text
  std::size_t end = 0;
  int font = 0;
  bool right_to_left = false;
  std::string script;  ///< ISO 15924, "Arab"; "" if it does not matter
  friend bool operator==(const TextRun&, const TextRun&) = default;
};

/// `font_of` gives the font that draws a character; `has` says whether a font has it. A character that only
/// changes its neighbour (a mark, a joiner, a variation selector) stays with that neighbour.
std::vector<TextRun> text_runs(std::string_view text, const std::function<int(std::uint32_t)>& font_of,
                               const std::function<bool(int font, std::uint32_t)>& has);

/// True if nothing is drawn for the character itself, so no font needs to have it.
bool draws_nothing(std::uint32_t code_point);

}  // namespace antrean::display
