// The printer at the entrance that puts a number on paper. It runs on the io_context thread; drawing and the
// device are on the printer's worker.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "ticket_printer/paper_ticket.hpp"
#include "values/bilingual.hpp"

namespace antrean {

struct PrinterHealth {
  bool online = false;
  Bilingual trouble{};     ///< in words with what to do, while not online; empty: not tried yet
  Bilingual advice{};      ///< while online: what somebody should see to soon ("the paper is nearly used up")
  bool told_only = false;  ///< it answers no question: what it was told to print may not be on paper
  std::uint64_t printed = 0;
  /// Numbers that were not printed, or perhaps only in part, and will not be by themselves; oldest first. A
  /// number leaves the list when it is printed again, and the oldest when there are very many.
  std::vector<std::string> not_printed{};
};

/// Prints one ticket at a time, in the order given, and never delays its caller.
///
/// By itself it prints a ticket at most once, whatever happens to this program or the machine: what was given
/// to the device is remembered in a file before its first byte is sent. A ticket that could not be begun
/// within the time in the settings is not printed any more, because its owner has gone to sit down.
class TicketPrinter {
 public:
  virtual ~TicketPrinter() = default;
  /// Queues a ticket, unless one with this id was given to the device before.
  virtual void print(PaperTicket ticket) = 0;
  /// Prints nothing: if this ticket was not printed as a whole before, as far as is remembered, its number
  /// goes on the list of those not printed. For the tickets of a day, after a restart.
  virtual void offer(PaperTicket ticket) = 0;
  /// Queues a ticket, however often it was printed: somebody asked for it.
  virtual void print_again(PaperTicket ticket) = 0;
  /// Prints for ever; ends when its coroutine is cancelled or after stop(), within a second.
  virtual boost::asio::awaitable<void> run() = 0;
  virtual void stop() = 0;
  virtual PrinterHealth health() const = 0;
};

}  // namespace antrean
