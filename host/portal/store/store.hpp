// The interface between the booking rules and the database of the portal: bookings as values. The
// implementation for SQLite is in sqlite_store.hpp; another database is another class with this interface.
//
// Contract for every implementation:
// - An answer is given only after what it says is durable.
// - Hours of one service on one day that overlap share their places: bookings of hours that the settings had
//   before count against the quota of those that came instead.
// - `book` is one atomic step: the place, the person's one live booking of the day, the form's single use
//   and the change for the office are taken together or not at all. A slot never holds more bookings than
//   its quota, whoever asks at once.
// - A database knows its own past: each opening is a new generation, and a cursor is one of a generation.
//   When an office has seen what is not in that past, or something outside of the database has, the database
//   was put back from a copy: every office is asked afresh, and until it has answered, at most `checking`
//   long, nothing new is sold at it.
// - An exception means "not known to have happened": the same order may be given again, its form key makes
//   that safe.
// - Everything runs on the io_context thread it was made for; the blocking part is the implementation's
//   business.
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

/// A booking, with what only the portal knows about it.
struct StoredBooking {
  Booking booking;
  Key128 token{};  ///< in the confirmation's address
  std::string mail;
  std::string language;  ///< "id" or "en": the language in which it was booked
  UtcTime booked_at{};
  std::optional<UtcTime> cancelled_at, checked_in_at, served_at, no_show_at;
};

/// After a database was put back, the store waits at most this long for the answer of an office before it
/// sells at that office again.
inline constexpr std::chrono::minutes checking{15};

struct BookOrder {
  /// Fresh and random (new_booking_id in booking/keys.hpp), so that no id comes again after a restore.
  BookingId id = 0;
  SlotKey slot;
  TimeOfDay end;
  /// The quota of this slot in the settings now. A changed quota is taken over, but never below what is
  /// booked.
  int quota = 0;
  Key128 form{};   ///< idempotency key: one form books once
  Key128 token{};  ///< fresh
  /// Fresh candidates for the code. The first one that is not in use is taken.
  std::vector<std::string> codes;
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
  bool again = false;  ///< this form booked before; nothing was done now
};
struct SlotFull {};
struct PersonHasBooking {};  ///< this person has a live booking on this day
struct FormUsed {
  StoredBooking booking;
};                     ///< this form was used for another booking
struct CodesInUse {};  ///< every candidate code is taken, or the id is; ask again with others
struct Checking {};    ///< the database was put back, and the office has not yet said which bookings it has
using BookAnswer = std::variant<Booked, SlotFull, PersonHasBooking, FormUsed, CodesInUse, Checking>;

struct CancelOrder {
  Key128 token{};
  UtcTime now{};
};
struct Cancelled {
  StoredBooking booking;
  bool again = false;  ///< it was cancelled before; the place was given back at that time
};
struct NoSuchBooking {};
struct AlreadyUsed {
  StoredBooking booking;
};  ///< the office has checked it in
using CancelAnswer = std::variant<Cancelled, NoSuchBooking, AlreadyUsed>;

struct ResultsAccepted {
  std::size_t count = 0;  ///< all of the batch
  /// Part of `count`: nothing was applied, because the office has no such booking, or has it under another
  /// code.
  std::size_t listed = 0;
};
struct ResultsKeyReused {};  ///< the same key came before with another body
struct ResultsLater {};      ///< the office must first say which bookings it has; nothing was applied
using ResultsAnswer = std::variant<ResultsAccepted, ResultsKeyReused, ResultsLater>;

/// A booking that an office gives back to a database that has lost it.
struct Returned {
  Booking booking;  ///< as its signed code says, with the office's name, NIK digits and status
  Key128 token{};   ///< fresh; the old address is lost
  Key128 form{};    ///< fresh
  int quota = 0;    ///< of its slot in the settings now
};
struct TakenBack {
  std::size_t kept = 0;  ///< the portal has the booking now, or had it before
  /// Codes of bookings without a free place, or whose id or code belongs to another booking.
  std::vector<std::string> listed;
};
struct OtherGeneration {};  ///< the office has not pulled afresh in this generation
using TakeBackAnswer = std::variant<TakenBack, OtherGeneration>;

/// Places of a slot that was booked at least once. A slot without a row has its whole quota free.
struct SlotPlaces {
  SlotKey slot;
  int quota = 0;
  int booked = 0;
  TimeOfDay end{};  ///< the latest of what is booked
};

class Store {
 public:
  virtual ~Store() = default;

  virtual boost::asio::awaitable<BookAnswer> book(BookOrder order) = 0;
  /// Gives the place back exactly once.
  virtual boost::asio::awaitable<CancelAnswer> cancel(CancelOrder order) = 0;

  virtual boost::asio::awaitable<std::optional<StoredBooking>> find(Key128 token) = 0;
  /// By the code for people and the person whom it was given to.
  virtual boost::asio::awaitable<std::optional<StoredBooking>> find(std::string code, NikHmac nik) = 0;
  /// All slots of the service that have a row, from `first` to `last`.
  virtual boost::asio::awaitable<std::vector<SlotPlaces>> places(std::string office, std::string service,
                                                                 OfficeDay first, OfficeDay last) = 0;

  /// The same of many offices at once.
  virtual boost::asio::awaitable<std::vector<SlotPlaces>> places_at(std::vector<std::string> offices,
                                                                    std::string service, OfficeDay first,
                                                                    OfficeDay last) = 0;

  /// Another number when `places` may say another thing of this office than before: ask for it first, and
  /// what `places` then says is of this number or newer. Begins anywhere. Never waits.
  virtual std::uint64_t places_version(const std::string& office) const = 0;

  /// The office's bookings that changed after `cursor` of `generation`, in the order of change, at most
  /// `limit`. If the cursor is not of this database's past, the page begins from the start and says `afresh`.
  /// Without a generation the cursor is trusted. The store does not fill in proofs and keys.
  virtual boost::asio::awaitable<office_api::BookingPage> pull(std::string office, std::string generation,
                                                               std::uint64_t cursor, std::size_t limit,
                                                               UtcTime now) = 0;
  /// Takes back the bookings that are missing, while their slots have room, and lists the rest. `complete`:
  /// the office has nothing more to give back.
  virtual boost::asio::awaitable<TakeBackAnswer> take_back(std::string office, std::string generation,
                                                           std::vector<Returned> returned, bool complete,
                                                           UtcTime now) = 0;
  /// Notes something that cannot be applied and that people must decide. The same note is kept once.
  virtual boost::asio::awaitable<void> list(std::string office, std::string code, std::string what, UtcTime now) = 0;
  /// Takes the whole batch or nothing, once per (office, key). `body_hash` tells a repeat from a key that is
  /// used again with another body.
  virtual boost::asio::awaitable<ResultsAnswer> apply(std::string office, std::string key, std::string body_hash,
                                                      office_api::ResultBatch batch, UtcTime now) = 0;
};

}  // namespace antrean::portal
