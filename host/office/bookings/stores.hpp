// What the portal's link needs to keep, and nothing of how: the journal's day list and outbox on their lane, a test's
// in memory. Each call is one transaction; what it says is done is durable. Called from the io_context thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

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

class DayListStore {
 public:
  virtual ~DayListStore() = default;
  /// Of the last page applied; 0: nothing was ever pulled.
  virtual boost::asio::awaitable<Stored<std::uint64_t>> cursor() = 0;
  /// The page's bookings (each replaces what was known of its id) and its cursor, together or not at all.
  virtual boost::asio::awaitable<Stored<void>> apply(office_api::BookingPage page) = 0;
};

/// Results that go together under one key until the portal has answered, also over a restart.
struct Parcel {
  std::string key;  ///< Idempotency-Key
  office_api::ResultBatch results;
};

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
