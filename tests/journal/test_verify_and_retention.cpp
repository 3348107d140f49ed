#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "journal/schema.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

using OpenWhy = sqlite::OpenError::Why;

TEST_GROUP(Maintenance) {
  Folder folder;
  Options options;
  void setup() override { options.file = folder / "journal.db"; }
  OpenWhy refused() {
    try {
      Journal::open(options);
    } catch (const sqlite::OpenError& error) {
      return error.why;
    }
    FAIL("opened");
    return OpenWhy::io;
  }
};

TEST(Maintenance, ASecondProcessIsRefused) {
  const auto journal = Journal::open(options);
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 1;
    try {
      Journal::open(options);
    } catch (const sqlite::OpenError& error) {
      code = error.why == OpenWhy::in_use ? 42 : 2;
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK_TRUE(WIFEXITED(status));
  CHECK_EQUAL(42, WEXITSTATUS(status));
  append_all(*journal, every_kind());
}

TEST(Maintenance, AFileOfAnEarlierReleaseRollsForwardWithABackupAndItsReports) {
  const auto events = plain_day(monday, 1, 3);
  std::vector<TicketRow> tickets;
  {
    const auto journal = Journal::open(options);
    append_all(*journal, events);
    tickets = journal->reports().tickets(monday);
  }
  {
    SQLite::Database db(options.file, SQLite::OPEN_READWRITE);
    db.exec(
        "DROP TABLE report_head; DROP TABLE desk; DROP TABLE ticket; DROP TABLE call; DROP TABLE service;"
        "DROP TABLE admission; ALTER TABLE pad DROP COLUMN flashes_owed; ALTER TABLE pad DROP COLUMN known_wall;"
        "ALTER TABLE pad DROP COLUMN known_boot; ALTER TABLE pad DROP COLUMN kinds; ALTER TABLE pad DROP COLUMN serial;"
        "ALTER TABLE pull DROP COLUMN generation;"
        "ALTER TABLE pull DROP COLUMN round; ALTER TABLE pull DROP COLUMN owed; ALTER TABLE booking DROP COLUMN round;"
        "ALTER TABLE booking DROP COLUMN companions; ALTER TABLE booking DROP COLUMN imported;"
        "ALTER TABLE booking DROP COLUMN language;"
        "ALTER TABLE booking DROP COLUMN proof; ALTER TABLE booking DROP COLUMN used_at; ALTER TABLE booking DROP "
        "COLUMN over;"
        "ALTER TABLE booking DROP COLUMN numbers; ALTER TABLE result DROP COLUMN code; ALTER TABLE result DROP COLUMN "
        "numbers; DROP TABLE own_generation;"
        "PRAGMA user_version = 2");
  }
  const auto journal = Journal::open(options);
  CHECK_TRUE(events == journal->found().events);
  CHECK_TRUE(tickets == journal->reports().tickets(monday));
  CHECK_TRUE(std::filesystem::exists(options.file.string() + ".before-v" + std::to_string(migrations().size())));
}

TEST(Maintenance, AFileOfANewerReleaseIsRefusedAndNotTouched) {
  append_all(*Journal::open(options), plain_day(monday, 1, 3));
  SQLite::Database(options.file, SQLite::OPEN_READWRITE)
      .exec("PRAGMA user_version = " + std::to_string(migrations().size() + 1));
  CHECK_TRUE(OpenWhy::newer == refused());
}

TEST(Maintenance, ADamagedFileIsRefusedWithTheWayBack) {
  append_all(*Journal::open(options), plain_day(monday, 1, 200));
  {
    std::fstream file(options.file, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096 + 8);
    const std::string rubbish(2048, 'x');
    file.write(rubbish.data(), 2048);
  }
  CHECK_TRUE(OpenWhy::corrupt == refused());
}

TEST(Maintenance, ABackupIsTakenWhileTheOfficeWorksAndRestored) {
  const auto before = plain_day(monday, 1, 3);
  const auto after = plain_day(monday.plus(1), before.size() + 1, 3);
  {
    const auto journal = Journal::open(options);
    append_all(*journal, before);
    journal->backup(folder / "backup.db");
    append_all(*journal, after);
    CHECK_THROWS(std::runtime_error, journal->backup(folder / "backup.db"));
  }
  const ChainReport report = restore(folder / "backup.db", options);
  CHECK_EQUAL(before.size(), report.last);
  CHECK_TRUE(before == Journal::open(options)->found().events);
  Options replaced = options;
  replaced.file = options.file.string() + ".replaced-1";
  CHECK_TRUE(after == Journal::open(replaced)->found().events);
}

TEST(Maintenance, ACopyInStepsHoldsWhatIsAppendedMeanwhile) {
  const auto before = plain_day(monday, 1, 200);
  const auto meanwhile = plain_day(monday.plus(1), before.size() + 1, 3);
  {
    const auto journal = Journal::open(options);
    append_all(*journal, before);
    journal->begin_copy(folder / "copy.db");
    CHECK(!journal->copy_more(4));
    append_all(*journal, meanwhile);
    while (!journal->copy_more(4)) {
    }
    CHECK_THROWS(std::runtime_error, journal->copy_more(4));
  }
  Options copied = options;
  copied.file = folder / "copy.db";
  const auto copy = Journal::open_to_read(copied);
  CHECK_EQUAL(before.size() + meanwhile.size(), copy->last_seq());
  CHECK(!copy->verify().bad);
  CHECK_TRUE(meanwhile == copy->events(monday.plus(1)));
  // To look at only.
  Batch batch;
  batch.events = plain_day(monday.plus(2), copy->last_seq() + 1, 1);
  const auto refused = copy->append(batch);
  CHECK(!refused);
  CHECK_TRUE(refused.error().why == Why::read_only);
}

TEST(Maintenance, ABackupThatIsCheckedWithAnotherKeyIsNotSaidToBeDamaged) {
  options.chain_key = "0123456789abcdef";
  {
    const auto journal = Journal::open(options);
    append_all(*journal, plain_day(monday, 1, 5));
    journal->begin_copy(folder / "copy.db");
    while (!journal->copy_more(100)) {
    }
  }
  CHECK(!check_backup(folder / "copy.db", options).bad);
  options.chain_key = "fedcba9876543210";
  const ChainReport report = check_backup(folder / "copy.db", options);
  CHECK_TRUE(report.bad.has_value());
  STRCMP_CONTAINS("another key", report.text.c_str());
}

TEST(Maintenance, ARestoreOverAJournalInUseIsRefused) {
  const auto journal = Journal::open(options);
  journal->backup(folder / "backup.db");
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 1;
    try {
      restore(folder / "backup.db", options);
    } catch (const sqlite::OpenError& error) {
      code = error.why == OpenWhy::in_use ? 42 : 2;
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK_EQUAL(42, WEXITSTATUS(status));
}

TEST(Maintenance, ABackupThatWasEditedIsNotRestored) {
  {
    const auto journal = Journal::open(options);
    append_all(*journal, plain_day(monday, 1, 3));
    journal->backup(folder / "backup.db");
  }
  SQLite::Database(folder / "backup.db", SQLite::OPEN_READWRITE)
      .exec("DROP TRIGGER event_stays; UPDATE event SET who = 'x' WHERE seq = 5");
  CHECK_THROWS(sqlite::OpenError, restore(folder / "backup.db", options));
  CHECK_THROWS(sqlite::OpenError, restore(folder / "missing.db", options));
  const auto journal = Journal::open(options);
  CHECK_EQUAL(16u, journal->last_seq());
  CHECK_FALSE(journal->verify().bad.has_value());
  CHECK_FALSE(std::filesystem::exists(options.file.string() + ".restoring"));
}

TEST(Maintenance, ADamagedJournalIsReplacedByABackup) {
  {
    const auto journal = Journal::open(options);
    append_all(*journal, plain_day(monday, 1, 3));
    journal->backup(folder / "backup.db");
  }
  std::ofstream(options.file, std::ios::trunc) << "this was a database once";
  restore(folder / "backup.db", options);
  CHECK_EQUAL(16u, Journal::open(options)->last_seq());
  CHECK_TRUE(std::filesystem::exists(options.file.string() + ".replaced-1"));
}

TEST(Maintenance, OldDaysAreForgottenAndTheChainBeginsLater) {
  {
    const auto journal = Journal::open(options);
    std::uint64_t seq = 1;
    for (int day = 0; day < 5; ++day) {
      append_all(*journal, plain_day(monday.plus(day), seq, 2));
      seq += 12;
    }
    const auto forgotten = journal->forget(monday.plus(4), {2, 7}).value();
    CHECK_EQUAL(24u, forgotten.events);
    CHECK_TRUE(journal->events(monday.plus(1)).empty());
    CHECK_TRUE(journal->reports().tickets(monday.plus(1)).empty());
    CHECK_EQUAL(2u, journal->reports().tickets(monday.plus(2)).size());
    CHECK_EQUAL(12u, journal->events(monday.plus(2)).size());
    CHECK_FALSE(journal->verify().bad.has_value());
    CHECK_EQUAL(0u, journal->forget(monday.plus(4), {2, 7}).value().events);
  }
  const auto journal = Journal::open(options);
  CHECK_EQUAL(25u, journal->verify().first);
  CHECK_FALSE(journal->found().chain.bad.has_value());
  CHECK_EQUAL(60u, journal->last_seq());
  append_all(*journal, plain_day(monday.plus(5), 61, 1));
}

TEST(Maintenance, TheDayThatMayBeReplayedIsNeverForgotten) {
  const auto journal = Journal::open(options);
  append_all(*journal, plain_day(monday, 1, 2));
  append_all(*journal, plain_day(monday.plus(1), 13, 2));
  CHECK_EQUAL(12u, journal->forget(monday.plus(4000), {0, 0}).value().events);
  CHECK_EQUAL(12u, journal->events(monday.plus(1)).size());
  CHECK_EQUAL(0u, journal->forget(monday.plus(4000), {0, 0}).value().events);
}

TEST(Maintenance, AClockThatIsYearsAheadForgetsNothing) {
  const auto journal = Journal::open(options);
  Booking booking;
  booking.id = 1;
  booking.day = monday.plus(3);
  journal->day_list().apply({1, false, {booking}}).value();
  for (int day = 0; day < 3; ++day) {
    append_all(*journal, plain_day(monday.plus(day), 1 + static_cast<std::uint64_t>(day) * 12, 2));
  }
  const auto forgotten = journal->forget(monday.plus(4000), {3, 3}).value();
  CHECK_EQUAL(0u, forgotten.events);
  CHECK_EQUAL(0u, forgotten.bookings);
  CHECK_TRUE(journal->day_list().by_id(1).has_value());
}

TEST(Maintenance, PeoplesNamesAreForgottenDaysAfterTheirDay) {
  const auto journal = Journal::open(options);
  Booking booking;
  booking.id = 1;
  booking.day = monday;
  journal->day_list().apply({1, false, {booking}}).value();
  for (int day = 0; day < 8; ++day) {
    append_all(*journal, plain_day(monday.plus(day), 1 + static_cast<std::uint64_t>(day) * 12, 2));
  }
  CHECK_EQUAL(0u, journal->forget(monday.plus(7), {}).value().bookings);
  CHECK_EQUAL(1u, journal->forget(monday.plus(8), {}).value().bookings);
  CHECK_FALSE(journal->day_list().by_id(1).has_value());
}
