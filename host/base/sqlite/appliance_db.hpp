// A SQLite file as an unattended machine needs it: one connection that both writes and checkpoints (SQLite's WAL-reset
// bug, 3.7.0 to 3.51.2, needs two), settings in the order that survives power cuts, a lock against a second process,
// migrations in one transaction with a backup first. Blocking: use on the lane that owns the file.
//
// The lock is SQLite's own (locking_mode=EXCLUSIVE), so nobody else can even read the file while it is open here, and
// it goes with the process however that ends. To look into a running service's file, take a backup() of it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

namespace antrean::sqlite {

enum class Synchronous { extra, full, normal, off };  ///< below extra only for tests that must fail

struct Migration {
  std::string sql;  ///< one or more statements; the n-th migration makes schema version n (from 1)
};

struct OpenOptions {
  std::filesystem::path file;
  std::int32_t application_id = 0;  ///< PRAGMA application_id; a file with another is refused
  std::vector<Migration> migrations;
  Synchronous synchronous = Synchronous::extra;
  std::string vfs;  ///< "" = the default; tests put a crash-simulating VFS here
};

/// Why a file was not opened; `what()` says what, where and what to do. The file is as it was before.
struct OpenError : std::runtime_error {
  enum class Why {
    in_use,     ///< another process, or another connection of this one, has it
    newer,      ///< made by a later release
    corrupt,    ///< fails SQLite's quick_check, or has no database header
    not_ours,   ///< another application's database
    io,         ///< cannot be read or written: missing folder, permission, full or failing disk
    migration,  ///< a migration failed: a fault of this release
  };
  OpenError(Why why_, const std::string& text) : std::runtime_error(text), why(why_) {}
  Why why;
};

/// Opens, locks, checks (quick_check) and migrates. An older file is first copied to "<file>.before-v<new version>"
/// with the backup API. Throws OpenError; std::logic_error when `application_id` is 0.
std::unique_ptr<SQLite::Database> open(const OpenOptions& options);

/// A consistent copy of an open database to `to` (not yet existing), by the backup API: one file, synced and complete,
/// or none. Throws std::runtime_error.
void backup(SQLite::Database& from, const std::filesystem::path& to);

}  // namespace antrean::sqlite
