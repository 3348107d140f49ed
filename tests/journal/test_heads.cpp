// The journal against the heads that lie at the portal.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "journal/heads.hpp"
#include "journal/high_water_mark.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;
using Kind = HeadsReport::Kind;

namespace {

/// Keeps the first head for each event of a generation, as the portal does.
class HeldHeads {
 public:
  void told(const Journal& journal) {
    const auto generation = journal.generations().back();
    if (held.empty() || held.back().told.id != generation.id) {
      held.push_back({generation, {}});
    }
    held.back().heads.push_back(*journal.head());
  }
  std::vector<HeldGeneration> held;
};

}  // namespace

TEST_GROUP(Heads) {
  Folder folder;
  Options options;
  HeldHeads portal;
  std::uint64_t next = 1;
  OfficeDay day = monday;

  void setup() override {
    options.file = folder / "office.db";
    options.high_water_mark = high_water_mark_beside(options.file);
  }
  std::unique_ptr<Journal> open() { return Journal::open(options); }
  /// A day of 24 events, after which the portal is told.
  void one_day() {
    const auto journal = open();
    append_all(*journal, plain_day(day, next, 5));
    next = journal->last_seq() + 1;
    day = day.plus(1);
    portal.told(*journal);
    journal->save_high_water_mark();
  }
  HeadsReport compared(bool whole = true) { return compare_heads(*open(), portal.held, whole); }
  /// What root can do: other rows, with a chain and a high water mark that fit.
  void as_root(const std::string& sql) {
    change_and_chain_anew(options.file, sql, options.chain_key);
    const auto report = open()->verify();
    CHECK_FALSE(report.bad.has_value());
    CHECK_FALSE(open()->found().put_back);
  }
};

TEST(Heads, ANewJournalHasAGenerationAndNoHead) {
  const auto journal = open();
  LONGS_EQUAL(1, journal->generations().size());
  LONGS_EQUAL(32, journal->generations().front().id.size());
  UNSIGNED_LONGS_EQUAL(0, journal->generations().front().after);
  CHECK_FALSE(journal->head().has_value());
  Options other = options;
  other.file = folder / "other.db";
  CHECK(Journal::open(other)->generations().front().id != journal->generations().front().id);
}

TEST(Heads, AHeadIsTheNewestEventThatIsDurable) {
  one_day();
  const auto journal = open();
  const auto head = journal->head().value();
  UNSIGNED_LONGS_EQUAL(24, head.seq);
  CHECK(head.generation == journal->generations().front().id);
  LONGS_EQUAL(64, head.hash.size());
  CHECK(head == journal->head_at(24).value());
  CHECK(head.hash != journal->head_at(23)->hash);
  CHECK_FALSE(journal->head_at(25).has_value());
}

TEST(Heads, AnUntouchedJournalAgreesWithAllOfThem) {
  for (int n = 0; n < 3; ++n) {
    one_day();
  }
  const auto report = compared();
  CHECK_FALSE(report.wrong.has_value());
  LONGS_EQUAL(3, report.compared);
  UNSIGNED_LONGS_EQUAL(72, report.newest->seq);
  UNSIGNED_LONGS_EQUAL(72, report.agrees_up_to);
  CHECK(report.lost.empty());
}

TEST(Heads, AChainMadeAnewIsFoundWithItsKeyToo) {
  for (const char* key : {"", "0123456789abcdef"}) {
    options.file = folder / (std::string{"keyed"} + key);
    options.high_water_mark = high_water_mark_beside(options.file);
    options.chain_key = key;
    portal.held.clear();
    next = 1;
    for (int n = 0; n < 3; ++n) {
      one_day();
    }
    as_root("UPDATE event SET who = 'budi' WHERE seq = 30");
    const auto report = compared();
    CHECK(report.wrong.has_value());
    CHECK(report.wrong->kind == Kind::differs);
    UNSIGNED_LONGS_EQUAL(48, report.wrong->seq);
    UNSIGNED_LONGS_EQUAL(24, report.agrees_up_to);
  }
}

TEST(Heads, AnEndThatWasCutWithItsMarkIsFoundButABackupMayEndEarlier) {
  one_day();
  one_day();
  as_root("DELETE FROM event WHERE seq > 40");
  const auto report = compared();
  CHECK(report.wrong->kind == Kind::end_missing);
  UNSIGNED_LONGS_EQUAL(41, report.wrong->seq);
  const auto of_backup = compared(false);
  CHECK_FALSE(of_backup.wrong.has_value());
  UNSIGNED_LONGS_EQUAL(48, of_backup.beyond->seq);
}

TEST(Heads, AnHonestRestoreIsNoFaultAndIsSaid) {
  one_day();
  const auto backup = folder / "backup.db";
  open()->backup(backup);
  one_day();
  restore(backup, options);
  next = 25;
  day = day.plus(1);
  one_day();
  LONGS_EQUAL(2, open()->generations().size());
  UNSIGNED_LONGS_EQUAL(24, open()->generations().back().after);
  const auto report = compared();
  CHECK_FALSE(report.wrong.has_value());
  LONGS_EQUAL(2, report.compared);  // the first day's, and that of the day after the restore
  LONGS_EQUAL(1, report.lost.size());
  CHECK(report.lost[0].put_back);
  UNSIGNED_LONGS_EQUAL(24, report.lost[0].after);
  UNSIGNED_LONGS_EQUAL(48, report.lost[0].newest.seq);
}

