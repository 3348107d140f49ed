#include <string>

#include "text/text.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

TEST_GROUP(Text){};

// The first and the last character of each length, and those beside the surrogates (RFC 3629, section 4).
TEST(Text, IsUtf8UpToEachLimitAndNotBeyond) {
  for (const char* character : {"a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xec\xbf\xbf", "\xed\x80\x80",
                                "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf3\xbf\xbf\xbf",
                                "\xf4\x80\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    const std::string whole = std::string("Siti ") + character + " A";
    CHECK_TEXT(text::is_utf8(whole), character);
    const std::string_view all(character);
    LONGS_EQUAL(all.size(), text::first(all)->bytes);
    if (all.size() > 1) {
      const std::string part(all.substr(0, all.size() - 1));
      CHECK_FALSE_TEXT(text::is_utf8("Siti " + part), character);
      CHECK_FALSE_TEXT(text::is_utf8("Siti " + part + " A"), character);
    }
  }
  for (const char* beyond : {"\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
                             "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\x80", "\xbf", "\xff"}) {
    CHECK_FALSE_TEXT(text::is_utf8(beyond), beyond);
    CHECK_FALSE(text::first(beyond).has_value());
    CHECK_FALSE(text::clean(beyond).has_value());
  }
  CHECK(text::is_utf8("") && !text::first("").has_value());
}

TEST(Text, CleanIsWhatSomebodyMeantToType) {
  const struct {
    const char* typed;
    const char* cleaned;
  } table[] = {
      {"", ""},
      {" \t\r\n ", ""},
      {"  Siti \t\n Aminah  ", "Siti Aminah"},
      {"Siti\u00a0\u2003Aminah\u2028", "Siti Aminah"},
      {"a\x01\x1b[31mb\x7f\u0085", "a[31mb"},
      {"\ufeffa\u200b\u2060b\u00ad", "ab"},
      {"\u202ea\u202c\u2066b\u2069\u200e\u200f\u061c", "ab"},
      {"Jose\u0301", "Jos\u00e9"},
      {"A\u030a \u212b", "\u00c5 \u00c5"},
      {"\uff21", "\uff21"},
      {"\u0646\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0646\u0645\u06cc\u200c\u0634\u0648\u062f"},
  };
  for (const auto& row : table) {
    STRCMP_EQUAL_TEXT(row.cleaned, text::clean(row.typed).value().c_str(), row.typed);
  }
}

TEST(Text, FoldedSpellingsOfOneNameAreTheSame) {
  const struct {
    const char* written;
    const char* folded;
  } table[] = {
      {"", ""},
      {"SITI Aminah", "siti aminah"},
      {"Nur'aini", "nuraini"},
      {"NUR\u2019\u00c1INI", "nuraini"},
      {"Nur`aini Nur\u02bcaini Nur\u00b4aini", "nuraini nuraini nuraini"},
      {"Zo\u00eb Zoe\u0308", "zoe zoe"},
      {"Stra\u00dfe", "strasse"},
      {"\uff33\uff29\uff34\uff29", "siti"},
      {"\ufb01na", "fina"},
      {"\u0391\u0392\u03a3", "\u03b1\u03b2\u03c3"},
      {"a\u202e\u200bb", "ab"},
      {"a\xff", "a\ufffd"},
  };
  for (const auto& row : table) {
    STRCMP_EQUAL_TEXT(row.folded, text::fold(row.written).c_str(), row.written);
  }
}

TEST(Text, OneLineShowsWhatCannotBeShownAsAQuestionMark) {
  const struct {
    const char* given;
    const char* shown;
  } table[] = {
      {"caf\u00e9 \u2605", "caf\u00e9 \u2605"},
      {"a\nb\tc\x1b", "a?b?c?"},
      {"a\u0085b\u2028c\u202ed\ufeff", "a?b?c?d?"},
      {"a\xff\xc3", "a??"},
  };
  for (const auto& row : table) {
    STRCMP_EQUAL(row.shown, text::one_line(row.given).c_str());
  }
}

TEST(Text, CutsBetweenCharactersOnly) {
  const std::string name = "a\u00e9\u2605";  // 1, 2 and 3 bytes
  const std::size_t kept[] = {0, 1, 1, 3, 3, 3, 6, 6};
  for (std::size_t most = 0; most < 8; ++most) {
    LONGS_EQUAL(kept[most], text::cut(name, most).size());
  }
  LONGS_EQUAL(2, text::cut("a\xff\xff", 2).size());
}

TEST(Text, CountsTheColumnsOfATerminal) {
  LONGS_EQUAL(4, text::columns("caf\u00e9"));
  LONGS_EQUAL(4, text::columns("cafe\u0301"));
  LONGS_EQUAL(4, text::columns("\u6f22\u5b57"));
  LONGS_EQUAL(2, text::columns("a\xff"));
}

TEST(Text, TellsLettersFromTheRest) {
  for (const char32_t c : {U'a', U'Z', U'\u00e9', U'\u0627', U'\u6f22'}) {
    CHECK(text::is_letter(c));
  }
  for (const char32_t c : {U'1', U' ', U'<', U'\u2605', U'\u0301'}) {
    CHECK_FALSE(text::is_letter(c));
  }
  CHECK(text::is_mark(U'\u0301') && !text::is_mark(U'a'));
}
