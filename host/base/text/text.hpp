// Text as people write it, in UTF-8: is it whole, what it is without what nobody sees, and what of it is
// compared. On utf8proc, which knows Unicode's tables. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace antrean::text {

struct Character {
  char32_t value = 0;
  std::size_t bytes = 0;
};
/// The character that `text` begins with; nothing when its first byte begins none (RFC 3629), or `text` is
/// empty.
std::optional<Character> first(std::string_view text);

bool is_utf8(std::string_view text);
bool is_letter(char32_t c);   ///< of any script; a mark that belongs to a letter is none
bool is_mark(char32_t c);     ///< an accent or a vowel sign that stands by itself
bool is_control(char32_t c);  ///< C0, DEL, C1
/// Shows nothing and changes how others are shown: marks and overrides of direction, the byte order mark,
/// characters without a width. Not the two joiners, which some scripts are written with.
bool is_hidden(char32_t c);

/// Text that somebody typed: composed (NFC), without control and hidden characters, its runs of white space
/// one space, and none at the ends. Nothing for what is no UTF-8.
std::optional<std::string> clean(std::string_view typed);

/// What two spellings of a name have in common: without case, accents and apostrophes, compatible forms made
/// one ("Nur’Áini", "NURAINI" -> "nuraini"). For comparing, not for showing. A byte that is no UTF-8 becomes
/// U+FFFD.
std::string fold(std::string_view text);

/// For a message of one line: control and hidden characters, and bytes that are no UTF-8, are each '?'.
std::string one_line(std::string_view text);

/// The same for text of several lines: line breaks and tabs stay.
std::string without_controls(std::string_view text);

/// The beginning of `text`, at most `most` bytes, without a part of a character at its end.
std::string_view cut(std::string_view text, std::size_t most);

/// How many columns of a terminal it takes.
std::size_t columns(std::string_view text);

}  // namespace antrean::text
