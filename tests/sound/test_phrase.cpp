#include <filesystem>
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

}  // namespace

TEST_GROUP(Phrase){};

TEST(Phrase, says_calls_as_the_field_does) {
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
      {"A-07", 3, Language::en, NumberReading::digits, "queue_number letter_a zero seven please_go_to_counter three"},
  };
  for (const auto& row : rows) {
    STRCMP_EQUAL(row.expected, said(row.number, row.counter, row.language, row.reading).c_str());
  }
}

TEST(Phrase, every_number_and_letter_has_its_clip) {
  for (const Language language : {Language::id, Language::en}) {
    const auto folder = std::filesystem::path(VOICES) / std::string(language_folder(language));
    for (const NumberReading reading : {NumberReading::digits, NumberReading::cardinal}) {
      for (char letter = 'A'; letter <= 'Z'; ++letter) {
        for (unsigned n = 0; n < 1000; n += letter == 'A' ? 1 : 999) {
          const Announcement call{
              .call = 1, .number = letter + std::to_string(1000 + n).substr(1), .counter = static_cast<CounterId>(n)};
          for (const auto& clip : phrase(call, language, reading)) {
            if (!std::filesystem::exists(folder / (clip + ".wav"))) {
              FAIL((clip + " has no clip").c_str());
            }
          }
        }
      }
    }
  }
}
