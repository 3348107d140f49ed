#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "postgres_server.hpp"
#include "scratch_bookings.hpp"
#include "store/postgresql/pg_database.hpp"
#include "store/postgresql/postgres_database.hpp"

namespace antrean::portal_test {
namespace {

/// Started before the first test, which would otherwise count it as its leak.
class Server {
 public:
  Server() {
    spdlog::set_level(spdlog::level::off);
    server_.create("first");
    portal::open_postgresql(server_.url("first"));
    free_.reserve(16);  // within a test it would be that test's leak
    free_.push_back("first");
  }
  PostgresServer& operator*() { return server_; }
  PostgresServer* operator->() { return &server_; }
  std::string next_name() { return "scratch" + std::to_string(++databases_); }
  /// Emptied ones are used again: making one takes a second on a busy machine.
  std::vector<std::string>& free() { return free_; }

 private:
  PostgresServer server_;
  int databases_ = 0;
  std::vector<std::string> free_;
};
Server server;

std::unique_ptr<sql::Database> raw(const std::string& database) {
  return std::make_unique<pg::PgDatabase>(pg::DatabaseOptions{.where = server->url(database)});
}

void empty(const std::string& database) {
  const auto db = raw(database);
  std::string all =
      "DELETE FROM booking; DELETE FROM hold; DELETE FROM waiting; DELETE FROM plan_part;"
      " DELETE FROM plan_request_part; ";
  sql::Statement names{*db,
                       "SELECT relname FROM pg_stat_user_tables WHERE relname NOT IN ('booking', 'hold', 'waiting',"
                       " 'change', 'restore', 'antrean_portal')"};
  while (names.step()) {
    all += "DELETE FROM " + names.column(0).as_text() + "; ";
  }
  db->exec(all + "UPDATE change SET last = 0, places = 0; UPDATE restore SET since = 0, noticed = NULL");
}

}  // namespace

struct ScratchBookings::Inside {
  std::string database;
};

ScratchBookings::ScratchBookings() : inside_(std::make_unique<Inside>()) {
  if (server.free().empty()) {
    inside_->database = server.next_name();
    server->create(inside_->database);
  } else {
    inside_->database = std::move(server.free().back());
    server.free().pop_back();
  }
}
ScratchBookings::ScratchBookings(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
ScratchBookings::ScratchBookings(ScratchBookings&&) noexcept = default;
ScratchBookings::~ScratchBookings() {
  if (inside_) {
    empty(inside_->database);
    server.free().push_back(std::move(inside_->database));
  }
}

ScratchBookings ScratchBookings::copy() const {
  auto made = std::make_unique<Inside>();
  made->database = server.next_name();
  server->create(made->database, inside_->database);
  return ScratchBookings{std::move(made)};
}

bool ScratchBookings::contains(const std::string& what) const {
  const bool is_text = std::ranges::all_of(what, [](char c) { return c >= ' ' && c <= '~'; });
  std::string wanted;
  for (const char c : what) {
    wanted += is_text ? std::string(1, c) : fmt::format("{:02x}", static_cast<unsigned char>(c));
  }
  const auto db = raw(inside_->database);
  std::vector<std::string> tables;
  sql::Statement names{*db, "SELECT relname FROM pg_stat_user_tables"};
  while (names.step()) {
    tables.push_back(names.column(0).as_text());
  }
  return std::ranges::any_of(tables, [&](const std::string& table) {
    sql::Statement row{*db, "SELECT 1 FROM " + table + " AS t WHERE strpos(t::text, ?1) > 0 LIMIT 1"};
    row.bind(1, wanted);
    return row.step();
  });
}

std::unique_ptr<portal::BookingsDb> ScratchBookings::open() const {
  return portal::open_postgresql(server->url(inside_->database));
}
bool ScratchBookings::is_shared() { return true; }
std::string ScratchBookings::where() const { return server->url(inside_->database); }
portal::BookingsReport ScratchBookings::report() const { return portal::report_on(*raw(inside_->database)); }
void ScratchBookings::exec(const std::string& statement) const { raw(inside_->database)->exec(statement); }

}  // namespace antrean::portal_test
