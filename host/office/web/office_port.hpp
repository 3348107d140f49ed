// Whom the pages speak to. The office service fills these with its command loop and entrance; a test with its
// own. All on the io_context thread.
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

/// One event of what a command did.
struct Happened {
  std::string event;      ///< its name in the journal, "called"
  std::string number;     ///< of the ticket it is about; may be empty
  std::uint64_t seq = 0;  ///< in the journal
};

/// What became of a command. Neither refusal nor failure: it is done, and durable.
struct Answer {
  std::optional<queue::Refusal> refusal{};  ///< nothing changed
  std::string failure{};                    ///< the journal could not be written: nothing happened, try again
  std::vector<Happened> happened{};         ///< in order; empty when there was nothing to do
  bool again =
      false;  ///< its key was used before today: `happened` is what the first one did, and nothing new was done
};

class CommandSink {
 public:
  virtual ~CommandSink() = default;
  /// Completes when what the command did is durable and in the feed, or nothing was done.
  virtual boost::asio::awaitable<Answer> submit(queue::Command command) = 0;
  /// Why this number is next, or not yet; nothing for a number that is not there today.
  virtual std::optional<Bilingual> why(std::string_view number) = 0;
  /// Who is logged in where; for the console, never for the feed.
  virtual std::vector<std::pair<CounterId, std::string>> officers() = 0;
};

using office::EntranceReply;
using office::EntranceRequest;

class EntrancePort {
 public:
  virtual ~EntrancePort() = default;
  virtual boost::asio::awaitable<EntranceReply> take(EntranceRequest entry) = 0;
  /// By name and, when given, booked hour; best first, at most 20; of the open day.
  virtual boost::asio::awaitable<std::vector<Booking>> find(std::string name, std::optional<TimeOfDay> hour) = 0;
};

}  // namespace antrean::web
