#include <string>

#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

TEST_GROUP(Chain) {
  CrashDisk disk{1};
  Options options;
  void setup() override {
    options.file = "/journal.db";
    options.vfs = disk.vfs();
  }
  /// Changes a journal of 24 events as a person with the file and sqlite3 can do it, and verifies it.
  ChainReport after(const std::string& tampering) {
    append_all(*Journal::open(options), plain_day(monday, 1, 5));
    {
      SQLite::Database db(std::string{"/journal.db"}, SQLite::OPEN_READWRITE, 0, disk.vfs());
      db.exec("PRAGMA locking_mode=EXCLUSIVE; DROP TRIGGER event_stays; DROP TRIGGER event_kept; " + tampering);
    }
    return Journal::open(options)->found().chain;
  }
};

TEST(Chain, AnUntouchedPastIsWholeKeyedOrNot) {
  CHECK_FALSE(after("").bad.has_value());
  options.file = "/keyed.db";
  options.chain_key = "0123456789abcdef";
  append_all(*Journal::open(options), plain_day(monday, 1, 5));
  CHECK_FALSE(Journal::open(options)->verify().bad.has_value());
}

TEST(Chain, EveryEditedColumnIsFoundAtItsRow) {
  const char* edits[] = {"at = at + 1",        "day = day + 1",       "day = NULL",
                         "who = 'x'",          "who_kind = 'system'", "opening = 2",
                         "name = 'hour_came'", "hash = zeroblob(32)", "body = body || ' '"};
  int n = 0;
  for (const char* edit : edits) {
    options.file = "/journal" + std::to_string(n++) + ".db";
    append_all(*Journal::open(options), plain_day(monday, 1, 5));
    {
      SQLite::Database db(options.file.string(), SQLite::OPEN_READWRITE, 0, disk.vfs());
      db.exec("PRAGMA locking_mode=EXCLUSIVE; DROP TRIGGER event_stays; UPDATE event SET " + std::string{edit} +
              " WHERE seq = 10");
    }
    const auto report = Journal::open(options)->found().chain;
    CHECK_TEXT(report.bad.has_value(), edit);
    CHECK_EQUAL_TEXT(10u, *report.bad, edit);
    STRCMP_CONTAINS_TEXT("row 10", report.text.c_str(), edit);
  }
}

TEST(Chain, ARemovedRowIsFound) {
  const auto report = after("DELETE FROM event WHERE seq = 10");
  CHECK_EQUAL(10u, *report.bad);
  STRCMP_CONTAINS("row 10 is missing", report.text.c_str());
}

TEST(Chain, ARemovedEndIsFound) {
  const auto report = after("DELETE FROM event WHERE seq > 20");
  CHECK_EQUAL(21u, *report.bad);
}

TEST(Chain, ARemovedBeginningIsFound) {
  const auto report = after("DELETE FROM event WHERE seq < 3");
  CHECK_EQUAL(1u, *report.bad);
}

TEST(Chain, AnAddedRowIsFound) {
  const auto report =
      after("INSERT INTO event SELECT 25, at, opening, day, who_kind, who, name, body, hash FROM event WHERE seq = 24");
  CHECK_EQUAL(25u, *report.bad);
}

TEST(Chain, TwoRowsThatChangedPlacesAreFound) {
  const auto report = after(
      "UPDATE event SET seq = 100 WHERE seq = 10; UPDATE event SET seq = 10 WHERE seq = 11;"
      "UPDATE event SET seq = 11 WHERE seq = 100");
  CHECK_EQUAL(10u, *report.bad);
}

TEST(Chain, AnEditedPastDoesNotStopTheOffice) {
  after("UPDATE event SET who = 'x' WHERE seq = 10");
  const auto journal = Journal::open(options);
  CHECK_EQUAL(24u, journal->found().events.size() + 0);
  append_all(*journal, plain_day(monday.plus(1), 25, 1));
}

TEST(Chain, TheTriggersRefuseAnEditByMistake) {
  append_all(*Journal::open(options), plain_day(monday, 1, 5));
  SQLite::Database db(std::string{"/journal.db"}, SQLite::OPEN_READWRITE, 0, disk.vfs());
  db.exec("PRAGMA locking_mode=EXCLUSIVE");
  CHECK_THROWS(SQLite::Exception, db.exec("UPDATE event SET who = 'x'"));
  CHECK_THROWS(SQLite::Exception, db.exec("DELETE FROM event WHERE seq = 24"));
}

TEST(Chain, WithAKeyNobodyWithoutItCanMakeAChainThatFits) {
  options.chain_key = "0123456789abcdef";
  append_all(*Journal::open(options), plain_day(monday, 1, 5));
  options.chain_key = "fedcba9876543210";
  const auto report = Journal::open(options)->found().chain;
  CHECK_TRUE(report.bad.has_value());
  STRCMP_CONTAINS("another key", report.text.c_str());
  options.chain_key.clear();
  CHECK_TRUE(Journal::open(options)->found().chain.bad.has_value());
}

TEST(Chain, AKeyOfAWrongLengthIsRefused) {
  options.chain_key = "short";
  CHECK_THROWS(std::invalid_argument, Journal::open(options));
}

TEST(Chain, CanBeCheckedInSlices) {
  after("UPDATE event SET who = 'x' WHERE seq = 10");
  const auto journal = Journal::open(options);
  std::uint64_t from = 1;
  std::optional<std::uint64_t> bad;
  for (int slices = 0; !bad && from <= journal->last_seq(); ++slices) {
    const auto report = journal->verify(from, 4);
    bad = report.bad;
    from = report.last + 1;
    CHECK_TRUE(slices < 10);
  }
  CHECK_EQUAL(10u, *bad);
  CHECK_FALSE(journal->verify(11, 4).bad.has_value());
  CHECK_FALSE(journal->verify(11).bad.has_value());
  CHECK_EQUAL(24u, journal->verify(11).last);
}

TEST(Chain, AStartChecksTheNewestRowsAndLeavesTheRestToVerify) {
  after("UPDATE event SET who = 'x' WHERE seq = 10");
  options.check_at_open = 10;
  const auto journal = Journal::open(options);
  CHECK_FALSE(journal->found().chain.bad.has_value());
  CHECK_EQUAL(15u, journal->found().chain.first);
  CHECK_EQUAL(10u, *journal->verify().bad);
}
