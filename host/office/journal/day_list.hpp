// The day list: the office's bookings as the portal sent them, so that typed codes, names and hours work without a
// network. On the journal's lane.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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

  /// The page's bookings and its cursor in one transaction. A page that was applied before changes nothing; one whose
  /// cursor is behind ours (a portal restored from a backup) is applied, and the cursor follows it.
  Result<void> apply(const office_api::BookingPage& page);

  std::uint64_t cursor() const;  ///< 0 at first
  bool pulled() const;           ///< at least one page was ever applied, if an empty one
  std::optional<Booking> by_id(BookingId id) const;
  std::optional<Booking> by_code(std::string_view code) const;  ///< "AD-QFJ8BD"; the newest when a code came back
  std::vector<Booking> of_day(OfficeDay day) const;             ///< by hour, then name; cancelled ones too

 private:
  Store& store_;
};

}  // namespace antrean::journal
