// Which bookings the settings no longer offer, for people who look after the portal. Codes, places and times;
// no names and no contacts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "booking/booking_service.hpp"

namespace antrean::portal {

/// What a running portal tells commands of this machine about bookings to come, and back.
std::string upcoming_to_json(const std::vector<Upcoming>& upcoming);
/// Throws std::runtime_error.
std::vector<Upcoming> upcoming_from_json(std::string_view text);

struct AffectedReport {
  std::vector<std::string> lines;   ///< one a booking
  std::vector<std::string> groups;  ///< one an office, day and reason
  std::size_t bookings = 0, people = 0, without_contact = 0;
  std::string summary() const;
};
AffectedReport affected_report(const Offices& offices, const std::vector<Upcoming>& upcoming, UtcTime now);

/// "AD 2026-12-25: 12 bookings, holiday: Christmas Day"
std::string group_text(const AffectedBookings::Group& group, std::size_t bookings);

}  // namespace antrean::portal
