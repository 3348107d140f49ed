// Connects the portal link with the office: day list and results are in the journal, newer signing keys go to
// the entrance and to a file beside the journal, problems go to the alarms. io_context thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "bookings/portal_link.hpp"
#include "command_loop/command_loop.hpp"
#include "command_loop/entrance.hpp"
#include "office_settings/office_settings.hpp"
#include "process/clock.hpp"
#include "process/loops.hpp"
#include "service/alarms.hpp"
#include "service/day_summary.hpp"
#include "service/portal_stores.hpp"

namespace antrean::office {

class PortalConnection {
 public:
  /// `office_key`: the office's own (audit/office_key.hpp), which the portal is told of.
  /// Throws std::runtime_error if the token cannot be read, std::invalid_argument if the URL is not valid.
  PortalConnection(boost::asio::io_context& io, const OfficeSettings& settings, const process::Clock& clock,
                   Worker& journal_worker, journal::Journal& journal, CommandLoop& loop, Entrance& entrance,
                   Alarms& alarms, const std::optional<codes::KeyPair>& office_key);

  /// Called with every answer of the portal: the portal's time. Set before start().
  void on_time(std::function<void(UtcTime)> heard) { link_.on_time(std::move(heard)); }
  void start(process::Loops& loops);
  void results_waiting() { link_.results_waiting(); }
  /// The day may stand differently.
  void today_changed() { link_.today_changed(); }
  /// PortalLink::my_number.
  std::optional<std::string> my_number() const { return link_.my_number(); }
  const bookings::LinkHealth& health() const { return link_.health(); }

  /// The file for keys that are newer than those in the settings.
  static std::filesystem::path key_file(const OfficeSettings& settings);

 private:
  void alarm_of_journal(bookings::JournalAtPortal now);
  /// Counts how many people are still expected today, for the estimate of waits. It runs with every page and
  /// every minute.
  void expect_people();
  boost::asio::awaitable<void> keep_expecting();
  /// Marks the numbers that the portal knows of as used, so that a journal that was put back does not give
  /// them again.
  void note_numbers();

  boost::asio::io_context& io_;
  Worker& worker_;
  journal::Journal& journal_;
  CommandLoop& loop_;
  Alarms& alarms_;
  JournalDayList day_list_;
  JournalOutbox outbox_;
  JournalHeadsOfOffice heads_;
  DaySummary today_;
  bookings::PortalLink link_;
  Zone zone_;
  bool alarmed_ = false;
  bool clock_alarmed_ = false;
  bookings::JournalAtPortal journal_told_ = bookings::JournalAtPortal::unknown;
};

}  // namespace antrean::office
