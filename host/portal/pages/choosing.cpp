// The pages before anything is typed: office, service, date, hour.
#include <algorithm>
#include <map>

#include "pages/frame.hpp"

namespace antrean::portal {
namespace {

struct DayPlaces {
  bool offered = false;
  bool open = false;  ///< at least one slot is not over
  int free = 0;       ///< in open slots
};

std::map<OfficeDay, DayPlaces> by_day(const std::vector<SlotOnOffer>& slots) {
  std::map<OfficeDay, DayPlaces> days;
  for (const auto& slot : slots) {
    auto& day = days[slot.day];
    day.offered = true;
    day.open = day.open || slot.open;
    if (slot.bookable()) {
      day.free += slot.free;
    }
  }
  return days;
}

void add_day(Dictionary& cell, Language language, const DatesPage& page, OfficeDay day, const DayPlaces& places) {
  const auto& t = texts(language);
  const bool free = places.free > 0;
  const bool full = places.offered && places.open;
  const auto word = full ? t.day_full : places.offered ? t.day_over : t.day_closed;
  cell.show("blank", false);
  cell.show("free", free);
  cell.show("not_free", !free);
  cell.text("date", long_date_text(language, day));
  cell.text("state", free ? fill(t.day_places, places.free) : std::string{word});
  cell.text("number", std::to_string(static_cast<unsigned>(std::chrono::year_month_day{day.date()}.day())));
  cell.text("link", hours_path(page.office, page.service, day));
  cell.text("places", std::to_string(places.free));
  cell.text("kind", full ? "full" : "closed");
  cell.text("shown_state", full ? word : "");
}

void add_blank(Dictionary& cell) {
  cell.show("blank", true);
  cell.show("free", false);
  cell.show("not_free", false);
}

/// One month's table from the window's first day in it to its last; weeks begin on Monday.
void add_month(Dictionary& month, Language language, const DatesPage& page, OfficeDay first, OfficeDay last,
               const std::map<OfficeDay, DayPlaces>& days) {
  month.text("month", month_text(language, first));
  const auto column = [](OfficeDay day) { return day.weekday().iso_encoding() - 1; };
  auto* week = &month.list("weeks").add();
  for (unsigned i = 0; i < column(first); ++i) {
    add_blank(week->list("days").add());
  }
  for (auto day = first; day <= last; day = day.plus(1)) {
    if (day != first && column(day) == 0) {
      week = &month.list("weeks").add();
    }
    const auto places = days.find(day);
    add_day(week->list("days").add(), language, page, day, places == days.end() ? DayPlaces{} : places->second);
  }
}

void add_slot(Dictionary& card, Language language, const HoursPage& page, const SlotOnOffer& slot) {
  const auto& t = texts(language);
  card.text("hours", hours_with_zone(language, slot.hours, page.office.zone));
  card.show("bookable", slot.bookable());
  card.show("not_bookable", !slot.bookable());
  card.text("kind", slot.open ? "full" : "");
  card.text("state", slot.open ? t.slot_full : t.slot_over);
  card.show("few", slot.free * 5 <= slot.quota);
  card.text("link", details_path(page.office, page.service, page.day, slot.hours.start));
  card.text("places", fill(t.slot_places, slot.free, slot.quota));
  card.text("percent", std::to_string(std::max(2, 100 * slot.free / std::max(1, slot.quota))));
}

}  // namespace

std::string office_path(const Office& office) { return "/book/" + office.code; }
std::string dates_path(const Office& office, const Service& service) { return office_path(office) + "/" + service.key; }
std::string hours_path(const Office& office, const Service& service, OfficeDay day) {
  return dates_path(office, service) + "/" + day.text();
}
std::string details_path(const Office& office, const Service& service, OfficeDay day, TimeOfDay start) {
  return hours_path(office, service, day) + "/" + start.text();
}
std::string booking_path(const Key128& token) { return "/booking/" + to_hex(token); }

std::string offices_page(const PageContext& context, const Offices& offices) {
  const auto& t = texts(context.language);
  Dictionary page;
  page.text("lead", t.offices_lead);
  page.text("label", t.offices_label);
  auto& list = page.list("offices");
  for (const auto& office : offices.all()) {
    auto& entry = list.add();
    entry.text("link", office_path(office));
    entry.text("office_name", office.name);
    entry.text("zone", zone_name(office.zone));
  }
  return document(context, {t.offices_title, Step::office}, "offices.tpl", std::move(page));
}

std::string services_page(const PageContext& context, const Office& office,
                          const std::vector<const Service*>& services) {
  const auto& t = texts(context.language);
  Dictionary page;
  page.text("office_name", office.name);
  auto& list = page.list("services");
  for (const auto* service : services) {
    auto& entry = list.add();
    entry.text("link", dates_path(office, *service));
    entry.text("service_name", service->name.in(context.language));
  }
  return document(context, {t.service_title, Step::office, "/"}, "services.tpl", std::move(page));
}

std::string dates_page(const PageContext& context, const DatesPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  const auto days = by_day(shown.slots);
  Dictionary page;
  page.text("office_name", shown.office.name);
  page.text("service_name", shown.service.name.in(language));
  page.show("none_free", std::ranges::none_of(days, [](const auto& day) { return day.second.free > 0; }));
  page.text("no_days", t.no_days);
  auto& weekdays = page.list("weekdays");
  for (std::size_t i = 1; i <= 7; ++i) {
    auto& column = weekdays.add();
    column.text("weekday", weekday_name(language, i % 7));
    column.text("weekday_short", weekday_short(language, i % 7));
  }
  auto& months = page.list("months");
  for (auto first = shown.window.first; first <= shown.window.last;) {
    const std::chrono::year_month_day date{first.date()};
    const OfficeDay month_end{std::chrono::local_days{date.year() / date.month() / std::chrono::last}};
    const auto last = std::min(month_end, shown.window.last);
    add_month(months.add(), language, shown, first, last, days);
    first = last.plus(1);
  }
  page.text("legend_free", t.legend_free);
  page.text("legend_full", t.legend_full);
  page.text("legend_closed", t.legend_closed);
  page.text("next_release", when(language, t.next_release, shown.next_release, shown.office.zone));
  return document(context, {t.date_title, Step::date, shown.several_services ? office_path(shown.office) : "/"},
                  "dates.tpl", std::move(page));
}

std::string hours_page(const PageContext& context, const HoursPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("office_name", shown.office.name);
  page.text("date", long_date_text(language, shown.day));
  page.show("no_slots", shown.slots.empty());
  page.text("no_slots_text", t.no_slots);
  page.show("is_holiday", shown.holiday != nullptr);
  page.text("holiday", shown.holiday != nullptr ? shown.holiday->name.in(language) : "");
  auto& slots = page.list("slots");
  for (const auto& slot : shown.slots) {
    add_slot(slots.add(), language, shown, slot);
  }
  page.text("dates_link", dates_path(shown.office, shown.service));
  page.text("choose_other_day", t.choose_other_day);
  return document(context, {t.hour_title, Step::hour, dates_path(shown.office, shown.service)}, "hours.tpl",
                  std::move(page));
}

}  // namespace antrean::portal
