// A line of text as runs, each of which one font can shape in one go, in the order in which they stand on the
// screen: by direction (Unicode's bidirectional rules, through FriBidi), by script (HarfBuzz's tables) and by
// font. Pure.
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
/// Texts come from JSON or from us, so they are valid UTF-8; a damaged one gives other characters, never a
/// crash.
std::vector<CodePoint> code_points(std::string_view text);

struct TextRun {
  std::size_t begin = 0;  ///< bytes of the text
  std::size_t end = 0;
  int font = 0;
  bool right_to_left = false;
  std::string script;  ///< ISO 15924, "Arab"; "" where it does not matter
  friend bool operator==(const TextRun&, const TextRun&) = default;
};

/// `font_of` says which font draws a character, `has` whether a font does. What only changes its neighbour (a
/// mark, a joiner, a variation selector) stays with it.
std::vector<TextRun> text_runs(std::string_view text, const std::function<int(std::uint32_t)>& font_of,
                               const std::function<bool(int font, std::uint32_t)>& has);

/// Nothing is drawn for it by itself: no font needs to have it.
bool draws_nothing(std::uint32_t code_point);

}  // namespace antrean::display
