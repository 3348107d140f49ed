// The pages before a date is chosen: offices and services.
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "pages/frame.hpp"
#include "pages/offer.hpp"

namespace antrean::portal {
namespace {

/// What an office has filled in of itself; nothing is made up.
void add_how_to_reach(Dictionary& card, Language language, const Office& office) {
  card.show("reach", !office.address.empty() || !office.phone.empty() || !office.map.empty());
  card.show("has_address", !office.address.empty());
  card.text("address", office.address);
  card.show("has_phone", !office.phone.empty());
  card.text("phone", office.phone);
  card.show("has_map", !office.map.empty());
  card.text("map", office.map);
  card.text("map_link", texts(language).map_link);
}

void add_office(Dictionary& card, Language language, const Service& service, const OfficeOnPage& shown) {
  const auto& office = *shown.office;
  const bool here = shown.availability.offer != Offer::elsewhere && shown.availability.offer != Offer::whatsapp;
  card.text("link", here ? dates_path(office, service) : office_path(office));
  card.text("office_name", office_title(office));
  card.text("zone", zone_name(office.zone));
  card.show("has_place", office.coordinates.has_value());
  const auto place = office.coordinates.value_or(Coordinates{});
  card.text("place", fmt::format("{:.1f} {:.1f}", place.latitude, place.longitude));
  add_offer(card, language, office, service, shown.availability, shown.elsewhere);
  add_how_to_reach(card, language, office);
}

void add_group(Dictionary& page, Language language, const Service& service, std::string_view heading,
               const std::vector<OfficeOnPage>& offices) {
  if (offices.empty()) {
    return;
  }
  auto& group = page.list("groups").add();
  group.show("has_heading", !heading.empty());
  group.text("heading", heading);
  group.text("label", heading.empty() ? texts(language).offices_label : heading);
  auto& list = group.list("offices");
  for (const auto& shown : offices) {
    add_office(list.add(), language, service, shown);
  }
}

void add_search(Dictionary& page, Language language, const OfficesPage& shown) {
  const auto& t = texts(language);
  page.text("search_label", t.search_label);
  page.text("search_hint", t.search_hint);
  page.text("search_submit", t.search_submit);
  page.text("query", shown.query);
  page.show("choose_service", shown.services.size() > 1);
  page.text("service_label", t.service_label);
  auto& services = page.list("services");
  for (const auto* service : shown.services) {
    auto& entry = services.add();
    entry.text("key", service->key);
    entry.text("service_name", service->name.in(language));
    entry.show("chosen", service->key == shown.service.key);
  }
  page.show("by_earliest", shown.order == OfficeOrder::earliest);
}

void add_orders(Dictionary& page, Language language, const OfficesPage& shown) {
  const auto& t = texts(language);
  page.show("has_orders", shown.query.empty());
  page.text("order_label", t.order_label);
  auto& orders = page.list("orders");
  const auto add = [&](OfficeOrder order, std::string_view name) {
    auto& entry = orders.add();
    std::string link = order == OfficeOrder::earliest ? "/?sort=earliest" : "/?sort=name";
    if (shown.services.size() > 1) {
      link += "&service=" + shown.service.key;
    }
    entry.show("chosen", order == shown.order);
    entry.show("other", order != shown.order);
    entry.text("link", link);
    entry.text("order", name);
  };
  add(OfficeOrder::title, t.order_title);
  add(OfficeOrder::earliest, t.order_earliest);
  page.text("near_me", t.near_me);
  page.text("near_done", t.near_done);
  page.text("near_failed", t.near_failed);
}

}  // namespace

std::string office_path(const Office& office) { return "/book/" + office.code; }
std::string dates_path(const Office& office, const Service& service) { return office_path(office) + "/" + service.key; }
std::string hours_path(const Office& office, const Service& service, OfficeDay day) {
  return dates_path(office, service) + "/" + day.text();
}
std::string room_path(const Office& office, const Service& service, OfficeDay day, TimeOfDay start) {
  return "/wait/" + office.code + "/" + service.key + "/" + day.text() + "/" + start.text();
}
std::string opening_path(const Office& office, const Service& service) {
  return "/opening/" + office.code + "/" + service.key;
}
std::string details_path(const Office& office, const Service& service, OfficeDay day, TimeOfDay start) {
  return hours_path(office, service, day) + "/" + start.text();
}
std::string booking_path(const Key128& token) { return "/booking/" + to_hex(token); }

void sort_by_earliest(std::vector<OfficeOnPage>& offices) {
  const auto order = [](const OfficeOnPage& one) {
    const auto& found = one.availability;
    const bool opens = found.offer == Offer::not_open || (found.offer == Offer::full && found.opens);
    const int rank = found.offer == Offer::free ? 0 : opens ? 1 : static_cast<int>(found.offer) + 2;
    return std::tuple{rank, rank == 0 ? found.day : OfficeDay{}, rank == 1 ? *found.opens : UtcTime{}};
  };
  std::ranges::stable_sort(offices, {}, order);
}

std::string offices_page(const PageContext& context, const OfficesPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("lead", t.offices_lead);
  add_search(page, language, shown);
  add_orders(page, language, shown);
  page.list("groups");
  const bool searched = !shown.query.empty();
  const bool none = searched && shown.found.empty();
  page.show("none_found", none);
  page.text("none_found_text", fill(t.none_found, shown.query));
  page.show("searched", searched);
  page.text("all_offices", t.all_offices);
  add_group(page, language, shown.service, searched ? fill(t.found_heading, shown.query) : std::string{}, shown.found);
  add_group(page, language, shown.service, none ? t.offices_label : t.near_heading, shown.others);
  add_app(page, language, shown.app_link);
  return document(context, {.title = t.offices_title, .step = Step::office, .error = none}, "offices.tpl",
                  std::move(page));
}

std::string services_page(const PageContext& context, const ServicesPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("office_name", office_title(shown.office));
  auto& services = page.list("services");
  for (const auto& one : shown.services) {
    const bool here = one.availability.offer != Offer::elsewhere;
    auto& entry = services.add();
    entry.show("here", here);
    entry.show("not_here", !here);
    entry.text("link", dates_path(shown.office, one.service));
    entry.text("service_name", one.service.name.in(language));
    add_offer(entry, language, shown.office, one.service, one.availability);
    entry.show("but_at", !one.elsewhere.empty());
    entry.text("but_at_text", t.but_at);
    auto& places = entry.list("places");
    for (const auto& other : one.elsewhere) {
      auto& place = places.add();
      place.text("place_link", dates_path(*other.office, one.service));
      place.text("place_name", office_title(*other.office));
      place.text("place_day", short_date_text(language, other.day));
    }
  }
  return document(context, {.title = t.service_title, .step = Step::office, .back = "/"}, "services.tpl",
                  std::move(page));
}

std::string whatsapp_page(const PageContext& context, const WhatsAppPage& shown) {
  const auto& t = texts(context.language);
  Dictionary page;
  page.text("lead", fill(t.whatsapp_lead, office_title(shown.office)));
  page.text("how", t.whatsapp_how);
  page.text("your_name", t.whatsapp_name);
  page.text("example_label", t.whatsapp_example);
  const auto& number = shown.office.whatsapp;
  page.text("number", number.empty() ? std::string{t.whatsapp_ask} : fill(t.whatsapp_number, "+" + number));
  add_how_to_reach(page, context.language, shown.office);
  add_others(page, context.language, shown.service, shown.others);
  return document(context, {.title = t.whatsapp_title, .step = Step::office, .back = "/"}, "whatsapp.tpl",
                  std::move(page));
}

}  // namespace antrean::portal
