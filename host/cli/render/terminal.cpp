#include "cli/render/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "text/text.hpp"

namespace antrean::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

constexpr std::string_view plain_again = "\033[0m";
constexpr std::array<std::string_view, 6> own_codes{plain_again, "\033[1m",    "\033[2m",
                                                    "\033[32m",  "\033[1;31m", "\033[33m"};

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

/// Without anything that a terminal would obey, but for our own styles. Names and reasons were typed by
/// somebody, and a journal can come from another machine.
std::string harmless(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t escape = std::min(text.find('\033'), text.size());
    result += text::without_controls(text.substr(0, escape));
    text.remove_prefix(escape);
    if (text.empty()) {
      break;
    }
    std::string_view ours = "\033";
    for (const std::string_view style : own_codes) {
      if (text.starts_with(style)) {
        ours = style;
      }
    }
    result += ours.size() > 1 ? ours : "?";
    text.remove_prefix(ours.size());
  }
  return result;
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
  return std::string(code(style)) + std::string(text) + std::string(plain_again);
}

void Terminal::line(std::string_view text, Style style) { out << harmless(styled(text, style)) << '\n'; }

void Terminal::heading(std::string_view text) { out << '\n' << harmless(styled(text, Style::strong)) << '\n'; }

bool wants_colour(int file_descriptor) {
  return ::isatty(file_descriptor) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

std::size_t cells(std::string_view text) { return text::columns(text); }

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
