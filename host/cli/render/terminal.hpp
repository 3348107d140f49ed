// Where results are written and how: the language of the reader, and colour on a terminal.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "values/bilingual.hpp"

namespace antrean::cli {

enum class Style { plain, strong, faint, good, bad, waiting };

/// "id" or "en" if `asked` says so; else what LC_ALL, LC_MESSAGES or LANG say, in this order; else English.
Language language_of(std::string_view asked);

struct Terminal {
  std::ostream& out;
  Language language = Language::en;
  bool colour = false;

  const char* say(const char* id, const char* en) const { return language == Language::id ? id : en; }
  std::string say(const std::string& id, const std::string& en) const { return language == Language::id ? id : en; }
  std::string styled(std::string_view text, Style style) const;
  void line(std::string_view text, Style style = Style::plain);
  /// An empty line and a heading.
  void heading(std::string_view text);
};

/// True on a terminal that has colours, unless NO_COLOR is set.
bool wants_colour(int file_descriptor);

/// How many cells the text takes. Each character counts as one cell.
std::size_t cells(std::string_view text);

inline constexpr std::size_t page_width = 80;

/// Breaks the text at spaces. No line is wider than `width`, unless a word is. Never empty.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace antrean::cli
