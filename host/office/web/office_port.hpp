// The interfaces that the pages use. The office service implements them with its command loop and entrance; a
// test has its own. All on the io_context thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "checkin/checkin.hpp"
#include "queue/commands.hpp"
#include "queue/refusal.hpp"
#include "values/booking.hpp"
#include "vocabulary/entrance_request.hpp"

namespace antrean::web {

/// One event that a command made.
struct Happened {
  std::string event;      ///< its name in the journal, "called"
  std::string number;     ///< of the ticket it is about; may be empty
  std::uint64_t seq = 0;  ///< in the journal
};

/// The result of a command. Without refusal and without failure it is done and durable.
struct Answer {
  std::optional<queue::Refusal> refusal{};  ///< nothing changed
  std::string failure{};                    ///< the journal could not be written: nothing happened, try again
  std::vector<Happened> happened{};         ///< in order; empty if there was nothing to do
  /// The key was used earlier today: `happened` is the result of the first request, and nothing new was
  /// done.
  bool again = false;
};

class CommandSink {
 public:
  virtual ~CommandSink() = default;
  /// Completes when the effects of the command are durable and in the feed, or nothing was done.
  virtual boost::asio::awaitable<Answer> submit(queue::Command command) = 0;
  /// Why this number is next or not yet; nothing for a number that does not exist today.
  virtual std::optional<Bilingual> why(std::string_view number) = 0;
  /// Which officer is logged in at which counter. For the console, never for the feed.
  virtual std::vector<std::pair<CounterId, std::string>> officers() = 0;
};

using office::EntranceReply;
using office::EntranceRequest;
using office::FoundBooking;

class EntrancePort {
 public:
  virtual ~EntrancePort() = default;
  virtual boost::asio::awaitable<EntranceReply> take(EntranceRequest entry) = 0;
  /// Finds bookings of the open day by name and, if given, booked hour. Best match first, at most 20.
  virtual boost::asio::awaitable<std::vector<FoundBooking>> find(std::string name, std::optional<TimeOfDay> hour) = 0;
  /// Shows a number of today, and those that were given with it, on the visitor's screen again. Makes no
  /// event.
  virtual EntranceReply show_again(std::string_view number) = 0;
  /// Whom visitors ask (checkin::Office).
  virtual Bilingual whom_to_ask() const = 0;
};

/// How the ticket printer is, for the clerk.
struct PrinterNow {
  bool well = true;
  Bilingual words{};                       ///< what is wrong or should be seen to soon; may be empty
  std::vector<std::string> not_printed{};  ///< numbers in the queue whose paper did not come, oldest first
};

/// Tickets on paper, for the clerk's page.
class TicketDesk {
 public:
  virtual ~TicketDesk() = default;
  /// Prints the ticket of a number of today once more. Makes no event. The outcome "unknown_number": nobody
  /// of today has it; "printer_trouble": nothing is printed now, and the words say why.
  virtual EntranceReply print_again(std::string_view number) = 0;
  virtual PrinterNow printer() const = 0;
};

}  // namespace antrean::web
