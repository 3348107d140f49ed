// What the journal needs besides its events, done where nobody waits for it: its witness, a backup a day that is looked
// through to the last row, and forgetting what is too old.
//
// Everything that touches the journal goes over its lane in slices of about a millisecond, so that a press waits for
// one slice at the most; what waits for a disk or reads a whole file has a lane of its own. io_context thread.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "hall/hall.hpp"
#include "journal/backup_folder.hpp"
#include "journal/journal.hpp"
#include "lane/lane.hpp"
#include "office_settings/office_settings.hpp"
#include "service/alarms.hpp"
#include "service/journal_copies.hpp"

namespace antrean::office {

class Upkeep {
 public:
  struct Pace {
    std::chrono::milliseconds look_every{20'000};
    std::chrono::hours backup_after{24};  ///< and when a day has closed
    std::uint64_t events = 200;           ///< forgotten in one slice
    std::chrono::milliseconds rest{2};    ///< between slices
  };

  Upkeep(boost::asio::io_context& io, const OfficeSettings& settings, Lane& journal_lane, journal::Journal& journal,
         JournalCopies& copies, Hall& hall, Alarms& alarms, Hall::Now now, Pace pace);
  Upkeep(boost::asio::io_context& io, const OfficeSettings& settings, Lane& journal_lane, journal::Journal& journal,
         JournalCopies& copies, Hall& hall, Alarms& alarms, Hall::Now now)
      : Upkeep(io, settings, journal_lane, journal, copies, hall, alarms, std::move(now), Pace{}) {}

  /// For ever. What fails is an alarm until it works again.
  boost::asio::awaitable<void> run();

 private:
  boost::asio::awaitable<void> tidy();
  boost::asio::awaitable<bool> backup_is_due();
  boost::asio::awaitable<void> back_up();
  boost::asio::awaitable<void> forget();
  boost::asio::awaitable<void> rest();

  boost::asio::io_context& io_;
  const OfficeSettings& settings_;
  Lane& lane_;
  journal::Journal& journal_;
  JournalCopies& copies_;
  Hall& hall_;
  Alarms& alarms_;
  Hall::Now now_;
  Pace pace_;
  journal::BackupFolder backups_;
  Lane slow_{"upkeep"};
  std::optional<DayPhase> phase_;  ///< when it was last looked at
  bool day_has_closed_ = false;    ///< since the last backup of this run
  std::optional<OfficeDay> forgotten_on_;
  bool alarmed_ = false;
};

}  // namespace antrean::office
