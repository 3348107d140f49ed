// The copy of the journal on another disk, beside a working office: it follows, and whatever is wrong with
// that disk is an alarm that ends.
#include <fstream>

#include "journal/high_water_mark.hpp"
#include "service/second_copy.hpp"
#include "upkeep_rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
namespace fs = std::filesystem;

TEST_GROUP(SecondCopies) {
  antrean::tests::Folder folder;
  OfficeWithUpkeep office{folder / ""};
  fs::path stick = folder / "stick";

  void setup() override { office.settings.maintenance.second_copy = stick; }
  /// Of the copy's file alone; its office has it open.
  std::uint64_t events_on_the_stick() const {
    const fs::path look = folder / "look.db";
    std::error_code none;
    fs::copy_file(stick / "office.db", look, fs::copy_options::overwrite_existing, none);
    if (none) {
      return 0;
    }
    SQLite::Database db(look, SQLite::OPEN_READONLY);
    return static_cast<std::uint64_t>(db.execAndGet("SELECT coalesce(max(seq), 0) FROM event").getInt64());
  }
};

TEST(SecondCopies, FollowTheOffice) {
  fs::create_directory(stick);
  std::uint64_t last = 0;
  office.work([&] {
    last = office.shown()->journal_seq;
    return last > 0 && events_on_the_stick() == last;
  });
  CHECK_TRUE(last > 0);
  UNSIGNED_LONGS_EQUAL(last, events_on_the_stick());
  CHECK_FALSE(fs::exists(office.settings.journal.string() + ".second"));
}

TEST(SecondCopies, OnTheJournalsOwnDiskAreToldAndMadeAllTheSame) {
  fs::create_directory(stick);
  bool told = false;
  office.work([&] { return told = office.alarm("journal copy") && events_on_the_stick() > 0; });
  CHECK_TRUE(told);
}

TEST(SecondCopies, ADiskThatIsNotThereIsAnAlarmAndIsFollowedOnceItIs) {
  int step = 0;
  office.work([&] {
    if (step == 0 && office.alarm("journal copy")) {
      CHECK_TRUE(office.alarm_text("journal copy").find("is its disk mounted?") != std::string::npos);
      CHECK_FALSE(fs::exists(stick));
      fs::create_directory(stick);
      step = 1;
    }
    return step == 1 && events_on_the_stick() == office.shown()->journal_seq;
  });
  LONGS_EQUAL(1, step);
}

TEST(SecondCopies, OneThatSomebodyTakesAwayIsMadeAgain) {
  fs::create_directory(stick);
  int step = 0;
  office.work([&] {
    if (step == 0 && events_on_the_stick() > 0) {
      fs::rename(stick, folder / "taken");
      office.now += std::chrono::hours(24);  // another day opens
      step = 1;
    } else if (step == 1 && office.alarm_text("journal copy").find("mounted") != std::string::npos) {
      fs::create_directory(stick);
      step = 2;
    }
    return step == 2 && events_on_the_stick() == office.shown()->journal_seq;
  });
  LONGS_EQUAL(2, step);
}
