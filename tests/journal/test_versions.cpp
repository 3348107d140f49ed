// Files of every schema version that was ever shipped. They are kept as they were written and must open with
// this release.
#include <fstream>
#include <iterator>
#include <string>

#include "journal/journal.hpp"
#include "journal/schema.hpp"
#include "queue/engine.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

TEST_GROUP(Versions){};

TEST(Versions, AFileOfEachRollsForwardWithItsEventsItsChainAndItsReports) {
  for (std::size_t version = 1; version < migrations().size(); ++version) {
    const Folder folder;
    Options options;
    options.file = folder / "office.db";
    {
      std::ifstream in(std::string(FILES) + "/version-" + std::to_string(version) + ".sql");
      CHECK_TEXT(in.good(), "tests/journal/files wants a file of the version before");
      SQLite::Database db(options.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      db.exec(std::string{std::istreambuf_iterator<char>(in), {}});
    }
    const auto journal = Journal::open(options);
    UNSIGNED_LONGS_EQUAL(9, journal->last_seq());
    CHECK_FALSE(journal->found().chain.bad.has_value());
    UNSIGNED_LONGS_EQUAL(9, journal->verify().last);
    const OfficeDay day = *OfficeDay::parse("2026-11-24");
    CHECK_TRUE(*journal->found().day == day);
    CHECK_TRUE(std::holds_alternative<queue::DayOpened>(journal->found().events.front().body));
    LONGS_EQUAL(3, journal->reports().tickets(day).size());
    LONGS_EQUAL(2, journal->reports().calls(day).size());
    LONGS_EQUAL(1, journal->reports().services(day).size());
    const std::string kept = options.file.string() + ".before-v" + std::to_string(migrations().size());
    CHECK_TRUE(std::filesystem::exists(kept));
    append_all(*journal, plain_day(monday.plus(7), 10, 2));
  }
}

TEST(Versions, PadsOfAnOlderOneGetTheNamesOfTheLinesAndAreOwedNothing) {
  const Folder folder;
  Options options;
  options.file = folder / "office.db";
  options.lines = {"hall", "annex"};
  {
    std::ifstream in(std::string(FILES) + "/version-3.sql");
    SQLite::Database db(options.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(std::string{std::istreambuf_iterator<char>(in), {}});
  }
  const std::vector<PadAcknowledgement> named{{.pad = "pad 1 on hall", .boot_id = 9001, .presses = {12, 3, 1, 7}},
                                              {.pad = "pad 2 on annex", .boot_id = 9002, .presses = {40, 0, 2, 38}}};
  CHECK_TRUE(named == Journal::open(options)->found().pads);
}

TEST(Versions, ThePortalsListOfAnOlderOneIsPulledOnceMoreAndItsResultsGo) {
  const Folder folder;
  Options options;
  options.file = folder / "office.db";
  {
    std::ifstream in(std::string(FILES) + "/version-4.sql");
    SQLite::Database db(options.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(std::string{std::istreambuf_iterator<char>(in), {}});
  }
  const auto journal = Journal::open(options);
  UNSIGNED_LONGS_EQUAL(0, journal->day_list().cursor());
  CHECK_TRUE(journal->day_list().pulled());
  STRCMP_EQUAL("Siti Rahma", journal->day_list().by_code("AD-QFJ8BD")->name.c_str());
  CHECK_FALSE(journal->day_list().owes_answer());
  const auto results = journal->outbox().next().value()->results.results;
  LONGS_EQUAL(1, results.size());
  UNSIGNED_LONGS_EQUAL(71, results[0].booking);
  STRCMP_EQUAL("", results[0].code.c_str());
}

TEST(Versions, ABackupOfAnOlderOneIsRestoredAndNothingElseIsLeft) {
  const Folder folder;
  Options options;
  options.file = folder / "office.db";
  const std::string backup = folder / "backup.db";
  {
    std::ifstream in(std::string(FILES) + "/version-1.sql");
    SQLite::Database db(backup, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(std::string{std::istreambuf_iterator<char>(in), {}});
  }
  {
    // A restore of another file was killed and left a log. That log must not be applied to ours.
    SQLite::Database other(folder / "other.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("PRAGMA journal_mode=WAL; CREATE TABLE other(x); INSERT INTO other VALUES(zeroblob(100000))");
    std::filesystem::copy_file(folder / "other.db-wal", options.file.string() + ".restoring-wal");
  }
  std::filesystem::remove(folder / "other.db");
  UNSIGNED_LONGS_EQUAL(9, restore(backup, options).last);
  for (const auto& entry : std::filesystem::directory_iterator(options.file.parent_path())) {
    CHECK_TEXT(entry.path() == backup || entry.path() == options.file, entry.path().c_str());
  }
}
