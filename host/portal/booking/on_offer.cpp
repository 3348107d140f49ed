#include "booking/on_offer.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace antrean::portal {

std::vector<SlotOnOffer> slots_of_day(const Offices& offices, const Office& office, const Service& service,
                                      OfficeDay day, UtcTime now, std::span<const SlotPlaces> rows,
                                      BookingChannel channel) {
  std::vector<SlotOnOffer> offered;
  for (const auto& slot : offices.slots_on(office, service.key, day)) {
    const auto& most = slot.most[index_of(channel)];
    int free = slot.quota;
    int left = most.value_or(slot.quota);
    for (const auto& taken : rows) {
      if (taken.slot.start == slot.hours.start || (taken.slot.start < slot.hours.end && taken.end > slot.hours.start)) {
        free -= taken.booked;
        left -= most ? taken.by_channel[index_of(channel)] : 0;
      }
    }
    offered.push_back({.day = day,
                       .hours = slot.hours,
                       .quota = std::min(slot.quota, most.value_or(slot.quota)),
                       .free = std::max(0, std::min(free, left)),
                       .open = offices.open(office, day, slot.hours, now),
                       .free_by_others = free > 0 && left <= 0});
  }
  return offered;
}

std::vector<SlotOnOffer> slots_on_offer(const Offices& offices, const Office& office, const Service& service,
                                        UtcTime now, std::span<const SlotPlaces> rows, BookingChannel channel) {
  std::map<OfficeDay, std::vector<SlotPlaces>> of_day;
  for (const auto& row : rows) {
    of_day[row.slot.day].push_back(row);
  }
  const auto [first, last] = offices.window(office, now);
  std::vector<SlotOnOffer> offered;
  for (auto day = first; day <= last; day = day.plus(1)) {
    const auto found = of_day.find(day);
    std::ranges::move(
        slots_of_day(offices, office, service, day, now,
                     found == of_day.end() ? std::span<const SlotPlaces>{} : std::span{found->second}, channel),
        std::back_inserter(offered));
  }
  return offered;
}

}  // namespace antrean::portal
