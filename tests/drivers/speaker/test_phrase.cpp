#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "speaker/phrase.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

std::string said(std::string number, CounterId counter, Language language, NumberReading reading) {
  std::string all;
  for (const auto& clip : phrase({.call = 1, .number = std::move(number), .counter = counter}, language, reading)) {
    all += (all.empty() ? "" : " ") + clip;
  }
  return all;
}

// Two functions of the tests' own that write numbers, so that the driver's is not compared with itself. Both
// divide from the top, as grammar books give the rule.

std::string joined(const std::string& head, const std::string& tail) { return tail.empty() ? head : head + " " + tail; }

/// Indonesian; "" for 0, as in the rest of a larger number.
std::string terbilang_rest(unsigned n) {
  static const char* const words[] = {"",     "satu",  "dua",     "tiga",     "empat",   "lima",
                                      "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"};
  if (n < 12) {
    return words[n];
  }
  if (n < 20) {
    return terbilang_rest(n - 10) + " belas";
  }
  if (n < 100) {
    return joined(terbilang_rest(n / 10) + " puluh", terbilang_rest(n % 10));
  }
  if (n < 200) {
    return joined("seratus", terbilang_rest(n - 100));
  }
  if (n < 1000) {
    return joined(terbilang_rest(n / 100) + " ratus", terbilang_rest(n % 100));
  }
  if (n < 2000) {
    return joined("seribu", terbilang_rest(n - 1000));
  }
  return joined(terbilang_rest(n / 1000) + " ribu", terbilang_rest(n % 1000));
}
std::string terbilang(unsigned n) { return n == 0 ? "nol" : terbilang_rest(n); }

std::string spelled_rest(unsigned n) {
  static const char* const small[] = {"",         "one",     "two",     "three",     "four",     "five",    "six",
                                      "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
                                      "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
  static const char* const tens[] = {"",      "",      "twenty",  "thirty", "forty",
                                     "fifty", "sixty", "seventy", "eighty", "ninety"};
  if (n < 20) {
    return small[n];
  }
  if (n < 100) {
    return joined(tens[n / 10], spelled_rest(n % 10));
  }
  if (n < 1000) {
    return joined(spelled_rest(n / 100) + " hundred", spelled_rest(n % 100));
  }
  return joined(spelled_rest(n / 1000) + " thousand", spelled_rest(n % 1000));
}
std::string spelled(unsigned n) { return n == 0 ? "zero" : spelled_rest(n); }

}  // namespace

TEST_GROUP(Phrase){};

TEST(Phrase, SaysCallsAsTheFieldDoes) {
  const struct {
    const char* number;
    CounterId counter;
    Language language;
    NumberReading reading;
    const char* expected;
  } rows[] = {
      {"A001", 1, Language::id, NumberReading::digits, "nomor_antrean letter_a nol nol satu silakan_menuju_loket satu"},
      {"A001", 1, Language::id, NumberReading::cardinal, "nomor_antrean letter_a satu silakan_menuju_loket satu"},
      {"B123", 12, Language::id, NumberReading::cardinal,
       "nomor_antrean letter_b seratus dua_puluh tiga silakan_menuju_loket dua_belas"},
      {"E156", 10, Language::id, NumberReading::digits,
       "nomor_antrean letter_e satu lima enam silakan_menuju_loket sepuluh"},
      {"C200", 11, Language::id, NumberReading::cardinal,
       "nomor_antrean letter_c dua_ratus silakan_menuju_loket sebelas"},
      {"A000", 1, Language::id, NumberReading::cardinal, "nomor_antrean letter_a nol silakan_menuju_loket satu"},
      {"A013", 21, Language::en, NumberReading::digits,
       "queue_number letter_a zero one three please_go_to_counter twenty one"},
      {"Z999", 3, Language::en, NumberReading::cardinal,
       "queue_number letter_z nine_hundred ninety nine please_go_to_counter three"},
      {"A1233", 1, Language::id, NumberReading::cardinal,
       "nomor_antrean letter_a seribu dua_ratus tiga_puluh tiga silakan_menuju_loket satu"},
      {"A1233", 1, Language::en, NumberReading::cardinal,
       "queue_number letter_a one_thousand two_hundred thirty three please_go_to_counter one"},
      {"A1233", 1, Language::id, NumberReading::digits,
       "nomor_antrean letter_a satu dua tiga tiga silakan_menuju_loket satu"},
      {"K9000", 1000, Language::id, NumberReading::cardinal,
       "nomor_antrean letter_k sembilan_ribu silakan_menuju_loket seribu"},
      {"A10000", 1, Language::id, NumberReading::cardinal,
       "nomor_antrean letter_a satu nol nol nol nol silakan_menuju_loket satu"},
      {"A4294967297", 3, Language::en, NumberReading::cardinal,
       "queue_number letter_a four two nine four nine six seven two nine seven please_go_to_counter three"},
      {"A", 12345, Language::en, NumberReading::cardinal,
       "queue_number letter_a please_go_to_counter one two three four five"},
      {"A-07", 3, Language::en, NumberReading::digits, "queue_number letter_a zero seven please_go_to_counter three"},
  };
  for (const auto& row : rows) {
    STRCMP_EQUAL(row.expected, said(row.number, row.counter, row.language, row.reading).c_str());
  }
}

TEST(Phrase, SaysEveryNumberTo9999AsPeopleWriteIt) {
  for (unsigned n = 0; n <= largest_cardinal; ++n) {
    for (const Language language : {Language::id, Language::en}) {
      std::string words;
      for (const auto& clip : number_words(n, language)) {
        words += (words.empty() ? "" : " ") + clip;
      }
      std::ranges::replace(words, '_', ' ');
      STRCMP_EQUAL((language == Language::id ? terbilang(n) : spelled(n)).c_str(), words.c_str());
    }
  }
}

TEST(Phrase, EveryNumberAndLetterHasItsClip) {
  for (const Language language : {Language::id, Language::en}) {
    std::set<std::string> clips;
    for (const NumberReading reading : {NumberReading::digits, NumberReading::cardinal}) {
      for (char letter = 'A'; letter <= 'Z'; ++letter) {
        for (unsigned n = 0; n <= largest_cardinal; n += letter == 'A' ? 1 : largest_cardinal) {
          const Announcement call{
              .call = 1, .number = letter + std::to_string(n), .counter = static_cast<CounterId>(n)};
          const auto said = phrase(call, language, reading);
          clips.insert(said.begin(), said.end());
        }
      }
    }
    for (const std::string& clip : clips) {
      if (!std::filesystem::exists(std::filesystem::path(VOICES) / language_folder(language) / (clip + ".wav"))) {
        FAIL((clip + " has no clip").c_str());
      }
    }
  }
}
