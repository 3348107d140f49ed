// The clips for a call, in their order. Pure. "Nomor antrean A nol nol satu, silakan menuju loket satu."
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "speaker/speaker.hpp"
#include "values/bilingual.hpp"

namespace antrean {

enum class NumberReading : std::uint8_t { digits, cardinal };

std::string_view language_folder(Language language);  ///< "id", "en": the clips' folder

/// The clip before a counter's number: "silakan_menuju_loket". A pause is before it.
std::string_view to_counter(Language language);

/// The largest number that is read as a number. A larger one is read digit by digit and never shortened.
inline constexpr unsigned largest_cardinal = 9999;

/// Clip names without folder and ending, as in config/voices/<language>.tsv. Characters without a clip are
/// left out (a number has only letters and digits). The counter is always read as a number.
std::vector<std::string> phrase(const Announcement& call, Language language, NumberReading reading);

/// The same when many wait: number and counter only, "A nol nol satu, loket satu."
std::vector<std::string> brief_phrase(const Announcement& call, Language language, NumberReading reading);

/// A number in words, as clip names: "seribu dua_ratus tiga_puluh tiga", "one_thousand two_hundred thirty
/// three". Above `largest_cardinal` its digits.
std::vector<std::string> number_words(unsigned number, Language language);

}  // namespace antrean
