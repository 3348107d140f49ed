// Tickets on paper: which are printed by themselves, what they say, and what the clerk may print again.
//
// A number that is given in this run is printed, whoever gave it, as soon as its wait is estimated, or a
// moment later without. After a start only numbers of the last moments are printed (the office may have died
// between the commit and the paper); the printer itself remembers what it was given, so none is printed
// twice. Older ones that wait and were not printed as a whole are offered to the clerk. A number that is
// served at once at a counter needs no paper.
//
// Printing changes nothing in the queue and makes no event. io_context thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "command_loop/command_loop.hpp"
#include "ticket_printer/printer_settings.hpp"
#include "ticket_printer/ticket_printer.hpp"
#include "timer/timer.hpp"
#include "web/office_port.hpp"

namespace antrean::office {

class TicketPrinting final : public web::TicketDesk {
 public:
  struct Sources {
    std::function<UtcTime()> now;
    /// Where the owner of a number finds it on a phone; nothing: nowhere, now. May be empty.
    std::function<std::optional<std::string>(std::string_view number)> my_number = {};
    /// The booking of this id and code; asked only where names are printed. May be empty.
    std::function<boost::asio::awaitable<std::optional<Booking>>(BookingId, std::string)> booking = {};
  };

  /// All must outlive it. Of the settings it uses `names` and `oldest`.
  TicketPrinting(boost::asio::io_context& io, TicketPrinter& printer, const CommandLoop& loop,
                 const PrinterSettings& settings, Sources sources, std::unique_ptr<Timer> patience);

  /// Call it with every snapshot, when loop.durable() is its state.
  void show(const Snapshot& snapshot);

  EntranceReply print_again(std::string_view number) override;
  web::PrinterNow printer() const override;

 private:
  void take_new(const Snapshot& snapshot);
  void print_estimated(const Snapshot& snapshot, bool also_without);
  PaperTicket paper(const queue::Ticket& ticket, const Snapshot& snapshot) const;
  /// Gives it to the printer, with its name where the office wants it.
  void hand_over(const queue::Ticket& ticket, const Snapshot& snapshot, bool again);

  boost::asio::io_context& io_;
  TicketPrinter& printer_;
  const CommandLoop& loop_;
  bool names_;
  Milliseconds fresh_;
  Sources sources_;
  std::unique_ptr<Timer> patience_;
  bool patient_ = false;
  OfficeDay day_;
  bool started_ = false;
  std::size_t known_ = 0;                  ///< tickets of the day
  std::vector<queue::TicketId> new_ones_;  ///< not given to the printer yet
};

}  // namespace antrean::office
