#include <limits>

#include "call_pad/presses.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

PadReading reading(std::uint16_t boot_id, std::array<std::uint16_t, 4> counters) {
  return {.pad = {"counters", 3}, .boot_id = boot_id, .counters = counters};
}

struct Row {
  const char* what;
  std::optional<AcknowledgedPresses> acknowledged;
  PadReading now;
  std::array<std::uint16_t, 4> presses;
  PressAlarm alarm;
  bool restarted;
};

const Row rows[] = {
    {"never heard before: only ground to count from",
     {},
     reading(7, {300, 2, 0, 9}),
     {0, 0, 0, 0},
     PressAlarm::none,
     false},
    {"nothing pressed", {{7, {5, 5, 5, 5}}}, reading(7, {5, 5, 5, 5}), {0, 0, 0, 0}, PressAlarm::none, false},
    {"one press", {{7, {5, 0, 0, 0}}}, reading(7, {6, 0, 0, 0}), {1, 0, 0, 0}, PressAlarm::none, false},
    {"several buttons", {{7, {5, 1, 2, 3}}}, reading(7, {6, 3, 2, 6}), {1, 2, 0, 3}, PressAlarm::none, false},
    {"a counter wraps", {{7, {65535, 0, 0, 0}}}, reading(7, {0, 0, 0, 0}), {1, 0, 0, 0}, PressAlarm::none, false},
    {"wraps by several", {{7, {65530, 0, 0, 65535}}}, reading(7, {4, 0, 0, 1}), {10, 0, 0, 2}, PressAlarm::none, false},
    {"as many as fingers can", {{7, {0, 0, 0, 0}}}, reading(7, {30, 0, 0, 0}), {30, 0, 0, 0}, PressAlarm::none, false},
    {"one more than that",
     {{7, {0, 0, 0, 0}}},
     reading(7, {31, 0, 0, 0}),
     {0, 0, 0, 0},
     PressAlarm::implausible,
     false},
    {"implausible beside plausible",
     {{7, {0, 0, 0, 0}}},
     reading(7, {1, 0, 500, 0}),
     {0, 0, 0, 0},
     PressAlarm::implausible,
     false},
    {"half the circle is still forward",
     {{7, {0, 0, 0, 0}}},
     reading(7, {0x8000, 0, 0, 0}),
     {0, 0, 0, 0},
     PressAlarm::implausible,
     false},
    {"back by one", {{7, {5, 0, 0, 0}}}, reading(7, {4, 0, 0, 0}), {0, 0, 0, 0}, PressAlarm::backward, false},
    {"back over the wrap",
     {{7, {3, 0, 0, 0}}},
     reading(7, {65534, 0, 0, 0}),
     {0, 0, 0, 0},
     PressAlarm::backward,
     false},
    {"back to nothing without a new boot id",
     {{7, {200, 9, 9, 9}}},
     reading(7, {0, 0, 0, 0}),
     {0, 0, 0, 0},
     PressAlarm::backward,
     false},
    {"backward weighs more than implausible",
     {{7, {5, 0, 0, 0}}},
     reading(7, {4, 900, 0, 0}),
     {0, 0, 0, 0},
     PressAlarm::backward,
     false},
    {"restart, nothing pressed since",
     {{7, {200, 9, 9, 9}}},
     reading(8, {0, 0, 0, 0}),
     {0, 0, 0, 0},
     PressAlarm::none,
     true},
    {"restart, pressed since", {{7, {200, 9, 9, 9}}}, reading(8, {2, 0, 1, 0}), {2, 0, 1, 0}, PressAlarm::none, true},
    {"restart, lower and higher than before",
     {{7, {1, 0, 0, 0}}},
     reading(8, {3, 0, 0, 0}),
     {3, 0, 0, 0},
     PressAlarm::none,
     true},
    {"restart long ago", {{7, {200, 9, 9, 9}}}, reading(8, {31, 0, 0, 0}), {0, 0, 0, 0}, PressAlarm::implausible, true},
    {"restart, counter near its end is no step back",
     {{7, {1, 0, 0, 0}}},
     reading(8, {65535, 0, 0, 0}),
     {0, 0, 0, 0},
     PressAlarm::implausible,
     true},
};

}  // namespace

TEST_GROUP(Presses){};

TEST(Presses, FollowFromWhatWasAcknowledgedAndWhatThePadShows) {
  for (const auto& row : rows) {
    const auto result = presses_since(row.now, row.acknowledged);
    CHECK_TEXT(result.count == row.presses, row.what);
    CHECK_TEXT(result.alarm == row.alarm, row.what);
    CHECK_TEXT(result.restarted == row.restarted, row.what);
    CHECK_TEXT(result.any() == (row.presses != std::array<std::uint16_t, 4>{}), row.what);
  }
}

TEST(Presses, OnceAcknowledgedAreNeverNewAgain) {
  for (const auto& row : rows) {
    const auto again = presses_since(row.now, presses_since(row.now, row.acknowledged).acknowledge);
    CHECK_TEXT(!again.any(), row.what);
    CHECK_TEXT(again.alarm == PressAlarm::none, row.what);
    CHECK_TEXT(!again.restarted, row.what);
  }
}

TEST(Presses, AddUpToWhatWasPressedHoweverOftenOneLooks) {
  // Twice through all 65536 values, with a reading after 1, 2, 3, .. presses.
  std::uint32_t pressed = 0;
  std::uint32_t seen = 0;
  AcknowledgedPresses acknowledged{.boot_id = 7, .counters = {}};
  for (std::uint16_t step = 1; pressed < 2 * 65536U; step = static_cast<std::uint16_t>(step % 30 + 1)) {
    pressed += step;
    const auto result = presses_since(reading(7, {0, static_cast<std::uint16_t>(pressed), 0, 0}), acknowledged);
    CHECK(result.alarm == PressAlarm::none);
    seen += result.count[1];
    acknowledged = result.acknowledge;
  }
  UNSIGNED_LONGS_EQUAL(pressed, seen);
}

