#include "booking/on_offer.hpp"

#include <algorithm>
#include <map>

namespace antrean::portal {

std::vector<SlotOnOffer> slots_on_offer(const Offices& offices, const Office& office, const Service& service,
                                        UtcTime now, std::span<const SlotPlaces> rows) {
  std::multimap<OfficeDay, const SlotPlaces*> of_day;
  for (const auto& row : rows) {
    of_day.emplace(row.slot.day, &row);
  }
  const auto [first, last] = offices.window(office, now);
  std::vector<SlotOnOffer> offered;
  for (auto day = first; day <= last; day = day.plus(1)) {
    const auto [begin, end] = of_day.equal_range(day);
    for (const auto& slot : offices.slots_on(office, service.key, day)) {
      int free = slot.quota;
      for (auto row = begin; row != end; ++row) {
        const auto& taken = *row->second;
        const bool overlaps = taken.slot.start < slot.hours.end && taken.end > slot.hours.start;
        free -= taken.slot.start == slot.hours.start || overlaps ? taken.booked : 0;
      }
      offered.push_back({day, slot.hours, slot.quota, std::max(0, free), offices.open(office, day, slot.hours, now)});
    }
  }
  return offered;
}

}  // namespace antrean::portal
