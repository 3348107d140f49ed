// The pieces a frame is made of: colours, words, fitting, damage.
#include "frame/damage.hpp"
#include "frame/theme.hpp"
#include "frame/typesetter.hpp"
#include "frame/words.hpp"
#include "ruler.hpp"
#include "samples.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;

TEST_GROUP(Colours){};

TEST(Colours, AreReadFromHexAndWrittenBack) {
  for (const char* good : {"#000000", "#ffffff", "#0a1f44"}) {
    STRCMP_EQUAL(good, Colour::parse(good)->text().c_str());
  }
  STRCMP_EQUAL("#abcdef", Colour::parse("#ABCDEF")->text().c_str());
  for (const char* bad : {"", "#", "#fff", "000000", "#00000g", "#0000000", "# 00000"}) {
    CHECK_FALSE_TEXT(Colour::parse(bad).has_value(), bad);
  }
}

TEST(Colours, ContrastIsWhatWcagSays) {
  DOUBLES_EQUAL(21.0, contrast(Colour{0, 0, 0}, Colour{255, 255, 255}), 1e-9);
  DOUBLES_EQUAL(1.0, contrast(Colour{1, 2, 3}, Colour{1, 2, 3}), 1e-9);
  DOUBLES_EQUAL(4.54, contrast(Colour{0x76, 0x76, 0x76}, Colour{255, 255, 255}), 0.005);  // the usual example
  DOUBLES_EQUAL(contrast(Colour{9, 99, 199}, Colour{255, 0, 9}), contrast(Colour{255, 0, 9}, Colour{9, 99, 199}),
                1e-12);
}

TEST(Colours, OfTheDefaultThemeAreStrongEnough) { CHECK_TRUE(faint_pairs(Theme{}).empty()); }

TEST(Colours, AFaintThemeIsToldPairByPair) {
  Theme theme;
  theme.accent = Colour{0x30, 0x40, 0x60};
  const auto faint = faint_pairs(theme);
  LONGS_EQUAL(1, faint.size());
  STRCMP_EQUAL("accent_ink", std::string{faint[0].ink}.c_str());
  STRCMP_EQUAL("accent", std::string{faint[0].ground}.c_str());
}

TEST_GROUP(Wording) { Words words{Languages::indonesian_english}; };

TEST(Wording, DatesInBothLanguages) {
  struct Day {
    const char* iso;
    const char* indonesian;
    const char* english;
  };
  for (const Day& day : {Day{"2026-11-22", "Minggu, 22 November 2026", "Sunday, 22 November 2026"},
                         {"2024-02-29", "Kamis, 29 Februari 2024", "Thursday, 29 February 2024"},
                         {"2027-01-01", "Jumat, 1 Januari 2027", "Friday, 1 January 2027"},
                         {"2026-08-17", "Senin, 17 Agustus 2026", "Monday, 17 August 2026"},
                         {"2026-12-31", "Kamis, 31 Desember 2026", "Thursday, 31 December 2026"}}) {
    const Saying date = words.date(*OfficeDay::parse(day.iso));
    STRCMP_EQUAL(day.indonesian, date.first.c_str());
    STRCMP_EQUAL(day.english, date.second.c_str());
  }
}

TEST(Wording, WaitsFromNoneToHours) {
  struct Wait {
    WaitRange range;
    const char* indonesian;
    const char* english;
  };
  for (const Wait& wait : {Wait{{0, 0, 0}, "Langsung", "No wait"},
                           {{0, 2, 5}, "0–5 menit", "0–5 min"},
                           {{30, 38, 45}, "30–45 menit", "30–45 min"},
                           {{15, 15, 15}, "15 menit", "15 min"},
                           {{90, 95, 99}, "90–99 menit", "90–99 min"},
                           {{95, 100, 110}, "1,5–2 jam", "1.5–2 hours"},
                           {{120, 120, 120}, "2 jam", "2 hours"},
                           {{50, 40, 30}, "50 menit", "50 min"}}) {
    const Saying said = words.wait(wait.range);
    STRCMP_EQUAL(wait.indonesian, said.first.c_str());
    STRCMP_EQUAL(wait.english, said.second.c_str());
  }
}