TEST(Presses, OfASlowOfficeAreJudgedByItsOwnLimit) {
  const AcknowledgedPresses acknowledged{.boot_id = 7, .counters = {}};
  CHECK(presses_since(reading(7, {3, 0, 0, 0}), acknowledged, 2).alarm == PressAlarm::implausible);
  CHECK(presses_since(reading(7, {3, 0, 0, 0}), acknowledged, 3).alarm == PressAlarm::none);
}

// Long and double presses

namespace {

struct KindRow {
  const char* what;
  std::uint16_t before, now;          // counts of the first button
  std::uint8_t longs_now, pairs_now;  // before: 250 each, so that they wrap
  ButtonSet undecided;
  std::uint16_t shorts, longs, doubles;
  std::uint16_t acknowledged;
};

const KindRow kind_rows[] = {
    {"a short press", 5, 6, 250, 250, 0, 1, 0, 0, 6},
    {"not decided yet", 5, 6, 250, 250, 1, 0, 0, 0, 5},
    {"decided: long", 5, 6, 251, 250, 0, 0, 1, 0, 6},
    {"two quick ones", 5, 7, 250, 251, 0, 0, 0, 1, 7},
    {"one after another, and one that is not decided", 5, 8, 250, 250, 1, 2, 0, 0, 7},
    {"more long ones than are new", 65'534, 6, 2, 252, 1, 0, 7, 0, 5},
    {"of all kinds", 5, 13, 252, 252, 1, 1, 2, 2, 12},
    {"long, of a press that was the start to count from", 5, 5, 251, 250, 0, 0, 0, 0, 5},
    {"the first of the two was the start to count from", 5, 6, 250, 251, 0, 1, 0, 0, 6},
    {"not decided yet, and the start to count from", 5, 5, 250, 250, 1, 0, 0, 0, 5},
};

}  // namespace

TEST(Presses, AreShortLongOrDoubleWhereTheSettingsTellThemApart) {
  for (const auto& row : kind_rows) {
    PadReading now = reading(7, {row.now, 0, 0, 0});
    now.kinds = {.longs = 1, .doubles = 1};
    now.kind_counts = KindCounts{.longs = {row.longs_now, 0, 0, 0}, .doubles = {row.pairs_now, 0, 0, 0}};
    now.undecided = row.undecided;
    const AcknowledgedPresses before{.boot_id = 7,
                                     .counters = {row.before, 0, 0, 0},
                                     .kind_counts = KindCounts{.longs = {250, 0, 0, 0}, .doubles = {250, 0, 0, 0}}};
    const auto result = presses_since(now, before);
    LONGS_EQUAL_TEXT(row.shorts, result.count[0], row.what);
    LONGS_EQUAL_TEXT(row.longs, result.longs[0], row.what);
    LONGS_EQUAL_TEXT(row.doubles, result.doubles[0], row.what);
    LONGS_EQUAL_TEXT(row.acknowledged, result.acknowledge.counters[0], row.what);
    CHECK_TEXT(!presses_since(now, result.acknowledge).any(), row.what);
  }
}

TEST(Presses, OfAKindThatHasNoCommandAreShort) {
  PadReading now = reading(7, {9, 9, 0, 0});
  now.kind_counts = KindCounts{.longs = {1, 1, 0, 0}, .doubles = {1, 1, 0, 0}};
  const AcknowledgedPresses before{.boot_id = 7, .counters = {5, 5, 0, 0}, .kind_counts = KindCounts{}};
  now.kinds = {.longs = 1, .doubles = 2};
  const auto result = presses_since(now, before);
  LONGS_EQUAL(3, result.count[0]);
  LONGS_EQUAL(1, result.longs[0]);
  LONGS_EQUAL(2, result.count[1]);
  LONGS_EQUAL(1, result.doubles[1]);
}

TEST(Presses, AfterTheSettingsBeganToTellKindsApartAreRefusedOnceBecauseTheirKindIsNotKnown) {
  PadReading now = reading(7, {6, 6, 0, 0});
  now.kinds = {.longs = 1, .doubles = 0};
  now.kind_counts = KindCounts{.longs = {77, 0, 0, 0}, .doubles = {}};
  const auto result = presses_since(now, AcknowledgedPresses{.boot_id = 7, .counters = {5, 5, 0, 0}});
  LONGS_EQUAL(1, result.unsure);
  LONGS_EQUAL(0, result.count[0]);
  LONGS_EQUAL(1, result.count[1]);
  CHECK_TRUE(result.acknowledge.kind_counts == now.kind_counts);
}

TEST(Presses, OfAPadThatRestartedAreOfTheKindsThatItCountedSince) {
  PadReading now = reading(8, {4, 0, 0, 0});
  now.kinds = {.longs = 1, .doubles = 1};
  now.kind_counts = KindCounts{.longs = {1, 0, 0, 0}, .doubles = {1, 0, 0, 0}};
  const auto result = presses_since(now, AcknowledgedPresses{.boot_id = 7, .counters = {200, 0, 0, 0}});
  LONGS_EQUAL(1, result.count[0]);
  LONGS_EQUAL(1, result.longs[0]);
  LONGS_EQUAL(1, result.doubles[0]);
}
