// Where the portal keeps its bookings, as values; the one door between the booking rules and a database.
// SQLite stands behind it (sqlite_store.hpp); another database is another class with this interface.
//
// Contract, for every implementation:
// - An answer is given only after what it says is durable.
// - `book` is one atomic step: the place, the person's one live booking of the day, the form's single use and the
// change for
//   the office are taken together or not at all. A slot never holds more bookings than its quota, whoever asks at once.
// - A database knows its own past: each opening is a new generation, and a cursor is one of a generation. When an
// office
//   has seen what is not in that past, or something outside of the database has, the database was put back from a copy:
//   every office is asked afresh, and until it has answered, at most `checking` long, nothing new is sold at it.
// - An exception means "not known to have happened": the same order may be given again, its form key makes that safe.
// - Everything runs on the io_context thread it was made for; the blocking part is the implementation's business.
#pragma once

#include <array>
#include <chrono>
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

/// How long a database that was put back waits for an office's answer before it sells at that office again.
inline constexpr std::chrono::minutes checking{15};

struct BookOrder {
  BookingId id = 0;  ///< fresh and random, so that none comes again after a restore: new_booking_id (booking/keys.hpp)
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
struct CodesInUse {};  ///< every candidate code, or the id, is taken; ask with others
struct Checking {};    ///< the database was put back, and the office has not yet said what it knows
using BookAnswer = std::variant<Booked, SlotFull, PersonHasBooking, FormUsed, CodesInUse, Checking>;

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
  std::size_t count = 0;   ///< all of the batch
  std::size_t listed = 0;  ///< of these: the office has no such booking, or under another code; nothing was applied
};
struct ResultsKeyReused {};  ///< the key came before with another body
struct ResultsLater {};      ///< the office has to answer first what it knows; nothing was applied
using ResultsAnswer = std::variant<ResultsAccepted, ResultsKeyReused, ResultsLater>;

/// A booking that an office gives back to a database which does not have it any more.
struct Returned {
  Booking booking;  ///< as its signed code says, with the office's name, NIK digits and status
  Key128 token{};   ///< fresh; the address of before is lost
  Key128 form{};    ///< fresh
  int quota = 0;    ///< of its slot as the settings have it now
};
struct TakenBack {
  std::size_t kept = 0;             ///< here now, or before
  std::vector<std::string> listed;  ///< codes that have no place any more, or whose id or code is another booking's
};
struct OtherGeneration {};  ///< the office has not pulled afresh since
using TakeBackAnswer = std::variant<TakenBack, OtherGeneration>;

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

  /// The office's bookings that changed after `cursor` of `generation`, in the order of change, at most
  /// `limit`. From the start, and `afresh`, when that is not of this database's past. Without a generation
  /// the cursor is believed. Proofs and keys are not the store's.
  virtual boost::asio::awaitable<office_api::BookingPage> pull(std::string office, std::string generation,
                                                               std::uint64_t cursor, std::size_t limit,
                                                               UtcTime now) = 0;
  /// Takes back what is missing, each as far as its slot has room; lists the rest. `complete`: the office has
  /// answered.
  virtual boost::asio::awaitable<TakeBackAnswer> take_back(std::string office, std::string generation,
                                                           std::vector<Returned> returned, bool complete,
                                                           UtcTime now) = 0;
  /// Notes what people must decide and can be applied to nothing; the same once.
  virtual boost::asio::awaitable<void> list(std::string office, std::string code, std::string what, UtcTime now) = 0;
  /// Takes the batch whole or not at all, once per (office, key). `body_hash` tells a repeat from a reused
  /// key.
  virtual boost::asio::awaitable<ResultsAnswer> apply(std::string office, std::string key, std::string body_hash,
                                                      office_api::ResultBatch batch, UtcTime now) = 0;
};

}  // namespace antrean::portal
