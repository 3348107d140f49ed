// Long and double presses of a pad on a simulated line, from its firmware to the presses of the office.
#include <array>

#include "bus_fixture.hpp"
#include "call_pad/presses.hpp"
#include "call_pad/register_pad.hpp"
#include "wire/wire.h"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

TEST_GROUP(KindsOfPresses) {
  std::unique_ptr<BusFixture> office;
  std::unique_ptr<RegisterPad> pad;
  std::optional<AcknowledgedPresses> acknowledged;
  std::array<std::array<unsigned, button_count>, 3> acted{};  ///< short, long, double
  ButtonSet unsure = 0;
  PressKinds told{};
  unsigned readings = 0;

  enum class Has { first, second, newest };
  void begin(PressKinds kinds, bool events = false, Has has = Has::newest) {
    bus::BusSettings settings;
    settings.events = events;
    office = std::make_unique<BusFixture>(settings);
    auto& rig = office->line->rig;
    has == Has::first ? rig.add_first_pad(1) : has == Has::second ? rig.add_second_pad(1) : rig.add_pad(1);
    pad = std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = 1, .kinds = kinds});
    pad->on_reading([this](const PadReading& reading) { take(reading); });
    office->start();
    CHECK(office->run_until([&] { return readings > 0; }));
    office->run_for(3s);
  }
  void take(const PadReading& reading) {
    ++readings;
    told = reading.kinds;
    const auto presses = presses_since(reading, acknowledged);
    CHECK(presses.alarm == PressAlarm::none);
    acknowledged = presses.acknowledge;
    unsure |= presses.unsure;
    for (std::size_t button = 0; button < button_count; ++button) {
      acted[0][button] += presses.count[button];
      acted[1][button] += presses.longs[button];
      acted[2][button] += presses.doubles[button];
    }
  }
  void teardown() override {
    if (office) {
      office->line->fault = [](const bus::Request&) { return Fault::none; };
    }
    office.reset();
    pad.reset();
    acknowledged.reset();
    acted = {};
    readings = 0;
    unsure = 0;
  }
  /// The pad looks at its contacts also while every frame is lost.
  void pass(std::chrono::milliseconds time) const {
    const auto until = office->line->now() + time;
    while (office->line->now() < until) {
      office->run_for(10ms);
      const auto now = std::chrono::duration_cast<std::chrono::microseconds>(office->line->now().time_since_epoch());
      office->line->rig.advance_to(static_cast<std::uint64_t>(now.count()));
    }
  }
  void hold(unsigned button, std::chrono::milliseconds time) const {
    office->line->rig.hold(1, static_cast<std::uint8_t>(1U << button));
    pass(time);
    office->line->rig.hold(1, 0);
    pass(80ms);
  }
  void check(unsigned shorts, unsigned longs, unsigned doubles, std::size_t button = 0) {
    office->run_for(1s);
    UNSIGNED_LONGS_EQUAL(shorts, acted[0][button]);
    UNSIGNED_LONGS_EQUAL(longs, acted[1][button]);
    UNSIGNED_LONGS_EQUAL(doubles, acted[2][button]);
    LONGS_EQUAL(0, unsure);
  }
};

TEST(KindsOfPresses, AreKnownByPollsAndByEvents) {
  for (const bool events : {false, true}) {
    begin({.longs = 1, .doubles = 1}, events);
    hold(0, 100ms);
    check(1, 0, 0);
    hold(0, 1200ms);
    check(1, 1, 0);
    hold(0, 100ms);
    hold(0, 100ms);
    check(1, 1, 1);
    hold(1, 1200ms);  // nothing is told apart there
    check(1, 0, 0, 1);
    teardown();
  }
}

TEST(KindsOfPresses, ALongPressActsWhileTheButtonIsStillDown) {
  begin({.longs = 1, .doubles = 0});
  office->line->rig.hold(1, 1);
  office->run_for(700ms);
  LONGS_EQUAL(0, acted[0][0] + acted[1][0]);
  office->run_for(300ms);
  LONGS_EQUAL(1, acted[1][0]);
  LONGS_EQUAL(0, acted[0][0]);
}

TEST(KindsOfPresses, OtherButtonsOfThePadAndPadsWithoutAnyDoNotWait) {
  for (const PressKinds kinds : {PressKinds{.longs = 1, .doubles = 1}, PressKinds{}}) {
    begin(kinds);
    office->line->requests.clear();
    office->line->rig.hold(1, 2);
    CHECK(office->run_until([&] { return acted[0][1] == 1; }, 200ms));
    for (const auto& request : office->line->requests) {
      CHECK(request.function == bus::Function::read_news);  // a poll was enough
    }
    teardown();
  }
}

TEST(KindsOfPresses, AButtonWithALongCommandOnlyActsAtItsRelease) {
  begin({.longs = 1, .doubles = 0});
  hold(0, 100ms);
  CHECK(office->run_until([&] { return acted[0][0] == 1; }, 100ms));
}

TEST(KindsOfPresses, OfAnOlderPadAreAllShortAndItsReadingSaysSo) {
  for (const Has has : {Has::first, Has::second}) {
    begin({.longs = 1, .doubles = 1}, false, has);
    CHECK(told == PressKinds{});
    hold(0, 1200ms);
    check(1, 0, 0);
    teardown();
  }
}

TEST(KindsOfPresses, AreNeitherLostNorDoubledWhateverFramesAreLost) {
  unsigned of_all = 0;
  unsigned longs = 0;
  unsigned pairs = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    begin({.longs = 5, .doubles = 5}, seed % 2 == 0);
    unsigned draw = seed;
    office->line->fault = [&draw](const bus::Request&) {
      draw = draw * 1'103'515'245 + 12'345;
      return (draw >> 16) % 4 == 0 ? Fault::reply_lost : (draw >> 16) % 4 == 1 ? Fault::request_lost : Fault::none;
    };
    for (unsigned i = 0; i < 6; ++i) {
      hold((seed + i) % 2 * 2, i % 3 == 0 ? 1200ms : 100ms);
      if (i % 3 == 1) {
        hold((seed + i) % 2 * 2, 100ms);
      }
      pass(600ms);
    }
    office->line->fault = [](const bus::Request&) { return Fault::none; };
    office->run_for(20s);
    for (const std::size_t button : {0U, 2U}) {
      // How long the fingers were there depends on the frames that were lost.
      const press_counter& pressed = office->line->rig.pad(1).buttons[button];
      UNSIGNED_LONGS_EQUAL(pressed.presses - pressed.longs - 2U * pressed.doubles, acted[0][button]);
      UNSIGNED_LONGS_EQUAL(pressed.longs, acted[1][button]);
      UNSIGNED_LONGS_EQUAL(pressed.doubles, acted[2][button]);
      of_all += pressed.presses;
      pairs += pressed.doubles;
      longs += pressed.longs;
    }
    teardown();
  }
  CHECK(of_all == 40 * 8);
  CHECK(longs >= 40 && pairs >= 40);
}
