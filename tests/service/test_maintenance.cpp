// The maintenance of the journal beside a working office: backups that are complete and checked, old days
// deleted, problems reported and ended.
#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "command_loop/command_loop.hpp"
#include "office_settings/office_settings.hpp"
#include "process/loops.hpp"
#include "sample/sample.hpp"
#include "service/alarms.hpp"
#include "service/journal_copies.hpp"
#include "service/journal_place.hpp"
#include "service/maintenance.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using antrean::tests::Folder;
using antrean::tests::monday;
using antrean::tests::plain_day;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

struct Office {
  explicit Office(const fs::path& folder) : settings(read_file(std::string(CONFIG) + "/office.toml")) {
    settings.journal = folder / "office.db";
    settings.maintenance.backups = folder / "backups";
    settings.maintenance.keep_backups = 2;
  }

  /// The office works, with a fast maintenance, until `enough` holds.
  void work(std::function<bool()> enough) {
    journal = journal::Journal::open(journal_options(settings));
    asio::io_context io{1};
    {
      Worker worker{"journal"};
      JournalEventLog event_log(worker, *journal);
      CommandLoop loop(io, std::get<queue::Plan>(queue::Plan::make(settings.plan)), event_log, journal->take_found(),
                       [this] { return now; });
      Alarms alarms(io, loop);
      JournalCopies copies(worker, *journal, settings.journal);
      Maintenance maintenance(io, settings, worker, *journal, copies, loop, alarms, [this] { return now; },
                              {.look_every = std::chrono::milliseconds(5),
                               .backup_after = std::chrono::hours(24),
                               .events = 5,
                               .rest = std::chrono::milliseconds(0)});
      process::Loops loops(io, [] {});
      loops.spawn("command loop", loop.run(), [&] { loop.stop(); });
      loops.spawn("alarms", alarms.run());
      loops.spawn("maintenance", maintenance.run());
      shown = [&] { return loop.snapshot(); };
      asio::co_spawn(
          io,
          [&]() -> asio::awaitable<void> {
            asio::steady_timer pause(io);
            for (int n = 0; !enough() && n < 3000; ++n) {
              queue::Command tick{.by = {.kind = queue::ActorKind::system, .name = "clock"}, .action = queue::Tick{}};
              co_await loop.submit(std::move(tick));
              pause.expires_after(std::chrono::milliseconds(5));
              co_await pause.async_wait(asio::use_awaitable);
            }
            loops.stop();
            co_await loops.ended();
          },
          [](std::exception_ptr error) {
            if (error) {
              std::rethrow_exception(error);
            }
          });
      io.run();
      CHECK_FALSE(loops.failed());
    }
    journal.reset();
  }
  bool alarm(const std::string& subject) const {
    return std::ranges::any_of(shown()->alarms, [&](const AlarmView& view) { return view.subject == subject; });
  }
  std::size_t backups() const { return backup_folder(settings).all().size(); }

  OfficeSettings settings;
  UtcTime now = instant(monday, *TimeOfDay::parse("10:00"), Zone::wib);
  std::unique_ptr<journal::Journal> journal;
  std::function<std::shared_ptr<const Snapshot>()> shown;
};

}  // namespace

TEST_GROUP(UpkeepOfTheJournal) {
  Folder folder;
  Office office{folder / ""};
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
