#include "portal_settings/portal_settings.hpp"

#include <algorithm>
#include <cstdlib>

#include "files/durable_file.hpp"
#include "http/address.hpp"
#include "http/local_socket.hpp"
#include "plan/plan_reader.hpp"
#include "recovery/recovery.hpp"
#include "store/postgresql/postgres_database.hpp"

namespace antrean::portal {
namespace {

using settings::Section;

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
  rules.opening_per_minute = number("opening_per_minute", 1, 60'000, rules.opening_per_minute);
  return rules;
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

std::optional<DirectorateSettings> read_directorate(Section root, const std::filesystem::path& data) {
  if (!root.has("directorate")) {
    return std::nullopt;
  }
  auto section = root.section("directorate");
  DirectorateSettings directorate;
  directorate.listen = http::read_listen_settings(section, "listen", 8082);
  directorate.accounts = section.path("accounts", data / "directorate.db");
  return directorate;
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
  portal.offices = read_offices(root, [&portal](Section& section, const Office& office) {
    portal.office_tokens[office.code] = section.secret_file("token", office_token_name(office.code));
  });
  portal.whatsapp = read_whatsapp(root, portal.offices);
  portal.app = read_app(root);
  portal.directorate = read_directorate(root, data);
  source.finish();
  return portal;
}

std::filesystem::path PortalSettings::token_file(const Office& office) const {
  const std::filesystem::path name = office.token.empty() ? office_token_name(office.code) : office.token;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment.
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  if (name.is_relative() && credentials != nullptr) {
    auto credential = std::filesystem::path(credentials) / name;
    if (std::error_code error; std::filesystem::exists(credential, error)) {
      return credential;
    }
  }
  return (folder / name).lexically_normal();
}

PortalSettings read_portal_settings(const std::filesystem::path& file) {
  auto portal = portal_settings_from(settings::Source::file(file));
  portal.folder = file.parent_path();
  return portal;
}

}  // namespace antrean::portal
