// The maintenance of the journal, done while nobody waits: its high water mark, one backup a day that is
// checked to the last row, and the deletion of old rows.
//
// Everything that touches the journal runs on its worker in slices of about a millisecond, so a press waits
// for one slice at most. Work that waits for a disk or reads a whole file has a worker of its own. io_context
// thread.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "command_loop/command_loop.hpp"
#include "journal/backup_folder.hpp"
#include "journal/journal.hpp"
#include "office_settings/office_settings.hpp"
#include "service/alarms.hpp"
#include "service/journal_copies.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class Maintenance {
 public:
  struct Pace {
    std::chrono::milliseconds look_every{20'000};
    std::chrono::hours backup_after{24};  ///< and after a day has closed
    std::uint64_t events = 200;           ///< events deleted in one slice
    std::chrono::milliseconds rest{2};    ///< between slices
  };

  Maintenance(boost::asio::io_context& io, const OfficeSettings& settings, Worker& journal_worker,
              journal::Journal& journal, JournalCopies& copies, CommandLoop& loop, Alarms& alarms, CommandLoop::Now now,
              Pace pace);
  Maintenance(boost::asio::io_context& io, const OfficeSettings& settings, Worker& journal_worker,
              journal::Journal& journal, JournalCopies& copies, CommandLoop& loop, Alarms& alarms, CommandLoop::Now now)
      : Maintenance(io, settings, journal_worker, journal, copies, loop, alarms, std::move(now), Pace{}) {}

  /// Runs for ever. A failure is an alarm until the work succeeds again.
  boost::asio::awaitable<void> run();

 private:
  boost::asio::awaitable<void> tidy();
  boost::asio::awaitable<bool> backup_is_due();
  boost::asio::awaitable<void> back_up();
  boost::asio::awaitable<void> forget();
  boost::asio::awaitable<void> rest();

  boost::asio::io_context& io_;
  const OfficeSettings& settings_;
  Worker& worker_;
  journal::Journal& journal_;
  JournalCopies& copies_;
  CommandLoop& loop_;
  Alarms& alarms_;
  CommandLoop::Now now_;
  Pace pace_;
  journal::BackupFolder backups_;
  std::string key_told_;  ///< what is wrong with the key beside the backups, said once; on slow_ only
  Worker slow_{"maintenance"};
  std::optional<DayPhase> phase_;  ///< the phase at the latest check
  bool day_has_closed_ = false;    ///< since the last backup of this run
  std::optional<OfficeDay> forgotten_on_;
  bool alarmed_ = false;
};

}  // namespace antrean::office
