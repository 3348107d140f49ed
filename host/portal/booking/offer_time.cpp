#include "booking/offer_time.hpp"

#include <algorithm>

namespace antrean::portal {

OfferTime offer_time(const Offices& offices, const Office& office, std::string_view service, OfficeDay day,
                     TimeOfDay start, UtcTime now) {
  const auto& rules = offices.rules();
  const auto slots = offices.slots_on(office, service, day);
  const auto slot = std::ranges::find(slots, start, [](const OfferedSlot& offered) { return offered.hours.start; });
  if (slot == slots.end() || !office.on_web || !offices.open(office, day, slot->hours, now)) {
    return {};
  }
  const auto closes = offices.closes(office, day, slot->hours);
  const auto today = OfficeDay::of(now, office.zone);
  const auto from = instant(today, rules.offers_from, office.zone);
  const bool by_day = now >= from && now < instant(today, rules.offers_until, office.zone);
  const auto begins = by_day ? now : now < from ? from : instant(today.plus(1), rules.offers_from, office.zone);
  if (begins + rules.offer_for > closes) {
    return {};
  }
  return by_day ? OfferTime{OfferTime::When::now, now + rules.offer_for} : OfferTime{OfferTime::When::later, {}};
}

}  // namespace antrean::portal
