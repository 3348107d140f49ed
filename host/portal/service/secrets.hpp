// The secrets that the settings name, read from their files. Blocking: before the io_context runs.
#pragma once

#include <optional>
#include <string>

#include "booking/keys.hpp"
#include "portal_settings/portal_settings.hpp"
#include "web/office_routes.hpp"
#include "web_push/keys.hpp"

namespace antrean::portal {

struct Secrets {
  NikKey nik;
  SigningKeys signing;
  std::string mail_password;
  std::string webhook_secret;
  std::optional<web_push::VapidKey> push;
};

/// Throws std::runtime_error for anything that is missing or malformed.
Secrets read_secrets(const PortalSettings& settings);

/// Of the offices of the settings and of the plan. An office without a token file cannot pull, and nothing
/// else is affected.
OfficeTokens read_tokens(const PortalSettings& settings, const Offices& plan);

}  // namespace antrean::portal
