// The pages on which people choose an office, a service, a day and an hour. They are kept until something on
// them changes.
#include <algorithm>

#include "text/text.hpp"
#include "web/booking_site.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t longest_query = 60;
constexpr std::size_t near_offices = 3;
constexpr std::size_t near_a_query = 5;
/// What a page says of other offices than its own.
constexpr Milliseconds others_are_good_for{5000};

/// In any zone: an office whose last day is over is not shown any more.
UtcTime next_midnight(UtcTime now) {
  const auto of = [now](Zone zone) { return instant(OfficeDay::of(now, zone).plus(1), TimeOfDay{0}, zone); };
  return std::min({of(Zone::wib), of(Zone::wita), of(Zone::wit)});
}

}  // namespace

BookingSite::Chosen BookingSite::chosen(std::string_view office_code, std::string_view service_key) const {
  const auto* office = booking_service_.offices().find(office_code);
  const auto* service = booking_service_.offices().service(service_key);
  if (office == nullptr || service == nullptr || !office->on_web ||
      !booking_service_.offices().offers(*office, *service)) {
    return {};
  }
  return {office, service};
}

OfficeOnPage BookingSite::office_on_page(const Office& office, const Service& service) const {
  const auto& free_days = booking_service_.free_days();
  const auto availability = free_days.at(office, service);
  const bool elsewhere = availability.offer == Offer::elsewhere;
  return {&office, availability, elsewhere ? free_days.nearest(office, service, 1) : std::vector<FreeAt>{}};
}

OfficesPage BookingSite::wanted_offices(const http::Request& request) const {
  const auto& offices = booking_service_.offices();
  const auto* service = offices.service(request.asked("service"));
  OfficesPage shown{.service = service == nullptr ? offices.services().front() : *service,
                    .services = {},
                    .query = std::string{text::cut(text::clean(request.asked("q")).value_or(""), longest_query)},
                    .order = request.asked("sort") == "earliest" ? OfficeOrder::earliest : OfficeOrder::title,
                    .found = {},
                    .others = {},
                    .app_link = app_link_};
  for (const auto& one : offices.services()) {
    shown.services.push_back(&one);
  }
  return shown;
}

void BookingSite::find_offices(OfficesPage& shown) const {
  const auto& offices = booking_service_.offices();
  const auto retired = [now = clock_.now()](const Office* office) { return is_retired(*office, now); };
  auto found = offices.search(shown.query);
  std::erase_if(found, retired);
  for (const auto* office : found) {
    shown.found.push_back(office_on_page(*office, shown.service));
  }
  if (!shown.query.empty()) {
    const auto near = found.empty() ? offices.search("") : offices.nearest(*found.front());
    for (const auto* office : near) {
      const bool is_found = std::ranges::find(found, office) != found.end();
      if (!is_found && !retired(office) && (found.empty() || shown.others.size() < near_a_query)) {
        shown.others.push_back(office_on_page(*office, shown.service));
      }
    }
  }
  if (shown.order == OfficeOrder::earliest) {
    sort_by_earliest(shown.found);
  }
}

BookingSite::Answer BookingSite::show_offices(http::Request request, Visitor visitor) {
  const auto now = clock_.now();
  auto& free_days = booking_service_.free_days();
  co_await free_days.refresh(now);
  auto shown = wanted_offices(request);
  PageContext context{visitor.language, "/"};
  context.announcements = booking_service_.offices().announcements_of(nullptr);
  if (shown.services.size() > 1) {
    context.query = "service=" + http::url_encode(shown.service.key) + "&";
  }
  if (shown.order == OfficeOrder::earliest) {
    context.query += "sort=earliest&";
  }
  const auto key = key_of(context) + "?" + context.query;
  const auto version = free_days.version();
  if (!shown.query.empty()) {
    // Anything can be searched for; only what many ask for is worth its room.
    context.query += "q=" + http::url_encode(shown.query) + "&";
    find_offices(shown);
    co_return kept_page(request, visitor, *kept_.keep(key + "q", version, now, now, offices_page(context, shown)));
  }
  auto kept = kept_.find(key, version, now);
  if (!kept) {
    find_offices(shown);
    kept = kept_.keep(key, version, now, next_midnight(now), offices_page(context, shown));
  }
  co_return kept_page(request, visitor, *kept);
}

