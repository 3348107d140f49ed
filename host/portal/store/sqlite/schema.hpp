// The tables of the portal's database, and how a file of an earlier release becomes one of this release.
#pragma once

#include <cstdint>
#include <vector>

#include "sqlite/database.hpp"

namespace antrean::portal {

inline constexpr std::int32_t bookings_application_id = 0x41514250;  // "AQBP"

std::vector<sqlite::Migration> bookings_migrations();

}  // namespace antrean::portal
