// A SQLite file for a machine that nobody attends. One connection both writes and checkpoints, because
// SQLite's WAL-reset bug (3.7.0 to 3.51.2) needs two connections. Settings are made in the order that
// survives power cuts. A lock keeps a second process out. Migrations run in one transaction, after a backup.
// The functions block: call them on the worker that owns the file.
//
// The lock is SQLite's own (locking_mode=EXCLUSIVE). Nobody else can even read the file while it is open
// here. The lock ends with the process, however the process ends. To look into the file of a running service,
// let the service make a copy (Copying). A second connection is refused, and must be, because of the bug
// above.
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

/// Values below extra are only for tests that must fail.
enum class Synchronous { extra, full, normal, off };

struct Migration {
  std::string sql;  ///< one or more statements; the n-th migration makes schema version n (from 1)
};

struct OpenOptions {
  std::filesystem::path file;
  std::int32_t application_id = 0;  ///< PRAGMA application_id; a file with another id is refused
  std::vector<Migration> migrations;
  Synchronous synchronous = Synchronous::extra;
  std::string vfs;            ///< "" = the default; tests use a VFS that simulates crashes
  unsigned most_mode = 0640;  ///< what more an existing file lets others do is taken away
};

/// Why a file was not opened. `what()` says what, where and what to do. The file is unchanged.
struct OpenError : std::runtime_error {
  enum class Why {
    in_use,     ///< another process, or another connection of this process, has it open
    newer,      ///< made by a later release
    older,      ///< made by an earlier release, and open_to_read does not migrate
    corrupt,    ///< fails SQLite's quick_check, or has no database header
    not_ours,   ///< another application's database
    io,         ///< cannot be read or written: missing folder, permission, full or failing disk
    migration,  ///< a migration failed: a bug of this release
  };
  OpenError(Why why_, const std::string& text) : std::runtime_error(text), why(why_) {}
  Why why;
};

/// A new file has mode 0600. One that others could have changed is refused (Why::io).
/// Opens, locks and checks the file (quick_check), makes the log that an earlier process left durable, and
/// migrates. So everything that is read from it afterwards is durable. An older file is first copied to
/// "<file>.before-v<new version>" with the backup API. Throws OpenError; throws std::logic_error when
/// `application_id` is 0.
std::unique_ptr<SQLite::Database> open(const OpenOptions& options);

/// Opens a file to look at it. It is locked and checked as by open(), but nothing is made, written, migrated
/// or checkpointed. A log that a crash left is read and stays. A file that this process may only read is
/// opened without the lock against other readers. Throws OpenError.
std::unique_ptr<SQLite::Database> open_to_read(const OpenOptions& options);

/// A consistent copy of an open database by the backup API. It is made in steps, and `from` may be written
/// between the steps; these writes are in the copy. When the copy is complete and synced, it replaces `to`.
/// It must end before `from` closes. The members throw std::runtime_error, and then nothing is left of the
/// copy.
class Copying {
 public:
  Copying(SQLite::Database& from, std::filesystem::path to);
  ~Copying();
  Copying(const Copying&) = delete;
  Copying& operator=(const Copying&) = delete;

  /// Copies at most `pages` more pages (all for a negative number). True when the copy is complete.
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
