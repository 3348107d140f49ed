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
  for (const auto& line : lines) all += "[" + line + "]";
  return all;
}

}  // namespace

TEST_GROUP(ScanFramer) { ScanFramer framer{512, 80ms}; };

TEST(ScanFramer, ends_lines_whatever_the_suffix) {
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
       "[\x02"
       "A\x03]"},
  };
  for (const auto& row : rows) {
    ScanFramer fresh{512, 80ms};
    STRCMP_EQUAL(row.expected, joined(fresh.take(row.bytes, at(0ms))).c_str());
  }
}

TEST(ScanFramer, joins_a_line_that_comes_in_pieces) {
  STRCMP_EQUAL("", joined(framer.take("AQ1", at(0ms))).c_str());
  STRCMP_EQUAL("[AQ1XYZ]", joined(framer.take("XYZ\r", at(40ms))).c_str());
}

TEST(ScanFramer, silence_ends_a_line_without_a_suffix) {
  framer.take("AD-QFJ8BD", at(0ms));
  CHECK_FALSE(framer.idle(at(79ms)).has_value());
  CHECK_TRUE(framer.deadline() == at(80ms));
  STRCMP_EQUAL("AD-QFJ8BD", framer.idle(at(80ms)).value().c_str());
  CHECK_FALSE(framer.idle(at(200ms)).has_value());
  CHECK_FALSE(framer.deadline().has_value());
}

TEST(ScanFramer, bytes_after_a_silence_are_a_new_line) {
  framer.take("OLD", at(0ms));
  STRCMP_EQUAL("[OLD][NEW]", joined(framer.take("NEW\r", at(100ms))).c_str());
}

TEST(ScanFramer, an_oversized_line_is_cut_and_the_next_is_whole) {
  const auto lines = framer.take(std::string(4096, 'X') + "\rAQ1\r", at(0ms));
  LONGS_EQUAL(2, lines.size());
  LONGS_EQUAL(513, lines[0].size());
  STRCMP_EQUAL("AQ1", lines[1].c_str());
}

TEST(ScanFramer, an_unplugged_scanner_leaves_nothing_behind) {
  framer.take("HALF", at(0ms));
  framer.clear();
  STRCMP_EQUAL("[AQ1]", joined(framer.take("AQ1\r", at(10ms))).c_str());
}

TEST_GROUP(RepeatFilter) { RepeatFilter filter{2000ms}; };

TEST(RepeatFilter, a_code_held_before_a_repeating_scanner_arrives_once) {
  CHECK_TRUE(filter.is_new("A", at(0ms)));
  for (int i = 1; i <= 100; ++i) {
    CHECK_FALSE(filter.is_new("A", at(i * 100ms)));
  }
  CHECK_TRUE(filter.is_new("A", at(10'000ms + 2000ms)));
}

TEST(RepeatFilter, another_code_passes_at_once_and_the_first_may_come_again) {
  CHECK_TRUE(filter.is_new("A", at(0ms)));
  CHECK_TRUE(filter.is_new("B", at(1ms)));
  CHECK_TRUE(filter.is_new("A", at(2ms)));
}
