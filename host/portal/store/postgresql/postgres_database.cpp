#include "store/postgresql/postgres_database.hpp"

#include <string_view>

#include <libpq-fe.h>

#include "store/postgresql/pg_database.hpp"
#include "store/postgresql/schema.hpp"

namespace antrean::portal {

bool is_postgresql(const std::string& database) {
  return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

std::optional<std::string> wrong_with_postgresql(const std::string& where) {
  char* message = nullptr;
  PQconninfoOption* const options = PQconninfoParse(where.c_str(), &message);
  std::string why = message == nullptr ? "" : message;
  PQfreemem(message);
  if (options == nullptr) {
    while (!why.empty() && why.back() == '\n') {
      why.pop_back();
    }
    return "it is not an address of PostgreSQL (" + why +
           "); write it as postgresql://antrean@db1.example,db2.example/antrean";
  }
  bool has_password = false;
  bool has_database = false;
  for (const auto* one = options; one->keyword != nullptr; ++one) {
    const bool is_set = one->val != nullptr && *one->val != '\0';
    has_password = has_password || (is_set && std::string_view{one->keyword} == "password");
    has_database = has_database || (is_set && std::string_view{one->keyword} == "dbname");
  }
  PQconninfoFree(options);
  if (has_password) {
    return "a password does not belong into the settings; write it into a file of mode 0600 as "
           "PostgreSQL's passfile, and end the address with ?passfile=/etc/antrean/postgresql.pass";
  }
  if (!has_database) {
    return "it names no database; write it as postgresql://antrean@db1.example,db2.example/antrean";
  }
  return std::nullopt;
}

std::unique_ptr<BookingsDb> open_postgresql(const std::string& where) {
  auto db = std::make_unique<pg::PgDatabase>(pg::DatabaseOptions{.where = where});
  migrate(*db, pg::shown(where));
  return std::make_unique<BookingsDb>(std::move(db));
}

std::unique_ptr<sql::Database> open_postgresql_to_move(const std::string& where, bool into) {
  auto db = std::make_unique<pg::PgDatabase>(pg::DatabaseOptions{.where = where});
  migrate(*db, pg::shown(where), Moves::may_be_unfinished);
  {
    sql::Statement others{*db,
                          "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'antrean-portal' AND"
                          " datname = current_database() AND pid <> pg_backend_pid()"};
    others.step();
    if (others.column(0).as_int() > 0) {
      throw std::runtime_error(pg::shown(where) + ": a portal has it open; stop all portals, and begin again");
    }
  }
  if (!into) {
    return db;
  }
  sql::Statement unfinished{*db, "SELECT to_regclass('antrean_move') IS NOT NULL"};
  unfinished.step();
  if (unfinished.column(0).as_int() == 0) {
    sql::Statement used{*db, "SELECT 1 FROM slot UNION ALL SELECT 1 FROM generation LIMIT 1"};
    if (used.step()) {
      throw std::runtime_error(pg::shown(where) + ": it has rows of a portal; name an empty database");
    }
    db->exec("CREATE TABLE antrean_move (since TIMESTAMPTZ NOT NULL DEFAULT now())");
  }
  return db;
}

void end_move(sql::Database& db) { db.exec("DROP TABLE IF EXISTS antrean_move"); }

std::unique_ptr<BookingsDb> look_into_postgresql(const std::string& where) {
  return BookingsDb::reader(
      std::make_unique<pg::PgDatabase>(pg::DatabaseOptions{.where = where, .patience = std::chrono::milliseconds{0}}));
}

std::unique_ptr<BookingsDb> read_postgresql(const std::string& where) {
  return BookingsDb::reader(std::make_unique<pg::PgDatabase>(pg::DatabaseOptions{.where = where}));
}

}  // namespace antrean::portal