TEST(Wording, OnlyAPlainCounterNameIsTranslated) {
  STRCMP_EQUAL("Counter 12", words.counter("Loket 12").second.c_str());
  for (const char* own : {"Loket", "Loket ", "Loket A", "Loket 1A", "Loket 12345", "Ruang Wawancara 2", ""}) {
    STRCMP_EQUAL(own, words.counter(own).first.c_str());
    STRCMP_EQUAL("", words.counter(own).second.c_str());
  }
  STRCMP_EQUAL("Counter 3", Words{Languages::english_indonesian}.counter("Loket 3").first.c_str());
}

TEST(Wording, OrdersLanguagesAndSaysEqualWordsOnce) {
  CHECK_TRUE((words.say("Tutup", "Closed") == Saying{"Tutup", "Closed"}));
  CHECK_TRUE((words.say("Normal", "Normal") == Saying{"Normal", ""}));
  CHECK_TRUE((Words{Languages::indonesian}.say("Tutup", "Closed") == Saying{"Tutup", ""}));
  CHECK_TRUE((Words{Languages::english}.say("Tutup", "Closed") == Saying{"Closed", ""}));
  CHECK_TRUE((Words{Languages::english_indonesian}.say("Tutup", "Closed") == Saying{"Closed", "Tutup"}));
}

TEST_GROUP(Typesetting) {
  Ruler ruler;
  DrawList list;
  Typesetter type{ruler, list};
};

TEST(Typesetting, ShrinksToFitAndNotBelowTheLeast) {
  LONGS_EQUAL(100, type.fitting_size(FontRole::number, "A001", 256, 100, 20));
  LONGS_EQUAL(99, type.fitting_size(FontRole::number, "A001", 255, 100, 20));
  LONGS_EQUAL(50, type.fitting_size(FontRole::number, "A001", 128, 100, 20));
  LONGS_EQUAL(20, type.fitting_size(FontRole::number, "A001", 1, 100, 20));
  LONGS_EQUAL(20, type.fitting_size(FontRole::number, "A001", -5, 100, 20));
}

TEST(Typesetting, ShortensButKeepsTheNumberAtTheEnd) {
  const auto room = [&](int letters) {
    return type.width(FontRole::plain, 20, std::string(static_cast<std::size_t>(letters), 'x'));
  };
  const auto shortened = [&](const char* text, int letters) {
    return type.shortened(FontRole::plain, 20, text, room(letters));
  };
  STRCMP_EQUAL("Loket Prioritas 12", shortened("Loket Prioritas 12", 18).c_str());
  STRCMP_EQUAL("Loket Prior… 12", shortened("Loket Prioritas 12", 15).c_str());
  STRCMP_EQUAL("Loket… 12", shortened("Loket Prioritas 12", 9).c_str());
  STRCMP_EQUAL("Wawanca…", shortened("Wawancara", 8).c_str());
  STRCMP_EQUAL("…", shortened("Wawancara", 1).c_str());
  STRCMP_EQUAL("", shortened("Wawancara", 0).c_str());
  STRCMP_EQUAL("éé…", shortened("éééééé", 3).c_str());  // never half a code point
}

TEST(Typesetting, CentresCapitalsInTheirArea) {
  const Rect box = type.put("x", "HHHH", {FontRole::strong, 40, 0, {}, Align::centre}, {100, 100, 400, 100});
  const Text text = texts(list).front();
  LONGS_EQUAL(150, text.baseline - 29 / 2);
  LONGS_EQUAL(300, box.x + box.width / 2);
  type.put("y", "HHHH", {FontRole::strong, 40, 0, {}, Align::right}, {100, 100, 400, 100});
  LONGS_EQUAL(500, texts(list).back().box.right());
}

TEST(Typesetting, TheSecondLanguageYields) {
  const Saying saying{"Menunggu", "Waiting"};
  const Style style{FontRole::strong, 30, 24, {}, Align::left};
  type.put_beside("both", saying, style, {}, {0, 0, 400, 50});
  CHECK_TRUE(drawn(list, "both.second"));
  type.put_beside("one", saying, style, {}, {0, 0, 160, 50});
  CHECK_TRUE(drawn(list, "one"));
  CHECK_FALSE(drawn(list, "one.second"));
}

