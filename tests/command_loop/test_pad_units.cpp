// Another unit at the address of a pad: it must not act with what was counted elsewhere.
#include "with_pad.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

namespace {

constexpr std::uint32_t the_old = 0x0D000005;
constexpr std::uint32_t the_spare = 0x0D000131;
const char* const unit_alarm = "pad 7 on counters unit";

struct WithSerial : WithPad {
  WithSerial() {
    pad.reading.serial = the_old;
    pad.report();
    office.settle();
  }
  /// Another unit has been put in its place.
  void swap(std::uint32_t serial, std::uint16_t boot_id, std::array<std::uint16_t, button_count> counters) {
    pad.reading = {.pad = pad.reading.pad, .boot_id = boot_id, .counters = counters};
    pad.reading.serial = serial;
    pad.report();
    office.settle();
  }
};

}  // namespace

TEST_GROUP(OtherUnits){};

TEST(OtherUnits, ASpareThatWasPressedElsewhereCallsNobodyAndItsFirstPressHereActs) {
  // With the boot id and counts of the old one or others, less or more.
  for (const std::uint16_t boot_id : {std::uint16_t{1}, std::uint16_t{2}, std::uint16_t{900}}) {
    for (const std::uint16_t presses : {std::uint16_t{2}, std::uint16_t{0}, std::uint16_t{29}, std::uint16_t{4000}}) {
      WithSerial at;
      at.office.walk_in();
      at.press(Button::done);
      at.show_flash(Button::done);
      at.pad.flashes.clear();
      at.swap(the_spare, boot_id, {presses, 0, 0, 0});
      LONGS_EQUAL(0, at.office.event_log.count("called"));
      CHECK(at.pad.flashes.empty() == (presses == 0 || presses == 4000));
      UNSIGNED_LONGS_EQUAL(the_spare, at.durable().serial);
      const AlarmView* told = alarm(*at.office.shown.back(), unit_alarm);
      CHECK_TRUE(told != nullptr);
      STRCMP_CONTAINS("Loket 1, pad 7 on counters: another unit answers, serial number 0x0D000131, before 0x0D000005",
                      told->text_en.c_str());
      CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters counts") == nullptr);
      at.press(Button::next);
      LONGS_EQUAL(1, at.office.event_log.count("called"));
      LONGS_EQUAL(presses + 1, at.durable().presses[0]);
    }
  }
}

TEST(OtherUnits, AreNoticedOnceAlsoAfterAStartThatComesBetween) {
  WithSerial at;
  at.office.walk_in();
  at.pad.away = true;
  at.swap(the_spare, 1, {1, 0, 0, 0});
  at.pad.away = false;
  WithPad after(&at.office.event_log, &at.pad);
  LONGS_EQUAL(0, after.office.event_log.count("called"));
  CHECK_TRUE(alarm(*after.office.shown.back(), unit_alarm) != nullptr);
  const auto raised = after.office.event_log.count("alarm_raised");
  after.press(Button::next);
  LONGS_EQUAL(1, after.office.event_log.count("called"));
  LONGS_EQUAL(raised, after.office.event_log.count("alarm_raised"));
}

TEST(OtherUnits, ThePadItselfThatRestartsIsNone) {
  WithSerial at;
  at.office.walk_in();
  at.swap(the_old, 2, {1, 0, 0, 0});
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  CHECK_TRUE(alarm(*at.office.shown.back(), unit_alarm) == nullptr);
}

TEST(OtherUnits, AreNotGuessedWhereAPadDoesNotSayItsSerialNumber) {
  WithSerial at;
  at.office.walk_in();
  at.swap(0, 2, {1, 0, 0, 0});
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  UNSIGNED_LONGS_EQUAL(the_old, at.durable().serial);
  at.swap(the_old, 2, {1, 0, 0, 0});
  CHECK_TRUE(alarm(*at.office.shown.back(), unit_alarm) == nullptr);
}

TEST(OtherUnits, TheAlarmEndsByItself) {
  WithSerial at;
  at.swap(the_spare, 1, {0, 0, 0, 0});
  at.office.now += std::chrono::hours{3};
  at.wait();
  CHECK_TRUE(alarm(*at.office.shown.back(), unit_alarm) != nullptr);
  at.office.now += std::chrono::hours{1};
  at.wait();
  CHECK_TRUE(alarm(*at.office.shown.back(), unit_alarm) == nullptr);
}

TEST(OtherUnits, PadsOfTwoCountersThatWereExchangedActNotTwiceAndBothSaySo) {
  RunningLoop office;
  office.open_day();
  ManualTimers timers;
  KnownTime time = known_time(office.now);
  FakePad one(std::uint8_t{1});
  FakePad two(std::uint8_t{2});
  Pads pads(office.io, office.loop, {{.pad = &one, .counter = 1}, {.pad = &two, .counter = 2}}, time, timers.make());
  one.reading.serial = the_old;
  two.reading.serial = the_spare;
  one.report();
  two.report();
  office.settle();
  office.walk_in();
  office.walk_in();
  one.press(Button::next);
  office.settle();
  LONGS_EQUAL(1, office.event_log.count("called"));
  std::swap(one.reading.serial, two.reading.serial);
  std::swap(one.reading.boot_id, two.reading.boot_id);
  std::swap(one.reading.counters, two.reading.counters);
  one.report();
  two.report();
  office.settle();
  LONGS_EQUAL(1, office.event_log.count("called"));
  LONGS_EQUAL(0, one.flashes.size());
  for (const char* subject : {"pad 1 on counters unit", "pad 2 on counters unit"}) {
    const AlarmView* told = alarm(*office.shown.back(), subject);
    CHECK_TRUE(told != nullptr);
    STRCMP_CONTAINS("was exchanged with that of pad", told->text_en.c_str());
  }
  two.press(Button::next);
  office.settle();
  LONGS_EQUAL(2, office.event_log.count("called"));
  office.finish();
}
