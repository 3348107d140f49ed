// All rows of one database of the portal into another one: from a file into PostgreSQL, and back. Blocking.
//
// Rows are copied in the order of their keys, some in one transaction, so a move that was interrupted goes on
// after the last row that is there. Afterwards every row is compared, in both directions.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "store/sql/database.hpp"

namespace antrean::portal {

struct MovedTable {
  std::string name;
  std::size_t rows = 0;    ///< that are there now
  std::size_t copied = 0;  ///< of them by this call
};

/// `told` hears of each table. Throws std::runtime_error when a row of `to` is another than that of `from`,
/// or is there in one only, and says which.
std::vector<MovedTable> move_rows(sql::Database& from, sql::Database& to,
                                  const std::function<void(const MovedTable&)>& told);

/// The columns of a table, in the order of their names, and what each has.
struct MovedColumn {
  enum class Kind : std::uint8_t { number, text, bytes };
  std::string name;
  Kind kind = Kind::number;
  friend bool operator==(const MovedColumn&, const MovedColumn&) = default;
};
std::vector<MovedColumn> columns_of(sql::Database& db, const std::string& table);
/// All that are moved.
std::vector<std::string> moved_tables();

}  // namespace antrean::portal
