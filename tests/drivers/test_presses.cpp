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
