#include <stdexcept>
#include <string>

#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

TEST_GROUP(Journal) {
  CrashDisk disk{1};
  Options options;
  void setup() override {
    options.file = "/journal.db";
    options.vfs = disk.vfs();
  }
};

TEST(Journal, ANewFileHasNothingToReplay) {
  const auto journal = Journal::open(options);
  CHECK_EQUAL(0u, journal->last_seq());
  CHECK_EQUAL(0u, journal->found().last_seq);
  CHECK_FALSE(journal->found().day.has_value());
  CHECK_FALSE(journal->found().last_at.has_value());
  CHECK_FALSE(journal->found().chain.bad.has_value());
  CHECK_TRUE(journal->found().events.empty());
  CHECK_TRUE(journal->days().empty());
}

TEST(Journal, WhatWasAppendedIsFoundAtTheNextStartInOrder) {
  const auto events = every_kind();
  append_all(*Journal::open(options), events);
  const auto journal = Journal::open(options);
  CHECK_TRUE(events == journal->found().events);
  CHECK_EQUAL(events.size(), journal->found().last_seq);
  CHECK_TRUE(monday == *journal->found().day);
  CHECK_TRUE(events.back().at == *journal->found().last_at);
  CHECK_EQUAL(events.size(), journal->found().chain.last);
}

TEST(Journal, AnAppendTellsTheNumbersItTook) {
  const auto journal = Journal::open(options);
  const auto events = plain_day(monday, 1, 1);
  Batch batch;
  batch.events = {events[0], events[1]};
  const Committed first = journal->append(batch).value();
  CHECK_EQUAL(1u, first.first_seq);
  CHECK_EQUAL(2u, first.last_seq);
  const Committed none = journal->append({}).value();
  CHECK_EQUAL(3u, none.first_seq);
  CHECK_EQUAL(2u, none.last_seq);
}

