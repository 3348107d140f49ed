// The pages on which a date and an hour are chosen.
#include <algorithm>
#include <map>

#include "pages/frame.hpp"
#include "pages/offer.hpp"

namespace antrean::portal {
namespace {

struct DayPlaces {
  bool open = false;  ///< at least one slot is not over
  int free = 0;       ///< in open slots
};

std::map<OfficeDay, DayPlaces> by_day(const std::vector<SlotOnOffer>& slots) {
  std::map<OfficeDay, DayPlaces> days;
  for (const auto& slot : slots) {
    auto& day = days[slot.day];
    day.open = day.open || slot.open;
    if (slot.bookable()) {
      day.free += slot.free;
    }
  }
  return days;
}

OfficeDay month_end(OfficeDay day) {
  const std::chrono::year_month_day date{day.date()};
  return OfficeDay{std::chrono::local_days{date.year() / date.month() / std::chrono::last}};
}

/// Of a day without a free place.
struct DayState {
  std::string_view kind;
  std::string text;        ///< for who cannot see the cell
  std::string_view shown;  ///< in the cell
};

DayState state_of(Language language, const DatesPage& page, OfficeDay day, const DayPlaces* places) {
  const auto& t = texts(language);
  if (places != nullptr && places->open) {
    return {"full", std::string{t.day_full}, t.day_full};
  }
  if (places != nullptr) {
    return {"closed", std::string{t.day_over}, ""};
  }
  const auto opens = page.offices.opens(page.office, day, page.now);
  if (opens && !page.offices.slots_on(page.office, page.service.key, day).empty()) {
    return {"later", when(language, t.day_opens, *opens, page.office.zone), ""};
  }
  const auto* holiday = page.offices.holiday(page.office, day);
  return {"closed", holiday != nullptr ? fill(t.day_closed_for, holiday->name.in(language)) : std::string{t.day_closed},
          ""};
}

void add_day(Dictionary& cell, Language language, const DatesPage& page, OfficeDay day, const DayPlaces* places) {
  const bool free = places != nullptr && places->free > 0;
  const auto state = free ? DayState{} : state_of(language, page, day, places);
  cell.show("blank", false);
  cell.show("free", free);
  cell.show("not_free", !free);
  cell.text("date", long_date_text(language, day));
  cell.text("state", free ? fill(texts(language).day_places, places->free) : state.text);
  cell.text("number", std::to_string(static_cast<unsigned>(std::chrono::year_month_day{day.date()}.day())));
  cell.text("link", hours_path(page.office, page.service, day));
  cell.text("places", free ? std::to_string(places->free) : std::string{});
  cell.text("kind", state.kind);
  cell.text("shown_state", state.shown);
}

void add_blank(Dictionary& cell) {
  cell.show("blank", true);
  cell.show("free", false);
  cell.show("not_free", false);
}

/// One month's table from the first day that is shown of it to its last; weeks begin on Monday.
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
    add_day(week->list("days").add(), language, page, day, places == days.end() ? nullptr : &places->second);
  }
}

void add_months(Dictionary& page, Language language, const DatesPage& shown) {
  auto& weekdays = page.list("weekdays");
  for (std::size_t i = 1; i <= 7; ++i) {
    auto& column = weekdays.add();
    column.text("weekday", weekday_name(language, i % 7));
    column.text("weekday_short", weekday_short(language, i % 7));
  }
  const auto days = by_day(shown.slots);
  const auto window = shown.offices.window(shown.office, shown.now);
  // Nothing may be released today.
  const auto last_shown = month_end(std::max(window.first, window.last));
  auto& months = page.list("months");
  auto& holidays = page.list("holidays");
  for (auto first = window.first; first <= last_shown;) {
    const auto last = month_end(first);
    add_month(months.add(), language, shown, first, last, days);
    for (auto day = first; day <= last; day = day.plus(1)) {
      if (const auto* holiday = shown.offices.holiday(shown.office, day)) {
        auto& entry = holidays.add();
        entry.text("holiday_date", date_text(language, day));
        entry.text("holiday", holiday->name.in(language));
      }
    }
    first = last.plus(1);
  }
}

/// What to know when nothing is free, in a sentence; "" when something is.
std::string why_none(Language language, const Office& office, const Availability& availability) {
  const auto& t = texts(language);
  switch (availability.offer) {
    case Offer::full:
      return std::string{t.no_days};
    case Offer::not_open:
      return when(language, t.not_open, *availability.opens, office.zone);
    case Offer::closed:
      return std::string{t.no_days_closed};
    default:
      return {};
  }
}

