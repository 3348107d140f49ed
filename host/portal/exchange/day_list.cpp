#include "exchange/day_list.hpp"

#include <memory>
#include <stdexcept>
#include <string_view>

#include <libical/ical.h>

#include "text/text.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t most_companions = 4;

std::string cell(std::string_view text) {
  std::string safe = text::one_line(text);
  if (!safe.empty() && std::string_view{"=+-@"}.find(safe.front()) != std::string_view::npos) {
    safe.insert(0, 1, '\'');
  }
  if (safe.find_first_of(",\"") == std::string::npos) {
    return safe;
  }
  std::string quoted = "\"";
  for (const char c : safe) {
    quoted += c;
    quoted += c == '"' ? "\"" : "";
  }
  return quoted + '"';
}

std::string optional_time(const std::optional<UtcTime>& at) { return at ? iso_text(*at) : std::string{}; }

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

icaltimetype utc(UtcTime at) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(to_ms(at) / 1000), 0, icaltimezone_get_utc_timezone());
}

}  // namespace

std::string day_csv(const std::vector<StoredBooking>& bookings) {
  std::string csv = "code,service,date,start,end,party,name,nik_last4";
  for (std::size_t nr = 2; nr <= most_companions + 1; ++nr) {
    csv += ",name" + std::to_string(nr) + ",nik" + std::to_string(nr);
  }
  csv += ",numbers,checked_in_at,served_at,no_show_at\r\n";
  for (const auto& stored : bookings) {
    const auto& booking = stored.booking;
    std::string row = cell(booking.code) + "," + cell(booking.service) + "," + booking.day.text() + "," +
                      booking.slot.start.text() + "," + booking.slot.end.text() + "," + std::to_string(booking.party) +
                      "," + cell(booking.name) + "," + cell(booking.nik_last4);
    for (std::size_t nr = 0; nr < most_companions; ++nr) {
      const bool there = nr < stored.companions.size();
      row += "," + (there ? cell(stored.companions[nr].name) : std::string{}) + "," +
             (there ? cell(stored.companions[nr].nik_last4) : std::string{});
    }
    std::string numbers;
    for (const auto& number : stored.numbers) {
      numbers += (numbers.empty() ? "" : " ") + number;
    }
    csv += row + "," + cell(numbers) + "," + optional_time(stored.checked_in_at) + "," +
           optional_time(stored.served_at) + "," + optional_time(stored.no_show_at) + "\r\n";
  }
  return csv;
}

std::string day_ics(const std::vector<StoredBooking>& bookings, Zone zone, const std::string& domain, UtcTime now) {
  const std::unique_ptr<icalcomponent, FreeComponent> calendar{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Antrean//Portal//EN"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  for (const auto& stored : bookings) {
    const auto& booking = stored.booking;
    const auto of = stored.names ? stored.names->zone : zone;
    auto* event = icalcomponent_new_vevent();
    const auto add = [event](icalproperty* property) { icalcomponent_add_property(event, property); };
    add(icalproperty_new_uid(("booking-" + std::to_string(booking.id) + "@" + domain).c_str()));
    add(icalproperty_new_dtstamp(utc(now)));
    add(icalproperty_new_sequence(static_cast<int>(stored.revision)));
    add(icalproperty_new_dtstart(utc(instant(booking.day, booking.slot.start, of))));
    add(icalproperty_new_dtend(utc(instant(booking.day, booking.slot.end, of))));
    std::string names = text::one_line(booking.name);
    for (const auto& one : stored.companions) {
      names += ", " + text::one_line(one.name);
    }
    add(icalproperty_new_summary((booking.code + " " + names).c_str()));
    const auto office = stored.names ? stored.names->office : booking.office;
    add(icalproperty_new_location(text::one_line(office).c_str()));
    add(icalproperty_new_categories(booking.service.c_str()));
    add(icalproperty_new_status(booking.status == BookingStatus::cancelled ? ICAL_STATUS_CANCELLED
                                                                           : ICAL_STATUS_CONFIRMED));
    icalcomponent_add_component(calendar.get(), event);
  }
  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text{icalcomponent_as_ical_string_r(calendar.get()),
                                                                      icalmemory_free_buffer};
  if (!text) {
    throw std::runtime_error("libical cannot write the day's calendar");
  }
  return text.get();
}

}  // namespace antrean::portal
