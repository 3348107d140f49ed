#include "cli/render/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace antrean::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

std::string_view code(Style style) {
  switch (style) {
    case Style::strong:
      return "\033[1m";
    case Style::faint:
      return "\033[2m";
    case Style::good:
      return "\033[32m";
    case Style::bad:
      return "\033[1;31m";
    case Style::waiting:
      return "\033[33m";
    case Style::plain:
      break;
  }
  return "";
}

}  // namespace

Language language_of(std::string_view asked) {
  for (const std::string_view word : {asked, variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG")}) {
    if (word.empty()) {
      continue;
    }
    return word == "id" || word.starts_with("id_") ? Language::id : Language::en;
  }
  return Language::en;
}

std::string Terminal::styled(std::string_view text, Style style) const {
  if (!colour || style == Style::plain || text.empty()) {
    return std::string(text);
  }
  return std::string(code(style)) + std::string(text) + "\033[0m";
}

void Terminal::line(std::string_view text, Style style) { out << styled(text, style) << '\n'; }

void Terminal::heading(std::string_view text) { out << '\n' << styled(text, Style::strong) << '\n'; }

bool wants_colour(int file_descriptor) {
  return ::isatty(file_descriptor) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

std::size_t cells(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; }));
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (used > 0 && used + 1 + cells(word) > width) {
      result += '\n' + std::string(indent, ' ');
      used = 0;
    } else if (used > 0) {
      result += ' ';
      ++used;
    }
    result += word;
    used += cells(word);
  }
  return result;
}

}  // namespace antrean::cli