void add_slot(Dictionary& card, Language language, const HoursPage& page, const SlotOnOffer& slot) {
  const auto& t = texts(language);
  card.text("hours", hours_with_zone(language, slot.hours, page.office.zone));
  card.show("bookable", slot.bookable());
  card.show("not_bookable", !slot.bookable());
  card.text("kind", slot.open ? "full" : "");
  card.text("state", !slot.open ? t.slot_over : slot.free_by_others ? t.slot_full_here : t.slot_full);
  card.show("few", slot.free * 5 <= slot.quota);
  card.text("link", details_path(page.office, page.service, page.day, slot.hours.start));
  card.text("places", fill(t.slot_places, slot.free, slot.quota));
  card.text("percent", std::to_string(std::max(2, 100 * slot.free / std::max(1, slot.quota))));
}

/// Of a day without hours: over, not open yet, or closed.
std::string why_no_hours(Language language, const HoursPage& shown) {
  const auto& t = texts(language);
  if (shown.day < shown.offices.window(shown.office, shown.now).first) {
    return std::string{t.date_over};
  }
  if (const auto* holiday = shown.offices.holiday(shown.office, shown.day)) {
    return fill(t.date_closed_for, holiday->name.in(language));
  }
  const auto opens = shown.offices.opens(shown.office, shown.day, shown.now);
  if (opens && !shown.offices.slots_on(shown.office, shown.service.key, shown.day).empty()) {
    return when(language, t.date_opens, *opens, shown.office.zone);
  }
  return std::string{t.date_closed};
}

}  // namespace

std::string dates_page(const PageContext& context, const DatesPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("office_name", office_title(shown.office));
  page.text("service_name", shown.service.name.in(language));
  const auto none = why_none(language, shown.office, shown.availability);
  page.show("none_free", !none.empty());
  page.text("no_days", none);
  page.show("may_wait", shown.availability.offer == Offer::full && shown.offices.rules().waitlist > 0);
  page.text("wait_link", waitlist_path(shown.office, shown.service, std::nullopt));
  page.text("wait_open", t.wait_open);
  add_months(page, language, shown);
  page.text("legend_free", t.legend_free);
  page.text("legend_full", t.legend_full);
  page.text("legend_closed", t.legend_closed);
  page.text("legend_later", t.legend_later);
  const auto more = shown.offices.next_opening(shown.office, shown.service, shown.now);
  page.show("more_opens", more.has_value() && shown.availability.offer != Offer::not_open);
  page.show("in_line", shown.line);
  page.text("line_link", opening_path(shown.office, shown.service));
  page.text("line_offer", t.line_offer);
  page.text("line_enter", t.line_enter);
  page.text("next_release", more ? when(language, t.next_release, *more, shown.office.zone) : std::string{});
  add_others(page, language, shown.service, shown.others);
  const bool choose_service = shown.offices.services().size() > 1;
  return document(context,
                  {.title = t.date_title, .step = Step::date, .back = choose_service ? office_path(shown.office) : "/"},
                  "dates.tpl", std::move(page));
}

std::string hours_page(const PageContext& context, const HoursPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("office_name", office_title(shown.office));
  page.text("date", long_date_text(language, shown.day));
  page.show("no_slots", shown.slots.empty());
  page.text("no_slots_text", shown.slots.empty() ? why_no_hours(language, shown) : std::string{});
  auto& slots = page.list("slots");
  for (const auto& slot : shown.slots) {
    add_slot(slots.add(), language, shown, slot);
  }
  const bool by_whatsapp = shown.office.by_whatsapp && !shown.office.whatsapp.empty() &&
                           std::ranges::any_of(shown.slots, [](const SlotOnOffer& slot) {
                             return slot.open && !slot.bookable() && slot.free_by_others;
                           });
  page.show("elsewhere", by_whatsapp);
  page.text("elsewhere_text", by_whatsapp ? fill(t.slots_elsewhere, "+" + shown.office.whatsapp) : std::string{});
  const bool none = std::ranges::none_of(shown.slots, &SlotOnOffer::bookable);
  page.show("may_wait",
            none && std::ranges::any_of(shown.slots, &SlotOnOffer::open) && shown.offices.rules().waitlist > 0);
  page.text("wait_link", waitlist_path(shown.office, shown.service, shown.day));
  page.text("wait_open", t.wait_open);
  const auto& availability = shown.availability;
  page.show("other_day", none && availability.offer == Offer::free && availability.day != shown.day);
  page.text("offer", t.first_free);
  page.text("day_link", hours_path(shown.office, shown.service, availability.day));
  page.text("day", long_date_text(language, availability.day));
  page.text("dates_link", dates_path(shown.office, shown.service));
  page.text("choose_other_day", t.choose_other_day);
  add_others(page, language, shown.service, none ? shown.others : std::vector<FreeAt>{});
  return document(context, {.title = t.hour_title, .step = Step::hour, .back = dates_path(shown.office, shown.service)},
                  "hours.tpl", std::move(page));
}

}  // namespace antrean::portal
