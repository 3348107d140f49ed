// What the portal's link needs to keep, and nothing of how: the journal's day list and outbox on their
// worker, a test's in memory. Each call is one transaction; what it says is done is durable. Called from the
// io_context thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include "office_api/office_api.hpp"

namespace antrean::bookings {

/// Why something could not be kept or read, in words; it is tried again.
struct StoreFailure {
  std::string text;
};
template <class T>
using Stored = boost::system::result<T, StoreFailure>;
[[noreturn]] void throw_exception_from_error(const StoreFailure& failure, const boost::source_location& where);

/// Where a pull stands.
struct Position {
  std::string generation;    ///< of the portal's database that the cursor belongs to; empty: it has said none
  std::uint64_t cursor = 0;  ///< of the last page applied; 0: nothing was ever pulled
  /// The portal asked for what this office knows (a page `afresh`), and its whole list is here since: give
  /// back.
  bool owes_answer = false;
};

/// What the portal does not have any more, a part of it.
struct Missing {
  std::vector<BookingId> ids;  ///< of this part
  std::vector<office_api::ReturnedBooking> bookings;
  std::vector<std::string> codes_without_proof;  ///< the portal never gave their signed codes: they cannot go back
  bool complete = false;                         ///< there is nothing after this part
};

class DayListStore {
 public:
  virtual ~DayListStore() = default;
  virtual boost::asio::awaitable<Stored<Position>> position() = 0;
  /// The page's bookings (each replaces what was known of its id), its generation and its cursor, together or
  /// not at all. A page `afresh` begins a list of the portal anew: what is not in it, the portal does not
  /// have. There, what is known to be cancelled stays cancelled.
  virtual boost::asio::awaitable<Stored<void>> apply(office_api::BookingPage page) = 0;
  /// At most `most` of what was not in the list that was begun afresh, or is cancelled here and not there.
  virtual boost::asio::awaitable<Stored<Missing>> missing(std::size_t most) = 0;
  /// The portal has answered about these; `complete`: nothing more is owed.
  virtual boost::asio::awaitable<Stored<void>> given_back(std::vector<BookingId> ids, bool complete) = 0;
};

using office_api::Parcel;

class ResultOutbox {
 public:
  virtual ~ResultOutbox() = default;
  /// The parcel not yet answered, else a new one of the oldest results, else none.
  virtual boost::asio::awaitable<Stored<std::optional<Parcel>>> next() = 0;
  virtual boost::asio::awaitable<Stored<void>> delivered(std::string key) = 0;
  /// The portal will never take it: out of the way, with the portal's answer, for people to look at.
  virtual boost::asio::awaitable<Stored<void>> refused(std::string key, std::string answer) = 0;
};

}  // namespace antrean::bookings
