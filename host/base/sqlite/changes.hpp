// What is written to one database, carried to a copy of it, so that the copy follows without being made
// again. Both are files with the same tables, each with a primary key. It uses SQLite's session extension.
//
// A change that is taken holds every row that differs since the last one, however many transactions that
// were; so the copy is always what the database was at one moment between two transactions. The functions
// block: each is called on the worker that owns its database.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

namespace antrean::sqlite {

class Changes {
 public:
  /// Begins to record, outside a transaction. Must end before `db` closes. A write then costs some
  /// microseconds more for each row. Throws std::runtime_error.
  explicit Changes(SQLite::Database& db);
  ~Changes();
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;

  /// Everything since the last take; "": nothing. Reads each row that changed once. Outside a transaction.
  /// Throws std::runtime_error, and then nothing was taken.
  std::string take();

 private:
  void begin();
  SQLite::Database& db_;
  std::unique_ptr<void, void (*)(void*)> session_;
};

/// Makes `copy` what the database was when `changes` were taken, in one transaction. Triggers do not run:
/// what they did is in the changes. Throws std::runtime_error, and then nothing was changed: the copy is not
/// what the changes began from, or cannot be written.
void apply_changes(SQLite::Database& copy, const std::string& changes);

}  // namespace antrean::sqlite
