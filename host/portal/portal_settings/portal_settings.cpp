#include "portal_settings/portal_settings.hpp"

#include <algorithm>
#include <functional>

#include "files/durable_file.hpp"
#include "http/address.hpp"
#include "http/local_socket.hpp"
#include "recovery/recovery.hpp"
#include "store/postgresql/postgres_database.hpp"

namespace antrean::portal {
namespace {

using settings::Section;

const std::vector<std::string> weekday_words{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

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

SlotTemplate read_slot(Section& section, const std::vector<Service>& services) {
  SlotTemplate slot{.days = weekdays(section, "days", std::nullopt),
                    .hours = {section.time("from"), section.time("to")},
                    .quota = {}};
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
      const auto& [days, hours, quota] = slots[i];
      const auto& before = slots[k];
      const auto shared =
          std::ranges::find_if(quota, [&](const auto& one) { return before.quota.contains(one.first); });
      if ((days & before.days) != 0 && hours.start < before.hours.end && before.hours.start < hours.end &&
          shared != quota.end()) {
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

/// Where the files beside the database are.
std::filesystem::path read_database(Section& section, PortalSettings& portal) {
  const auto where = section.text("database");
  if (!is_postgresql(where)) {
    portal.database = section.path("database");
    return files::folder_of(portal.database);
  }
  if (const auto wrong = wrong_with_postgresql(where)) {
    section.problem("database", *wrong);
  }
  portal.postgresql = where;
  return "/var/lib/antrean";
}

PrivacySettings read_privacy(Section section, const std::filesystem::path& database) {
  const auto days = [&](std::string_view key, int least, int fallback) {
    return static_cast<int>(section.integer(key, {.least = least, .most = 36'500, .fallback = fallback}));
  };
  PrivacySettings privacy;
  privacy.keep.name_days = days("name_days", 1, 30);
  privacy.keep.contact_days = days("contact_days", 1, 30);
  // Cancellations are counted over 30 days.
  privacy.keep.nik_days = days("nik_days", 31, 365);
  if (privacy.keep.nik_days < privacy.keep.name_days) {
    section.problem("nik_days", "a person is found by the NIK, to export or erase what is kept: it must not be " +
                                    std::string{"forgotten before the name"});
  }
  privacy.copies.portal_days = days("backups_days", 0, 90);
  privacy.copies.office_days = days("office_copies_days", 0, 31);
  privacy.copies.journal_days = days("office_journal_days", 0, 400);
  privacy.access_log = section.path("access_log", database.string() + ".access");
  return privacy;
}

Office read_office(Section& section, const std::map<std::string, std::vector<SlotTemplate>>& templates) {
  Office office;
  office.code = section.text("code", {.pattern = "[A-Z0-9]{2}", .example = "AD", .fallback = {}});
  office.name = section.text("name", {.pattern = ".{1,60}", .example = "Bandung", .fallback = {}});
  office.address = section.text("address", {.pattern = {}, .example = {}, .fallback = ""});
  const std::vector<std::string> zones{"WIB", "WITA", "WIT"};
  office.zone = parse_zone(zones[section.choice("zone", zones)]).value_or(Zone::wib);
  const auto name = section.text("slots", {.pattern = {}, .example = "article", .fallback = {}});
  const auto found = templates.find(name);
  if (found == templates.end()) {
    section.problem("slots", "there is no [slots." + name + "]");
  } else {
    office.slots = found->second;
  }
  read_how_to_reach(section, office);
  return office;
}

BookingRules read_rules(Section section) {
  BookingRules rules;
  rules.days_ahead = static_cast<int>(section.integer("days_ahead", {.least = 0, .most = 366, .fallback = 30}));
  rules.release_time = section.time("release_time", TimeOfDay{8 * 60});
  rules.release_days = weekdays(section, "release_days", weekday_words);
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

PressureRules read_pressure(Section section) {
  PressureRules rules;
  rules.proof =
      static_cast<PressureRules::Proof>(section.choice("proof_of_work", {"under_pressure", "always", "never"}, 0));
  const auto number = [&](std::string_view key, int least, int most, int fallback) {
    return static_cast<int>(section.integer(key, {.least = least, .most = most, .fallback = fallback}));
  };
  rules.bookings_per_minute = number("bookings_per_minute", 1, 1'000'000, rules.bookings_per_minute);
  rules.effort = number("effort", 1'000, 10'000'000, rules.effort);
  rules.waiting_room_per_minute = number("waiting_room_per_minute", 1, 60'000, rules.waiting_room_per_minute);
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

Offices read_offices(Section& root, PortalSettings& portal) {
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
    offices.push_back(read_office(section, templates));
    const auto& code = offices.back().code;
    portal.office_tokens[code] = section.secret_file("token", "office_" + code + ".token");
  }
  if (offices.empty()) {
    root.problem("office", "at least one [[office]] is needed");
  }
  refuse_duplicates(root, "office", offices, &Office::code);

  std::vector<Holiday> holidays;
  for (auto& section : root.sections("holiday")) {
    holidays.push_back(
        {section.date("date"), bilingual(section, "name"), section.texts("offices", std::vector<std::string>{})});
    for (const auto& code : holidays.back().offices) {
      if (std::ranges::find(offices, code, &Office::code) == offices.end()) {
        section.problem("offices", "there is no office '" + code + "'");
      }
    }
  }
  return {std::move(offices), std::move(services), std::move(holidays), read_rules(root.section("booking"))};
}

std::optional<ChatSettings> read_whatsapp(Section root, const Offices& offices) {
  if (!root.has("whatsapp")) {
    for (const auto& office : offices.all()) {
      if (!office.whatsapp_id.empty()) {
        root.problem("whatsapp", "office " + office.code + " has a whatsapp_id, so [whatsapp] is needed");
        break;
      }
    }
    return std::nullopt;
  }
  auto section = root.section("whatsapp");
  ChatSettings chat;
  chat.url = section.text("api", {.pattern = "https?://[^\\s/]+(/[^\\s]*[^\\s/])?",
                                  .example = "https://graph.facebook.com/v21.0",
                                  .fallback = "https://graph.facebook.com/v21.0"});
  if (!http::is_safe(chat.url, http::Scheme::http)) {
    section.problem("api", "the token would be sent in the clear: " + http::why_not_safe(chat.url));
  }
  chat.token = section.secret_file("token", "whatsapp.token");
  chat.app_secret = section.secret_file("app_secret", "whatsapp-app.secret");
  chat.verify_token = section.secret_file("verify_token", "whatsapp-verify.token");
  chat.per_minute =
      static_cast<int>(section.integer("rate_per_minute", {.least = 1, .most = 100'000, .fallback = 3000}));
  return chat;
}

/// "AB:CD:...", 32 bytes; small letters are taken. Nothing: it is none.
std::optional<std::string> read_fingerprint(std::string text) {
  constexpr std::size_t bytes = 32;
  if (text.size() != 3 * bytes - 1) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    char& c = text[i];
    if (c >= 'a' && c <= 'f') {
      c = static_cast<char>(c - 'a' + 'A');
    }
    const bool digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    if (i % 3 == 2 ? c != ':' : !digit) {
      return std::nullopt;
    }
  }
  return text;
}

AppSettings read_app(Section root) {
  AppSettings app;
  if (!root.has("app")) {
    return app;
  }
  auto section = root.section("app");
  app.android_package = section.text("android_package", {.pattern = "[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+",
                                                         .example = "id.antrean.app",
                                                         .fallback = app.android_package});
  for (const auto& text : section.texts("android_fingerprint", std::vector<std::string>{})) {
    if (auto found = read_fingerprint(text)) {
      app.android_fingerprints.push_back(std::move(*found));
    } else {
      section.problem("android_fingerprint", "'" + text + "' is no SHA-256 fingerprint of a certificate; it has 32 " +
                                                 "pairs of 0-9 and A-F with ':' between, as ./dev apk prints it");
    }
  }
  app.android_link =
      section.text("android_link", {.pattern = "(https://[^\\s\"<>]{4,500})?",
                                    .example = "https://play.google.com/store/apps/details?id=id.antrean.app",
                                    .fallback = ""});
  return app;
}

struct PublicUrl {
  http::SiteName name;
  std::string path;  ///< "/antrean", or ""
  std::string url;   ///< without a slash at its end
};

std::optional<PublicUrl> read_public_url(std::string url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) {
    return std::nullopt;
  }
  if (url.ends_with('/')) {
    url.pop_back();
  }
  const auto slash = std::min(url.find('/', scheme + 3), url.size());
  const auto name = http::parse_site_name(url.substr(0, slash));
  const auto path = url.substr(slash);
  const bool plain = path.find("//") == std::string::npos && std::ranges::all_of(path, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                              c == '-' || c == '_';
                     });
  if (!name || !plain) {
    return std::nullopt;
  }
  return PublicUrl{*name, path, url};
}

}  // namespace

PortalSettings portal_settings_from(settings::Source source) {
  PortalSettings portal;
  auto root = source.root();

  auto section = root.section("portal");
  portal.listen = http::read_listen_settings(section, "listen", 8080);
  if (const auto url = section.text("public_url", {.pattern = {}, .example = {}, .fallback = ""}); !url.empty()) {
    if (const auto found = read_public_url(url)) {
      portal.listen.site.names.push_back(found->name);
      portal.public_host = found->name.host;
      portal.public_path = found->path;
      portal.public_url = found->url;
    } else {
      section.problem("public_url", "'" + url + "' is not where people find the portal; write it as " +
                                        "https://antrean.example.go.id, or https://kantor.example.go.id/antrean");
    }
  }
  const auto data = read_database(section, portal);
  portal.mail = read_mail_settings(root, data / "mails");
  if (portal.public_host.empty() && !section.wrong("public_url") && portal.mail.server) {
    section.problem("public_url", "mails have links, so 'public_url' is needed with [mail]");
  }
  portal.socket = section.path("socket", data / "portal.sock");
  if (!http::fits_in_a_socket_address(portal.socket)) {
    section.problem("socket", "the path of a socket has at most 107 characters");
  }
  portal.https = section.flag("https", true);
  portal.connections =
      static_cast<std::size_t>(section.integer("connections", {.least = 1, .most = 100'000, .fallback = 4096}));
  portal.limits.bookings =
      static_cast<int>(section.integer("bookings_per_minute", {.least = 1, .most = 1'000'000, .fallback = 120}));
  portal.limits.lookups =
      static_cast<int>(section.integer("lookups_per_minute", {.least = 1, .most = 1'000'000, .fallback = 20}));
  portal.limits.changes =
      static_cast<int>(section.integer("changes_per_second", {.least = 1, .most = 10'000, .fallback = 50}));
  portal.nik_key = section.secret_file("nik_key", "portal-nik.key");

  auto signing = root.section("signing");
  portal.signing_key = static_cast<std::uint8_t>(signing.integer("use", {.least = 0, .most = 255, .fallback = {}}));
  for (auto& key : signing.sections("key")) {
    const auto id = static_cast<std::uint8_t>(key.integer("id", {.least = 0, .most = 255, .fallback = {}}));
    const auto file = key.secret_file("file");
    if (!portal.signing_keys.emplace(id, file).second) {
      key.problem("id", "this key id appears twice");
    }
  }
  if (!portal.signing_keys.contains(portal.signing_key)) {
    signing.problem("use", "no [[signing.key]] has the id that 'use' names");
  }

  portal.privacy = read_privacy(root.section("privacy"), portal.postgresql.empty() ? portal.database : data / "portal");
  auto backup = root.section("backup");
  portal.recovery_key = backup.text("recovery_key", {.pattern = {}, .example = {}, .fallback = ""});
  if (!portal.recovery_key.empty()) {
    if (const auto wrong = wrong_with_recovery_key(portal.recovery_key); !wrong.empty()) {
      backup.problem("recovery_key", wrong);
    }
  }
  portal.webhook = read_webhook_settings(root);
  portal.push = read_push_settings(root);
  portal.pressure = read_pressure(root.section("pressure"));
  portal.offices = read_offices(root, portal);
  portal.whatsapp = read_whatsapp(root, portal.offices);
  portal.app = read_app(root);
  source.finish();
  return portal;
}

PortalSettings read_portal_settings(const std::filesystem::path& file) {
  return portal_settings_from(settings::Source::file(file));
}

}  // namespace antrean::portal
