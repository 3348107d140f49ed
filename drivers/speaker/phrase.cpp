#include "speaker/phrase.hpp"

#include <array>

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

void say_below_100(unsigned number, Language language, std::vector<std::string>& words) {
  if (number < 20) {
    words.emplace_back(language == Language::id ? id_units[number] : en_units[number]);
    return;
  }
  if (language == Language::id) {
    words.emplace_back(std::string(id_units[number / 10]) + "_puluh");
  } else {
    words.emplace_back(en_tens[number / 10]);
  }
  if (number % 10 != 0) {
    words.emplace_back(language == Language::id ? id_units[number % 10] : en_units[number % 10]);
  }
}

}  // namespace

std::string_view language_folder(Language language) { return language == Language::id ? "id" : "en"; }

std::vector<std::string> number_words(unsigned number, Language language) {
  std::vector<std::string> words;
  number %= 1000;
  const unsigned hundreds = number / 100;
  if (hundreds > 0) {
    if (language == Language::id) {
      words.emplace_back(hundreds == 1 ? "seratus" : std::string(id_units[hundreds]) + "_ratus");
    } else {
      words.emplace_back(std::string(en_units[hundreds]) + "_hundred");
    }
    number %= 100;
    if (number == 0) {
      return words;
    }
  }
  say_below_100(number, language, words);
  return words;
}

std::vector<std::string> phrase(const Announcement& call, Language language, NumberReading reading) {
  std::vector<std::string> clips{language == Language::id ? "nomor_antrean" : "queue_number"};
  std::size_t at = 0;
  for (; at < call.number.size(); ++at) {
    const char letter = call.number[at];
    if (letter >= 'A' && letter <= 'Z') {
      clips.push_back(std::string("letter_") + static_cast<char>(letter - 'A' + 'a'));
    } else if (letter >= '0' && letter <= '9') {
      break;
    }
  }
  unsigned value = 0;
  for (; at < call.number.size(); ++at) {
    const char digit = call.number[at];
    if (digit < '0' || digit > '9') {
      continue;
    }
    const auto unit = static_cast<unsigned>(digit - '0');
    if (reading == NumberReading::digits) {
      clips.emplace_back(language == Language::id ? id_units[unit] : en_units[unit]);
    }
    value = value * 10 + unit;
  }
  if (reading == NumberReading::cardinal) {
    for (auto& word : number_words(value, language)) {
      clips.push_back(std::move(word));
    }
  }
  clips.emplace_back(language == Language::id ? "silakan_menuju_loket" : "please_go_to_counter");
  for (auto& word : number_words(call.counter, language)) {
    clips.push_back(std::move(word));
  }
  return clips;
}

}  // namespace antrean
