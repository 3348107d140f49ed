// The booking service: the portal's rules between the requests of people and the store. It knows the offices,
// checks what was typed, and says how many places are free. It knows nothing about pages. It runs on the
// io_context thread; time is an argument.
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "booking/fields.hpp"
#include "booking/keys.hpp"
#include "offices/offices.hpp"
#include "store/store.hpp"

namespace antrean::portal {

/// A slot that is offered now.
struct SlotOnOffer {
  OfficeDay day;
  SlotHours hours;
  int quota = 0;
  int free = 0;
  bool open = false;  ///< its booking time is not over; free places of a closed slot cannot be booked
  bool bookable() const { return open && free > 0; }
};

struct BookRequest {
  const Office* office = nullptr;
  const Service* service = nullptr;
  OfficeDay day;
  TimeOfDay start;
  TypedFields typed;
  std::string language;
  Key128 form{};
};

struct WrongFields {
  FieldProblems problems;
};
struct NotOffered {};  ///< there is no such slot, or its booking time is over or has not come
struct NoPlace {
  std::vector<SlotOnOffer> nearest;
};
using BookOutcome = std::variant<Booked, WrongFields, NotOffered, NoPlace, PersonHasBooking, FormUsed, Checking>;

struct TooLateToCancel {
  StoredBooking booking;
};
using CancelOutcome = std::variant<Cancelled, NoSuchBooking, AlreadyUsed, TooLateToCancel>;

/// The bookable slots closest in time to `wanted`, at most `most`, in order of time. Of two that are equally
/// close, the earlier one is taken.
std::vector<SlotOnOffer> nearest_free(std::vector<SlotOnOffer> slots, OfficeDay day, TimeOfDay wanted,
                                      std::size_t most);

/// The slots of the days that can be booked, by the settings, with what is free by the store's `rows`. Hours
/// that overlap share their places (store/store.hpp).
std::vector<SlotOnOffer> slots_on_offer(const Offices& offices, const Office& office, const Service& service,
                                        UtcTime now, std::span<const SlotPlaces> rows);

class BookingService {
 public:
  /// All are kept by reference and must outlive the booking service.
  BookingService(const Offices& offices, Store& store, const NikKey& nik_key, const SigningKeys& keys)
      : offices_(offices), store_(store), nik_key_(nik_key), keys_(keys) {}

  const Offices& offices() const { return offices_; }

  /// Every slot of the bookable days, in order, including full and closed ones.
  boost::asio::awaitable<std::vector<SlotOnOffer>> slots(const Office* office, const Service* service, UtcTime now);

  /// Store::places_version: what `slots` says is of this number or newer.
  std::uint64_t places_version(const Office& office) const { return store_.places_version(office.code); }

  boost::asio::awaitable<BookOutcome> book(BookRequest request, UtcTime now);
  boost::asio::awaitable<CancelOutcome> cancel(Key128 token, UtcTime now);
  boost::asio::awaitable<std::optional<StoredBooking>> find(Key128 token) { return store_.find(token); }
  /// By code (with or without dash, in upper or lower case) and NIK; nothing if one of them is malformed.
  boost::asio::awaitable<std::optional<StoredBooking>> find(std::string code, std::string nik, OfficeDay today);

  bool may_cancel(const StoredBooking& stored, UtcTime now) const;
  /// The text of the QR, signed with the current key.
  std::string qr_text(const Booking& booking) const { return portal::qr_text(booking, keys_); }

 private:
  const Offices& offices_;
  Store& store_;
  const NikKey& nik_key_;
  const SigningKeys& keys_;
};

}  // namespace antrean::portal
