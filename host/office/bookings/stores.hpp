// The storage that the portal link needs, as interfaces. In the office it is the journal's day list and
// outbox on their worker; in a test it is memory. Each call is one transaction; what it reports as done is
// durable. Called from the io_context thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include "office_api/office_api.hpp"
#include "office_api/today.hpp"

namespace antrean::bookings {

/// Why something could not be stored or read, in words. The caller tries again.
struct StoreFailure {
  std::string text;
};
template <class T>
using Stored = boost::system::result<T, StoreFailure>;
[[noreturn]] void throw_exception_from_error(const StoreFailure& failure, const boost::source_location& where);

/// How far the pull has come.
struct Position {
  /// Of the portal's database that the cursor belongs to; empty: the portal sent none.
  std::string generation;
  std::uint64_t cursor = 0;  ///< of the last page applied; 0: nothing was ever pulled
  /// True: the portal asked what this office knows (a page `afresh`), and its whole list has arrived since.
  /// The office must now give back the bookings that are missing.
  bool owes_answer = false;
};

/// A part of the bookings that the portal does not have any more.
struct Missing {
  std::vector<BookingId> ids;  ///< of this part
  std::vector<office_api::ReturnedBooking> bookings;
  /// The portal never sent their signed codes, so they cannot be given back.
  std::vector<std::string> codes_without_proof;
  bool complete = false;  ///< there is nothing after this part
};

class DayListStore {
 public:
  virtual ~DayListStore() = default;
  virtual boost::asio::awaitable<Stored<Position>> position() = 0;
  /// Stores the page's bookings (each replaces what was known of its id), its generation and its cursor,
  /// together or not at all. A page `afresh` begins the portal's list again: the portal does not have a
  /// booking that is not in the list. In this new list a booking that is known to be cancelled stays
  /// cancelled.
  virtual boost::asio::awaitable<Stored<void>> apply(office_api::BookingPage page) = 0;
  /// At most `most` bookings that are not in the list that was begun afresh, or that are cancelled here and
  /// not there.
  virtual boost::asio::awaitable<Stored<Missing>> missing(std::size_t most) = 0;
  /// The portal has answered about these. `complete`: no answer is owed any more.
  virtual boost::asio::awaitable<Stored<void>> given_back(std::vector<BookingId> ids, bool complete) = 0;
};

using office_api::Parcel;

class ResultOutbox {
 public:
  virtual ~ResultOutbox() = default;
  /// The parcel that is not answered yet; else a new parcel of the oldest results; else none.
  virtual boost::asio::awaitable<Stored<std::optional<Parcel>>> next() = 0;
  virtual boost::asio::awaitable<Stored<void>> delivered(std::string key) = 0;
  /// The portal will never accept this parcel. It is set aside with the portal's answer, for people to look
  /// at.
  virtual boost::asio::awaitable<Stored<void>> refused(std::string key, std::string answer) = 0;
};

/// How far the journal has come, with the hashes of its chain.
class JournalHeadSource {
 public:
  virtual ~JournalHeadSource() = default;
  /// All generations, and the head of the newest event that is durable; no head while there is no event.
  virtual boost::asio::awaitable<Stored<office_api::JournalHeads>> newest() = 0;
  /// The hash of another event; nothing if the journal does not hold it any more.
  virtual boost::asio::awaitable<Stored<std::optional<office_api::JournalHead>>> at(std::uint64_t seq) = 0;
};

/// How the day stands, by what is durable. Called on the io_context thread, and answered at once.
class TodaySource {
 public:
  virtual ~TodaySource() = default;
  /// Another one whenever now() may say something else; 0: it is not known yet how the day stands.
  virtual std::uint64_t version() const = 0;
  /// With every ticket of the day that has a page, those that wait first. `sender`, `seq`, `after` and `run`
  /// are left to whoever sends it.
  virtual office_api::Today now() const = 0;
};

}  // namespace antrean::bookings
