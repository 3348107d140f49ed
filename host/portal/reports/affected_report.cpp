#include "reports/affected_report.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "json/fields.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t most_bytes = 256u << 20;

/// Of a booking, what the report needs.
struct UpcomingRow {
  std::string code, office, service, office_name, told;
  OfficeDay day;
  TimeOfDay start, end;
  Zone zone = Zone::wib;
  std::uint32_t party = 1;
  bool contact = false;
};
struct UpcomingRows {
  std::vector<UpcomingRow> bookings;
};

template <class Visit, json::Is<UpcomingRow> T>
void fields(Visit& visit, T& row) {
  visit("code", row.code);
  visit("office", row.office);
  visit("service", row.service);
  visit("office_name", row.office_name);
  visit("day", row.day);
  visit("start", row.start);
  visit("end", row.end);
  visit("zone", row.zone);
  visit("party", row.party);
  visit("contact", row.contact);
  visit("told", row.told);
}

template <class Visit, json::Is<UpcomingRows> T>
void fields(Visit& visit, T& rows) {
  visit("bookings", rows.bookings);
}

std::string plural(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::string upcoming_to_json(const std::vector<Upcoming>& upcoming) {
  UpcomingRows rows;
  for (const auto& [stored, told] : upcoming) {
    const auto& booking = stored.booking;
    const auto names = stored.names.value_or(KeptNames{.zone = Zone::wib, .office = booking.office, .service = {}});
    rows.bookings.push_back({.code = booking.code,
                             .office = booking.office,
                             .service = booking.service,
                             .office_name = names.office,
                             .told = told,
                             .day = booking.day,
                             .start = booking.slot.start,
                             .end = booking.slot.end,
                             .zone = names.zone,
                             .party = booking.party,
                             .contact = !stored.mail.empty()});
  }
  return json::write(rows);
}

std::vector<Upcoming> upcoming_from_json(std::string_view text) {
  const auto read = json::read<UpcomingRows>(text, most_bytes);
  if (!read) {
    throw std::runtime_error("the portal's answer cannot be read: " + read.error().message());
  }
  std::vector<Upcoming> upcoming;
  for (const auto& row : read->bookings) {
    Upcoming one;
    one.told = row.told;
    one.stored.booking.code = row.code;
    one.stored.booking.office = row.office;
    one.stored.booking.service = row.service;
    one.stored.booking.day = row.day;
    one.stored.booking.slot = {row.start, row.end};
    one.stored.booking.party = static_cast<std::uint8_t>(row.party);
    one.stored.booking.status = BookingStatus::confirmed;
    one.stored.names = KeptNames{.zone = row.zone, .office = row.office_name, .service = {}};
    one.stored.mail = row.contact ? "contact" : "";
    upcoming.push_back(std::move(one));
  }
  return upcoming;
}

std::string group_text(const AffectedBookings::Group& group, std::size_t bookings) {
  return fmt::format("{} {}: {}, {}", group.office, group.day.text(), plural(bookings, "booking", "bookings"),
                     reason_of(group.affected).en);
}

std::string AffectedReport::summary() const {
  if (bookings == 0) {
    return "the offices can keep every booking";
  }
  return fmt::format("the offices cannot keep {} ({}); {} of them have no contact",
                     plural(bookings, "booking", "bookings"), plural(people, "person", "people"), without_contact);
}

AffectedReport affected_report(const Offices& offices, const std::vector<Upcoming>& upcoming, UtcTime now) {
  AffectedReport report;
  std::vector<std::pair<AffectedBookings::Group, std::size_t>> groups;
  for (const auto& [stored, told] : upcoming) {
    const auto& booking = stored.booking;
    const auto place = shown_place(stored, offices);
    const auto why = affected(offices, stored);
    if (!why || now >= instant(place.day, place.hours.end, place.zone)) {
      continue;
    }
    ++report.bookings;
    report.people += booking.party;
    report.without_contact += stored.mail.empty() ? 1 : 0;
    report.lines.push_back(fmt::format("{}  {}  {}  {}-{}  {}  {}  {}  {}", booking.office, place.office,
                                       booking.day.text(), booking.slot.start.text(), booking.slot.end.text(),
                                       booking.code, plural(booking.party, "person", "people"), reason_of(*why).en,
                                       stored.mail.empty()               ? "no contact"
                                       : told == change_of(*why, stored) ? "told"
                                                                         : "not told yet"));
    const AffectedBookings::Group group{booking.office, booking.day, *why};
    auto known = std::ranges::find(groups, group, &std::pair<AffectedBookings::Group, std::size_t>::first);
    if (known == groups.end()) {
      known = groups.insert(known, {group, 0});
    }
    ++known->second;
  }
  for (const auto& [group, count] : groups) {
    report.groups.push_back(group_text(group, count));
  }
  return report;
}

}  // namespace antrean::portal
