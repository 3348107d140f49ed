// The commands about the keys in a backup (recovery/recovery.hpp). They print, and give the program's exit
// status. Each throws std::runtime_error with the reason.
#pragma once

#include <filesystem>
#include <string>

#include "portal_settings/portal_settings.hpp"
#include "values/office_time.hpp"

namespace antrean::portal {

/// Makes the secret half, a new file for the safe, and prints the public half.
int make_recovery_key_file(const std::filesystem::path& file);

/// "/mnt/copies/portal.db.keys", beside a copy of the database.
std::filesystem::path keys_beside(const std::filesystem::path& copy);

/// Every secret that the settings name, sealed. A token that an office has none of is left out.
std::string sealed_keys(const PortalSettings& settings, UtcTime now);

/// Opens what lies beside a copy and says what it holds, without the secrets.
int print_sealed_keys(const std::filesystem::path& copy, const std::filesystem::path& recovery_key);

/// Writes them as files into a folder, for a machine that takes the place of the lost one.
int recover_keys(const std::filesystem::path& copy, const std::filesystem::path& recovery_key,
                 const std::filesystem::path& folder);

}  // namespace antrean::portal
