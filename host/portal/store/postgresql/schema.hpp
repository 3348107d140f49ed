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

/// Throws std::runtime_error that says what to do.
void migrate(pg::PgDatabase& db, const std::string& where);

}  // namespace antrean::portal
