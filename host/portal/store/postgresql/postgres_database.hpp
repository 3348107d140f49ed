// The portal's tables in PostgreSQL: connected, migrated, as the rules use them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "store/bookings_db.hpp"

namespace antrean::portal {

/// "postgresql://..." or "postgres://...": a database; everything else is a file.
bool is_postgresql(const std::string& database);

/// Nothing, or what is wrong with it as a setting, and what to do. Nobody is asked.
std::optional<std::string> wrong_with_postgresql(const std::string& where);

/// The one that writes, of this portal. Migrates; waits for another portal that does. Throws sql::Lost when
/// no server can be reached, std::runtime_error when the database cannot be used, with what to do.
std::unique_ptr<BookingsDb> open_postgresql(const std::string& where);
/// For rows that are moved into it or out of it: empty, or of a move that was interrupted; no portal runs on
/// it. A database with an unfinished move into it is refused by open_postgresql().
std::unique_ptr<sql::Database> open_postgresql_to_move(const std::string& where, bool into);
/// The move is finished: portals may start.
void end_move(sql::Database& db);
/// One that only reads, beside it.
std::unique_ptr<BookingsDb> read_postgresql(const std::string& where);
/// For a command that looks once: it does not wait for a server that does not answer.
std::unique_ptr<BookingsDb> look_into_postgresql(const std::string& where);

}  // namespace antrean::portal
