// The tables of the portal in PostgreSQL, and how those of an earlier release become this release's. As with
// the file: versioned, all steps in one transaction; a database of a later release is refused. Several
// portals may start at once: one of them migrates, the others wait for it.
#pragma once

#include <string>
#include <vector>

#include "store/postgresql/pg_database.hpp"

namespace antrean::portal {

/// The n-th makes version n, from 1 on.
const std::vector<std::string>& postgresql_migrations();

enum class Moves : std::uint8_t { are_finished, may_be_unfinished };
/// Throws std::runtime_error that says what to do. A database with an unfinished move of rows is refused.
void migrate(pg::PgDatabase& db, const std::string& where, Moves moves = Moves::are_finished);

}  // namespace antrean::portal
