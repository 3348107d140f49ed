// The office's line to its portal, put together: day list and results on the journal, newer signing keys to
// the entrance and to a file beside the journal, trouble to the alarms. io_context thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "bookings/portal_link.hpp"
#include "command_loop/command_loop.hpp"
#include "command_loop/entrance.hpp"
#include "office_settings/office_settings.hpp"
#include "process/clock.hpp"
#include "process/loops.hpp"
#include "service/alarms.hpp"
#include "service/portal_stores.hpp"

namespace antrean::office {

class PortalConnection {
 public:
  /// Throws std::runtime_error when the token cannot be read, std::invalid_argument for a URL that is none.
  PortalConnection(boost::asio::io_context& io, const OfficeSettings& settings, const process::Clock& clock,
                   Worker& journal_worker, journal::Journal& journal, CommandLoop& loop, Entrance& entrance,
                   Alarms& alarms);

  /// With every answer of the portal: what time it is there. Before start().
  void on_time(std::function<void(UtcTime)> heard) { link_.on_time(std::move(heard)); }
  void start(process::Loops& loops);
  void results_waiting() { link_.results_waiting(); }
  const bookings::LinkHealth& health() const { return link_.health(); }

  /// Where newer keys than the settings' are kept.
  static std::filesystem::path key_file(const OfficeSettings& settings);

 private:
  /// How many are still expected today, for the estimate of waits: counted anew with every page and every
  /// minute.
  void expect_people();
  boost::asio::awaitable<void> keep_expecting();
  /// Numbers that the portal knows of are not given again by a journal that was put back and does not.
  void note_numbers();

  boost::asio::io_context& io_;
  Worker& worker_;
  journal::Journal& journal_;
  CommandLoop& loop_;
  Alarms& alarms_;
  JournalDayList day_list_;
  JournalOutbox outbox_;
  bookings::PortalLink link_;
  Zone zone_;
  bool alarmed_ = false;
};

}  // namespace antrean::office
