#include "store/move_rows.hpp"

#include <algorithm>
#include <optional>
#include <variant>

#include <fmt/format.h>

namespace antrean::portal {
namespace {

constexpr int rows_together = 500;

struct Table {
  std::string name;
  std::vector<std::string> key;
  bool counts = false;  ///< its key is given out by the database
};

/// Those that others refer to come first.
const std::vector<Table>& tables() {
  static const std::vector<Table> all{
      {"slot", {"office", "service", "day", "start"}},
      {"booking", {"id"}},
      {"companion", {"token", "nr"}},
      {"hold", {"token"}},
      {"resting", {"id"}, true},
      {"waiting", {"id"}, true},
      {"told", {"token"}},
      {"without_contact", {"address", "day"}},
      {"notice", {"rowid"}, true},
      {"day_contact", {"token", "channel", "address"}},
      {"day_report", {"office", "day"}},
      {"frozen", {"nik_hmac", "token"}},
      {"erased", {"id", "nr"}},
      {"result_batch", {"office", "key"}},
      {"generation", {"nr"}, true},
      {"restore", {"id"}},
      {"answered", {"office"}},
      {"listed", {"id"}, true},
      {"journal_generation", {"nr"}, true},
      {"journal_head", {"office", "generation", "seq"}},
      {"chat", {"id"}},
      {"chat_message", {"id"}},
      {"plan_change", {"nr"}},
      {"plan_part", {"nr", "subject"}},
      {"plan_request", {"id"}},
      {"plan_request_part", {"id", "subject"}},
      {"block", {"id"}},
      {"feedback", {"page"}},
      {"office_key", {"nr"}},
      {"office_key_note", {"nr"}},
      {"office_contact", {"office"}},
  };
  return all;
}

using Kind = MovedColumn::Kind;
using Bytes = std::vector<std::uint8_t>;
using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;
using Row = std::vector<Value>;

Value value_at(sql::Statement& rows, int index, Kind kind) {
  const auto column = rows.column(index);
  if (column.is_null()) {
    return {};
  }
  switch (kind) {
    case Kind::number:
      return column.as_int64();
    case Kind::text:
      return column.as_text();
    case Kind::bytes:
      break;
  }
  const auto bytes = column.as_bytes();
  return Bytes{bytes.begin(), bytes.end()};
}

void bind_value(sql::Statement& statement, int index, const Value& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    statement.bind(index, *number);
  } else if (const auto* const text = std::get_if<std::string>(&value)) {
    statement.bind(index, *text);
  } else if (const auto* const bytes = std::get_if<Bytes>(&value)) {
    statement.bind(index, std::span<const std::uint8_t>{*bytes});
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + word;
  }
  return all;
}

std::string parameters(std::size_t count) {
  std::string all;
  for (std::size_t i = 1; i <= count; ++i) {
    all += (i == 1 ? "?" : ", ?") + std::to_string(i);
  }
  return all;
}

/// The rows of one table of one database, in the order of the key.
class Rows {
 public:
  Rows(sql::Database& db, const Table& table, std::vector<MovedColumn> columns)
      : table_(table), columns_(std::move(columns)) {
    std::vector<std::string> names;
    for (const auto& column : columns_) {
      names.push_back(column.name);
    }
    const auto select = "SELECT " + joined(names) + " FROM " + table.name;
    const auto order = " ORDER BY " + joined(table.key) + " LIMIT " + std::to_string(rows_together);
    first_.emplace(db, select + order);
    next_.emplace(db, select + " WHERE (" + joined(table.key) + ") > (" + parameters(table.key.size()) + ")" + order);
  }

  /// The next ones; none at the end.
  std::vector<Row> page() {
    auto& rows = last_.empty() ? *first_ : *next_;
    for (std::size_t i = 0; i < last_.size(); ++i) {
      bind_value(rows, static_cast<int>(i) + 1, last_[i]);
    }
    std::vector<Row> found;
    while (rows.step()) {
      Row row;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        row.push_back(value_at(rows, static_cast<int>(i), columns_[i].kind));
      }
      found.push_back(std::move(row));
    }
    rows.reset();
    if (!found.empty()) {
      go_on_after(key_of(found.back()));
    }
    return found;
  }
  void go_on_after(std::vector<Value> key) { last_ = std::move(key); }
  std::vector<Value> key_of(const Row& row) const {
    std::vector<Value> key;
    for (const auto& name : table_.key) {
      const auto column = std::ranges::find(columns_, name, &MovedColumn::name);
      key.push_back(row[static_cast<std::size_t>(column - columns_.begin())]);
    }
    return key;
  }

 private:
  const Table& table_;
  std::vector<MovedColumn> columns_;
  std::optional<sql::Statement> first_, next_;
  std::vector<Value> last_;
};

std::string shown(const std::vector<Value>& key) {
  std::string all;
  for (const auto& value : key) {
    all += all.empty() ? "" : " ";
    if (const auto* const number = std::get_if<std::int64_t>(&value)) {
      all += std::to_string(*number);
    } else if (const auto* const text = std::get_if<std::string>(&value)) {
      all += *text;
    } else if (const auto* const bytes = std::get_if<Bytes>(&value)) {
      for (const auto byte : *bytes) {
        all += fmt::format("{:02x}", byte);
      }
    }
  }
  return all;
}

std::size_t count(sql::Database& db, const std::string& table) {
  sql::Statement rows{db, "SELECT count(*) FROM " + table};
  rows.step();
  return static_cast<std::size_t>(rows.column(0).as_int64());
}

