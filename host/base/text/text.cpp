#include "text/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace antrean::text {
namespace {

constexpr char32_t zero_width_non_joiner = 0x200C, zero_width_joiner = 0x200D, replacement = 0xFFFD;

/// What people type for an apostrophe.
constexpr std::array<char32_t, 11> apostrophes{'\'',   '`',    0x00B4, 0x02B9, 0x02BB, 0x02BC,
                                               0x02BE, 0x02BF, 0x2018, 0x2019, 0x2032};

utf8proc_category_t category(char32_t c) { return utf8proc_category(static_cast<utf8proc_int32_t>(c)); }

bool is_white_space(char32_t c) {
  const auto kind = category(c);
  return c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r' || kind == UTF8PROC_CATEGORY_ZS ||
         kind == UTF8PROC_CATEGORY_ZL || kind == UTF8PROC_CATEGORY_ZP;
}

void append(std::string& text, char32_t c) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes.data());
  for (std::size_t i = 0; i < static_cast<std::size_t>(length); ++i) {
    text.push_back(static_cast<char>(bytes[i]));
  }
}

const utf8proc_uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

/// `text` is UTF-8.
std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* made = nullptr;
  const auto length = utf8proc_map(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &made,
                                   static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(made, &std::free);
  return length < 0 ? std::string() : std::string(made, made + length);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// `text` with '?' for each character that `is_no` finds or that nobody sees, and for each byte that is no
/// UTF-8.
template <class IsNo>
std::string shown(std::string_view text, IsNo is_no) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto c = first(text);
    const std::size_t bytes = c ? c->bytes : 1;
    if (!c || is_hidden(c->value) || is_no(c->value)) {
      result.push_back('?');
    } else {
      result += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return result;
}

}  // namespace

std::optional<Character> first(std::string_view text) {
  utf8proc_int32_t value = 0;
  const auto bytes = utf8proc_iterate(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &value);
  if (bytes <= 0) {
    return std::nullopt;
  }
  return Character{static_cast<char32_t>(value), static_cast<std::size_t>(bytes)};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto c = first(text);
    if (!c) {
      return false;
    }
    text.remove_prefix(c->bytes);
  }
  return true;
}

bool is_letter(char32_t c) {
  const auto kind = category(c);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool is_mark(char32_t c) {
  const auto kind = category(c);
  return kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
}

bool is_control(char32_t c) { return category(c) == UTF8PROC_CATEGORY_CC; }

bool is_hidden(char32_t c) {
  return category(c) == UTF8PROC_CATEGORY_CF && utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->ignorable &&
         c != zero_width_non_joiner && c != zero_width_joiner;
}

std::optional<std::string> clean(std::string_view typed) {
  std::string kept;
  kept.reserve(typed.size());
  while (!typed.empty()) {
    const auto c = first(typed);
    if (!c) {
      return std::nullopt;
    }
    typed.remove_prefix(c->bytes);
    if (is_white_space(c->value)) {
      if (!kept.empty() && kept.back() != ' ') {
        kept.push_back(' ');
      }
    } else if (!is_control(c->value) && !is_hidden(c->value)) {
      append(kept, c->value);
    }
  }
  if (!kept.empty() && kept.back() == ' ') {
    kept.pop_back();
  }
  return is_ascii(kept) ? kept : mapped(kept, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string fold(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  while (!text.empty()) {
    const auto c = first(text).value_or(Character{replacement, 1});
    text.remove_prefix(c.bytes);
    if (!is_hidden(c.value) && std::ranges::find(apostrophes, c.value) == apostrophes.end()) {
      append(kept, c.value);
    }
  }
  if (is_ascii(kept)) {
    std::ranges::transform(kept, kept.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return kept;
  }
  return mapped(kept, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
}

std::string one_line(std::string_view text) {
  return shown(text, [](char32_t c) { return is_control(c) || (is_white_space(c) && c != ' '); });
}

std::string without_controls(std::string_view text) {
  constexpr std::u32string_view layout = U"\n\r\t";
  return shown(text, [=](char32_t c) { return layout.find(c) == layout.npos && is_control(c); });
}

std::string_view cut(std::string_view text, std::size_t most) {
  std::size_t length = 0;
  while (length < text.size()) {
    const auto c = first(text.substr(length));
    const std::size_t bytes = c ? c->bytes : 1;
    if (length + bytes > most) {
      break;
    }
    length += bytes;
  }
  return text.substr(0, length);
}

std::size_t columns(std::string_view text) {
  std::size_t all = 0;
  while (!text.empty()) {
    const auto c = first(text);
    all += c ? static_cast<std::size_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(c->value))) : 1;
    text.remove_prefix(c ? c->bytes : 1);
  }
  return all;
}

}  // namespace antrean::text
