// verify, backup and restore while no office runs.
#include <sys/stat.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/json/parse.hpp>

#include "journal/high_water_mark.hpp"
#include "journal/journal.hpp"
#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
namespace fs = std::filesystem;

namespace {

void edit(const fs::path& file, const std::string& sql) {
  SQLite::Database db(file, SQLite::OPEN_READWRITE);
  db.exec("DROP TRIGGER event_stays; DROP TRIGGER event_kept; " + sql);
}

}  // namespace

TEST_GROUP(JournalCommands) {
  Morning morning;
  Ran ran(std::vector<std::string> arguments) { return run_antrean(morning.place, morning.with(std::move(arguments))); }
  fs::path backup = morning.folder / "backup.db";
};

TEST(JournalCommands, VerifyFindsEveryRowAsItWasWritten) {
  const Ran told = ran({"verify"});
  LONGS_EQUAL(0, told.code);
  CHECK(told.says(": good\n" + std::to_string(morning.events) + " events (1-" + std::to_string(morning.events) +
                  "), every row as it was written\n"));
}

TEST(JournalCommands, VerifyFindsAnEditedRowAndSaysWhich) {
  edit(morning.journal(), "UPDATE event SET who = 'budi' WHERE seq = 9");
  const Ran told = ran({"verify"});
  LONGS_EQUAL(3, told.code);
  CHECK(told.says("THE CHAIN IS BROKEN"));
  CHECK(told.says("First bad row: 9."));
  const Ran json = ran({"verify", "--json"});
  LONGS_EQUAL(3, json.code);
  LONGS_EQUAL(9, boost::json::parse(json.out).at("bad").to_number<int>());
}

TEST(JournalCommands, VerifyFindsARowThatIsGoneAndAnEndCutOff) {
  edit(morning.journal(), "DELETE FROM event WHERE seq = 12");
  CHECK(ran({"verify"}).says("First bad row: 12."));
  Morning other;
  edit(other.journal(), "DELETE FROM event WHERE seq = " + std::to_string(other.events));
  const Ran cut = run_antrean(other.place, other.with({"verify"}));
  LONGS_EQUAL(3, cut.code);
  CHECK(cut.says("First bad row: " + std::to_string(other.events)));
}

TEST(JournalCommands, VerifyHearsTheWitnessOfAnEndThatWasSetBackWithItsHead) {
  journal::Journal::open(
      {.file = morning.journal(), .high_water_mark = journal::high_water_mark_beside(morning.journal())})
      ->save_high_water_mark();
  LONGS_EQUAL(0, ran({"verify"}).code);
  const std::string last = std::to_string(morning.events - 1);
  edit(morning.journal(), "DELETE FROM event WHERE seq > " + last + "; UPDATE head SET seq = " + last +
                              ", hash = (SELECT hash FROM event WHERE seq = " + last +
                              "); UPDATE report_head SET seq = " + last);
  const Ran told = ran({"verify"});
  LONGS_EQUAL(3, told.code);
  CHECK(told.says("First bad row: " + std::to_string(morning.events)));
  CHECK(told.says("had been seen in it"));
}

TEST(JournalCommands, LookingChangesNothing) {
  const std::string before = text_of(morning.journal());
  for (const char* command : {"verify", "replay"}) {
    LONGS_EQUAL(0, ran({command}).code);
  }
  LONGS_EQUAL(0, ran({"export", "--csv"}).code);
  CHECK(before == text_of(morning.journal()));
  CHECK(!fs::exists(morning.journal().string() + "-wal"));
  CHECK(!fs::exists(morning.journal().string() + "-shm"));
}

TEST(JournalCommands, ALogThatACrashLeftIsReadAndStays) {
  // A crash leaves a copy of the open file with its log.
  const fs::path crashed = morning.folder / "crashed.db";
  {
    const auto journal = journal::Journal::open({.file = morning.journal()});
    queue::Event event;
    event.seq = morning.events + 1;
    event.at = instant(tuesday, TimeOfDay{9 * 60}, Zone::wib);
    event.body = queue::AlarmRaised{"board 3", "Papan 3 diam", "Board 3 is silent"};
    tests::append_all(*journal, {event});
    fs::copy_file(morning.journal(), crashed);
    fs::copy_file(morning.journal().string() + "-wal", crashed.string() + "-wal");
  }
  const std::string log = text_of(crashed.string() + "-wal");
  CHECK(!log.empty());
  const Ran told = ran({"verify", crashed.string()});
  LONGS_EQUAL(0, told.code);
  CHECK(told.says("(1-" + std::to_string(morning.events + 1) + ")"));
  CHECK(log == text_of(crashed.string() + "-wal"));
}

TEST(JournalCommands, ABackupIsOneFileThatVerifies) {
  const Ran told = ran({"backup", backup.string()});
  LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
  CHECK(told.says(std::to_string(morning.events) + " events"));
  CHECK(told.says("checked"));
  CHECK(!fs::exists(backup.string() + ".part"));
  CHECK(!fs::exists(backup.string() + "-wal"));
  const Ran verified = ran({"verify", backup.string()});
  LONGS_EQUAL(0, verified.code);
  CHECK(verified.says(std::to_string(morning.events) + " events"));
  // The commands that show data can read it too.
  CHECK(ran({"why", "B005", "--journal", backup.string()}).says("B005 is next"));
}

