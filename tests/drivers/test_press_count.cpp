// Presses of modules that do not count, and restarts of modules that do.
#include "call_pad/press_count.hpp"
#include "call_pad/presses.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace std::chrono_literals;

TEST_GROUP(PressCount) {
  PressEdges edges{50ms};
  MonotonicTime now{1h};

  /// The buttons are read every 10 ms for this long.
  void read_for(std::chrono::milliseconds time, ButtonSet down) {
    for (const auto until = now + time; now < until; now += 10ms) {
      edges.down(down, now);
      edges.up(static_cast<ButtonSet>(~down & all_buttons), now);
    }
  }
  unsigned count(Button button) { return edges.counts()[static_cast<std::size_t>(button)]; }
};

TEST(PressCount, AButtonThatIsDownAtTheFirstReadingIsNoPress) {
  read_for(500ms, set_of(Button::next));
  UNSIGNED_LONGS_EQUAL(0, count(Button::next));
  read_for(100ms, 0);
  read_for(100ms, set_of(Button::next));
  UNSIGNED_LONGS_EQUAL(1, count(Button::next));
}

TEST(PressCount, ABouncingContactIsOnePress) {
  read_for(200ms, 0);
  for (int bounce = 0; bounce < 4; ++bounce) {
    read_for(10ms, set_of(Button::done));
    read_for(20ms, 0);
  }
  read_for(500ms, set_of(Button::done));
  for (int bounce = 0; bounce < 4; ++bounce) {
    read_for(30ms, 0);
    read_for(10ms, set_of(Button::done));
  }
  read_for(200ms, 0);
  UNSIGNED_LONGS_EQUAL(1, count(Button::done));
  read_for(10ms, set_of(Button::done));
  UNSIGNED_LONGS_EQUAL(2, count(Button::done));
}

TEST(PressCount, OneReadingUpIsEnoughForALevelAndNotForALatch) {
  for (const bool remembered : {false, true}) {
    PressEdges slow{50ms};
    for (const bool down : {false, false, true, false, true}) {  // read every 200 ms
      if (!down) {
        slow.up(all_buttons, now);
      } else if (remembered) {
        slow.was_down(all_buttons);
      } else {
        slow.down(all_buttons, now);
      }
      now += 200ms;
    }
    UNSIGNED_LONGS_EQUAL(remembered ? 1 : 2, slow.counts()[0]);
  }
}

TEST(PressCount, WhatHappenedWhileNothingWasReadIsNoPress) {
  read_for(200ms, 0);
  edges.forget();
  read_for(100ms, set_of(Button::recall));
  UNSIGNED_LONGS_EQUAL(0, count(Button::recall));
}

TEST(PressCount, AModuleRestartedIfACounterWentBackAndNotIfItPassedItsEnd) {
  using Counts = std::array<std::uint32_t, button_count>;
  const struct {
    const char* what;
    bool wide;
    Counts before;
    Counts after;
    std::chrono::milliseconds between;
    bool restarted;
  } rows[] = {
      {"nothing", false, {5, 5, 5, 5}, {5, 5, 5, 5}, 100ms, false},
      {"presses", false, {5, 5, 5, 5}, {6, 5, 7, 5}, 100ms, false},
      {"back to 0", false, {5, 0, 0, 0}, {0, 0, 0, 0}, 100ms, true},
      {"back to 0 and pressed", false, {5, 0, 0, 0}, {4, 1, 0, 0}, 100ms, true},
      {"past the end", false, {65'535, 0, 0, 0}, {1, 0, 0, 0}, 100ms, false},
      {"past the end, or a restart long ago", false, {65'535, 0, 0, 0}, {1, 0, 0, 0}, 10s, true},
      {"back from just before the end", false, {65'500, 0, 0, 0}, {0, 0, 0, 0}, 100ms, true},
      {"past 16 bits of 32", true, {65'535, 0, 0, 0}, {65'537, 0, 0, 0}, 10s, false},
      {"back by 16 bits exactly", true, {65'541, 0, 0, 0}, {5, 0, 0, 0}, 100ms, true},
      {"another module with a higher count", true, {5, 0, 0, 0}, {131'077, 0, 0, 0}, 100ms, true},
  };
  for (const auto& row : rows) {
    ModuleCounters counters{row.wide};
    CHECK_FALSE(counters.restarted(row.before, now));
    CHECK_EQUAL_TEXT(row.restarted, counters.restarted(row.after, now + row.between), row.what);
  }
}

TEST(PressCount, OfAModuleWhoseStartIsUnknownNothingActsAfterARestart) {
  const auto reading = [](std::uint16_t boot, std::array<std::uint16_t, button_count> counters) {
    PadReading made{.pad = {"counters", 3}, .boot_id = boot, .counters = counters};
    made.start_unknown = true;
    return made;
  };
  const struct {
    const char* what;
    AcknowledgedPresses before;
    PadReading now;
    std::array<std::uint16_t, button_count> presses;
    bool restarted;
    ButtonSet unsure;
    PressAlarm alarm;
  } rows[] = {
      {"a press", {3, {7, 0, 0, 0}}, reading(3, {8, 0, 0, 0}), {1, 0, 0, 0}, false, 0, PressAlarm::none},
      {"past the end", {3, {65'535, 0, 0, 0}}, reading(3, {1, 0, 0, 0}), {2, 0, 0, 0}, false, 0, PressAlarm::none},
      {"back to 0", {3, {83, 2, 0, 0}}, reading(3, {0, 0, 0, 0}), {}, true, 0, PressAlarm::none},
      {"back, and pressed since", {3, {83, 2, 0, 0}}, reading(3, {1, 0, 0, 0}), {}, true, 1, PressAlarm::none},
      {"a new boot id", {3, {1, 0, 0, 0}}, reading(4, {2, 0, 5, 0}), {}, true, 0b101, PressAlarm::none},
      {"a jump ahead", {3, {1, 0, 0, 0}}, reading(3, {500, 0, 0, 0}), {}, false, 0, PressAlarm::implausible},
  };
  for (const auto& row : rows) {
    const auto found = presses_since(row.now, row.before);
    CHECK_TEXT(found.count == row.presses, row.what);
    CHECK_EQUAL_TEXT(row.restarted, found.restarted, row.what);
    UNSIGNED_LONGS_EQUAL_TEXT(row.unsure, found.unsure, row.what);
    CHECK_TEXT(found.alarm == row.alarm, row.what);
    CHECK_TEXT(found.acknowledge.counters == row.now.counters, row.what);
    CHECK_TEXT(found.acknowledge.boot_id == row.now.boot_id, row.what);
  }
}
