// Backups that are made in slices while the office works, and checked; the high water mark; deleting in
// slices.
#include <fstream>
#include <string>

#include "journal/backup_folder.hpp"
#include "journal/high_water_mark.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

namespace {

/// What a person with the file and sqlite3 can do.
void tamper(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database db(file, SQLite::OPEN_READWRITE);
  db.exec("DROP TRIGGER IF EXISTS event_stays; DROP TRIGGER IF EXISTS event_kept; " + sql);
}

constexpr const char* set_the_end_back =
    "DELETE FROM event WHERE seq > 20;"
    "UPDATE head SET seq = 20, hash = (SELECT hash FROM event WHERE seq = 20)";

}  // namespace

TEST_GROUP(Backups) {
  Folder folder;
  Options options;
  void setup() override {
    options.file = folder / "office.db";
    options.high_water_mark = high_water_mark_beside(options.file);
  }
  std::string at(const char* name) const { return (folder / name).string(); }
};

TEST(Backups, MadeInSlicesWhileEventsAreAppendedHoldsThemAll) {
  const auto events = plain_day(monday, 1, 300);
  const auto journal = Journal::open(options);
  std::size_t appended = 0;
  const auto append = [&](std::size_t count) {
    Batch batch;
    for (; count > 0 && appended < events.size(); --count) {
      batch.events.push_back(events[appended++]);
    }
    journal->append(batch).value();
  };
  append(900);
  journal->begin_copy(at("backup.db"));
  int slices = 1;
  for (; !journal->copy_more(4); ++slices) {
    append(2);
  }
  CHECK_TRUE(slices > 20);
  CHECK_FALSE(std::filesystem::exists(at("backup.db.part")));
  const ChainReport report = check_backup(at("backup.db"), options);
  CHECK_FALSE(report.bad.has_value());
  UNSIGNED_LONGS_EQUAL(journal->last_seq(), report.last);
  // Checking it left nothing: there is still one file.
  CHECK_FALSE(std::filesystem::exists(at("backup.db-wal")));
  CHECK_FALSE(std::filesystem::exists(at("backup.db-shm")));
}

TEST(Backups, GivenUpOrCutShortLeavesNoFileAndTheJournalWorksOn) {
  const auto events = plain_day(monday, 1, 50);
  {
    const auto journal = Journal::open(options);
    append_all(*journal, events);
    journal->begin_copy(at("backup.db"));
    CHECK_FALSE(journal->copy_more(1));
    journal->begin_copy(at("backup.db"));
    CHECK_FALSE(journal->copy_more(1));
  }
  // Closed in the middle of a copy: nothing is left, no lock either.
  CHECK_FALSE(std::filesystem::exists(at("backup.db.part")));
  CHECK_TRUE(events == Journal::open(options)->found().events);
  CHECK_THROWS(std::runtime_error, Journal::open(options)->begin_copy(at("no/such/folder/backup.db")));
}

