// How a line is split into runs, without any font: by direction, by script, and by the characters of a
// made-up font.
#include <string>

#include "sdl/text_runs.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::display;

namespace {

/// Font 0 has the characters below U+0300, font 1 those below U+1000, font 2 all.
int font_of(std::uint32_t point) { return point < 0x300 ? 0 : point < 0x1000 ? 1 : 2; }
bool has(int font, std::uint32_t point) { return font >= font_of(point); }

/// "0>[abc] 1<Arab[...]": font, direction, script and text of each run, in the order on the screen.
std::string cut(const std::string& text) {
  std::string said;
  for (const TextRun& run : text_runs(text, font_of, has)) {
    said += (said.empty() ? "" : " ") + std::to_string(run.font) + (run.right_to_left ? "<" : ">") + run.script + "[" +
            text.substr(run.begin, run.end - run.begin) + "]";
  }
  return said;
}

}  // namespace

TEST_GROUP(TextRuns){};

TEST(TextRuns, ALineOfOneFontAndScriptIsOneRun) {
  STRCMP_EQUAL("", cut("").c_str());
  STRCMP_EQUAL("0>Latn[Siapkan KTP, 3 lembar.]", cut("Siapkan KTP, 3 lembar.").c_str());
  STRCMP_EQUAL("0>[12:30]", cut("12:30").c_str());
}

TEST(TextRuns, AreCutWhereTheFontOrTheScriptChanges) {
  STRCMP_EQUAL("0>Latn[Halo ] 2>[🙂] 0>Latn[ dunia]", cut("Halo 🙂 dunia").c_str());
  STRCMP_EQUAL("0>Latn[a] 1>Grek[αβ] 1>Cyrl[вг]", cut("aαβвг").c_str());
}

TEST(TextRuns, WhatOnlyChangesItsNeighbourStaysWithIt) {
  STRCMP_EQUAL("0>Latn[cafe\u0301!]", cut("cafe\u0301!").c_str());
  STRCMP_EQUAL("2>[☕\uFE0F👨\u200D👩]", cut("☕\uFE0F👨\u200D👩").c_str());
  STRCMP_EQUAL("0>Latn[a\u200Bb]", cut("a\u200Bb").c_str());
}

TEST(TextRuns, ArabicRunsToTheLeftAndKeepsItsSpaces) {
  STRCMP_EQUAL("1<Arab[السلام عليكم]", cut("السلام عليكم").c_str());
  STRCMP_EQUAL("0>Latn[Salam: ] 1<Arab[السلام عليكم] 0>Latn[, semua]", cut("Salam: السلام عليكم, semua").c_str());
  // A line that begins in Arabic begins at the right: the next word is at its left.
  STRCMP_EQUAL("0>Latn[KTP] 1<Arab[أحضر ]", cut("أحضر KTP").c_str());
}

TEST(TextRuns, EveryByteIsInExactlyOneRunWhateverTheText) {
  std::uint32_t random = 1;
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) {
      static const char* const bits[] = {"a", " ", "7",    "(",        ")",      "é",  "\u0301", "α",
                                         "ب", "א", "٣",    "\u200F",   "\u202E", "🙂", "\uFE0F", "\u200D",
                                         "ꦱ", "ꦸ",  "\xC3", "\xF0\x9F", "\n",     "क",  "्"};
      random = random * 1664525u + 1013904223u;
      text += bits[(random >> 16) % (sizeof bits / sizeof *bits)];
    }
    std::string seen(text.size(), '.');
    for (const TextRun& run : text_runs(text, font_of, has)) {
      for (std::size_t i = run.begin; i < run.end; ++i) {
        CHECK_EQUAL('.', seen.at(i));
        seen[i] = 'x';
      }
    }
    CHECK_TRUE(seen.find('.') == std::string::npos);
  }
}
