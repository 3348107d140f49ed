#include "with_pad.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

TEST_GROUP(PressesOfPads){};

TEST(PressesOfPads, APressCallsAndItsCountIsInTheSameCommit) {
  WithPad at;
  at.office.walk_in();
  at.press(Button::next);
  STRCMP_EQUAL("A001", number_at(*at.office.shown.back(), 1).c_str());
  const journal::Batch& batch = at.office.event_log.batches.back();
  CHECK_TRUE(queue::name_of(batch.events.back()) == "called");
  LONGS_EQUAL(1, batch.pads.size());
  LONGS_EQUAL(1, batch.pads[0].presses[0]);
}

TEST(PressesOfPads, TheSameReadingAgainDoesNothingHoweverOften) {
  WithPad at;
  at.office.walk_in();
  at.office.walk_in();
  at.press(Button::next);
  const auto appends = at.office.event_log.appends;
  for (int i = 0; i < 20; ++i) {
    at.pad.report();
    at.office.settle();
  }
  LONGS_EQUAL(appends, at.office.event_log.appends);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
}

TEST(PressesOfPads, APressDuringACrashActsOnceWhetherOrNotItsCommitCameThrough) {
  for (const bool committed : {false, true}) {
    WithPad at;
    at.office.walk_in();
    at.office.walk_in();
    if (committed) {
      at.press(Button::next);
    } else {
      at.office.event_log.hold = true;  // the crash comes before the disk has it
      at.press(Button::next);
    }
    WithPad after(&at.office.event_log, &at.pad);
    LONGS_EQUAL(1, after.office.event_log.count("called"));
    STRCMP_EQUAL("A001", number_at(*after.office.shown.back(), 1).c_str());
  }
}

TEST(PressesOfPads, PressesWhileTheHostWasAwayActWhenItIsBack) {
  WithPad at;
  at.office.walk_in();
  at.pad.away = true;
  at.press(Button::next);
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  at.pad.away = false;
  at.pad.report();
  at.office.settle();
  LONGS_EQUAL(1, at.office.event_log.count("called"));
}

TEST(PressesOfPads, APadThatRestartedCountsFromNothingAgain) {
  WithPad at;
  at.office.walk_in();
  at.press(Button::next);
  at.pad.restart(2);
  at.office.settle();
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  at.office.now += std::chrono::minutes(5);
  at.office.walk_in();
  at.press(Button::next);
  LONGS_EQUAL(2, at.office.event_log.count("called"));
}

TEST(PressesOfPads, APressJustBeforeAPadsRestartIsNotLostBehindIt) {
  WithPad at;
  at.office.walk_in();
  at.office.event_log.hold = true;
  at.press(Button::next);    // being committed
  at.press(Button::recall);  // waits for that commit
  at.pad.restart(2);
  at.office.event_log.go_on();
  at.office.settle();
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  LONGS_EQUAL(1, at.pad.flashes.size());  // it comes so soon after the call that it is refused, with a flash
  CHECK_TRUE(at.pad.flashes[0] == Button::recall);
  LONGS_EQUAL(2, at.office.event_log.batches.back().pads.at(0).boot_id);
}

TEST(PressesOfPads, ARefusedPressFlashesAndIsUsedUp) {
  WithPad at;
  at.press(Button::next);  // nobody waits
  LONGS_EQUAL(1, at.pad.flashes.size());
  CHECK_TRUE(at.pad.flashes[0] == Button::next);
  at.office.walk_in();
  at.pad.report();
  at.office.settle();
  LONGS_EQUAL(0, at.office.event_log.count("called"));
}

TEST(PressesOfPads, ASecondPressRightAfterTheCallIsRefusedNotASecondCall) {
  WithPad at;
  at.office.walk_in();
  at.office.walk_in();
  at.press(Button::next);
  at.office.now += std::chrono::milliseconds(300);
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  LONGS_EQUAL(1, at.pad.flashes.size());
}

TEST(PressesOfPads, PressesWhileTheJournalFailsAreRefusedWhenItWritesAgainAndNeverAct) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  LONGS_EQUAL(0, at.pad.flashes.size());  // a refusal is an answer, so it must be durable first
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(1, at.durable().presses[0]);
  LONGS_EQUAL(next_owed, at.durable().flashes_owed);
  LONGS_EQUAL(1, at.pad.flashes.size());
  CHECK_TRUE(at.pad.flashes[0] == Button::next);
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
}

