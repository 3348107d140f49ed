// An office at work, for tests of what looks after its journal.
#pragma once

#include <algorithm>
#include <filesystem>
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
#include "service/second_copy.hpp"

#include <CppUTest/TestHarness.h>

namespace antrean::office {

[[maybe_unused]] inline const bool quiet = (spdlog::set_level(spdlog::level::off), true);

/// An office on a journal in `folder`, with everything that looks after the journal, fast.
struct OfficeWithUpkeep {
  explicit OfficeWithUpkeep(const std::filesystem::path& folder)
      : settings(read_file(std::string(CONFIG) + "/office.toml")) {
    settings.journal = folder / "office.db";
    settings.maintenance.backups = folder / "backups";
    settings.maintenance.keep_backups = 2;
  }

  /// The office works, with a fast maintenance, until `enough` holds.
  void work(std::function<bool()> enough) {
    journal = journal::Journal::open(journal_options(settings));
    boost::asio::io_context io{1};
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
      std::optional<SecondCopy> second_copy;
      if (!settings.maintenance.second_copy.empty()) {
        second_copy.emplace(io, worker, *journal, copies, alarms, settings.journal, settings.maintenance.second_copy,
                            SecondCopy::Pace{.every = std::chrono::milliseconds(5),
                                             .rest = std::chrono::milliseconds(0),
                                             .again = std::chrono::milliseconds(20)});
      }
      process::Loops loops(io, [] {});
      loops.spawn("command loop", loop.run(), [&] { loop.stop(); });
      loops.spawn("alarms", alarms.run());
      loops.spawn("maintenance", maintenance.run());
      if (second_copy) {
        loops.spawn("journal copy", second_copy->run());
      }
      shown = [&] { return loop.snapshot(); };
      boost::asio::co_spawn(
          io,
          [&]() -> boost::asio::awaitable<void> {
            boost::asio::steady_timer pause(io);
            for (int n = 0; !enough() && n < 3000; ++n) {
              queue::Command tick{.by = {.kind = queue::ActorKind::system, .name = "clock"}, .action = queue::Tick{}};
              co_await loop.submit(std::move(tick));
              pause.expires_after(std::chrono::milliseconds(5));
              co_await pause.async_wait(boost::asio::use_awaitable);
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
  std::string alarm_text(const std::string& subject) const {
    for (const AlarmView& view : shown()->alarms) {
      if (view.subject == subject) {
        return view.text_en;
      }
    }
    return {};
  }
  std::size_t backups() const { return backup_folder(settings).all().size(); }

  OfficeSettings settings;
  UtcTime now = instant(antrean::tests::monday, *TimeOfDay::parse("10:00"), Zone::wib);
  std::unique_ptr<journal::Journal> journal;
  std::function<std::shared_ptr<const Snapshot>()> shown;
};

}  // namespace antrean::office
