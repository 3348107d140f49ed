#include "service/secrets.hpp"

#include <map>

#include <spdlog/spdlog.h>

#include "settings/settings.hpp"

namespace antrean::portal {

OfficeTokens read_tokens(const PortalSettings& settings, const Offices& plan) {
  auto files = settings.office_tokens;
  for (const auto& office : plan.all()) {
    files.try_emplace(office.code, settings.token_file(office));
  }
  std::map<std::string, std::string> tokens;
  std::string without;
  for (const auto& [office, file] : files) {
    if (file.is_absolute() && !std::filesystem::exists(file)) {
      without += (without.empty() ? "" : ", ") + office;
    } else {
      tokens[office] = settings::read_secret(file);
    }
  }
  if (!without.empty()) {
    spdlog::warn("offices without a token file cannot pull their bookings: {}", without);
  }
  return OfficeTokens{tokens};
}

Secrets read_secrets(const PortalSettings& settings) {
  SigningKeys signing{.current = settings.signing_key, .secret = {}};
  for (const auto& [id, file] : settings.signing_keys) {
    signing.secret[id] = signing_key_from_text(settings::read_secret(file), file.string());
  }
  const auto& password = settings.mail.password_file;
  std::optional<web_push::VapidKey> push;
  if (!settings.push.key.empty()) {
    push.emplace(settings::read_secret(settings.push.key));
  }
  return {NikKey{settings::read_secret(settings.nik_key)}, std::move(signing),
          password.empty() ? std::string{} : settings::read_secret(password),
          settings.webhook.url.empty() ? std::string{} : settings::read_secret(settings.webhook.secret_file),
          std::move(push)};
}

}  // namespace antrean::portal