TEST(Typesetting, LobbyABlockIsWrappedShrunkAndOnlyThenCut) {
  const Saying saying{"Layar sedang menyambung", "The screen is connecting"};
  const auto block = [&](Rect area) {
    list.items.clear();
    type.put_block("b", saying, {FontRole::strong, 60, 20, {}, Align::left}, {}, area);
    for (const Text& text : texts(list)) {
      CHECK_TRUE(area.contains(text.box));
    }
  };
  block({0, 0, 1000, 300});
  STRCMP_EQUAL("Layar sedang menyambung", said(list, "b")->c_str());
  LONGS_EQUAL(60, texts(list)[0].size);
  block({0, 0, 400, 300});
  STRCMP_EQUAL("Layar sedang menyambung", whole(list, "b").c_str());
  STRCMP_EQUAL("The screen is connecting", whole(list, "b.second").c_str());
  block({0, 0, 300, 30});  // one line at the least size
  STRCMP_EQUAL("Layar sedang menyambung", said(list, "b")->c_str());
  CHECK_FALSE(drawn(list, "b.second"));
  block({0, 0, 170, 26});
  STRCMP_EQUAL("Layar sedang…", said(list, "b")->c_str());
}

TEST(Typesetting, DrawsNothingWhereThereIsNoRoom) {
  type.put("x", "HHHH", {FontRole::strong, 40, 0, {}, Align::left}, {0, 0, 0, 100});
  type.put("x", "", {FontRole::strong, 40, 0, {}, Align::left}, {0, 0, 100, 100});
  type.put("x", "HHHH", {FontRole::strong, 40, 0, {}, Align::left}, {0, 0, 3, 100});
  type.fill("x", {0, 0, 10, 0}, {});
  LONGS_EQUAL(0, list.items.size());
}

TEST_GROUP(Damage) {
  FrameInput input;
  Snapshot snapshot = sample("ordinary");
  void setup() override { input.now = snapshot.at; }
  DrawList draw() { return frame(snapshot, input, Ruler{}).list; }
};

TEST(Damage, IsNothingBetweenEqualFrames) { CHECK_TRUE(damage(draw(), draw()).empty()); }

TEST(Damage, IsEverythingFromNothing) { CHECK_TRUE((damage({}, draw()) == std::vector<Rect>{{0, 0, 1920, 1080}})); }

TEST(Damage, OfAMinuteIsTheClock) {
  const DrawList before = draw();
  input.now += std::chrono::minutes{1};
  const std::vector<Rect> rects = damage(before, draw());
  LONGS_EQUAL(1, rects.size());
  for (const Text& text : texts(before)) {
    if (text.part == "clock") {
      CHECK_TRUE(rects[0].contains(text.box));
    }
  }
  CHECK_TRUE(rects[0].width < 400);
}

TEST(Damage, CoversEveryItemOnlyOneFrameHasAndNeverOverlaps) {
  std::vector<DrawList> frames;
  for (const std::string name : sample_names) {
    snapshot = sample(name);
    frames.push_back(draw());
  }
  for (const DrawList& before : frames) {
    for (const DrawList& after : frames) {
      const std::vector<Rect> rects = damage(before, after);
      const auto covered = [&](const Item& item) {
        return std::any_of(rects.begin(), rects.end(), [&](const Rect& rect) { return rect.contains(bounds(item)); });
      };
      const auto only_in = [&](const DrawList& one, const DrawList& other) {
        for (const Item& item : one.items) {
          const bool both = std::find(other.items.begin(), other.items.end(), item) != other.items.end();
          if (!both) {
            CHECK_TRUE_TEXT(covered(item), std::string{part(item)}.c_str());
          }
        }
      };
      only_in(before, after);
      only_in(after, before);
      for (std::size_t i = 0; i < rects.size(); ++i) {
        for (std::size_t j = i + 1; j < rects.size(); ++j) {
          CHECK_FALSE(rects[i].meets(rects[j]));
        }
      }
    }
  }
}
