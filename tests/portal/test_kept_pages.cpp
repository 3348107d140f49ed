#include "web/kept_pages.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {
const UtcTime now = from_ms(1'795'323'600'000);
constexpr UtcTime for_ever = UtcTime::max();
}  // namespace

TEST_GROUP(KeptPages) { KeptPages pages{"TOKEN"}; };

TEST(KeptPages, APageIsGoodForItsVersionAndItsTime) {
  const auto made = pages.keep("id/a", 7, now, now + Minutes(5), "<p>a</p>");
  CHECK(pages.find("id/a", 7, now) == made);
  CHECK(pages.find("id/a", 7, now + Minutes(5) - Milliseconds(1)) == made);
  CHECK(pages.find("en/a", 7, now) == nullptr);
  const struct {
    std::uint64_t version;
    UtcTime at;
  } no_longer[] = {{8, now}, {6, now}, {7, now + Minutes(5)}, {7, now - Milliseconds(1)}};
  for (const auto& one : no_longer) {
    pages.keep("id/a", 7, now, now + Minutes(5), "<p>a</p>");
    CHECK(pages.find("id/a", one.version, one.at) == nullptr);
    LONGS_EQUAL(0, pages.bytes());
  }
}

TEST(KeptPages, TheETagIsOfTheContent) {
  const auto first = pages.keep("a", 1, now, for_ever, "<p>Bandung</p>");
  const auto same = pages.keep("b", 2, now, for_ever, "<p>Bandung</p>");
  const auto other = pages.keep("a", 1, now, for_ever, "<p>Bandung 2</p>");  // the settings have changed
  STRCMP_EQUAL(first->etag.c_str(), same->etag.c_str());
  CHECK(first->etag != other->etag);
  LONGS_EQUAL(2 + 32, first->etag.size());
}

TEST(KeptPages, ATokenGoesBetweenTheParts) {
  const auto kept = pages.keep("a", 1, now, for_ever, "<i>TOKEN</i><b>TOKEN");
  STRCMP_EQUAL("<i>x</i><b>x", kept->with("x").c_str());
  STRCMP_EQUAL("<i>y</i><b>y", kept->with("y").c_str());
  STRCMP_EQUAL("<p>", pages.keep("b", 1, now, for_ever, "<p>")->with("x").c_str());
}

TEST(KeptPages, TheLongestUnusedGoesWhenTheRoomIsFull) {
  const std::string page(1000, 'x');
  KeptPages one{"TOKEN"};
  one.keep("0", 1, now, for_ever, page);
  KeptPages few{"TOKEN", 3 * one.bytes()};
  for (const char* key : {"0", "1", "2"}) {
    few.keep(key, 1, now, for_ever, page);
  }
  CHECK(few.find("0", 1, now) != nullptr);
  few.keep("3", 1, now, for_ever, page);
  CHECK(few.find("1", 1, now) == nullptr);
  CHECK(few.find("0", 1, now) != nullptr && few.find("2", 1, now) != nullptr && few.find("3", 1, now) != nullptr);
  for (int i = 0; i < 1000; ++i) {
    few.keep(std::to_string(i), 1, now, for_ever, page);
    CHECK(few.bytes() <= 3 * one.bytes() + 6);
  }
  few.keep("3", 2, now, for_ever, "<p>");
  CHECK(few.find("3", 2, now) != nullptr);
}

TEST(KeptPages, WhatIsTooLargeOrGoodForNoTimeIsGivenAndNotKept) {
  KeptPages few{"TOKEN", 500};
  LONGS_EQUAL(1000, few.keep("a", 1, now, for_ever, std::string(1000, 'x'))->with({}).size());
  STRCMP_EQUAL("<p>", few.keep("b", 1, now, now, "<p>")->with({}).c_str());
  LONGS_EQUAL(0, few.bytes());
}

TEST(KeptPages, IfNoneMatchNamesAnETag) {
  const struct {
    const char* header;
    bool names;
  } table[] = {{"", false},      {"\"a\"", true},  {"W/\"a\"", true}, {"\"b\", \"a\"", true}, {"\"b\" ,W/\"a\" ", true},
               {"*", true},      {"\"b\"", false}, {"a", false},      {"\"a", false},         {",,", false},
               {"\"ab\"", false}};
  for (const auto& row : table) {
    CHECK_EQUAL_TEXT(row.names, names_etag(row.header, "\"a\""), row.header);
  }
}
