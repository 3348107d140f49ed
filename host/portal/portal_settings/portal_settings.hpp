// The portal's settings file, config/portal.toml, as values. The shipped file explains every key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/privacy.hpp"
#include "booking/pressure.hpp"
#include "http/listen_settings.hpp"
#include "mail/mail_settings.hpp"
#include "offices/offices.hpp"
#include "settings/settings.hpp"
#include "web_push/push_settings.hpp"
#include "webhook/webhook_sender.hpp"

namespace antrean::portal {

/// Per minute and client address. With the NAT of mobile networks many people share one address, so these
/// limits stop robots, not crowds.
struct AddressLimits {
  int bookings = 120;
  int lookups = 20;
  int changes = 50;  ///< a second: anything that is sent to change something
};

/// Booking by WhatsApp, through its maker's Cloud API.
struct ChatSettings {
  std::string url;                                        ///< of the API, with its version
  std::filesystem::path token, app_secret, verify_token;  ///< secret files
  int per_minute = 3000;
};

/// The pages of the directorate.
struct DirectorateSettings {
  http::ListenSettings listen;
  std::filesystem::path accounts;  ///< accounts.db
};

/// The Android app of host/portal/android.
struct AppSettings {
  std::string android_package = "id.antrean.app";
  /// SHA-256 of the certificates that sign it, "AB:CD:...", upper case; empty: no app opens links of the
  /// portal by itself.
  std::vector<std::string> android_fingerprints;
  std::string android_link;  ///< where people get it; "": no page offers it
};

struct PortalSettings {
  http::ListenSettings listen;  ///< its site has `public_url` too
  /// Where people find it: "https://antrean.example.go.id", "https://kantor.go.id/antrean"; "": it is not
  /// set.
  std::string public_url;
  std::string public_host;         ///< its host
  std::string public_path;         ///< its path, "/antrean"; "": the root
  std::filesystem::path database;  ///< a file; empty with PostgreSQL
  std::string postgresql;          ///< "postgresql://..."; "": a file
  std::filesystem::path socket;    ///< where the commands of this machine ask; "": nowhere
  bool https = true;               ///< people reach it over TLS (of a proxy): cookies are Secure, and HSTS is sent
  std::size_t connections = 0;
  AddressLimits limits;

  std::filesystem::path nik_key;                               ///< secret files, for settings::read_secret
  std::uint8_t signing_key = 0;                                ///< the id of the key that signs
  std::map<std::uint8_t, std::filesystem::path> signing_keys;  ///< by key id
  std::map<std::string, std::filesystem::path> office_tokens;  ///< by office code

  std::string recovery_key;  ///< the public half, for the keys in backups; "": they are in none

  MailSettings mail;
  WebhookSettings webhook;
  PushSettings push;
  PrivacySettings privacy;
  std::optional<ChatSettings> whatsapp;
  std::optional<DirectorateSettings> directorate;
  AppSettings app;
  PressureRules pressure;

  std::filesystem::path folder;  ///< of the file
  Offices offices;               ///< the first filling of the plan

  /// Of an office of the plan: the systemd credential of its name, else a file in `folder`.
  std::filesystem::path token_file(const Office& office) const;
};

/// Throws settings::SettingsError with everything that is wrong. It does not read the secrets.
PortalSettings read_portal_settings(const std::filesystem::path& file);
PortalSettings portal_settings_from(settings::Source source);

}  // namespace antrean::portal
