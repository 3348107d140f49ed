// The day list: the office's bookings as the portal sent them. With it, typed codes, names and hours work
// without a network. Call it on the journal's worker.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/failure.hpp"
#include "office_api/office_api.hpp"
#include "values/booking.hpp"

namespace antrean::journal {

struct Store;

class DayList {
 public:
  explicit DayList(Store& store) : store_(store) {}

  /// Stores the page's bookings, its generation and its cursor in one transaction. A page that was applied
  /// before changes nothing. A page whose cursor is behind ours is applied, and our cursor goes back to it. A
  /// page `afresh` begins the portal's list again; in the new list a booking that is cancelled here stays
  /// cancelled.
  Result<void> apply(const office_api::BookingPage& page);

  struct Imported {
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t same = 0;
    friend bool operator==(const Imported&, const Imported&) = default;
  };
  /// Takes a list of bookings that come from elsewhere (day_import), all or none. One that is here already is
  /// written over; what is known of its check-in stays. What is not in the list stays. The list counts as
  /// pulled.
  Result<Imported> import(const std::vector<Booking>& bookings);

  std::uint64_t cursor() const;    ///< 0 at first
  std::string generation() const;  ///< of the cursor; empty: the portal sent none
  /// A list begun afresh is complete here, and the missing bookings are not given back yet.
  bool owes_answer() const;
  /// A booking that is missing in the list begun afresh, or that is confirmed there and cancelled here.
  struct Lacking {
    Booking booking;
    std::string proof;  ///< its signed code; empty: the portal never sent it
  };
  std::vector<Lacking> lacking(std::size_t most) const;
  Result<void> given_back(const std::vector<BookingId>& ids, bool complete);
  /// A check-in that the portal was told of, by this journal or another.
  struct Used {
    UtcTime at{};
    std::vector<std::string> numbers;
    bool over = false;  ///< served, or did not come when called
  };
  std::optional<Used> used(BookingId id) const;
  /// Given to bookings since then, as the portal was told.
  std::vector<std::string> numbers_used(UtcTime since) const;

  bool pulled() const;  ///< at least one page was applied, even an empty one
  std::optional<Booking> by_id(BookingId id) const;
  /// "AD-QFJ8BD"; the newest booking if a code was used again
  std::optional<Booking> by_code(std::string_view code) const;
  std::vector<Booking> of_day(OfficeDay day) const;  ///< sorted by hour, then name; includes cancelled ones
  struct People {
    std::string service;
    TimeOfDay start;
    std::uint32_t people = 0;
  };
  /// How many people are booked on this day, by service and hour. Quick: a view may ask again and again.
  std::vector<People> people_on(OfficeDay day) const;

 private:
  Store& store_;
};

}  // namespace antrean::journal