TEST(PressesOfPads, AnOfficeKilledWhileItsJournalFailedHasAnsweredNothingAndActsAfterItsStart) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  LONGS_EQUAL(0, at.pad.flashes.size());
  WithPad after(&at.office.event_log, &at.pad);
  LONGS_EQUAL(1, after.office.event_log.count("called"));
  LONGS_EQUAL(0, after.pad.flashes.size());
}

TEST(PressesOfPads, APressBeforeTheJournalIsAskedAgainIsRefusedLikeTheOneThatFailed) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  at.journal_writes_again();
  at.press(Button::next);  // the lamps still show that no press is taken
  at.wait();
  LONGS_EQUAL(1, at.pad.flashes.size());
  LONGS_EQUAL(2, at.durable().presses[0]);
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
}

TEST(PressesOfPads, PressesOnBothSidesOfAPadsRestartWhileTheJournalFailedAreRefused) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  at.pad.restart(2);
  at.press(Button::recall);
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  LONGS_EQUAL(2, at.durable().boot_id);
  LONGS_EQUAL(1, at.durable().presses[1]);
  LONGS_EQUAL(2, at.pad.flashes.size());
  LONGS_EQUAL(set_of(Button::next) | set_of(Button::recall), at.durable().flashes_owed);
}

TEST(PressesOfPads, APadsRestartAloneWhileTheJournalFailsIsNoPress) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.pad.restart(2);
  at.pad.report();
  at.office.settle();
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(0, at.pad.flashes.size());
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
}

TEST(PressesOfPads, APressSomeMillisecondsBehindAnotherButtonActsOrFlashes) {
  WithPad at;
  at.office.walk_in();
  at.press(Button::next);
  at.office.now += std::chrono::minutes(5);
  at.press(Button::next);  // finishes, and nobody else waits
  at.office.now += std::chrono::milliseconds(25);
  at.press(Button::done);
  LONGS_EQUAL(1, at.office.event_log.count("finished"));
  LONGS_EQUAL(1, at.pad.flashes.size());
  CHECK_TRUE(at.pad.flashes[0] == Button::done);
}

TEST(PressesOfPads, CountsThatMakeNoSenseRaiseAnAlarmAndDoNothing) {
  WithPad at;
  at.office.walk_in();
  at.pad.reading.counters[0] = 5000;
  at.pad.report();
  at.office.settle();
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters counts") != nullptr);
  LONGS_EQUAL(4, at.pad.flashes.size());
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  // its counts are plausible again
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters counts") == nullptr);
}

TEST(PressesOfPads, AStuckButtonIsAnAlarmUntilItIsLetGo) {
  WithPad at;
  at.pad.reading.stuck = 1;
  at.pad.report();
  at.office.settle();
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters button") != nullptr);
  at.pad.reading.stuck = 0;
  at.pad.report();
  at.office.settle();
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters button") == nullptr);
}

TEST(PressesOfPads, AButtonThatStaysStuckKeepsItsAlarmAtEveryReading) {
  WithPad at;
  at.pad.reading.stuck = 1;
  at.pad.report();
  at.office.settle();
  at.press(Button::done);  // another reading, while the first button is still down
  at.press(Button::done);
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters button") != nullptr);
  LONGS_EQUAL(1, at.office.event_log.count("alarm_raised"));
  LONGS_EQUAL(0, at.office.event_log.count("alarm_cleared"));
}

// The flashes owed to the person who pressed

TEST(PressesOfPads, TheFlashOfARefusedPressIsOwedInTheCommitThatUsesThePressUp) {
  WithPad at;
  at.press(Button::next);  // nobody waits
  const journal::Batch& batch = at.office.event_log.batches.back();
  LONGS_EQUAL(1, batch.pads.at(0).presses[0]);
  LONGS_EQUAL(next_owed, batch.pads.at(0).flashes_owed);
}

TEST(PressesOfPads, AnOfficeKilledBeforeTheFlashWasShownFlashesAfterItsStart) {
  WithPad at;
  at.press(Button::next);
  at.pad.flashes.clear();  // lost with the office
  WithPad after(&at.office.event_log, &at.pad);
  LONGS_EQUAL(1, after.pad.flashes.size());
  CHECK_TRUE(after.pad.flashes[0] == Button::next);
  LONGS_EQUAL(0, after.office.event_log.count("called"));
}

TEST(PressesOfPads, AnOfficeKilledInTheCommitOfARefusalRefusesAfterItsStart) {
  WithPad at;
  at.office.event_log.hold = true;
  at.press(Button::next);  // the crash comes before the disk has it
  LONGS_EQUAL(0, at.pad.flashes.size());
  WithPad after(&at.office.event_log, &at.pad);
  LONGS_EQUAL(1, after.pad.flashes.size());
  LONGS_EQUAL(next_owed, after.durable().flashes_owed);
}

