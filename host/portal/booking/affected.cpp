#include "booking/affected.hpp"

#include <algorithm>
#include <string_view>

namespace antrean::portal {
namespace {

/// Whether the slots, in order of their start, leave no gap in these hours.
bool cover(const std::vector<OfferedSlot>& slots, const SlotHours& hours) {
  auto covered = hours.start;
  for (const auto& slot : slots) {
    if (slot.hours.start <= covered) {
      covered = std::max(covered, slot.hours.end);
    }
  }
  return covered >= hours.end;
}

std::string_view word_of(AffectedBy by) {
  switch (by) {
    case AffectedBy::office:
      return "office";
    case AffectedBy::service:
      return "service";
    case AffectedBy::holiday:
      return "holiday";
    case AffectedBy::hours:
      return "hours";
  }
  return "hours";
}

}  // namespace

std::optional<Affected> affected(const Offices& offices, const StoredBooking& stored) {
  const auto& booking = stored.booking;
  if (booking.status == BookingStatus::cancelled || stored.checked_in_at || stored.served_at || stored.no_show_at) {
    return std::nullopt;
  }
  const auto* office = offices.find(booking.office);
  if (office == nullptr || (office->last_day && *office->last_day < booking.day)) {
    return Affected{AffectedBy::office};
  }
  const auto* service = offices.service(booking.service);
  if (service == nullptr || !offices.offers(*office, *service)) {
    return Affected{AffectedBy::service};
  }
  if (const auto* holiday = offices.holiday(*office, booking.day)) {
    return Affected{AffectedBy::holiday, holiday->name, holiday->cancels};
  }
  if (!cover(offices.slots_on(*office, booking.service, booking.day), booking.slot)) {
    return Affected{AffectedBy::hours};
  }
  return std::nullopt;
}

std::string change_of(const Affected& affected, const StoredBooking& stored) {
  return std::string{word_of(affected.by)} + " " + stored.booking.day.text() + " " + stored.booking.slot.start.text();
}

Bilingual reason_of(const Affected& affected) {
  switch (affected.by) {
    case AffectedBy::office:
      return {"kantor ini tidak lagi menerima antrean", "this office takes no bookings any more"};
    case AffectedBy::service:
      return {"layanan ini tidak lagi ada di kantor ini", "this office no longer has this service"};
    case AffectedBy::holiday:
      return {"hari libur: " + affected.holiday.id, "holiday: " + affected.holiday.en};
    case AffectedBy::hours:
      return {"jam layanan pada hari itu berubah", "the hours of service on that day have changed"};
  }
  return {};
}

}  // namespace antrean::portal
