#include "plan/plan_reader.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace antrean::portal {
namespace {

using settings::Section;

constexpr std::array<std::string_view, 7> weekday_words{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
std::vector<std::string> every_day() { return {weekday_words.begin(), weekday_words.end()}; }

Weekdays weekdays(Section& section, std::string_view key, const std::optional<std::vector<std::string>>& fallback) {
  unsigned set = 0;
  for (const auto& word : section.texts(key, fallback)) {
    const auto at = std::ranges::find(weekday_words, word);
    if (at == weekday_words.end()) {
      section.problem(key,
                      "'" + word + "' is no day; write \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"");
      continue;
    }
    set |= 1u << (at - weekday_words.begin());
  }
  return static_cast<Weekdays>(set);
}

Bilingual bilingual(Section& section, const std::string& key) {
  return {section.text(key + "_id", {.pattern = ".+", .example = {}, .fallback = {}}),
          section.text(key + "_en", {.pattern = ".+", .example = {}, .fallback = {}})};
}

Service read_service(Section& section) {
  Service service{.key = section.text("key", {.pattern = "[a-z0-9-]{1,12}", .example = "paspor", .fallback = {}}),
                  .name = bilingual(section, "name"),
                  .bring = {}};
  const auto id = section.texts("bring_id", std::vector<std::string>{});
  const auto en = section.texts("bring_en", std::vector<std::string>{});
  if (id.size() != en.size()) {
    section.problem("bring_en", "'bring_id' and 'bring_en' must list the same things in the same order");
    return service;
  }
  for (std::size_t i = 0; i < id.size(); ++i) {
    service.bring.push_back({id[i], en[i]});
  }
  return service;
}

/// web = { paspor = 10 }: at most so many of the quota by this channel.
void read_most(Section& slot, const std::string& channel, const std::map<std::string, int>& quota,
               std::map<std::string, int>& most) {
  if (!slot.has(channel)) {
    return;
  }
  auto section = slot.section(channel);
  for (const auto& [service, places] : quota) {
    if (section.has(service)) {
      most[service] = static_cast<int>(section.integer(service, {.least = 0, .most = places, .fallback = {}}));
    }
  }
}

SlotTemplate read_slot(Section& section, const std::vector<Service>& services) {
  SlotTemplate slot{.days = weekdays(section, "days", std::nullopt),
                    .hours = {section.time("from"), section.time("to")},
                    .quota = {}};
  if (section.has("first")) {
    slot.first = section.date("first");
  }
  if (section.has("last")) {
    slot.last = section.date("last");
  }
  if (slot.first && slot.last && *slot.last < *slot.first) {
    section.problem("last", "'last' must not be before 'first'");
  }
  if (slot.hours.end <= slot.hours.start) {
    section.problem("to", "'to' must be later than 'from'");
  }
  auto quota = section.section("quota");
  for (const auto& service : services) {
    if (quota.has(service.key)) {
      slot.quota[service.key] =
          static_cast<int>(quota.integer(service.key, {.least = 1, .most = 5000, .fallback = {}}));
    }
  }
  for (std::size_t channel = 0; channel < booking_channels; ++channel) {
    read_most(section, std::string{word(static_cast<BookingChannel>(channel))}, slot.quota, slot.most[channel]);
  }
  if (slot.quota.empty()) {
    section.problem("quota", "a slot needs a quota for at least one service, as quota = { paspor = 15 }");
  }
  return slot;
}

/// Slots of one service on one day share their places where they overlap (store/store.hpp): a quota of each
/// would be a promise that is not kept.
void refuse_overlaps(Section& section, const std::vector<SlotTemplate>& slots) {
  const auto text = [](const SlotHours& hours) { return hours.start.text() + " to " + hours.end.text(); };
  for (std::size_t i = 0; i < slots.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const auto& [days, hours, quota, first, last, most] = slots[i];
      const auto& before = slots[k];
      const bool never_together =
          (first && before.last && *before.last < *first) || (last && before.first && *last < *before.first);
      const auto shared =
          std::ranges::find_if(quota, [&](const auto& one) { return before.quota.contains(one.first); });
      if (!never_together && (days & before.days) != 0 && hours.start < before.hours.end &&
          before.hours.start < hours.end && shared != quota.end()) {
        section.problem("slot", "two slots of '" + shared->first + "' overlap on the same day: " + text(before.hours) +
                                    " and " + text(hours) + "; let one begin when the other ends");
        return;
      }
    }
  }
}

std::optional<Coordinates> read_coordinates(Section& section) {
  if (!section.has("latitude") && !section.has("longitude")) {
    return std::nullopt;
  }
  return Coordinates{section.number("latitude", {.least = -90, .most = 90, .fallback = {}}),
                     section.number("longitude", {.least = -180, .most = 180, .fallback = {}})};
}

/// How it can be booked, and what people want to know of it.
void read_how_to_reach(Section& section, Office& office) {
  office.city = section.text("city", {.pattern = ".{0,60}", .example = "Medan", .fallback = ""});
  office.coordinates = read_coordinates(section);
  office.also_called = section.texts("also_called", std::vector<std::string>{});
  office.phone =
      section.text("phone", {.pattern = "(\\+?[0-9][0-9 ()-]{4,24})?", .example = "022 1234567", .fallback = ""});
  office.map = section.text(
      "map",
      {.pattern = "(https://[^\\s\"<>]{4,500})?", .example = "https://www.openstreetmap.org/node/1", .fallback = ""});
  office.whatsapp =
      section.text("whatsapp", {.pattern = "(62[0-9]{7,13})?", .example = "6281234567890", .fallback = ""});
  const auto channels = section.texts("channels", std::vector<std::string>{"web"});
  for (const auto& channel : channels) {
    if (channel != "web" && channel != "whatsapp") {
      section.problem("channels", "'" + channel + "' is no way to book; write \"web\", \"whatsapp\"");
    }
  }
  if (channels.empty()) {
    section.problem("channels", "at least one way to book is needed, as channels = [\"web\"]");
  }
  office.on_web = std::ranges::find(channels, "web") != channels.end();
  office.by_whatsapp = std::ranges::find(channels, "whatsapp") != channels.end();
  office.whatsapp_id =
      section.text("whatsapp_id", {.pattern = "([0-9]{5,32})?", .example = "109876543210987", .fallback = ""});
  if (!office.whatsapp_id.empty() && !office.by_whatsapp) {
    section.problem("whatsapp_id", "channels has no \"whatsapp\"; add it, or take 'whatsapp_id' away");
  }
}

Release read_release(Section section) {
  Release release{
      .days_ahead = static_cast<int>(section.integer("days_ahead", {.least = 0, .most = 366, .fallback = 30})),
      .time = section.time("time", TimeOfDay{8 * 60}),
      .days = weekdays(section, "days", every_day())};
  if (release.days == 0) {
    section.problem("days", "at least one day must be released");
    release.days = all_weekdays;
  }
  return release;
}

Office read_office(Section& section, const std::vector<Service>& services,
                   const std::map<std::string, std::vector<SlotTemplate>>& templates) {
  Office office;
  office.code = section.text("code", {.pattern = "[A-Z0-9]{2}", .example = "AD", .fallback = {}});
  office.name = section.text("name", {.pattern = ".{1,60}", .example = "Bandung", .fallback = {}});
  office.address = section.text("address", {.pattern = {}, .example = {}, .fallback = ""});
  const std::vector<std::string> zones{"WIB", "WITA", "WIT"};
  office.zone = parse_zone(zones[section.choice("zone", zones)]).value_or(Zone::wib);
  if (section.has("slot")) {
    if (section.has("slots")) {
      section.problem("slots", "the office has slots of its own ([[office.slot]]), so it cannot name a template");
    }
    for (auto& slot : section.sections("slot")) {
      office.slots.push_back(read_slot(slot, services));
    }
    refuse_overlaps(section, office.slots);
  } else {
    const auto name = section.text("slots", {.pattern = {}, .example = "article", .fallback = {}});
    const auto found = templates.find(name);
    if (found == templates.end()) {
      section.problem("slots", "there is no [slots." + name + "]");
    } else {
      office.slots = found->second;
    }
  }
  if (section.has("release")) {
    office.release = read_release(section.section("release"));
  }
  if (section.has("last_day")) {
    office.last_day = section.date("last_day");
  }
  office.token = section.text("token", {.pattern = {}, .example = {}, .fallback = ""});
  read_how_to_reach(section, office);
  return office;
}

BookingRules read_rules(Section section) {
  BookingRules rules;
  rules.days_ahead = static_cast<int>(section.integer("days_ahead", {.least = 0, .most = 366, .fallback = 30}));
  rules.release_time = section.time("release_time", TimeOfDay{8 * 60});
  rules.release_days = weekdays(section, "release_days", every_day());
  if (rules.release_days == 0) {
    section.problem("release_days", "at least one day must be released");
  }
  rules.closes =
      section.choice("closes", {"start", "end"}, 0) == 0 ? BookingRules::Anchor::start : BookingRules::Anchor::end;
  rules.close_before = std::chrono::duration_cast<Minutes>(section.duration("close_before", Milliseconds{0}));
  const auto minutes = [&](std::string_view key, Minutes fallback) {
    return std::chrono::duration_cast<Minutes>(section.duration(key, fallback));
  };
  const auto number = [&](std::string_view key, int least, int most, int fallback) {
    return static_cast<int>(section.integer(key, {.least = least, .most = most, .fallback = fallback}));
  };
  rules.cancel_before = minutes("cancel_before", Minutes{120});
  rules.confirm_contact = section.choice("confirm_contact", {"required", "offered"}, 0) == 0;
  rules.hold_for = minutes("hold_for", Minutes{15});
  if (rules.hold_for < Minutes{1} || rules.hold_for > Minutes{24 * 60}) {
    section.problem("hold_for", "a place is held for one minute to one day, as \"15m\"");
  }
  rules.without_contact = number("without_contact", 0, 1000, 10);
  rules.without_contact_per_day = number("without_contact_per_day", 0, 1000, 5);
  rules.largest_party = number("largest_party", 1, 5, 5);
  rules.one_per_service = section.choice("one_booking_per", {"service", "day"}, 0) == 0;
  rules.people_per_contact = number("people_per_contact", 0, 10'000, 10);
  rules.cancels = number("cancels", 0, 1000, 3);
  rules.moves = number("moves", 0, 1000, 2);
  rules.absent_freeze_days = number("absent_freeze_days", 0, 366, 30);
  rules.late_cancel_freeze_days = number("late_cancel_freeze_days", 0, 366, 0);
  rules.late_cancel_within = minutes("late_cancel_within", Minutes{24 * 60});
  if (rules.late_cancel_freeze_days > 0 && rules.late_cancel_within <= rules.cancel_before) {
    section.problem("late_cancel_within",
                    "nobody can cancel later than cancel_before allows, so it must be longer than that");
  }
  rules.rests_at_least = minutes("rests_at_least", Minutes{10});
  rules.rests_at_most = minutes("rests_at_most", Minutes{60});
  if (rules.rests_at_most < rules.rests_at_least) {
    section.problem("rests_at_most", "it must not be shorter than rests_at_least");
  }
  rules.reminder_time = section.time("reminder_time", TimeOfDay{17 * 60});
  rules.waitlist = number("waitlist", 0, 100'000, 200);
  rules.offer_for = minutes("offer_for", Minutes{30});
  if (rules.offer_for < Minutes{5} || rules.offer_for > Minutes{24 * 60}) {
    section.problem("offer_for", "a place is offered for five minutes to one day, as \"30m\"");
  }
  rules.offers_from = section.time("offers_from", TimeOfDay{7 * 60});
  rules.offers_until = section.time("offers_until", TimeOfDay{20 * 60});
  if (rules.offers_until <= rules.offers_from) {
    section.problem("offers_until", "it must be later than offers_from: nobody is asked at night");
  }
  return rules;
}

template <class T, class Key>
void refuse_duplicates(Section& root, std::string_view section, const std::vector<T>& values, Key key) {
  std::vector<std::string> seen;
  for (const auto& value : values) {
    const std::string& name = std::invoke(key, value);
    if (std::ranges::find(seen, name) != seen.end()) {
      root.problem(section, "'" + name + "' appears twice in [[" + std::string{section} + "]]");
    }
    seen.push_back(name);
  }
}

/// The codes of offices that something is about; none: of all.
std::vector<std::string> read_where(Section& section, const std::vector<Office>& offices) {
  auto codes = section.texts("offices", std::vector<std::string>{});
  for (const auto& code : codes) {
    if (std::ranges::find(offices, code, &Office::code) == offices.end()) {
      section.problem("offices", "there is no office '" + code + "'");
    }
  }
  return codes;
}

Holiday read_holiday(Section& section, const std::vector<Office>& offices) {
  Holiday holiday{
      .day = section.date("date"), .name = bilingual(section, "name"), .offices = read_where(section, offices)};
  if (section.has("until")) {
    holiday.last = section.date("until");
    if (*holiday.last < holiday.day) {
      section.problem("until", "'until' must not be before 'date'");
    }
  }
  holiday.cancels = section.choice("bookings", {"told", "cancelled"}, 0) == 1;
  return holiday;
}

}  // namespace

Offices read_offices(Section& root, const std::function<void(Section&, const Office&)>& each) {
  std::vector<Service> services;
  for (auto& section : root.sections("service")) {
    services.push_back(read_service(section));
  }
  if (services.empty()) {
    root.problem("service", "at least one [[service]] is needed");
  }
  refuse_duplicates(root, "service", services, &Service::key);

  std::map<std::string, std::vector<SlotTemplate>> templates;
  for (auto& [name, section] : root.named("slots")) {
    auto& slots = templates[name];
    for (auto& slot : section.sections("slot")) {
      slots.push_back(read_slot(slot, services));
    }
    refuse_overlaps(section, slots);
  }

  std::vector<Office> offices;
  for (auto& section : root.sections("office")) {
    offices.push_back(read_office(section, services, templates));
    if (each) {
      each(section, offices.back());
    }
  }
  if (offices.empty()) {
    root.problem("office", "at least one [[office]] is needed");
  }
  refuse_duplicates(root, "office", offices, &Office::code);

  std::vector<Holiday> holidays;
  for (auto& section : root.sections("holiday")) {
    holidays.push_back(read_holiday(section, offices));
  }
  std::vector<Announcement> announcements;
  for (auto& section : root.sections("announcement")) {
    announcements.push_back({.text = bilingual(section, "text"),
                             .offices = read_where(section, offices),
                             .stops_booking = section.flag("stops_booking", false)});
  }
  return {std::move(offices), std::move(services), std::move(holidays), read_rules(root.section("booking")),
          std::move(announcements)};
}

Offices plan_from_text(std::string_view text, const std::string& name) {
  auto source = settings::Source::text(text, name);
  auto root = source.root();
  auto offices = read_offices(root);
  source.finish();
  return offices;
}

std::string office_token_name(const std::string& code) { return "office_" + code + ".token"; }

}  // namespace antrean::portal
