// The commands about the database, for a running portal over its socket, for a stopped one from the file.
// They print, and give the program's exit status. Each throws std::runtime_error with the reason.
#pragma once

#include <filesystem>
#include <string>

#include "portal_settings/portal_settings.hpp"

namespace antrean::portal {

/// What a restored database could not take back.
int print_listed(const std::filesystem::path& file);
/// With the keys beside the copy, sealed, if the settings have a recovery key.
int back_up(const PortalSettings& settings, const std::filesystem::path& to);
/// `recovery_key`: the secret half, to open the keys beside the copy; "": they are not looked at.
int verify_copy(const std::filesystem::path& file, const std::filesystem::path& recovery_key);
/// The hash chain of the access log.
int verify_access(const PortalSettings& settings);
/// All rows of the settings' database into another one. No portal runs.
int move(const PortalSettings& settings, const std::string& to);
int restore(const PortalSettings& settings, const std::filesystem::path& copy);

/// The plan in use, as the portal's settings have it.
int export_offices(const PortalSettings& settings);
/// The keys by which the offices sign exports of their audit, for `antrean verify EXPORT --key FILE`.
int print_office_keys(const PortalSettings& settings);
/// The bookings that the offices of the settings cannot keep. `file`: a copy; "": the portal's own database.
int print_affected(const PortalSettings& settings, const std::filesystem::path& file);
/// What a change of the settings would do to people, before it is used.
void print_what_changes(const PortalSettings& settings);
int print_clusters(const PortalSettings& settings, const std::filesystem::path& file);

/// Where a running portal makes a copy for back_up().
std::filesystem::path copy_beside(const std::filesystem::path& database);

}  // namespace antrean::portal
