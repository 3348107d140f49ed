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

std::string day_cell(Language language, const DatesPage& page, OfficeDay day, const DayPlaces& places) {
  const auto& t = texts(language);
  const auto number = static_cast<unsigned>(std::chrono::year_month_day{day.date()}.day());
  const auto date = long_date_text(language, day);
  if (places.free > 0) {
    return fmt::format(R"(<td><a class="day" href="{}" aria-label="{}, {}"><b>{}</b><small>{}</small></a></td>)",
                       h(hours_path(page.office, page.service, day)), date, fill(t.day_places, places.free), number,
                       places.free);
  }
  const bool full = places.offered && places.open;
  const auto word = full ? t.day_full : places.offered ? t.day_over : t.day_closed;
  return fmt::format(
      R"(<td><span class="day {}"><span class="sr">{}, {}</span><b aria-hidden="true">{}</b><small aria-hidden="true">{}</small></span></td>)",
      full ? "full" : "closed", date, word, number, full ? word : "");
}

/// The table of one month, from the window's first day in it to its last. Weeks begin on Monday.
std::string month_table(Language language, const DatesPage& page, OfficeDay first, OfficeDay last,
                        const std::map<OfficeDay, DayPlaces>& days) {
  std::string table =
      fmt::format(R"(<table class="month"><caption>{}</caption><thead><tr>)", month_text(language, first));
  for (std::size_t i = 1; i <= 7; ++i) {
    table += fmt::format(R"(<th scope="col" abbr="{}">{}</th>)", weekday_name(language, i % 7),
                         weekday_short(language, i % 7));
  }
  table += "</tr></thead><tbody><tr>";
  const auto column = [](OfficeDay day) { return day.weekday().iso_encoding() - 1; };
  for (unsigned i = 0; i < column(first); ++i) {
    table += "<td></td>";
  }
  for (auto day = first; day <= last; day = day.plus(1)) {
    if (day != first && column(day) == 0) {
      table += "</tr><tr>";
    }
    const auto places = days.find(day);
    table += day_cell(language, page, day, places == days.end() ? DayPlaces{} : places->second);
  }
  return table + "</tr></tbody></table>";
}

std::string slot_card(Language language, const HoursPage& page, const SlotOnOffer& slot) {
  const auto& t = texts(language);
  const auto hours = hours_with_zone(language, slot.hours, page.office.zone);
  if (!slot.bookable()) {
    return fmt::format(R"(<li><span class="card slot off"><b>{}</b><span class="badge {}">{}</span></span></li>)",
                       hours, slot.open ? "full" : "", slot.open ? t.slot_full : t.slot_over);
  }
  const bool few = slot.free * 5 <= slot.quota;
  return fmt::format(
      R"(<li><a class="card slot{}" href="{}"><b>{}</b><span class="places">{}</span>)"
      R"(<svg class="fill" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="4" class="all"/>)"
      R"(<rect width="{}" height="4" class="free"/></svg></a></li>)",
      few ? " few" : "", h(details_path(page.office, page.service, page.day, slot.hours.start)), hours,
      fill(t.slot_places, slot.free, slot.quota), std::max(2, 100 * slot.free / std::max(1, slot.quota)));
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
  std::string main =
      fmt::format(R"(<p class="lead">{}</p><ul class="cards" aria-label="{}">)", t.offices_lead, t.offices_label);
  for (const auto& office : offices.all()) {
    main += fmt::format(R"(<li><a class="card office" href="{}"><b>{}</b><span class="chip">{}</span></a></li>)",
                        h(office_path(office)), h(office.name), zone_name(office.zone));
  }
  return document(context, t.offices_title, main + "</ul>", Step::office);
}

std::string services_page(const PageContext& context, const Office& office,
                          const std::vector<const Service*>& services) {
  const auto& t = texts(context.language);
  std::string main = fmt::format(R"(<p class="lead">{}</p><ul class="cards">)", h(office.name));
  for (const auto* service : services) {
    main += fmt::format(R"(<li><a class="card office" href="{}"><b>{}</b></a></li>)", h(dates_path(office, *service)),
                        h(service->name.in(context.language)));
  }
  return document(context, t.service_title, main + "</ul>", Step::office, "/");
}

std::string dates_page(const PageContext& context, const DatesPage& page) {
  const auto language = context.language;
  const auto& t = texts(language);
  const auto days = by_day(page.slots);
  std::string main = fmt::format(R"(<p class="lead"><strong>{}</strong> · {}</p>)", h(page.office.name),
                                 h(page.service.name.in(language)));
  if (std::ranges::none_of(days, [](const auto& day) { return day.second.free > 0; })) {
    main += fmt::format(R"(<p class="note warn">{}</p>)", t.no_days);
  }
  for (auto first = page.window.first; first <= page.window.last;) {
    const std::chrono::year_month_day date{first.date()};
    const OfficeDay month_end{std::chrono::local_days{date.year() / date.month() / std::chrono::last}};
    const auto last = std::min(month_end, page.window.last);
    main += month_table(language, page, first, last, days);
    first = last.plus(1);
  }
  main += fmt::format(
      R"(<ul class="legend"><li><span class="key free">12</span> {}</li><li><span class="key full">{}</span> {}</li><li><span class="key closed"></span> {}</li></ul>)",
      t.legend_free, "–", t.legend_full, t.legend_closed);
  main += fmt::format(R"(<p class="note">{}</p>)", when(language, t.next_release, page.next_release, page.office.zone));
  return document(context, t.date_title, main, Step::date, page.several_services ? office_path(page.office) : "/");
}

std::string hours_page(const PageContext& context, const HoursPage& page) {
  const auto language = context.language;
  const auto& t = texts(language);
  std::string main = fmt::format(R"(<p class="lead"><strong>{}</strong> · {}</p>)", h(page.office.name),
                                 long_date_text(language, page.day));
  if (page.slots.empty()) {
    main += fmt::format(R"(<p class="note warn">{}{}{}</p>)", t.no_slots, page.holiday != nullptr ? " " : "",
                        page.holiday != nullptr ? h(page.holiday->name.in(language)) : std::string{});
  }
  main += R"(<ul class="cards hours">)";
  for (const auto& slot : page.slots) {
    main += slot_card(language, page, slot);
  }
  main +=
      fmt::format(R"(</ul><p><a href="{}">{}</a></p>)", h(dates_path(page.office, page.service)), t.choose_other_day);
  return document(context, t.hour_title, main, Step::hour, dates_path(page.office, page.service));
}

}  // namespace antrean::portal
