// Where results go, and how: the language of the reader, and colour where a person looks.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "values/bilingual.hpp"

namespace antrean::cli {

enum class Style { plain, strong, faint, good, bad, waiting };

/// "id" or "en", else what LC_ALL, LC_MESSAGES and LANG say, in this order; English when they say neither.
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

/// On a terminal that can, and unless NO_COLOR is set.
bool wants_colour(int file_descriptor);

/// How many cells the text takes: its characters, each of one cell.
std::size_t cells(std::string_view text);

inline constexpr std::size_t page_width = 80;

/// At spaces, so that no line is wider unless a word is; never empty.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace antrean::cli
