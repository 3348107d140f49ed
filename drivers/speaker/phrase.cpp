#include "speaker/phrase.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace antrean {
namespace {

constexpr std::array<std::string_view, 20> id_units = {
    "nol",         "satu",       "dua",        "tiga",        "empat",         "lima",          "enam",
    "tujuh",       "delapan",    "sembilan",   "sepuluh",     "sebelas",       "dua_belas",     "tiga_belas",
    "empat_belas", "lima_belas", "enam_belas", "tujuh_belas", "delapan_belas", "sembilan_belas"};
constexpr std::array<std::string_view, 20> en_units = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> en_tens = {"",      "",      "twenty",  "thirty", "forty",
                                                      "fifty", "sixty", "seventy", "eighty", "ninety"};

using Words = std::vector<std::string>;

std::string_view unit_word(unsigned number, Language language) {
  return language == Language::id ? id_units[number] : en_units[number];
}

void say_below_100(unsigned number, Language language, Words& words) {
  if (number < 20) {
    words.emplace_back(unit_word(number, language));
    return;
  }
  if (language == Language::id) {
    words.emplace_back(std::string(id_units[number / 10]) + "_puluh");
  } else {
    words.emplace_back(en_tens[number / 10]);
  }
  if (number % 10 != 0) {
    words.emplace_back(unit_word(number % 10, language));
  }
}

/// "dua_ratus", "two_hundred". Indonesian has one word for one hundred and one thousand: "seratus", "seribu".
void say_group(unsigned count, std::string_view id_group, std::string_view en_group, Language language, Words& words) {
  if (language == Language::en) {
    words.emplace_back(std::string(en_units[count]) + "_" + std::string(en_group));
  } else if (count == 1) {
    words.emplace_back("se" + std::string(id_group));
  } else {
    words.emplace_back(std::string(id_units[count]) + "_" + std::string(id_group));
  }
}

void say_digits(std::string_view digits, Language language, Words& words) {
  for (const char digit : digits) {
    words.emplace_back(unit_word(static_cast<unsigned>(digit - '0'), language));
  }
}

/// Reads `digits` as a number; a number that is too large is read digit by digit.
void say_cardinal(std::string_view digits, Language language, Words& words) {
  const std::string_view value = digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
  if (value.size() > std::to_string(largest_cardinal).size()) {
    say_digits(digits, language, words);
    return;
  }
  unsigned number = 0;
  for (const char digit : value) {
    number = number * 10 + static_cast<unsigned>(digit - '0');
  }
  for (auto& word : number_words(number, language)) {
    words.push_back(std::move(word));
  }
}

}  // namespace

std::string_view language_folder(Language language) { return language == Language::id ? "id" : "en"; }

Words number_words(unsigned number, Language language) {
  Words words;
  if (number > largest_cardinal) {
    say_digits(std::to_string(number), language, words);
    return words;
  }
  if (number >= 1000) {
    say_group(number / 1000, "ribu", "thousand", language, words);
  }
  if (number % 1000 >= 100) {
    say_group(number % 1000 / 100, "ratus", "hundred", language, words);
  }
  if (number % 100 != 0 || number == 0) {
    say_below_100(number % 100, language, words);
  }
  return words;
}

namespace {

void say_number(const Announcement& call, Language language, NumberReading reading, Words& clips) {
  std::string digits;
  for (const char character : call.number) {
    if (character >= '0' && character <= '9') {
      digits += character;
    } else if (character >= 'A' && character <= 'Z' && digits.empty()) {
      clips.push_back(std::string("letter_") + static_cast<char>(character - 'A' + 'a'));
    }
  }
  if (reading == NumberReading::digits) {
    say_digits(digits, language, clips);
  } else if (!digits.empty()) {
    say_cardinal(digits, language, clips);
  }
}

void say_counter(const Announcement& call, Language language, std::string_view before, Words& clips) {
  clips.emplace_back(before);
  for (auto& word : number_words(call.counter, language)) {
    clips.push_back(std::move(word));
  }
}

}  // namespace

Words phrase(const Announcement& call, Language language, NumberReading reading) {
  Words clips{language == Language::id ? "nomor_antrean" : "queue_number"};
  say_number(call, language, reading, clips);
  say_counter(call, language, to_counter(language), clips);
  return clips;
}

Words brief_phrase(const Announcement& call, Language language, NumberReading reading) {
  Words clips;
  say_number(call, language, reading, clips);
  say_counter(call, language, language == Language::id ? "loket" : "counter", clips);
  return clips;
}

std::string_view to_counter(Language language) {
  return language == Language::id ? "silakan_menuju_loket" : "please_go_to_counter";
}

}  // namespace antrean
