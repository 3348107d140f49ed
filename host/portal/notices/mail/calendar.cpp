#include "mail/calendar.hpp"

#include <ctime>
#include <memory>
#include <stdexcept>

#include <libical/ical.h>

#include "mail/texts.hpp"
#include "text/text.hpp"

namespace antrean::portal {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

icaltimetype utc(UtcTime at) {
  return icaltime_from_timet_with_zone(std::time_t{to_ms(at) / 1000}, 0, icaltimezone_get_utc_timezone());
}

/// libical escapes what a text must have escaped. Line breaks and the like are gone before.
std::string typed(std::string_view given) {
  auto clean = text::clean(given);
  return clean ? std::move(*clean) : text::one_line(given);
}

std::optional<CalendarMethod> method_of(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::booked:
    case NoticeKind::changed:
    case NoticeKind::moved_by_office:
    case NoticeKind::kept_after_all:
      return CalendarMethod::publish;
    case NoticeKind::cancelled:
    case NoticeKind::closed_by_office:
      return CalendarMethod::cancel;
    case NoticeKind::chat_reply:
    case NoticeKind::confirm_contact:
    case NoticeKind::reminder_day:
    case NoticeKind::reminder_hours:
    case NoticeKind::waitlist_offer:
    case NoticeKind::your_turn:
    case NoticeKind::number_near:
    case NoticeKind::checked_in:
      return std::nullopt;
  }
  return std::nullopt;
}

icalproperty* organizer_of(const smtp::Mailbox& mailbox) {
  auto* property = icalproperty_new_organizer(("mailto:" + mailbox.address).c_str());
  if (!mailbox.name.empty()) {
    icalproperty_add_parameter(property, icalparameter_new_cn(mailbox.name.c_str()));
  }
  return property;
}

icalcomponent* event_of(const Notice& notice, CalendarMethod method, const smtp::Mailbox& organizer,
                        const std::string& domain) {
  const auto& t = mail_texts(notice.language);
  const auto& booking = notice.booking;
  const auto& place = booking.place;
  const bool cancel = method == CalendarMethod::cancel;
  auto* event = icalcomponent_new_vevent();
  const auto add = [event](icalproperty* property) { icalcomponent_add_property(event, property); };
  add(icalproperty_new_uid(("booking-" + std::to_string(booking.id) + "@" + domain).c_str()));
  add(icalproperty_new_dtstamp(utc(notice.written_at)));
  add(icalproperty_new_sequence(static_cast<int>(booking.revision)));
  add(icalproperty_new_dtstart(utc(instant(place.day, place.hours.start, place.zone))));
  add(icalproperty_new_dtend(utc(instant(place.day, place.hours.end, place.zone))));
  add(icalproperty_new_summary(
      (std::string{t.brand} + ": " + typed(booking.service) + ", " + typed(place.office)).c_str()));
  const auto address = typed(place.address);
  add(icalproperty_new_location((typed(place.office) + (address.empty() ? "" : ", " + address)).c_str()));
  if (!cancel) {
    add(icalproperty_new_description(
        (std::string{t.code_row} + ": " + typed(booking.code) + "\n" + std::string{t.arrive}).c_str()));
  }
  if (!notice.links.page.empty()) {
    add(icalproperty_new_url(notice.links.page.c_str()));
  }
  add(organizer_of(organizer));
  add(icalproperty_new_status(cancel ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  return event;
}

}  // namespace

std::optional<CalendarEntry> calendar_entry(const Notice& notice, const smtp::Mailbox& organizer,
                                            const std::string& domain) {
  const auto method = method_of(notice.kind);
  if (!method || notice.booking.id == 0) {
    return std::nullopt;
  }
  const std::unique_ptr<icalcomponent, FreeComponent> calendar{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
  const auto add = [&](icalproperty* property) { icalcomponent_add_property(calendar.get(), property); };
  add(icalproperty_new_prodid("-//Antrean//Portal//EN"));
  add(icalproperty_new_version("2.0"));
  add(icalproperty_new_method(*method == CalendarMethod::cancel ? ICAL_METHOD_CANCEL : ICAL_METHOD_PUBLISH));
  icalcomponent_add_component(calendar.get(), event_of(notice, *method, organizer, domain));
  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text{icalcomponent_as_ical_string_r(calendar.get()),
                                                                      icalmemory_free_buffer};
  if (!text) {
    throw std::runtime_error("libical cannot write the calendar's entry");
  }
  return CalendarEntry{*method, text.get()};
}

}  // namespace antrean::portal
