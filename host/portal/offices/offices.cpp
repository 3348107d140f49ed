#include "offices/offices.hpp"

#include <algorithm>

namespace antrean::portal {

Offices::Offices(std::vector<Office> offices, std::vector<Service> services, std::vector<Holiday> holidays,
                 BookingRules rules)
    : offices_(std::move(offices)), services_(std::move(services)), holidays_(std::move(holidays)), rules_(rules) {
  std::ranges::sort(offices_, {}, &Office::name);
}

const Office* Offices::find(std::string_view code) const {
  const auto it = std::ranges::find(offices_, code, &Office::code);
  return it == offices_.end() ? nullptr : &*it;
}

const Service* Offices::service(std::string_view key) const {
  const auto it = std::ranges::find(services_, key, &Service::key);
  return it == services_.end() ? nullptr : &*it;
}

std::vector<const Service*> Offices::services_of(const Office& office) const {
  std::vector<const Service*> offered;
  for (const auto& service : services_) {
    if (std::ranges::any_of(office.slots, [&](const SlotTemplate& slot) { return slot.quota.contains(service.key); })) {
      offered.push_back(&service);
    }
  }
  return offered;
}

const Holiday* Offices::holiday(const Office& office, OfficeDay day) const {
  const auto it = std::ranges::find_if(holidays_, [&](const Holiday& holiday) {
    return holiday.day == day &&
           (holiday.offices.empty() || std::ranges::find(holiday.offices, office.code) != holiday.offices.end());
  });
  return it == holidays_.end() ? nullptr : &*it;
}

std::vector<OfferedSlot> Offices::slots_on(const Office& office, std::string_view service, OfficeDay day) const {
  std::vector<OfferedSlot> slots;
  if (holiday(office, day) != nullptr) {
    return slots;
  }
  for (const auto& slot : office.slots) {
    if (!contains(slot.days, day.weekday())) {
      continue;
    }
    const auto quota = slot.quota.find(std::string{service});
    if (quota != slot.quota.end()) {
      slots.push_back({slot.hours, quota->second});
    }
  }
  std::ranges::sort(slots, {}, [](const OfferedSlot& slot) { return slot.hours.start; });
  return slots;
}

Offices::Window Offices::window(const Office& office, UtcTime now) const {
  const auto today = OfficeDay::of(now, office.zone);
  auto released = today;
  while (!contains(rules_.release_days, released.weekday()) ||
         instant(released, rules_.release_time, office.zone) > now) {
    released = released.plus(-1);
  }
  return {today, released.plus(rules_.days_ahead)};
}

UtcTime Offices::next_release(const Office& office, UtcTime now) const {
  auto day = OfficeDay::of(now, office.zone);
  while (!contains(rules_.release_days, day.weekday()) || instant(day, rules_.release_time, office.zone) <= now) {
    day = day.plus(1);
  }
  return instant(day, rules_.release_time, office.zone);
}

UtcTime Offices::anchor(const Office& office, OfficeDay day, const SlotHours& hours) const {
  return instant(day, rules_.closes == BookingRules::Anchor::start ? hours.start : hours.end, office.zone);
}

bool Offices::open(const Office& office, OfficeDay day, const SlotHours& hours, UtcTime now) const {
  const auto [first, last] = window(office, now);
  return day >= first && day <= last && now < anchor(office, day, hours) - rules_.close_before;
}

UtcTime Offices::next_change(const Office& office, UtcTime now) const {
  const auto [first, last] = window(office, now);
  auto next = std::min(instant(first.plus(1), TimeOfDay{0}, office.zone), next_release(office, now));
  for (auto day = first; day <= last; day = day.plus(1)) {
    for (const auto& slot : office.slots) {
      const auto closes = anchor(office, day, slot.hours) - rules_.close_before;
      if (contains(slot.days, day.weekday()) && closes > now) {
        next = std::min(next, closes);
      }
    }
  }
  return next;
}

UtcTime Offices::cancel_until(const Office& office, OfficeDay day, const SlotHours& hours) const {
  return anchor(office, day, hours) - rules_.cancel_before;
}

}  // namespace antrean::portal
