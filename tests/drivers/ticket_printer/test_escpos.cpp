// The commands, byte by byte, as the manuals of printers have them.
#include <string>

#include "ticket_printer/escpos.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using escpos::Condition;
using escpos::Question;

namespace {

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    constexpr const char* digits = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    text += std::string(text.empty() ? "" : " ") + digits[value >> 4] + digits[value & 15];
  }
  return text;
}

Condition after(Question question, std::uint8_t answer) {
  Condition now;
  escpos::read(question, answer, now);
  return now;
}

}  // namespace

TEST_GROUP(Escpos){};

TEST(Escpos, CommandsAreThoseOfTheManuals) {
  STRCMP_EQUAL("1B 40", hex(escpos::initialize()).c_str());
  STRCMP_EQUAL("1B 4A 18", hex(escpos::feed(24)).c_str());
  STRCMP_EQUAL("1D 56 42 00", hex(escpos::cut()).c_str());
  STRCMP_EQUAL("10 04 01", hex(escpos::ask(Question::printer)).c_str());
  STRCMP_EQUAL("10 04 04", hex(escpos::ask(Question::paper)).c_str());
  STRCMP_EQUAL("1D 72 01", hex(escpos::ask_when_printed()).c_str());
  STRCMP_EQUAL("00 00 00", hex(escpos::padding(3)).c_str());
}

TEST(Escpos, ABandOfAPictureHasItsSizeAndItsRows) {
  const DotPicture picture{.width = 16, .height = 3, .rows = {1, 2, 3, 4, 5, 6}};
  STRCMP_EQUAL("1D 76 30 00 02 00 01 00 01 02", hex(escpos::raster(picture, 0, 1)).c_str());
  STRCMP_EQUAL("1D 76 30 00 02 00 02 00 03 04 05 06", hex(escpos::raster(picture, 1, 2)).c_str());
  const DotPicture large{.width = 2400, .height = 300, .rows = std::vector<std::uint8_t>(90'000)};
  STRCMP_EQUAL("1D 76 30 00 2C 01 2C 01", hex(escpos::raster(large, 0, 300).substr(0, 8)).c_str());
}

TEST(Escpos, AnswersAreToldFromNoise) {
  for (const int answer : {0x12, 0x16, 0x1A, 0x1E, 0x32, 0x72, 0x7E}) {
    CHECK_TRUE(escpos::is_answer(static_cast<std::uint8_t>(answer)));
    CHECK_FALSE(escpos::is_printed_answer(static_cast<std::uint8_t>(answer)));
  }
  for (const int noise : {0x00, 0xFF, 0x10, 0x13, 0x92, 0x41}) {
    CHECK_FALSE(escpos::is_answer(static_cast<std::uint8_t>(noise)));
  }
  CHECK_TRUE(escpos::is_printed_answer(0x00));
  CHECK_TRUE(escpos::is_printed_answer(0x0F));
  CHECK_FALSE(escpos::is_printed_answer(0x80));
}

TEST(Escpos, EachBitOfAnAnswerMeansWhatTheManualSays) {
  CHECK_TRUE(after(Question::printer, 0x12) == Condition{});
  CHECK_TRUE(after(Question::printer, 0x16) == Condition{});  // the drawer's pin
  CHECK_TRUE(after(Question::printer, 0x1A) == (Condition{.offline = true}));
  CHECK_TRUE(after(Question::printer, 0x52) == (Condition{.being_fed = true}));
  CHECK_TRUE(after(Question::offline, 0x12) == Condition{});
  CHECK_TRUE(after(Question::offline, 0x16) == (Condition{.cover_open = true}));
  CHECK_TRUE(after(Question::offline, 0x1A) == (Condition{.being_fed = true}));
  CHECK_TRUE(after(Question::offline, 0x32) == (Condition{.paper_out = true}));
  CHECK_TRUE(after(Question::error, 0x12) == Condition{});
  CHECK_TRUE(after(Question::error, 0x1A) == (Condition{.knife_stuck = true}));
  CHECK_TRUE(after(Question::error, 0x32) == (Condition{.broken = true}));
  CHECK_TRUE(after(Question::error, 0x52) == (Condition{.too_hot = true}));
  CHECK_TRUE(after(Question::paper, 0x12) == Condition{});
  CHECK_TRUE(after(Question::paper, 0x1E) == (Condition{.paper_low = true}));
  CHECK_TRUE(after(Question::paper, 0x72) == (Condition{.paper_out = true}));
  CHECK_TRUE(after(Question::paper, 0x7E) == (Condition{.paper_out = true, .paper_low = true}));
  Condition together;
  escpos::read(Question::printer, 0x1A, together);
  escpos::read(Question::offline, 0x16, together);
  CHECK_TRUE(together == (Condition{.offline = true, .cover_open = true}));
}
