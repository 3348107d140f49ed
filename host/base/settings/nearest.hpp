// What a slip of the finger was meant to be, for whoever refuses a word that is not known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace antrean::settings {

/// The word of `words` nearest to `word`, when near enough to be a slip of the finger; "" otherwise.
std::string_view nearest(std::string_view word, const std::vector<std::string>& words);

/// Text fit for one line of a message: control characters as '?', cut after 40 bytes.
std::string printable(std::string_view text);

}  // namespace antrean::settings
