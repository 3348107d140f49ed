// Finds the word that a person probably meant, for messages about an unknown word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace antrean::settings {

/// The word of `words` nearest to `word`, if it is near enough to be a typing mistake; "" otherwise.
std::string_view nearest(std::string_view word, const std::vector<std::string>& words);

/// Text fit for one line of a message: control characters as '?', cut after 40 bytes.
std::string printable(std::string_view text);

}  // namespace antrean::settings
