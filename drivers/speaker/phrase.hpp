// Which clips say a call, in which order. Pure. "Nomor antrean A nol nol satu, silakan menuju loket satu."
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "speaker/speaker.hpp"

namespace antrean {

enum class Language : std::uint8_t { id, en };
/// Digit by digit ("nol nol satu") or as a number ("satu"); both are common in Indonesia.
enum class NumberReading : std::uint8_t { digits, cardinal };

std::string_view language_folder(Language language);  ///< "id", "en": the clips' folder

/// Clip names without folder or ending, as config/voices/<language>.tsv lists them. Characters that no clip says (a
/// number is letters and digits) are left out. `counter` is 1..999.
std::vector<std::string> phrase(const Announcement& call, Language language, NumberReading reading);

/// 0..999 in words, as clip names: Indonesian composes (seratus dua puluh tiga), English too (one hundred twenty
/// three).
std::vector<std::string> number_words(unsigned number, Language language);

}  // namespace antrean
