// The tables of the file. Never edit a migration that has shipped; add a new one at the end.
#pragma once

#include <cstdint>
#include <vector>

#include "sqlite/database.hpp"

namespace antrean::journal {

inline constexpr std::int32_t application_id = 0x41514a31;  ///< "AQJ1"

std::vector<sqlite::Migration> migrations();

}  // namespace antrean::journal