TEST(Backups, AnEditedOrDamagedOneIsFoundWhenItIsLookedThrough) {
  {
    const auto journal = Journal::open(options);
    append_all(*journal, plain_day(monday, 1, 100));
    journal->backup(at("edited.db"));
    journal->backup(at("damaged.db"));
  }
  tamper(at("edited.db"), "UPDATE event SET who = 'x' WHERE seq = 7");
  UNSIGNED_LONGS_EQUAL(7, check_backup(at("edited.db"), options).bad.value());
  {
    std::fstream file(at("damaged.db"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096 + 8);
    file << std::string(2048, 'x');
  }
  CHECK_THROWS(sqlite::OpenError, check_backup(at("damaged.db"), options));
  CHECK_THROWS(sqlite::OpenError, check_backup(at("missing.db"), options));
}

TEST(Backups, TheFolderKnowsItsOwnByNameAndKeepsTheNewest) {
  const BackupFolder backups(folder / "backups", options.file, Zone::wib);
  CHECK_FALSE(backups.newest(UtcTime{}).has_value());
  std::filesystem::create_directories(backups.folder());
  const UtcTime first = instant(monday, *TimeOfDay::parse("16:05"), Zone::wib);
  STRCMP_EQUAL("office-2026-11-23-1605.db", backups.name_for(first).filename().c_str());
  for (int day = 0; day < 5; ++day) {
    std::ofstream(backups.name_for(first + std::chrono::hours{24 * day})) << "x";
  }
  for (const char* other : {"notes.txt", "office-2026-11-23-1605.db.part", "office-2026-13-23-1605.db", "office-.db"}) {
    std::ofstream(backups.folder() / other) << "x";
  }
  LONGS_EQUAL(5, backups.all().size());
  const UtcTime last = first + std::chrono::hours{24 * 4};
  CHECK_TRUE(backups.made_at(*backups.newest(last)) == last);
  backups.keep(2, last);
  LONGS_EQUAL(2, backups.all().size());
  STRCMP_EQUAL("office-2026-11-26-1605.db", backups.all().front().filename().c_str());
  CHECK_TRUE(std::filesystem::exists(backups.folder() / "notes.txt"));
}

TEST(Backups, SoManyDaysAreKeptHoweverManyBackupsADayHad) {
  const BackupFolder backups(folder / "backups", options.file, Zone::wib);
  std::filesystem::create_directories(backups.folder());
  const auto at_time = [](int day, const char* time) {
    return instant(monday.plus(day), *TimeOfDay::parse(time), Zone::wib);
  };
  for (int day = 0; day < 5; ++day) {
    for (const char* time : {"00:10", "07:30", "16:05", "23:59"}) {
      std::ofstream(backups.name_for(at_time(day, time))) << "x";
    }
  }
  backups.keep(3, at_time(4, "23:59"));
  std::string names;
  for (const auto& one : backups.all()) {
    names += one.filename().string() + " ";
  }
  STRCMP_EQUAL("office-2026-11-25-2359.db office-2026-11-26-2359.db office-2026-11-27-2359.db ", names.c_str());
}

TEST(Backups, OneDatedAheadIsNeitherTheNewestNorPushesOutARightOne) {
  const BackupFolder backups(folder / "backups", options.file, Zone::wib);
  std::filesystem::create_directories(backups.folder());
  const UtcTime now = instant(monday, *TimeOfDay::parse("16:05"), Zone::wib);
  for (int day = 300; day < 303; ++day) {
    std::ofstream(backups.name_for(now + std::chrono::hours{24 * day})) << "x";
  }
  // it is used because there is no other
  CHECK_TRUE(backups.made_at(*backups.newest(now)) == now + std::chrono::hours{24 * 302});
  for (int day = -2; day <= 0; ++day) {
    std::ofstream(backups.name_for(now + std::chrono::hours{24 * day})) << "x";
  }
  CHECK_TRUE(backups.made_at(*backups.newest(now)) == now);
  // clocks may differ a little
  CHECK_TRUE(backups.made_at(*backups.newest(now - std::chrono::minutes{59})) == now);
  backups.keep(2, now);
  std::string names;
  for (const auto& one : backups.all()) {
    names += one.filename().string() + " ";
  }
  STRCMP_EQUAL("office-2026-11-22-1605.db office-2026-11-23-1605.db office-2027-09-21-1605.db ", names.c_str());
}

TEST(Backups, WithoutAWitnessAnEndSetBackWithItsHeadFits) {
  options.high_water_mark.clear();
  append_all(*Journal::open(options), plain_day(monday, 1, 5));
  tamper(options.file, set_the_end_back);
  CHECK_FALSE(Journal::open(options)->verify().bad.has_value());
}

TEST(Backups, TheWitnessFindsAnEndThatWasRemovedThoughTheHeadWasSetBack) {
  for (const char* key : {"", "0123456789abcdef"}) {
    options.chain_key = key;
    std::filesystem::remove(options.file);
    {
      const auto journal = Journal::open(options);
      append_all(*journal, plain_day(monday, 1, 5));
      journal->save_high_water_mark();
    }
    CHECK_FALSE(Journal::open(options)->found().chain.bad.has_value());
    tamper(options.file, set_the_end_back);
    const ChainReport report = Journal::open(options)->found().chain;
    CHECK_TRUE(report.bad.has_value());
    UNSIGNED_LONGS_EQUAL(21, *report.bad);
    STRCMP_CONTAINS("event 24 of 2026-11-23T01:08:00.000Z had been seen", report.text.c_str());
  }
}

TEST(Backups, TheWitnessFindsAnOlderCopyAndAnotherJournalInThePlace) {
  {
    const auto journal = Journal::open(options);
    append_all(*journal, plain_day(monday, 1, 5));
    journal->backup(at("older.db"));
    append_all(*journal, plain_day(monday.plus(1), 25, 5));
    journal->save_high_water_mark();
  }
  std::filesystem::copy_file(at("older.db"), options.file, std::filesystem::copy_options::overwrite_existing);
  {
    const auto journal = Journal::open(options);
    UNSIGNED_LONGS_EQUAL(25, journal->found().chain.bad.value());
    // It continues, and from here on it is another journal.
    append_all(*journal, plain_day(monday.plus(2), 25, 8));
  }
  const ChainReport report = Journal::open(options)->found().chain;
  UNSIGNED_LONGS_EQUAL(48, report.bad.value());
  STRCMP_CONTAINS("not the journal that was here", report.text.c_str());
}

TEST(Backups, ARestoredBackupBeginsWithANewWitness) {
  {
    const auto journal = Journal::open(options);
    append_all(*journal, plain_day(monday, 1, 5));
    journal->backup(at("older.db"));
    append_all(*journal, plain_day(monday.plus(1), 25, 5));
    journal->save_high_water_mark();
  }
  restore(at("older.db"), options);
  CHECK_FALSE(Journal::open(options)->found().chain.bad.has_value());
}

TEST(Backups, AJournalThatWasPutBackBelievesPadsAndPortalAndNotItself) {
  const PadAcknowledgement pad{.pad = "pad 3 on counters", .boot_id = 7, .presses = {40, 0, 0, 0}};
  office_api::BookingPage page{17, false, {}};
  page.generation = "aa";
  {
    const auto journal = Journal::open(options);
    append_all(*journal, plain_day(monday, 1, 5));
    Batch batch;
    batch.pads = {pad};
    journal->append(batch).value();
    journal->day_list().apply(page).value();
    journal->save_high_water_mark();
    journal->backup(at("older.db"));
  }
  {
    const auto journal = Journal::open(options);
    CHECK_FALSE(journal->found().put_back);
    CHECK_TRUE(std::vector{pad} == journal->found().pads);
    CHECK_EQUAL(17u, journal->day_list().cursor());
    append_all(*journal, plain_day(monday.plus(1), 25, 5));
    journal->save_high_water_mark();
  }
  const auto believes_others = [&](bool put_back) {
    const auto journal = Journal::open(options);
    CHECK_EQUAL(put_back, journal->found().put_back);
    // What the pad has counted meanwhile is only the start to count from, so no press acts twice.
    CHECK_TRUE(journal->found().pads.empty());
    CHECK_EQUAL(0u, journal->day_list().cursor());
    STRCMP_EQUAL("", journal->day_list().generation().c_str());
  };
  std::filesystem::copy_file(at("older.db"), options.file, std::filesystem::copy_options::overwrite_existing);
  believes_others(true);
  restore(at("older.db"), options);
  believes_others(false);  // this mark was written by the restore
}

TEST(Backups, AWitnessThatIsTornMissingOrMadeWithAnotherKeySaysNothing) {
  options.chain_key = "0123456789abcdef";
  {
    const auto journal = Journal::open(options);
    journal->save_high_water_mark();
    CHECK_FALSE(std::filesystem::exists(options.high_water_mark));
    append_all(*journal, plain_day(monday, 1, 5));
    journal->save_high_water_mark();
  }
  std::ofstream(options.high_water_mark, std::ios::trunc) << "99 17900";
  CHECK_FALSE(Journal::open(options)->found().chain.bad.has_value());
  std::ofstream(options.high_water_mark, std::ios::trunc)
      << "99 1790000000000 " << std::string(64, 'a') << ' ' << std::string(64, 'b') << '\n';
  CHECK_FALSE(Journal::open(options)->found().chain.bad.has_value());
}

TEST(Backups, AWitnessThatCannotBeWrittenIsTold) {
  options.high_water_mark = folder / "no/such/folder/witness";
  const auto journal = Journal::open(options);
  append_all(*journal, plain_day(monday, 1, 5));
  CHECK_THROWS(std::runtime_error, journal->save_high_water_mark());
}

TEST(Backups, ForgettingInSlicesKeepsTheChainWholeAfterEach) {
  const auto journal = Journal::open(options);
  std::uint64_t seq = 1;
  for (int day = 0; day < 3; ++day, seq += 44) {
    append_all(*journal, plain_day(monday.plus(day), seq, 10));
  }
  std::uint64_t forgotten = 0;
  for (;;) {
    const auto done = journal->forget(monday.plus(2), {0, 0}, 10).value();
    if (done.events == 0) {
      break;
    }
    CHECK_TRUE(done.events <= 10);
    forgotten += done.events;
    CHECK_FALSE(journal->verify().bad.has_value());
    UNSIGNED_LONGS_EQUAL(forgotten + 1, journal->verify().first);
  }
  UNSIGNED_LONGS_EQUAL(88, forgotten);
  CHECK_TRUE(journal->reports().tickets(monday).empty());
  LONGS_EQUAL(10, journal->reports().tickets(monday.plus(2)).size());
}
