#include <sstream>

#include "csv/csv.hpp"

#include <CppUTest/TestHarness.h>

using antrean::CsvWriter;

namespace {

std::string cell(std::string_view text) {
  std::ostringstream out;
  CsvWriter(out).text(text);
  return out.str();
}

}  // namespace

TEST_GROUP(Csv){};

TEST(Csv, PlainCellsStayAsTheyAreAndRowsEndWithCrLf) {
  std::ostringstream out;
  CsvWriter csv(out);
  csv.text("B012").number(7).blank().text("Loket 1").end_row();
  csv.number(0).end_row();
  STRCMP_EQUAL("B012,7,,Loket 1\r\n0\r\n", out.str().c_str());
}

TEST(Csv, WhatSeparatesIsQuotedAndQuotesAreDoubled) {
  STRCMP_EQUAL("\"a,b\"", cell("a,b").c_str());
  STRCMP_EQUAL("\"said \"\"no\"\"\"", cell("said \"no\"").c_str());
  STRCMP_EQUAL("\"two\r\nlines\"", cell("two\r\nlines").c_str());
  STRCMP_EQUAL("", cell("").c_str());
}

TEST(Csv, NothingIsLeftThatASpreadsheetWouldRun) {
  for (const char first : std::string("=+-@\t\r")) {
    const std::string text = cell(std::string(1, first) + "cmd|' /C calc'!A0");
    CHECK_TEXT(text.starts_with("\"'"), text.c_str());
    CHECK_TEXT(text.ends_with("\""), text.c_str());
  }
  STRCMP_EQUAL("\"'=HYPERLINK(\"\"x\"\")\"", cell("=HYPERLINK(\"x\")").c_str());
  // In the middle of a cell it is only text for a spreadsheet.
  STRCMP_EQUAL("a=b", cell("a=b").c_str());
}

TEST(Csv, WhatATerminalWouldObeyIsAQuestionMark) {
  STRCMP_EQUAL("?]52;c;x?", cell("\033]52;c;x\a").c_str());
  STRCMP_EQUAL("?cut", cell("\u202ecut").c_str());
}