BookingSite::Answer BookingSite::show_services(http::Request request, Visitor visitor) {
  const auto& offices = booking_service_.offices();
  const auto* office = offices.find(request.captures[0]);
  if (office == nullptr) {
    co_return not_found(visitor);
  }
  if (office->on_web && offices.services().size() == 1 && offices.offers(*office, offices.services().front())) {
    co_return http::Response::redirect(dates_path(*office, offices.services().front()));
  }
  const auto now = clock_.now();
  auto& free_days = booking_service_.free_days();
  co_await free_days.refresh(now);
  PageContext context{visitor.language, office_path(*office)};
  context.announcements = booking_service_.offices().announcements_of(office);
  const auto key = key_of(context);
  const auto version = free_days.version();
  auto kept = kept_.find(key, version, now);
  if (!kept && !office->on_web) {
    const auto& service = offices.services().front();
    const WhatsAppPage shown{
        .office = *office, .service = service, .others = free_days.nearest(*office, service, near_offices)};
    kept = kept_.keep(key, version, now, for_ever, whatsapp_page(context, shown));
  }
  if (!kept) {
    ServicesPage shown{.office = *office, .services = {}};
    for (const auto& service : offices.services()) {
      const bool here = offices.offers(*office, service);
      shown.services.push_back({service, free_days.at(*office, service),
                                here ? std::vector<FreeAt>{} : free_days.nearest(*office, service, near_offices)});
    }
    kept = kept_.keep(key, version, now, for_ever, services_page(context, shown));
  }
  co_return kept_page(request, visitor, *kept);
}

BookingSite::Answer BookingSite::show_dates(http::Request request, Visitor visitor) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  if (office == nullptr) {
    co_return not_here(request, visitor);
  }
  PageContext context{visitor.language, dates_path(*office, *service)};
  context.announcements = booking_service_.offices().announcements_of(office);
  const auto now = clock_.now();
  const bool line = opening_of(*office, *service, now).has_value();
  const auto key = key_of(context) + (line ? "+" : "");
  auto& free_days = booking_service_.free_days();
  const auto version = booking_service_.places_version(*office);
  auto kept = kept_.find(key, version, now);
  if (!kept) {
    const auto& offices = booking_service_.offices();
    const auto plan = offices.version();
    auto slots = co_await booking_service_.slots(office, service, now);
    const auto found = availability(offices, *office, *service, now, slots);
    DatesPage shown{.offices = offices,
                    .office = *office,
                    .service = *service,
                    .now = now,
                    .slots = std::move(slots),
                    .availability = found,
                    .others = {},
                    .line = line};
    auto until = offices.next_change(*office, now);
    if (found.offer != Offer::free) {
      co_await free_days.refresh(now);
      shown.others = free_days.nearest(*office, *service, near_offices);
      until = std::min(until, now + others_are_good_for);
    }
    until = plan == offices.version() ? until : now;  // the plan has changed meanwhile: for this person only
    kept = kept_.keep(key, version, now, until, dates_page(context, shown));
  }
  co_return kept_page(request, visitor, *kept);
}

BookingSite::Answer BookingSite::show_hours(http::Request request, Visitor visitor) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  const auto day = OfficeDay::parse(request.captures[2]);
  if (office == nullptr || !day) {
    co_return not_here(request, visitor);
  }
  PageContext context{visitor.language, hours_path(*office, *service, *day)};
  context.announcements = booking_service_.offices().announcements_of(office);
  const auto key = key_of(context);
  const auto now = clock_.now();
  auto& free_days = booking_service_.free_days();
  const auto version = booking_service_.places_version(*office);
  auto kept = kept_.find(key, version, now);
  if (!kept) {
    const auto& offices = booking_service_.offices();
    const auto plan = offices.version();
    auto slots = co_await booking_service_.slots(office, service, now);
    const auto found = availability(offices, *office, *service, now, slots);
    std::erase_if(slots, [&](const SlotOnOffer& slot) { return slot.day != *day; });
    HoursPage shown{.offices = offices,
                    .office = *office,
                    .service = *service,
                    .day = *day,
                    .now = now,
                    .slots = std::move(slots),
                    .availability = found,
                    .others = {}};
    // Any day can be asked for; only those that are offered are worth their room.
    const auto [first, last] = offices.window(*office, now);
    auto until = *day >= first && *day <= last ? offices.next_change(*office, now) : now;
    if (found.offer != Offer::free) {
      co_await free_days.refresh(now);
      shown.others = free_days.nearest(*office, *service, near_offices);
      until = std::min(until, now + others_are_good_for);
    }
    until = plan == offices.version() ? until : now;  // the plan has changed meanwhile: for this person only
    kept = kept_.keep(key, version, now, until, hours_page(context, shown));
  }
  co_return kept_page(request, visitor, *kept);
}

http::Response BookingSite::not_here(const http::Request& request, const Visitor& visitor) const {
  const auto& offices = booking_service_.offices();
  const auto* office = offices.find(request.captures[0]);
  const auto* service = offices.service(request.captures[1]);
  if (office == nullptr || service == nullptr || (office->on_web && offices.offers(*office, *service))) {
    return not_found(visitor);
  }
  return http::Response::redirect(office_path(*office));  // which says where else, or how
}
}  // namespace antrean::portal
