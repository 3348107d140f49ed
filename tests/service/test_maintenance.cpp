// The maintenance of the journal beside a working office: backups that are complete and checked, old days
// deleted, problems reported and ended.
#include <fstream>
#include <string>

#include "audit/office_key.hpp"
#include "upkeep_rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using antrean::tests::Folder;
using antrean::tests::monday;
using antrean::tests::plain_day;
namespace fs = std::filesystem;

TEST_GROUP(UpkeepOfTheJournal) {
  Folder folder;
  OfficeWithUpkeep office{folder / ""};
};

TEST(UpkeepOfTheJournal, ABackupADayIsMadeAndHoldsTheOffice) {
  office.work([&] { return office.backups() == 1; });
  const auto backup = *backup_folder(office.settings).newest(office.now);
  STRCMP_EQUAL("office-2026-11-23-1000.db", backup.filename().c_str());
  const auto report = journal::check_backup(backup, journal_options(office.settings));
  CHECK_FALSE(report.bad.has_value());
  CHECK_TRUE(report.last >= 1);
  CHECK_TRUE(fs::exists(office.settings.journal.string() + ".witness"));
  // An hour later there is nothing to do; a day later there is. Two backups are kept.
  office.now += std::chrono::hours(1);
  int looks = 0;
  office.work([&] { return ++looks > 20; });
  LONGS_EQUAL(1, office.backups());
  for (int day = 1; day <= 3; ++day) {
    office.now += std::chrono::hours(24);
    const fs::path expected = backup_folder(office.settings).name_for(office.now);
    office.work([&] { return fs::exists(expected) && office.backups() <= 2; });
  }
  LONGS_EQUAL(2, office.backups());
}

TEST(UpkeepOfTheJournal, OneIsMadeWhenTheDayHasClosedAndTakesThePlaceOfTheMornings) {
  office.work([&] { return office.backups() == 1; });
  office.now = instant(monday, *TimeOfDay::parse("15:59"), Zone::wib);
  const fs::path expected =
      backup_folder(office.settings).name_for(instant(monday, *TimeOfDay::parse("16:01"), Zone::wib));
  int looks = 0;
  office.work([&] {
    if (++looks == 40) {
      office.now = instant(monday, *TimeOfDay::parse("16:01"), Zone::wib);
    }
    return fs::exists(expected) && office.backups() == 1;
  });
  LONGS_EQUAL(1, office.backups());
  CHECK_TRUE(fs::exists(expected));
}

TEST(UpkeepOfTheJournal, OneLeftOverThatIsDatedAheadMakesOneBackupAndNotOneAtEveryLook) {
  const auto folder_of_backups = backup_folder(office.settings);
  fs::create_directories(folder_of_backups.folder());
  std::ofstream(folder_of_backups.name_for(office.now + std::chrono::hours(24 * 300))) << "left over";
  office.work([&] { return office.backups() == 2; });
  const fs::path made = folder_of_backups.name_for(office.now);
  CHECK_TRUE(fs::exists(made));
  const auto written = fs::last_write_time(made);
  office.now += std::chrono::minutes(5);
  int looks = 0;
  office.work([&] { return ++looks > 60; });
  LONGS_EQUAL(2, office.backups());
  CHECK_TRUE(fs::last_write_time(made) == written);
}

TEST(UpkeepOfTheJournal, ABackupThatFailsIsAnAlarm) {
  std::ofstream(folder / "backups") << "a file where the folder should be";
  bool told = false;
  office.work([&] { return told = office.alarm("backup"); });
  CHECK_TRUE(told);
}

TEST(UpkeepOfTheJournal, TheKeyBesideTheBackupsNeverStopsThem) {
  audit::load_or_make_key(office.settings.journal);
  const fs::path key = audit::key_file(folder / "backups/office.db");
  office.work([&] { return office.backups() == 1 && fs::exists(key); });
  CHECK_TRUE(fs::exists(key));
  const auto a_day_later = [&] {
    office.now += std::chrono::hours(24);
    const fs::path expected = backup_folder(office.settings).name_for(office.now);
    bool told = false;
    office.work([&] {
      told = told || office.alarm("backup");
      return fs::exists(expected) && office.backups() <= 2;
    });
    CHECK_TRUE(fs::exists(expected));
    CHECK_FALSE(told);
  };
  fs::permissions(key, fs::perms(0755));  // as a disk without modes shows it
  a_day_later();
  a_day_later();
  LONGS_EQUAL(2, office.backups());  // the oldest one goes
  fs::remove(key);
  fs::create_directories(key / "full");  // it cannot lie there at all
  a_day_later();
  LONGS_EQUAL(2, office.backups());
}

TEST(UpkeepOfTheJournal, OldDaysAreForgottenThoughNoBackupIsKept) {
  office.settings.maintenance.keep_backups = 0;
  office.settings.maintenance.keep_days = 1;
  {
    const auto journal = journal::Journal::open(journal_options(office.settings));
    antrean::tests::append_all(*journal, plain_day(monday.plus(-500), 1, 20));
    antrean::tests::append_all(*journal, plain_day(monday.plus(-1), 85, 0));
  }
  int looks = 0;
  office.work([&] { return ++looks > 100; });
  UNSIGNED_LONGS_EQUAL(85, journal::Journal::open(journal_options(office.settings))->verify().first);
}

TEST(UpkeepOfTheJournal, NoneIsMadeWhenNoneIsToBeKept) {
  office.settings.maintenance.keep_backups = 0;
  int looks = 0;
  office.work([&] { return ++looks > 40; });
  LONGS_EQUAL(0, office.backups());
}