TEST(PressesOfPads, AFlashThatWasShownIsNotOwedAnyMore) {
  WithPad at;
  at.press(Button::next);
  at.show_flash(Button::next);
  at.wait();
  LONGS_EQUAL(0, at.durable().flashes_owed);
  LONGS_EQUAL(1, at.durable().presses[0]);
  WithPad after(&at.office.event_log, &at.pad);
  LONGS_EQUAL(1, after.pad.flashes.size());
  LONGS_EQUAL(1, at.timers.set());  // that of what is noted again and again
}

TEST(PressesOfPads, TheNextPressTakesToTheJournalThatAFlashWasShown) {
  WithPad at;
  at.office.walk_in();
  at.press(Button::recall);
  at.show_flash(Button::recall);
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  LONGS_EQUAL(0, at.durable().flashes_owed);
  const auto appends = at.office.event_log.appends;
  at.wait();
  LONGS_EQUAL(appends, at.office.event_log.appends);
}

TEST(PressesOfPads, ARefusalWhileTheFlashBeforeIsShownStaysOwed) {
  WithPad at;
  at.press(Button::next);
  at.office.event_log.hold = true;
  at.press(Button::next);  // being committed
  at.show_flash(Button::next);
  at.office.event_log.go_on();
  at.office.settle();
  at.wait();
  LONGS_EQUAL(2, at.pad.flashes.size());
  LONGS_EQUAL(next_owed, at.durable().flashes_owed);
  at.show_flash(Button::next);
  at.wait();
  LONGS_EQUAL(0, at.durable().flashes_owed);
}

TEST(PressesOfPads, ButtonsAreOwedTheirFlashesApart) {
  WithPad at;
  at.press(Button::next);
  at.press(Button::done);
  LONGS_EQUAL(set_of(Button::next) | set_of(Button::done), at.durable().flashes_owed);
  at.show_flash(Button::next);
  at.wait();
  LONGS_EQUAL(set_of(Button::done), at.durable().flashes_owed);
}

TEST(PressesOfPads, AJournalThatFailsIsToldLaterWhatWasShown) {
  WithPad at;
  at.press(Button::next);
  at.journal_fails();
  at.show_flash(Button::next);
  at.wait();
  LONGS_EQUAL(next_owed, at.durable().flashes_owed);
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(0, at.durable().flashes_owed);
}

TEST(PressesOfPads, WhatWasRefusedWhileTheJournalFailedIsOwedOnceItIsUsedUp) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  at.journal_writes_again();
  at.wait();  // acknowledged, but the line has not sent the flash yet
  at.pad.flashes.clear();
  WithPad after(&at.office.event_log, &at.pad);
  LONGS_EQUAL(0, after.office.event_log.count("called"));
  LONGS_EQUAL(1, after.pad.flashes.size());
}

TEST(PressesOfPads, CountsThatMakeNoSenseOweEveryButtonAFlash) {
  WithPad at;
  at.pad.reading.counters[0] = 5000;
  at.pad.report();
  at.office.settle();
  at.pad.flashes.clear();
  WithPad after(&at.office.event_log, &at.pad);
  LONGS_EQUAL(4, after.pad.flashes.size());
}

TEST(PressesOfPads, OfOneAddressOnTwoLinesAreToldApart) {
  RunningLoop office;
  office.open_day();
  ManualTimers timers;
  KnownTime time = known_time(office.now);
  FakePad here(PadId{"hall", 7});
  FakePad there(PadId{"annex", 7});
  Pads pads(office.io, office.loop, {{.pad = &here, .counter = 1}, {.pad = &there, .counter = 2}}, time, timers.make());
  here.report();
  there.report();
  office.settle();
  office.walk_in();
  here.press(Button::next);
  office.settle();
  there.press(Button::next);  // nobody waits any more
  office.settle();
  LONGS_EQUAL(1, office.event_log.count("called"));
  LONGS_EQUAL(0, here.flashes.size());
  LONGS_EQUAL(1, there.flashes.size());
  // From now on the lines have the opposite order in the settings; each pad keeps its own counts.
  RunningLoop after(&office.event_log);
  Pads swapped(after.io, after.loop, {{.pad = &there, .counter = 2}, {.pad = &here, .counter = 1}}, time,
               timers.make());
  here.report();
  there.report();
  after.settle();
  LONGS_EQUAL(1, after.event_log.count("called"));
  LONGS_EQUAL(2, there.flashes.size());  // the flash that is owed
  LONGS_EQUAL(0, here.flashes.size());
  office.finish();
  after.finish();
}
