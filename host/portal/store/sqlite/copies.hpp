// Copies of the portal's database: what a backup is checked by, and how one is put back. Blocking; throws
// sqlite::OpenError and std::system_error with what to do.
#pragma once

#include <filesystem>

#include "store/bookings_report.hpp"

namespace antrean::portal {

/// Reads a copy, or the database of a stopped portal. Every page is checked; nothing is written.
BookingsReport check_copy(const std::filesystem::path& file);

/// A copy of the database of a stopped portal, with what its log still holds. `to` must not exist.
void copy_stopped(const std::filesystem::path& file, const std::filesystem::path& to);

/// Puts a checked copy in the place of `file`, which must not be open anywhere. Links are not followed. What
/// was there is kept beside it, under the name that is returned; "" if there was nothing. The mark beside the
/// file stays, so the portal notices at its start that the database is a copy.
std::filesystem::path put_back(const std::filesystem::path& copy, const std::filesystem::path& file);

/// A new file with the content of `from`, readable by its owner only and durable. Neither may be a link, and
/// `to` must not exist.
void copy_new(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace antrean::portal