TEST(Heads, ACopyPutInPlaceByHandBeginsAGenerationOnce) {
  one_day();
  std::filesystem::copy_file(options.file, folder / "copy.db");
  one_day();
  std::filesystem::copy_file(folder / "copy.db", options.file, std::filesystem::copy_options::overwrite_existing);
  const auto id = [&] { return open()->generations().back().id; };
  const auto first = id();
  // The mark is behind until it is saved again, so every start until then is one after a copy.
  CHECK(first != id());
  LONGS_EQUAL(2, open()->generations().size());
  next = 25;
  day = day.plus(1);
  one_day();
  const auto saved = id();
  CHECK(saved == id());
  LONGS_EQUAL(2, open()->generations().size());
  CHECK_FALSE(compared().wrong.has_value());
}

TEST(Heads, APastWrittenAnewThatPretendsToBePutBackIsFound) {
  for (int n = 0; n < 3; ++n) {
    one_day();
  }
  const std::string pretended(32, 'f');
  as_root("UPDATE event SET who = 'budi' WHERE seq = 30; INSERT INTO own_generation (id, after) VALUES ('" + pretended +
          "', 24)");
  // What the office then sends is of the other generation, and the portal has no other hash for it.
  portal.told(*open());
  const auto report = compared();
  CHECK(report.wrong->kind == Kind::of_lost_time);
  UNSIGNED_LONGS_EQUAL(25, report.wrong->seq);
  UNSIGNED_LONGS_EQUAL(24, report.agrees_up_to);
}

TEST(Heads, APastOfAnotherNameIsFound) {
  for (int n = 0; n < 3; ++n) {
    one_day();
  }
  as_root("UPDATE event SET who = 'budi' WHERE seq = 30; UPDATE own_generation SET id = '" + std::string(32, 'f') +
          "'");
  const auto report = compared();
  CHECK(report.wrong.has_value());
  CHECK(report.wrong->kind == Kind::of_lost_time);
}

TEST(Heads, AnotherNameAloneChangesNothing) {
  one_day();
  one_day();
  as_root("UPDATE own_generation SET id = '" + std::string(32, 'f') + "'");
  const auto report = compared();
  CHECK_FALSE(report.wrong.has_value());
  LONGS_EQUAL(2, report.compared);
  CHECK(report.lost.empty());
}

TEST(Heads, AGenerationThatBeginsElsewhereThanThePortalWasToldIsFound) {
  one_day();
  const auto backup = folder / "backup.db";
  open()->backup(backup);
  one_day();
  restore(backup, options);
  next = 25;
  day = day.plus(1);
  one_day();
  as_root("UPDATE event SET who = 'budi' WHERE seq = 20; UPDATE own_generation SET after = 10 WHERE after = 24");
  const auto report = compared();
  CHECK(report.wrong->kind == Kind::began_elsewhere);
  UNSIGNED_LONGS_EQUAL(11, report.wrong->seq);
}

TEST(Heads, AFileOfAnEarlierReleaseBeginsWhereItIs) {
  {
    std::ifstream in(std::string(FILES) + "/version-5.sql");
    SQLite::Database db(options.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(std::string{std::istreambuf_iterator<char>(in), {}});
  }
  const auto journal = open();
  LONGS_EQUAL(1, journal->generations().size());
  UNSIGNED_LONGS_EQUAL(9, journal->generations().front().after);
  portal.told(*journal);
  UNSIGNED_LONGS_EQUAL(9, portal.held[0].heads[0].seq);
  LONGS_EQUAL(1, compare_heads(*journal, portal.held, true).compared);
  CHECK(journal->head_at(3)->generation == journal->generations().front().id);
}

TEST(Heads, AnotherFileAtAnotherTimeIsSaid) {
  one_day();
  one_day();
  std::filesystem::remove(options.file);
  std::filesystem::remove(options.high_water_mark);
  next = 1;
  one_day();
  const auto report = compared();
  CHECK_FALSE(report.wrong.has_value());
  LONGS_EQUAL(1, report.compared);
  LONGS_EQUAL(1, report.lost.size());
  CHECK_FALSE(report.lost[0].put_back);
  UNSIGNED_LONGS_EQUAL(48, report.lost[0].newest.seq);
}

TEST(Heads, WhatWasForgottenIsNotMissed) {
  for (int n = 0; n < 4; ++n) {
    one_day();
  }
  CHECK_TRUE(open()->forget(day, {.events_days = 2, .bookings_days = 1}).value().events > 0);
  const auto report = compared();
  CHECK_FALSE(report.wrong.has_value());
  LONGS_EQUAL(2, report.forgotten);
  LONGS_EQUAL(2, report.compared);
}
