// A copy on another disk that follows the journal: the same rows after each append, and a place to go on
// from.
#include <string>

#include "journal/following_copy.hpp"
#include "journal/high_water_mark.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"
#include "sqlite/changes.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

namespace fs = std::filesystem;

namespace {

/// Every row of every table that is not SQLite's own, as text.
std::string rows_of(const fs::path& file) {
  const SQLite::Database db(file, SQLite::OPEN_READONLY);
  std::string rows;
  SQLite::Statement tables(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    SQLite::Statement all(db, "SELECT * FROM " + table + " ORDER BY 1, 2");
    while (all.executeStep()) {
      rows += table;
      for (int n = 0; n < all.getColumnCount(); ++n) {
        rows += '|' + all.getColumn(n).getString();
      }
      rows += '\n';
    }
  }
  return rows;
}

}  // namespace

TEST_GROUP(FollowingCopies) {
  Folder folder;
  Options options;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<FollowingCopy> copy;
  std::vector<queue::Event> events = plain_day(monday, 1, 40);
  std::size_t appended = 0;

  void setup() override {
    options.file = folder / "office.db";
    options.high_water_mark = high_water_mark_beside(options.file);
    journal = Journal::open(options);
    fs::create_directory(folder / "stick");
  }
  fs::path stick() const { return folder / "stick" / "office.db"; }
  void append(std::size_t count) {
    Batch batch;
    for (; count > 0; --count) {
      batch.events.push_back(events.at(appended++));
    }
    batch.pads = {
        {.pad = "pad 3 on counters", .boot_id = 7, .presses = {static_cast<std::uint16_t>(appended), 0, 0, 0}}};
    batch.results = {{.booking = appended,
                      .kind = office_api::ResultKind::checked_in,
                      .at = instant(monday, TimeOfDay{480}, Zone::wib),
                      .code = "AD-QFJ8BD"}};
    journal->append(batch).value();
  }
  void begin() {
    const fs::path whole = folder / "whole.db";
    journal->begin_copy(whole);
    while (!journal->copy_more(4)) {
    }
    journal->record_changes();
    copy = std::make_unique<FollowingCopy>(whole, stick());
    fs::remove(whole);
  }
  void follow() { copy->apply(journal->take_changes().value()); }
  /// Of a copy of the file alone, as somebody makes it who takes it away; its office has it open.
  std::string rows_on_the_stick() const {
    const fs::path look = folder / "look.db";
    fs::copy_file(stick(), look, fs::copy_options::overwrite_existing);
    return rows_of(look);
  }
  std::string rows_of_the_journal() {
    const fs::path now = folder / "now.db";
    fs::remove(now);
    journal->backup(now);
    return rows_of(now);
  }
};

TEST(FollowingCopies, HaveEveryRowAfterEachAppend) {
  append(10);
  begin();
  for (int n = 0; n < 8; ++n) {
    append(n % 2 == 0 ? 1 : 7);
    append(3);
    follow();
    STRCMP_EQUAL(rows_of_the_journal().c_str(), rows_on_the_stick().c_str());
    CHECK(!fs::exists(stick().string() + "-wal") || fs::file_size(stick().string() + "-wal") == 0);
  }
  // A parcel that the portal has accepted is gone in both.
  const auto parcel = journal->outbox().next(3).value();
  journal->outbox().delivered(parcel->key).value();
  follow();
  STRCMP_EQUAL(rows_of_the_journal().c_str(), rows_on_the_stick().c_str());
  STRCMP_EQUAL("", journal->take_changes().value().c_str());
}

TEST(FollowingCopies, ForgetWhatTheJournalForgets) {
  for (int day = 0; day < 3; ++day) {
    events = plain_day(monday.plus(day), journal->last_seq() + 1, 10);
    appended = 0;
    append(events.size());
  }
  begin();
  const auto forgotten = journal->forget(monday.plus(2), {.events_days = 1, .bookings_days = 1}).value();
  CHECK_TRUE(forgotten.events > 40);
  follow();
  STRCMP_EQUAL(rows_of_the_journal().c_str(), rows_on_the_stick().c_str());
  copy.reset();
  CHECK_FALSE(check_backup(stick(), options).bad.has_value());
}

TEST(FollowingCopies, WhatIsNotWrittenIsNotCopied) {
  append(5);
  begin();
  Batch wrong;
  wrong.events = {events[2]};  // its number was given before
  try {
    CHECK_FALSE(journal->append(wrong).has_value());
  } catch (const std::logic_error&) {
  }
  append(4);
  follow();
  STRCMP_EQUAL(rows_of_the_journal().c_str(), rows_on_the_stick().c_str());
}

TEST(FollowingCopies, TheOfficeGoesOnFromThem) {
  append(20);
  begin();
  append(31);
  follow();
  copy.reset();
  journal.reset();
  fs::remove(options.file);
  fs::remove(options.high_water_mark);
  const auto report = restore(stick(), options);
  CHECK_FALSE(report.bad.has_value());
  LONGS_EQUAL(51, report.last);
  journal = Journal::open(options);
  CHECK_TRUE(journal->pads().empty());  // what a pad says is where counting begins
  CHECK(journal->to_replay() == std::vector(events.begin(), events.begin() + 51));
  append(1);
  LONGS_EQUAL(52, journal->last_seq());
}

TEST(FollowingCopies, OneThatWasBeingWrittenWhenTheMachineDiedIsGoneOnFrom) {
  append(20);
  begin();
  append(5);
  const auto changes = journal->take_changes().value();
  copy.reset();
  const fs::path torn = folder / "torn.db";
  {
    SQLite::Database db(stick(), SQLite::OPEN_READWRITE);
    db.exec("PRAGMA wal_autocheckpoint = 0");
    sqlite::apply_changes(db, changes);
    fs::copy_file(stick(), torn);
    fs::copy_file(stick().string() + "-wal", torn.string() + "-wal");
  }
  journal.reset();
  LONGS_EQUAL(25, restore(torn, options).last);
}

TEST(FollowingCopies, OneThatDiffersIsNotWritten) {
  append(20);
  begin();
  append(5);
  const auto changes = journal->take_changes().value();
  copy->apply(changes);
  const auto before = rows_on_the_stick();
  CHECK_THROWS(std::runtime_error, copy->apply(changes));
  STRCMP_EQUAL(before.c_str(), rows_on_the_stick().c_str());
  // Made anew, it follows again; what lay there is replaced.
  copy.reset();
  begin();
  append(2);
  follow();
  STRCMP_EQUAL(rows_of_the_journal().c_str(), rows_on_the_stick().c_str());
  CHECK_FALSE(fs::exists(stick().string() + ".before"));
}

TEST(FollowingCopies, NothingIsRecordedThatNobodyTakes) {
  append(3);
  CHECK_FALSE(journal->take_changes().has_value());
  begin();
  journal->stop_recording();
  append(3);
  CHECK_FALSE(journal->take_changes().has_value());
}
