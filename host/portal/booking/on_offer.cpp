#include "booking/on_offer.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace antrean::portal {

std::vector<SlotOnOffer> slots_of_day(const Offices& offices, const Office& office, const Service& service,
                                      OfficeDay day, UtcTime now, std::span<const SlotPlaces> rows) {
  std::vector<SlotOnOffer> offered;
  for (const auto& slot : offices.slots_on(office, service.key, day)) {
    int free = slot.quota;
    for (const auto& taken : rows) {
      const bool overlaps = taken.slot.start < slot.hours.end && taken.end > slot.hours.start;
      free -= taken.slot.start == slot.hours.start || overlaps ? taken.booked : 0;
    }
    offered.push_back({day, slot.hours, slot.quota, std::max(0, free), offices.open(office, day, slot.hours, now)});
  }
  return offered;
}

std::vector<SlotOnOffer> slots_on_offer(const Offices& offices, const Office& office, const Service& service,
                                        UtcTime now, std::span<const SlotPlaces> rows) {
  std::map<OfficeDay, std::vector<SlotPlaces>> of_day;
  for (const auto& row : rows) {
    of_day[row.slot.day].push_back(row);
  }
  const auto [first, last] = offices.window(office, now);
  std::vector<SlotOnOffer> offered;
  for (auto day = first; day <= last; day = day.plus(1)) {
    const auto found = of_day.find(day);
    std::ranges::move(slots_of_day(offices, office, service, day, now,
                                   found == of_day.end() ? std::span<const SlotPlaces>{} : std::span{found->second}),
                      std::back_inserter(offered));
  }
  return offered;
}

}  // namespace antrean::portal
