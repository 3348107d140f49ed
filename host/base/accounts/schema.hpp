// The tables of accounts.db, oldest first. Private to accounts.
#pragma once

#include <vector>

#include "sqlite/database.hpp"

namespace antrean::accounts {

inline constexpr std::int32_t application_id = 0x41436374;  // "ACct"

std::vector<sqlite::Migration> schema();

}  // namespace antrean::accounts
