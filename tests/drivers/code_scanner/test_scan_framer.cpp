#include <string>
#include <vector>

#include "code_scanner/scan_framer.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace std::chrono_literals;

namespace {

MonotonicTime at(std::chrono::milliseconds ms) { return MonotonicTime{ms}; }

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) {
    all += "[" + line + "]";
  }
  return all;
}

/// A line that begins with "AQ" is whole when it has six letters.
ScanFramer framer_of_codes() {
  return ScanFramer({.max_bytes = 512, .line_gap = 80ms, .unfinished_gap = 500ms, .whole = [](std::string_view line) {
                       return line.substr(0, 2) == "AQ" && line.size() >= 6;
                     }});
}

}  // namespace

TEST_GROUP(ScanFramer) {
  ScanFramer framer{{.max_bytes = 512, .line_gap = 80ms, .unfinished_gap = 500ms, .whole = {}}};
};

TEST(ScanFramer, EndsLinesWhateverTheSuffix) {
  const struct {
    std::string bytes;
    const char* expected;
  } rows[] = {
      {"AQ1ABC\r", "[AQ1ABC]"},
      {"AQ1ABC\n", "[AQ1ABC]"},
      {"AQ1ABC\r\n", "[AQ1ABC]"},
      {"A\rB\nC\r\n", "[A][B][C]"},
      {"\r\n\r\n", ""},
      {"", ""},
      {" A \r", "[ A ]"},
      {std::string("\0\0A\0\r", 5), "[A]"},
      {std::string("\0\r", 2), ""},
      {"\x02"
       "A\x03\r",
       "[A]"},
      {"A\r\t", "[A]"},
      {"A\r\x03", "[A]"},
      {"A\tB\t", "[A][B]"},
      {"\x02"
       "A\x03\x02"
       "B\x03",
       "[A][B]"},
      {" \r \x7f\r", ""},
  };
  for (const auto& row : rows) {
    ScanFramer fresh{{.max_bytes = 512, .line_gap = 80ms, .unfinished_gap = 500ms, .whole = {}}};
    STRCMP_EQUAL(row.expected, joined(fresh.take(row.bytes, at(0ms))).c_str());
  }
}

TEST(ScanFramer, JoinsALineThatComesInPieces) {
  STRCMP_EQUAL("", joined(framer.take("AQ1", at(0ms))).c_str());
  STRCMP_EQUAL("[AQ1XYZ]", joined(framer.take("XYZ\r", at(40ms))).c_str());
}

TEST(ScanFramer, SilenceEndsALineWithoutASuffix) {
  framer.take("AD-QFJ8BD", at(0ms));
  CHECK_FALSE(framer.idle(at(79ms)).has_value());
  CHECK_TRUE(framer.deadline() == at(80ms));
  STRCMP_EQUAL("AD-QFJ8BD", framer.idle(at(80ms)).value().c_str());
  CHECK_FALSE(framer.idle(at(200ms)).has_value());
  CHECK_FALSE(framer.deadline().has_value());
}

TEST(ScanFramer, BytesAfterASilenceAreANewLine) {
  framer.take("OLD", at(0ms));
  STRCMP_EQUAL("[OLD][NEW]", joined(framer.take("NEW\r", at(100ms))).c_str());
}

TEST(ScanFramer, AnOversizedLineIsCutAndTheNextIsWhole) {
  const auto lines = framer.take(std::string(4096, 'X') + "\rAQ1\r", at(0ms));
  LONGS_EQUAL(2, lines.size());
  LONGS_EQUAL(513, lines[0].size());
  STRCMP_EQUAL("AQ1", lines[1].c_str());
}

TEST(ScanFramer, AnUnpluggedScannerLeavesNothingBehind) {
  framer.take("HALF", at(0ms));
  framer.clear();
  STRCMP_EQUAL("[AQ1]", joined(framer.take("AQ1\r", at(10ms))).c_str());
}

TEST(ScanFramer, ACodeThatPausesInItsMiddleIsOneLine) {
  ScanFramer codes = framer_of_codes();
  STRCMP_EQUAL("", joined(codes.take("AQ1", at(0ms))).c_str());
  CHECK_FALSE(codes.idle(at(499ms)).has_value());
  STRCMP_EQUAL("[AQ1XYZ]", joined(codes.take("XYZ\r", at(150ms))).c_str());
}

TEST(ScanFramer, AWholeCodeNeedsNoMoreThanTheShortSilence) {
  ScanFramer codes = framer_of_codes();
  codes.take("AQ1", at(0ms));
  codes.take("XYZ", at(150ms));
  CHECK_TRUE(codes.deadline() == at(230ms));
  STRCMP_EQUAL("AQ1XYZ", codes.idle(at(230ms)).value().c_str());
  STRCMP_EQUAL("", joined(codes.take("\r\n", at(300ms))).c_str());
}

TEST(ScanFramer, WhatIsNoCodeEndsTooALittleLater) {
  ScanFramer codes = framer_of_codes();
  codes.take("8991234567890", at(0ms));
  CHECK_TRUE(codes.deadline() == at(500ms));
  STRCMP_EQUAL("8991234567890", codes.idle(at(500ms)).value().c_str());
}

TEST(ScanFramer, ASuffixThatComesLateIsNoLineAndNoPartOfTheNext) {
  ScanFramer codes = framer_of_codes();
  STRCMP_EQUAL("[AQ1ABC]", joined(codes.take("AQ1ABC\r", at(0ms))).c_str());
  STRCMP_EQUAL("", joined(codes.take(" ", at(90ms))).c_str());
  CHECK_FALSE(codes.idle(at(600ms)).has_value());
  STRCMP_EQUAL("[AQ1XYZ]", joined(codes.take("AQ1XYZ\r", at(700ms))).c_str());
}