TEST(JournalCommands, ABackupIsAsPrivateAsTheJournal) {
  fs::permissions(morning.journal(), fs::perms::owner_read | fs::perms::owner_write);
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  CHECK(fs::status(backup).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST(JournalCommands, ARestoreFollowsNoLink) {
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  const fs::path link = morning.folder / "link.db", elsewhere = morning.folder / "elsewhere.db";
  fs::create_symlink(backup, link);
  const Ran told = ran({"restore", link.string()});
  LONGS_EQUAL(1, told.code);
  CHECK(told.complains("is a link; name the file that it leads to"));
  CHECK(told.complains("nothing was changed"));
  // Nor does what it makes go where a link leads.
  std::ofstream(elsewhere) << "untouched";
  fs::create_symlink(elsewhere, morning.journal().string() + ".restoring");
  LONGS_EQUAL(0, ran({"restore", backup.string()}).code);
  STRCMP_EQUAL("untouched", text_of(elsewhere).c_str());
  LONGS_EQUAL(0, ran({"verify"}).code);
  fs::rename(morning.journal(), elsewhere);
  fs::create_symlink(elsewhere, morning.journal());
  LONGS_EQUAL(1, ran({"restore", backup.string()}).code);
  CHECK(fs::is_symlink(morning.journal()));
}

TEST(JournalCommands, NothingThatIsBrokenBecomesABackup) {
  edit(morning.journal(), "UPDATE event SET at = at + 1 WHERE seq = 5");
  const Ran told = ran({"backup", backup.string()});
  LONGS_EQUAL(1, told.code);
  CHECK(told.complains("row 5"));
  CHECK(!fs::exists(backup));
  CHECK(!fs::exists(backup.string() + ".part"));
}

TEST(JournalCommands, ARestoreBringsBackWhatWasBackedUpAndKeepsWhatWasThere) {
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  edit(morning.journal(), "UPDATE event SET who = 'x' WHERE seq = 3");
  fs::permissions(morning.journal(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  const Ran told = ran({"restore", backup.string()});
  LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
  CHECK(told.says("restored, " + std::to_string(morning.events) + " events"));
  CHECK(told.says("kept as " + morning.journal().string() + ".replaced-1"));
  LONGS_EQUAL(0, ran({"verify"}).code);
  LONGS_EQUAL(3, ran({"verify", morning.journal().string() + ".replaced-1"}).code);
  // The office runs as another user and can use the file.
  CHECK(fs::status(morning.journal()).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
  // The backup is still there, for the next time.
  LONGS_EQUAL(0, ran({"restore", backup.string()}).code);
  CHECK(fs::exists(morning.journal().string() + ".replaced-2"));
}

TEST(JournalCommands, AfterARestoreOfAnOpenDayNobodyGetsANumberThatMayHaveBeenGivenSince) {
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  const Ran told = ran({"restore", backup.string()});
  LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
  CHECK_TEXT(told.says("The next numbers come after"), told.out.c_str());
  std::uint64_t last = 0;
  {
    const auto journal = journal::Journal::open({.file = morning.journal()});
    const auto events = journal->to_replay();
    last = journal->last_seq();
    STRCMP_EQUAL("numbers_skipped", std::string(queue::name_of(events.back())).c_str());
    const auto& up_to = std::get<queue::NumbersSkipped>(events.back().body).up_to;
    // The highest that the backup knows, and twenty more.
    int highest = 0;
    for (const auto& event : events) {
      if (const auto* issued = std::get_if<queue::TicketIssued>(&event.body); issued && issued->number[0] == 'B') {
        highest = std::max(highest, std::stoi(issued->number.substr(1)));
      }
    }
    char expected[16];
    std::snprintf(expected, sizeof expected, "B%03d", highest + 20);
    CHECK(std::find(up_to.begin(), up_to.end(), expected) != up_to.end());
  }
  LONGS_EQUAL(0, ran({"verify"}).code);
  LONGS_EQUAL(0, ran({"restore", "--skip-numbers", "0", backup.string()}).code);
  UNSIGNED_LONGS_EQUAL(last - 1, journal::Journal::open({.file = morning.journal()})->last_seq());
}

TEST(JournalCommands, WhatIsNotASoundBackupIsNotRestored) {
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  edit(backup, "UPDATE event SET who = 'x' WHERE seq = 3");
  const std::string before = text_of(morning.journal());
  const Ran told = ran({"restore", backup.string()});
  LONGS_EQUAL(1, told.code);
  CHECK(told.complains("row 3"));
  CHECK(told.complains("nothing was changed"));
  CHECK(before == text_of(morning.journal()));
}

TEST(JournalCommands, AJournalThatIsOpenElsewhereIsInUse) {
  write_text(backup, text_of(morning.journal()));
  const auto office = journal::Journal::open({.file = morning.journal()});
  const Ran restore = ran({"restore", backup.string()});
  LONGS_EQUAL(5, restore.code);
  CHECK(restore.complains("stop the office first"));
  // Nobody answers on port 1, so nobody can make a copy.
  for (const char* command : {"verify", "replay"}) {
    const Ran told = ran({command});
    LONGS_EQUAL(5, told.code);
    CHECK(told.complains("technician.sock to make a copy of it"));
  }
}
