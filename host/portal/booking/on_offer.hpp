// The slots that can be booked now by a channel, by the settings and by what the store has.
#pragma once

#include <span>
#include <vector>

#include "offices/offices.hpp"
#include "store/store.hpp"

namespace antrean::portal {

/// A slot that is offered now.
struct SlotOnOffer {
  OfficeDay day;
  SlotHours hours;
  int quota = 0;                ///< what the channel may have of it
  int free = 0;                 ///< for the channel
  bool open = false;            ///< its booking time is not over; free places of a closed slot cannot be booked
  bool free_by_others = false;  ///< the channel has its part; there are places by another one
  bool bookable() const { return open && free > 0; }
};

/// Those of one day; `rows` are of it.
std::vector<SlotOnOffer> slots_of_day(const Offices& offices, const Office& office, const Service& service,
                                      OfficeDay day, UtcTime now, std::span<const SlotPlaces> rows,
                                      BookingChannel channel = BookingChannel::web);

/// Every slot of the days that can be booked, in order, with what is free by the store's `rows`. Hours that
/// overlap share their places (store/store.hpp).
std::vector<SlotOnOffer> slots_on_offer(const Offices& offices, const Office& office, const Service& service,
                                        UtcTime now, std::span<const SlotPlaces> rows,
                                        BookingChannel channel = BookingChannel::web);

}  // namespace antrean::portal
