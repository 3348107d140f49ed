#include <stdlib.h>

#include <sstream>

#include <boost/json/parse.hpp>

#include "cli/render/json_text.hpp"
#include "cli/render/table.hpp"
#include "cli/render/terminal.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli;

namespace {

std::string printed(const Table& table, bool colour = false) {
  std::ostringstream out;
  Terminal to{out, Language::en, colour};
  table.print(to);
  return out.str();
}

}  // namespace

TEST_GROUP(Tables){};

TEST(Tables, ColumnsLineUpAndNothingTrails) {
  Table table({{"Number"}, {"Waiting", true}, {"Note"}});
  table.row({"B001", "7", ""});
  table.row({"A12", "120", "here"});
  STRCMP_EQUAL(
      "Number  Waiting  Note\n"
      "B001          7\n"
      "A12         120  here\n",
      printed(table).c_str());
}

TEST(Tables, TheLastTextWrapsWithinThePage) {
  Table table({{"Part"}, {"State"}});
  std::string long_text;
  for (int i = 0; i < 40; ++i) {
    long_text += "word" + std::to_string(i) + ' ';
  }
  table.row({"scanner", long_text});
  std::istringstream lines(printed(table));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CHECK_TEXT(cells(line) <= page_width, line.c_str());
    CHECK_TEXT(count < 2 || line.starts_with("         word"), line.c_str());
  }
  CHECK(count > 3);
}

TEST(Tables, LettersOfTwoBytesTakeOneCell) {
  LONGS_EQUAL(4, cells("caf\u00e9"));
  Table table({{"A"}, {"B"}});
  table.row({"\u00e9", "x"});
  table.row({"ee", "y"});
  STRCMP_EQUAL("A   B\n\u00e9   x\nee  y\n", printed(table).c_str());
}

TEST(Tables, ColourOnlyWhereItIsWanted) {
  Table table({{""}});
  table.row({Cell("bad", Style::bad)});
  STRCMP_EQUAL("bad\n", printed(table).c_str());
  STRCMP_EQUAL("\033[1;31mbad\033[0m\n", printed(table, true).c_str());
}

TEST(Tables, TheLanguageIsAskedForOrTheEnvironments) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    ::unsetenv(name);
  }
  CHECK(language_of("id") == Language::id);
  CHECK(language_of("en") == Language::en);
  CHECK(language_of("") == Language::en);
  ::setenv("LANG", "id_ID.UTF-8", 1);
  CHECK(language_of("") == Language::id);
  CHECK(language_of("en") == Language::en);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  CHECK(language_of("") == Language::en);
  ::unsetenv("LC_ALL");
  ::unsetenv("LANG");
}

TEST(Tables, ATerminalObeysNothingThatSomebodyTyped) {
  const std::string clipboard = "\033]52;c;cm0gLXJm\a";
  Table table({{"By"}, {"Reason"}});
  table.row({{clipboard, Style::strong}, std::string("two\nrows\u202e")});
  const std::string shown = printed(table, true);
  CHECK_TEXT(shown.find("\033[1m?]52;c;cm0gLXJm?\033[0m") != shown.npos, shown.c_str());
  CHECK_TEXT(shown.find("two?rows?") != shown.npos, shown.c_str());

  std::ostringstream out;
  Terminal to{out, Language::en, true};
  to.line("Closed by " + clipboard, Style::bad);
  to.heading("\033[2J\u009b31m");
  STRCMP_EQUAL("\033[1;31mClosed by ?]52;c;cm0gLXJm?\033[0m\n\n\033[1m?[2J?31m\033[0m\n", out.str().c_str());
}

TEST(Tables, JsonOnATerminalIsHarmlessAndSaysTheSame) {
  const std::string reason = "a\u009b31m\u202eb\x7f\u00e9";
  const std::string shown = json_text(boost::json::value(reason));
  STRCMP_EQUAL("\"a\\u009b31m\\u202eb\\u007f\u00e9\"", shown.c_str());
  STRCMP_EQUAL(reason.c_str(), boost::json::parse(shown).as_string().c_str());
}
