// A SQLite file as an unattended machine needs it: one connection that both writes and checkpoints (SQLite's
// WAL-reset bug, 3.7.0 to 3.51.2, needs two), settings in the order that survives power cuts, a lock against
// a second process, migrations in one transaction with a backup first. Blocking: use on the worker that owns
// the file.
//
// The lock is SQLite's own (locking_mode=EXCLUSIVE), so nobody else can even read the file while it is open
// here, and it goes with the process however that ends. To look into a running service's file, let the
// service make a copy of it (Copying): a second connection would be refused, and must be, because of the bug
// above.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <SQLiteCpp/Backup.h>
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
    older,      ///< made by an earlier release, and not to be migrated now (open_to_read)
    corrupt,    ///< fails SQLite's quick_check, or has no database header
    not_ours,   ///< another application's database
    io,         ///< cannot be read or written: missing folder, permission, full or failing disk
    migration,  ///< a migration failed: a fault of this release
  };
  OpenError(Why why_, const std::string& text) : std::runtime_error(text), why(why_) {}
  Why why;
};

/// Opens, locks, checks (quick_check), brings what a process before left in the log to the disk for certain,
/// and migrates: everything that is read from it afterwards is durable. An older file is first copied to
/// "<file>.before-v<new version>" with the backup API. Throws OpenError; std::logic_error when
/// `application_id` is 0.
std::unique_ptr<SQLite::Database> open(const OpenOptions& options);

/// Opens what is there to look at: locked and checked as by open(), but nothing is made, written, migrated or
/// checkpointed; a log that a crash left is read and stays. A file that may only be read is opened without
/// the lock against other readers. Throws OpenError.
std::unique_ptr<SQLite::Database> open_to_read(const OpenOptions& options);

/// A consistent copy of an open database by the backup API, made in steps between which `from` may be
/// written; what is written meanwhile is in the copy. It gets to `to`, replacing what is there, when it is
/// synced and complete. Must end before `from` closes. Members throw std::runtime_error, and then nothing is
/// left of it.
class Copying {
 public:
  Copying(SQLite::Database& from, std::filesystem::path to);
  ~Copying();
  Copying(const Copying&) = delete;
  Copying& operator=(const Copying&) = delete;

  /// Copies at most `pages` more (all for a negative number); true when the copy is done.
  bool step(int pages);

 private:
  void finish();
  void give_up(const std::string& reason);

  std::filesystem::path to_, part_;
  std::unique_ptr<SQLite::Database> copied_;
  std::unique_ptr<SQLite::Backup> backup_;
};

/// A copy in one step; `to` must not exist. Throws std::runtime_error.
void backup(SQLite::Database& from, const std::filesystem::path& to);

}  // namespace antrean::sqlite