TEST(Journal, ACheckpointEmptiesTheLogAndWithoutOneTheLogStaysBounded) {
  options.synchronous = sqlite::Synchronous::off;
  const auto events = plain_day(monday, 1, 400);
  {
    const auto journal = Journal::open(options);
    std::size_t largest = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
      Batch batch;
      batch.events = {events[i]};
      const std::size_t pages = journal->append(batch).value().log_pages;
      CHECK_TRUE(pages > 0);
      largest = std::max(largest, pages);
      if (i == 100) {
        CHECK_TRUE(pages > 100);
        CHECK_TRUE(journal->checkpoint().has_value());
      }
      if (i == 101) {
        CHECK_TRUE(pages < 50);
      }
    }
    CHECK_TRUE(largest >= 4'000);
    CHECK_TRUE(largest < 4'100);
  }
  CHECK_TRUE(events == Journal::open(options)->found().events);
}

TEST(Journal, OnlyTheNewestOpeningIsReplayed) {
  const auto old_day = plain_day(monday, 1, 3);
  const auto new_day = plain_day(monday.plus(1), old_day.size() + 1, 2);
  {
    const auto journal = Journal::open(options);
    append_all(*journal, old_day);
    append_all(*journal, new_day);
  }
  const auto journal = Journal::open(options);
  CHECK_TRUE(new_day == journal->found().events);
  CHECK_TRUE(old_day == journal->events(monday));
  CHECK_TRUE(new_day == journal->events(monday.plus(1)));
  CHECK_TRUE(journal->events(monday.plus(2)).empty());
  const std::vector<OfficeDay> days{monday, monday.plus(1)};
  CHECK_TRUE(days == journal->days());
}

TEST(Journal, ATicketAfterMidnightBelongsToTheDayItWasOpenedOn) {
  auto events = plain_day(monday, 1, 1);
  for (auto& event : events) {
    event.at += std::chrono::hours{17};
  }
  const auto journal = Journal::open(options);
  append_all(*journal, events);
  CHECK_EQUAL(events.size(), journal->events(monday).size());
}

TEST(Journal, ADayThatIsOpenedAgainReplaysFromItsSecondOpeningAndListsBoth) {
  const auto first = plain_day(monday, 1, 1);
  const auto other = plain_day(monday.plus(400), first.size() + 1, 1);
  const auto again = plain_day(monday, first.size() + other.size() + 1, 1);
  {
    const auto journal = Journal::open(options);
    for (const auto& part : {first, other, again}) {
      append_all(*journal, part);
    }
  }
  const auto journal = Journal::open(options);
  CHECK_TRUE(again == journal->found().events);
  CHECK_EQUAL(first.size() + again.size(), journal->events(monday).size());
}

TEST(Journal, ADayThatIsOpenAgainAsItStoodReplaysFromItsOwnBeginningAndGoesOnInItsRows) {
  auto events = plain_day(monday, 1, 1);
  const auto other = plain_day(monday.plus(1), events.size() + 1, 1);
  events.insert(events.end(), other.begin(), other.end());
  {
    const auto journal = Journal::open(options);
    append_all(*journal, events);
    CHECK_TRUE(events == journal->events_since(monday));
    CHECK_TRUE(other == journal->events_since(monday.plus(1)));
    CHECK_TRUE(journal->events_since(monday.plus(2)).empty());
    events.push_back({events.size() + 1, events.back().at, {}, queue::DayReopened{monday, 1, "x"}});
    events.push_back({events.size() + 1, events.back().at, {}, queue::CounterOpened{3}});
    append_all(*journal, {events.end() - 2, events.end()});
  }
  const auto journal = Journal::open(options);
  CHECK_TRUE(events == journal->found().events);
  CHECK_TRUE(monday == *journal->found().day);
  CHECK_EQUAL(events.size() - other.size(), journal->events(monday).size());
}

TEST(Journal, EventsBeforeTheFirstOpeningAreReplayedToo) {
  auto events = every_kind();
  events = {events[28]};
  events[0].seq = 1;
  append_all(*Journal::open(options), events);
  CHECK_TRUE(events == Journal::open(options)->found().events);
}

TEST(Journal, EventsCanBePaged) {
  const auto journal = Journal::open(options);
  const auto events = every_kind();
  append_all(*journal, events);
  const auto page = journal->events_after(4, 3);
  CHECK_EQUAL(3u, page.size());
  CHECK_TRUE(events[4] == page[0]);
  CHECK_EQUAL(events.size() - 4, journal->events_after(4, 1000).size());
}

TEST(Journal, AGapOrARepetitionInTheNumbersIsABugAndChangesNothing) {
  const auto journal = Journal::open(options);
  const auto events = plain_day(monday, 1, 1);
  append_all(*journal, {events[0], events[1]});
  for (const std::size_t wrong : {std::size_t{1}, std::size_t{3}}) {
    Batch batch;
    batch.events = {events[wrong]};
    CHECK_THROWS(std::logic_error, (void)journal->append(batch));
  }
  append_all(*journal, {events[2]});
  CHECK_EQUAL(3u, journal->last_seq());
  CHECK_FALSE(journal->verify().bad.has_value());
}

TEST(Journal, PadsAreAcknowledgedWithTheEventsAndTheLatestCounts) {
  const auto events = plain_day(monday, 1, 1);
  {
    const auto journal = Journal::open(options);
    Batch batch;
    batch.events = {events[0]};
    batch.pads = {{"pad 1", 7, {1, 0, 0, 0}}, {"pad 2", 9, {65535, 2, 3, 4}}};
    journal->append(batch).value();
    batch.events = {events[1]};
    batch.pads = {{"pad 1", 8, {2, 0, 0, 1}}};
    batch.pads[0].kinds = {0xFF01, 2, 3, 0x8000};
    batch.pads[0].serial = 0x0D00FFFF;
    batch.pads[0].known_at = MachineClocks{.wall = from_ms(1'795'532'803'560), .boot = Milliseconds{98'765'432'100}};
    journal->append(batch).value();
  }
  std::vector<PadAcknowledgement> expected{{"pad 1", 8, {2, 0, 0, 1}}, {"pad 2", 9, {65535, 2, 3, 4}}};
  expected[0].kinds = {0xFF01, 2, 3, 0x8000};
  expected[0].serial = 0x0D00FFFF;
  expected[0].known_at = MachineClocks{.wall = from_ms(1'795'532'803'560), .boot = Milliseconds{98'765'432'100}};
  CHECK_TRUE(expected == Journal::open(options)->found().pads);
}

TEST(Journal, WhatIsOwedToWhoeverPressedIsKeptWithTheCounts) {
  {
    const auto journal = Journal::open(options);
    Batch batch;
    batch.pads = {{.pad = "pad 1 on hall", .boot_id = 7, .presses = {1, 0, 0, 0}, .flashes_owed = 0b1001}};
    journal->append(batch).value();
    batch.pads = {{.pad = "pad 2 on hall", .boot_id = 7, .presses = {1, 0, 0, 0}, .flashes_owed = 1}};
    journal->append(batch).value();
    batch.pads.front().flashes_owed = 0;
    journal->append(batch).value();
  }
  const auto pads = Journal::open(options)->found().pads;
  LONGS_EQUAL(2, pads.size());
  LONGS_EQUAL(0b1001, pads[0].flashes_owed);
  LONGS_EQUAL(0, pads[1].flashes_owed);
}

TEST(Journal, PadsThatAnEarlierReleaseNumberedGetTheNameOfTheirLineOnce) {
  {
    const auto journal = Journal::open(options);
    Batch batch;
    batch.pads = {{.pad = "pad 3", .boot_id = 7, .presses = {1, 0, 0, 0}},
                  {.pad = "pad 259", .boot_id = 9, .presses = {2, 3, 4, 5}},
                  {.pad = "pad 515", .boot_id = 9, .presses = {6, 0, 0, 0}}};
    journal->append(batch).value();
  }
  // There is no third line any more, so the data of its pad are deleted.
  const std::vector<PadAcknowledgement> named{{.pad = "pad 3 on annex", .boot_id = 9, .presses = {2, 3, 4, 5}},
                                              {.pad = "pad 3 on hall", .boot_id = 7, .presses = {1, 0, 0, 0}}};
  CHECK_TRUE(Journal::open(options)->found().pads.size() == 3);  // nothing is known of the lines
  options.lines = {"hall", "annex"};
  CHECK_TRUE(named == Journal::open(options)->found().pads);
  options.lines = {"annex", "hall", "yard"};
  CHECK_TRUE(named == Journal::open(options)->found().pads);
  CHECK_TRUE(named == Journal::open(options)->pads());
}

TEST(Journal, ANumberedPadIsTheNewerOneWhereBothNamesAreThere) {
  {
    const auto journal = Journal::open(options);
    Batch batch;
    batch.pads = {{.pad = "pad 3", .boot_id = 7, .presses = {9, 0, 0, 0}},
                  {.pad = "pad 3 on hall", .boot_id = 7, .presses = {1, 0, 0, 0}}};
    journal->append(batch).value();
  }
  options.lines = {"hall"};
  const std::vector<PadAcknowledgement> named{{.pad = "pad 3 on hall", .boot_id = 7, .presses = {9, 0, 0, 0}}};
  CHECK_TRUE(named == Journal::open(options)->found().pads);
}

TEST(Journal, ARefusedPressIsAcknowledgedWithoutAnEvent) {
  const auto journal = Journal::open(options);
  Batch batch;
  batch.pads = {{"pad 1", 7, {1, 0, 0, 0}}};
  journal->append(batch).value();
  CHECK_EQUAL(1u, journal->pads().size());
}

TEST(Journal, AnEventOfANewerReleaseIsNotSkipped) {
  append_all(*Journal::open(options), every_kind());
  {
    SQLite::Database db(std::string{"/journal.db"}, SQLite::OPEN_READWRITE, 0, disk.vfs());
    db.exec(
        "PRAGMA locking_mode=EXCLUSIVE; DROP TRIGGER event_stays; UPDATE event SET name='ticket_split' WHERE seq=12");
  }
  try {
    Journal::open(options);
    FAIL("opened");
  } catch (const sqlite::OpenError& error) {
    CHECK_TRUE(error.why == sqlite::OpenError::Why::newer);
    STRCMP_CONTAINS("event 12 is of the unknown kind 'ticket_split'", error.what());
  }
}

TEST(Journal, AnEventThatCannotBeReadNamesItselfAndTheWayBack) {
  append_all(*Journal::open(options), every_kind());
  {
    SQLite::Database db(std::string{"/journal.db"}, SQLite::OPEN_READWRITE, 0, disk.vfs());
    db.exec("PRAGMA locking_mode=EXCLUSIVE; DROP TRIGGER event_stays; UPDATE event SET body='{' WHERE seq=12");
  }
  try {
    Journal::open(options);
    FAIL("opened");
  } catch (const sqlite::OpenError& error) {
    CHECK_TRUE(error.why == sqlite::OpenError::Why::corrupt);
    STRCMP_CONTAINS("event 12 (called) cannot be read", error.what());
    STRCMP_CONTAINS("restore", error.what());
  }
}