/// After the last row that is there already.
std::optional<std::vector<Value>> last_key(sql::Database& db, const Table& table,
                                           const std::vector<MovedColumn>& columns) {
  std::vector<std::string> backwards;
  for (const auto& name : table.key) {
    backwards.push_back(name + " DESC");
  }
  sql::Statement last{
      db, "SELECT " + joined(table.key) + " FROM " + table.name + " ORDER BY " + joined(backwards) + " LIMIT 1"};
  if (!last.step()) {
    return std::nullopt;
  }
  std::vector<Value> key;
  for (const auto& name : table.key) {
    const auto column = std::ranges::find(columns, name, &MovedColumn::name);
    key.push_back(value_at(last, static_cast<int>(key.size()), column->kind));
  }
  return key;
}

std::size_t copy(sql::Database& from, sql::Database& to, const Table& table, const std::vector<MovedColumn>& columns) {
  Rows rows{from, table, columns};
  if (auto last = last_key(to, table, columns)) {
    rows.go_on_after(std::move(*last));
  }
  std::vector<std::string> names;
  for (const auto& column : columns) {
    names.push_back(column.name);
  }
  std::size_t copied = 0;
  for (auto page = rows.page(); !page.empty(); page = rows.page()) {
    sql::Transaction transaction{to};
    sql::Statement insert{
        to, "INSERT INTO " + table.name + " (" + joined(names) + ") VALUES (" + parameters(names.size()) + ")"};
    for (const auto& row : page) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        bind_value(insert, static_cast<int>(i) + 1, row[i]);
      }
      insert.post();
      insert.reset();
    }
    transaction.commit();
    copied += page.size();
  }
  return copied;
}

void compare(sql::Database& from, sql::Database& to, const Table& table, const std::vector<MovedColumn>& columns) {
  Rows here{from, table, columns};
  Rows there{to, table, columns};
  for (;;) {
    const auto wanted = here.page();
    const auto found = there.page();
    const auto [one, other] = std::ranges::mismatch(wanted, found);
    if (one != wanted.end() || other != found.end()) {
      const auto& which = one != wanted.end() ? *one : *other;
      throw std::runtime_error(fmt::format("{} {}: the row is not the same in both databases; nothing was switched",
                                           table.name, shown(here.key_of(which))));
    }
    if (wanted.empty()) {
      return;
    }
  }
}

/// Rows that every database has from the beginning.
void copy_counters(sql::Database& from, sql::Database& to) {
  sql::Statement last{from, "SELECT last FROM change"};
  last.step();
  sql::Statement restore{from, "SELECT since, noticed FROM restore"};
  restore.step();
  sql::Transaction transaction{to};
  sql::Statement set{to, "UPDATE change SET last = ?1"};
  set.bind(1, last.column(0).as_int64());
  set.exec();
  sql::Statement put{to, "UPDATE restore SET since = ?1, noticed = ?2"};
  put.bind(1, restore.column(0).as_int64());
  if (!restore.column(1).is_null()) {
    put.bind(2, restore.column(1).as_int64());
  }
  put.exec();
  if (to.dialect() == sql::Dialect::postgresql) {
    for (const auto& table : tables()) {
      if (table.counts) {
        sql::Statement next{to, fmt::format("SELECT setval(pg_get_serial_sequence('{0}', '{1}'),"
                                            " (SELECT coalesce(max({1}), 0) + 1 FROM {0}), false)",
                                            table.name, table.key.front())};
        next.step();
      }
    }
  }
  transaction.commit();
}

}  // namespace

std::vector<std::string> moved_tables() {
  std::vector<std::string> all;
  for (const auto& table : tables()) {
    all.push_back(table.name);
  }
  return all;
}

std::vector<MovedColumn> columns_of(sql::Database& db, const std::string& table) {
  std::vector<MovedColumn> columns;
  const bool file = db.dialect() == sql::Dialect::sqlite;
  sql::Statement rows{db, file ? "SELECT name, lower(type) FROM pragma_table_info(?1)"
                               : "SELECT column_name::text, data_type::text FROM information_schema.columns"
                                 " WHERE table_schema = current_schema() AND table_name = ?1"};
  rows.bind(1, table);
  while (rows.step()) {
    const auto type = rows.column(1).as_text();
    columns.push_back({rows.column(0).as_text(), type == "text"                      ? Kind::text
                                                 : type == "blob" || type == "bytea" ? Kind::bytes
                                                                                     : Kind::number});
  }
  if (file && table == "notice") {
    columns.push_back({"rowid", Kind::number});  // SQLite has it by itself
  }
  std::ranges::sort(columns, {}, &MovedColumn::name);
  return columns;
}

std::vector<MovedTable> move_rows(sql::Database& from, sql::Database& to,
                                  const std::function<void(const MovedTable&)>& told) {
  std::vector<MovedTable> moved;
  for (const auto& table : tables()) {
    const auto columns = columns_of(from, table.name);
    if (columns != columns_of(to, table.name)) {
      throw std::runtime_error(table.name + ": the databases have other columns; use the same release for both");
    }
    MovedTable now{table.name, 0, 0};
    if (table.name != "restore") {
      now.copied = copy(from, to, table, columns);
    }
    now.rows = count(to, table.name);
    moved.push_back(now);
    told(now);
  }
  copy_counters(from, to);
  for (const auto& table : tables()) {
    compare(from, to, table, columns_of(from, table.name));
  }
  return moved;
}

}  // namespace antrean::portal
