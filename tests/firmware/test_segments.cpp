// The font of the boards, glyph by glyph: a wrong segment shows a wrong letter at a counter.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>

#include "core/segments.h"

#include <CppUTest/TestHarness.h>

namespace {

/// The lit segments by their usual names: A top, B and C right, D bottom, E and F left, G middle, P the
/// point.
std::string lit(std::uint8_t segments) {
  std::string names;
  const std::string order = "PABCDEFG";
  for (unsigned bit = 0; bit < order.size(); ++bit) {
    if ((segments & (0x80u >> bit)) != 0) {
      names += order[bit];
    }
  }
  return names;
}

struct Glyph {
  char character;
  const char* segments;
};

constexpr Glyph glyphs[] = {
    {'0', "ABCDEF"}, {'1', "BC"},    {'2', "ABDEG"},   {'3', "ABCDG"},  {'4', "BCFG"},   {'5', "ACDFG"},
    {'6', "ACDEFG"}, {'7', "ABC"},   {'8', "ABCDEFG"}, {'9', "ABCDFG"}, {'A', "ABCEFG"}, {'B', "CDEFG"},
    {'C', "ADEF"},   {'D', "BCDEG"}, {'E', "ADEFG"},   {'F', "AEFG"},   {'G', "ACDEF"},  {'H', "BCEFG"},
    {'I', "EF"},     {'J', "BCDE"},  {'K', "ACEFG"},   {'L', "DEF"},    {'M', "ACE"},    {'N', "CEG"},
    {'O', "CDEG"},   {'P', "ABEFG"}, {'Q', "ABCFG"},   {'R', "EG"},     {'S', "ACDF"},   {'T', "DEFG"},
    {'U', "BCDEF"},  {'V', "CDE"},   {'W', "BDF"},     {'X', "ADG"},    {'Y', "BCDFG"},  {'Z', "ABDE"},
};

}  // namespace

TEST_GROUP(Segments){};

TEST(Segments, LightTheStrokesOfEveryGlyph) {
  LONGS_EQUAL(36, std::size(glyphs));
  for (const Glyph& glyph : glyphs) {
    STRCMP_EQUAL((std::string(1, glyph.character) + " " + glyph.segments).c_str(),
                 (std::string(1, glyph.character) + " " + lit(segments_of(glyph.character))).c_str());
    CHECK_TRUE(segments_known(glyph.character));
  }
}

TEST(Segments, TellEveryGlyphFromEveryOther) {
  std::set<std::uint8_t> seen{0, SEGMENTS_DASH, SEGMENTS_ALL};
  for (const Glyph& glyph : glyphs) {
    CHECK_TRUE(seen.insert(segments_of(glyph.character)).second);
  }
}

TEST(Segments, KnowDashPointAndSpaceAndLeaveTheRestDark) {
  STRCMP_EQUAL("G", lit(segments_of('-')).c_str());
  STRCMP_EQUAL("P", lit(segments_of('.')).c_str());
  STRCMP_EQUAL("", lit(segments_of(' ')).c_str());
  for (int code = 0; code < 256; ++code) {
    const char character = static_cast<char>(code);
    const bool listed = character == '-' || character == '.' || character == ' ' ||
                        std::any_of(std::begin(glyphs), std::end(glyphs),
                                    [&](const Glyph& glyph) { return glyph.character == character; });
    CHECK_EQUAL(listed, segments_known(character));
    if (!listed) {
      LONGS_EQUAL(0, segments_of(character));
    }
  }
}
