// A SQLite file as the tables see it (sql/database.hpp). It is one process's own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sqlite/database.hpp"
#include "store/sql/database.hpp"

namespace antrean::portal {

/// Opens the portal's file, as sqlite::open does. Only tests give other values for `synchronous` and `vfs`.
std::unique_ptr<sql::Database> open_bookings_file(const std::filesystem::path& file,
                                                  sqlite::Synchronous synchronous = sqlite::Synchronous::extra,
                                                  const std::string& vfs = {});
/// A copy, or a file that no portal has open; nothing is changed. Throws sqlite::OpenError.
std::unique_ptr<sql::Database> read_bookings_file(const std::filesystem::path& file);
/// A copy of an open file, to be stepped on the same thread. Throws std::logic_error for another engine.
std::unique_ptr<sqlite::Copying> begin_copy(sql::Database& from, const std::filesystem::path& to);

}  // namespace antrean::portal
