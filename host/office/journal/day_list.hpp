// The day list: the office's bookings as the portal sent them, so that typed codes, names and hours work
// without a network. On the journal's worker.
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

  /// The page's bookings, its generation and its cursor in one transaction. A page that was applied before
  /// changes nothing; one whose cursor is behind ours is applied, and the cursor follows it. A page `afresh`
  /// begins a list of the portal anew; in that list a booking that is cancelled here stays cancelled.
  Result<void> apply(const office_api::BookingPage& page);

  std::uint64_t cursor() const;    ///< 0 at first
  std::string generation() const;  ///< that the cursor belongs to; empty: the portal has said none
  bool owes_answer() const;        ///< a list that was begun afresh is here whole, and what it lacks not given back
  /// What the list lacks that was begun afresh, or has confirmed while it is cancelled here.
  struct Lacking {
    Booking booking;
    std::string proof;  ///< its signed code; empty: the portal never gave it
  };
  std::vector<Lacking> lacking(std::size_t most) const;
  Result<void> given_back(const std::vector<BookingId>& ids, bool complete);
  /// The check-in the portal was told of, by whatever journal.
  struct Used {
    UtcTime at{};
    std::vector<std::string> numbers;
    bool over = false;  ///< served, or did not come when called
  };
  std::optional<Used> used(BookingId id) const;
  std::vector<std::string> numbers_used(UtcTime since) const;  ///< given to bookings since then, as the portal was told

  bool pulled() const;  ///< at least one page was ever applied, if an empty one
  std::optional<Booking> by_id(BookingId id) const;
  std::optional<Booking> by_code(std::string_view code) const;  ///< "AD-QFJ8BD"; the newest when a code came back
  std::vector<Booking> of_day(OfficeDay day) const;             ///< by hour, then name; cancelled ones too

 private:
  Store& store_;
};

}  // namespace antrean::journal
