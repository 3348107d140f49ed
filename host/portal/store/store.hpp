// Where the portal keeps its bookings, as values; the one door between the booking rules and a database. SQLite stands
// behind it (sqlite_store.hpp); another database is another class with this interface.
//
// Contract, for every implementation:
// - An answer is given only after what it says is durable.
// - `book` is one atomic step: the place, the person's one live booking of the day, the form's single use and the
// change for
//   the office are taken together or not at all. A slot never holds more bookings than its quota, whoever asks at once.
// - An exception means "not known to have happened": the same order may be given again, its form key makes that safe.
// - Everything runs on the io_context thread it was made for; the blocking part is the implementation's business.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "office_api/office_api.hpp"
#include "values/booking.hpp"

namespace antrean::portal {

using Key128 = std::array<std::uint8_t, 16>;  ///< random, unguessable
using NikHmac = std::array<std::uint8_t, 32>;

/// One slot of one service on one day at one office.
struct SlotKey {
  std::string office;
  std::string service;
  OfficeDay day;
  TimeOfDay start;
  friend auto operator<=>(const SlotKey&, const SlotKey&) = default;
};

/// A booking with what only the portal knows of it.
struct StoredBooking {
  Booking booking;
  Key128 token{};  ///< in the confirmation's address
  std::string mail;
  std::string language;  ///< "id" or "en", as it was booked
  UtcTime booked_at{};
  std::optional<UtcTime> cancelled_at, checked_in_at, served_at, no_show_at;
};

struct BookOrder {
  SlotKey slot;
  TimeOfDay end;
  int quota = 0;  ///< of this slot as the settings have it now; a changed one is taken over, never below what is booked
  Key128 form{};  ///< idempotency key: one form books once
  Key128 token{};                  ///< fresh
  std::vector<std::string> codes;  ///< fresh candidates for the code, the first that is not in use is taken
  std::string name;
  std::string mail;
  std::string language;
  NikHmac nik{};
  std::string nik_last4;
  std::uint8_t party = 1;
  UtcTime now{};
};

struct Booked {
  StoredBooking booking;
  bool again = false;  ///< this form had booked before; nothing was done now
};
struct SlotFull {};
struct PersonHasBooking {};  ///< this person has a live booking on this day
struct FormUsed {
  StoredBooking booking;
};                     ///< this form booked something else
struct CodesInUse {};  ///< every candidate code is taken; ask with others
using BookAnswer = std::variant<Booked, SlotFull, PersonHasBooking, FormUsed, CodesInUse>;

struct CancelOrder {
  Key128 token{};
  UtcTime now{};
};
struct Cancelled {
  StoredBooking booking;
  bool again = false;  ///< it was cancelled before; the place was given back then
};
struct NoSuchBooking {};
struct AlreadyUsed {
  StoredBooking booking;
};  ///< the office has checked it in
using CancelAnswer = std::variant<Cancelled, NoSuchBooking, AlreadyUsed>;

struct ResultsAccepted {
  std::size_t count = 0;
};
struct ResultsKeyReused {};  ///< the key came before with another body
struct ResultsUnknownBooking {
  BookingId booking = 0;
};  ///< not one of this office; nothing was applied
using ResultsAnswer = std::variant<ResultsAccepted, ResultsKeyReused, ResultsUnknownBooking>;

/// Places of a slot that has been booked at least once; one without a row has its whole quota free.
struct SlotPlaces {
  SlotKey slot;
  int quota = 0;
  int booked = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  virtual boost::asio::awaitable<BookAnswer> book(BookOrder order) = 0;
  /// Gives the place back exactly once.
  virtual boost::asio::awaitable<CancelAnswer> cancel(CancelOrder order) = 0;

  virtual boost::asio::awaitable<std::optional<StoredBooking>> find(Key128 token) = 0;
  /// By the code for people and the person it was given to.
  virtual boost::asio::awaitable<std::optional<StoredBooking>> find(std::string code, NikHmac nik) = 0;
  /// Every slot of the service with a row, `first` to `last`.
  virtual boost::asio::awaitable<std::vector<SlotPlaces>> places(std::string office, std::string service,
                                                                 OfficeDay first, OfficeDay last) = 0;

  /// The office's bookings that changed after `cursor`, in the order of change, at most `limit`.
  virtual boost::asio::awaitable<office_api::BookingPage> changes(std::string office, std::uint64_t cursor,
                                                                  std::size_t limit) = 0;
  /// Applies the batch whole or not at all, once per (office, key). `body_hash` tells a repeat from a reused key.
  virtual boost::asio::awaitable<ResultsAnswer> apply(std::string office, std::string key, std::string body_hash,
                                                      office_api::ResultBatch batch, UtcTime now) = 0;
};

}  // namespace antrean::portal
