#include "sqlite/database.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

#include <sqlite3.h>

#include "files/durable_file.hpp"
#include "files/private_file.hpp"

namespace antrean::sqlite {
namespace {

using Why = OpenError::Why;

/// Another service that is just ending may need this long to release the lock.
constexpr int lock_wait_ms = 500;

std::string_view pragma_word(Synchronous synchronous) {
  switch (synchronous) {
    case Synchronous::off:
      return "OFF";
    case Synchronous::normal:
      return "NORMAL";
    case Synchronous::full:
      return "FULL";
    case Synchronous::extra:
      break;
  }
  return "EXTRA";
}

/// The program that has a lock on the file, as the kernel lists it: "antrean-office (process 1234)". This
/// does not open the file, because closing it again would drop the locks that this process may have on it.
std::string holder(const std::filesystem::path& file) {
  struct ::stat status {};
  std::ifstream locks("/proc/locks");
  if (::stat(file.c_str(), &status) != 0) {
    return "another process";
  }
  const std::string ending = ":" + std::to_string(status.st_ino);
  // "12: POSIX  ADVISORY  WRITE 4711 fe:01:393 0 EOF"
  std::string number, kind, advice, access, process, inode, line;
  while (locks >> number >> kind >> advice >> access >> process >> inode && std::getline(locks, line)) {
    if (!inode.ends_with(ending) || process == "-1") {
      continue;
    }
    std::string name;
    std::getline(std::ifstream("/proc/" + process + "/comm") >> std::ws, name);
    return (name.empty() ? std::string("another program") : name) + " (process " + process + ")";
  }
  return "another process";
}

[[noreturn]] void refuse(const std::filesystem::path& file, Why why, const std::string& text) {
  throw OpenError(why, "database " + file.string() + ": " + text);
}

/// Turns an error of SQLite into a text for the person who opens a file.
[[noreturn]] void refuse(const std::filesystem::path& file, const SQLite::Exception& error) {
  const std::string reason = error.what();
  int code = error.getErrorCode();
  // On a read-only file system the log cannot be made, and SQLite reports this as an error of the disk.
  if (code == SQLITE_IOERR && ::access(file.c_str(), W_OK) != 0 && (errno == EROFS || errno == EACCES)) {
    code = SQLITE_READONLY;
  }
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      refuse(file, Why::in_use, "in use by " + holder(file) + "; only one may work on it. Stop the other one first");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      refuse(file, Why::corrupt, "damaged (" + reason + "); move it aside and restore the latest backup");
    case SQLITE_FULL:
      refuse(file, Why::io, "the disk is full; free some space and start again");
    case SQLITE_CANTOPEN:
      refuse(file, Why::io, "cannot be opened (" + reason + "); does its folder exist, and may this user write there?");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      refuse(file, Why::io, "may not be written (" + reason + "); mend its owner, mode or mount");
    case SQLITE_IOERR:
      refuse(file, Why::io, "the disk failed (" + reason + "); look at the kernel's log");
    default:
      refuse(file, Why::migration, "cannot be brought to this release: " + reason + "; nothing was changed");
  }
}

std::int64_t pragma_number(SQLite::Database& db, const char* pragma) {
  return db.execAndGet(std::string("PRAGMA ") + pragma).getInt64();
}

/// Hands what is there to the disk without waiting, so that the sync at the end of a large copy has little
/// left to do.
void begin_to_write_out(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd >= 0) {
    ::sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    ::close(fd);
  }
}

/// A new file is ours alone from its first moment, whatever the umask, and its log takes its mode. A file
/// that others could change is not trusted; one that they could only read is taken back from them. An
/// existing file is not opened here: closing it would drop the locks that this process may have on it.
void make_private(const OpenOptions& options) {
  const std::filesystem::path& file = options.file;
  struct ::stat found {};
  if (::stat(file.c_str(), &found) != 0) {
    try {
      files::make_private(file);
    } catch (const std::system_error&) {
      // SQLite fails at it too, and that is told in words.
    }
    return;
  }
  if (!S_ISREG(found.st_mode)) {
    return;
  }
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    refuse(file, Why::io,
           files::why_not_private(found.st_mode, file) + ", once you know that nobody has changed what it holds");
  }
  if ((found.st_mode & ~options.most_mode & 0777U) != 0 &&
      ::chmod(file.c_str(), found.st_mode & options.most_mode) != 0) {
    refuse(file, Why::io, "belongs to another user, so its mode cannot be made private; mend its owner");
  }
}

/// Sets exclusive mode before anything reads: the index of the log is then in memory, and no -shm file is
/// made, which a full disk would not take. Sets synchronous before journal_mode: with the other order,
/// acknowledged rows were lost in simulated power cuts. Nothing here writes, because the file may belong to
/// another application.
void lock(SQLite::Database& db, const OpenOptions& options) {
  db.exec("PRAGMA locking_mode=EXCLUSIVE");
  db.exec("PRAGMA synchronous=" + std::string(pragma_word(options.synchronous)));
  db.exec("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA secure_delete=ON");
  // Takes the lock; exclusive mode then keeps it.
  db.exec("BEGIN EXCLUSIVE; COMMIT");
}

/// A start must not wait for years of records: 95 MB with 200,000 rows take 0.17 s of one core, and that is
/// from memory. In a larger file the tables with many rows are not checked here but with its backups.
constexpr std::int64_t whole_check_most_bytes = 64 << 20;
constexpr int many_rows = 100'000;

void demand_ok(const std::string& found, const OpenOptions& options) {
  if (found != "ok") {
    refuse(options.file, Why::corrupt, "damaged (" + found + "); move it aside and restore the latest backup");
  }
}

void quick_check(SQLite::Database& db, const OpenOptions& options) {
  if (pragma_number(db, "page_count") * pragma_number(db, "page_size") <= whole_check_most_bytes) {
    return demand_ok(db.execAndGet("PRAGMA quick_check(1)").getString(), options);
  }
  SQLite::Statement tables(db, "SELECT replace(name, '\"', '\"\"') FROM sqlite_schema WHERE type = 'table'");
  while (tables.executeStep()) {
    const std::string name = '"' + tables.getColumn(0).getString() + '"';
    const std::string count =
        "SELECT count(*) FROM (SELECT 1 FROM " + name + " LIMIT " + std::to_string(many_rows) + ")";
    if (db.execAndGet(count).getInt() < many_rows) {
      demand_ok(db.execAndGet("PRAGMA quick_check(" + name + ")").getString(), options);
    }
  }
}

/// The schema version of the file; 0 for a new file.
std::size_t check(SQLite::Database& db, const OpenOptions& options) {
  const auto id = pragma_number(db, "application_id");
  const auto version = pragma_number(db, "user_version");
  const bool empty = id == 0 && version == 0 && db.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
  if (empty) {
    return 0;
  }
  if (id != options.application_id) {
    refuse(options.file, Why::not_ours, "belongs to another application; name another file in the settings");
  }
  if (version < 0 || static_cast<std::size_t>(version) > options.migrations.size()) {
    refuse(options.file, Why::newer,
           "has version " + std::to_string(version) + " and this release knows " +
               std::to_string(options.migrations.size()) + "; install the newer release again, or restore " +
               options.file.filename().string() + ".before-v" + std::to_string(options.migrations.size() + 1));
  }
  quick_check(db, options);
  return static_cast<std::size_t>(version);
}

/// The file of the log; null, or without methods, if there is none.
sqlite3_file* log_of(SQLite::Database& db) {
  sqlite3_file* log = nullptr;
  sqlite3_file_control(db.getHandle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  return log;
}

void must(int result) {
  constexpr int primary = 0xff;
  if (result != SQLITE_OK) {
    throw SQLite::Exception(sqlite3_errstr(result), result & primary);
  }
}

void checkpoint_on_close(SQLite::Database& db, bool wanted) {
  sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1, nullptr);
}

/// Writes the bytes of the log again and syncs them. An earlier process may have left data there that a
/// failed sync did not bring to the disk. The system calls those pages clean and never tries again. So a
/// power cut would lose what is read from them, and a commit after them. A checkpoint from them that is cut
/// short would leave a damaged file that nothing can repair. Until this is done, nothing is checkpointed, not
/// even by closing.
void settle_log(SQLite::Database& db) {
  sqlite3_file* log = log_of(db);
  sqlite3_int64 size = 0;
  if (log != nullptr && log->pMethods != nullptr) {
    must(log->pMethods->xFileSize(log, &size));
  }
  if (size == 0) {
    return;
  }
  checkpoint_on_close(db, false);
  // SQLite never writes more than a page at once, and its file layer accepts at most 128 KiB.
  std::vector<std::uint8_t> bytes(std::size_t{1} << 16);
  for (sqlite3_int64 at = 0; at < size;) {
    const int part = static_cast<int>(std::min<sqlite3_int64>(size - at, static_cast<sqlite3_int64>(bytes.size())));
    must(log->pMethods->xRead(log, bytes.data(), part, at));
    must(log->pMethods->xWrite(log, bytes.data(), part, at));
    at += part;
  }
  must(log->pMethods->xSync(log, SQLITE_SYNC_FULL));
  checkpoint_on_close(db, true);
}

void enter_wal(SQLite::Database& db, const OpenOptions& options) {
  if (db.execAndGet("PRAGMA journal_mode=WAL").getString() != "wal") {
    refuse(options.file, Why::io, "its file system cannot hold a write-ahead log; put it on a local disk");
  }
  db.exec("PRAGMA journal_size_limit=16777216");
}

void migrate(SQLite::Database& db, const OpenOptions& options, std::size_t version) {
  const std::size_t newest = options.migrations.size();
  if (version > 0) {
    Copying(db, options.file.string() + ".before-v" + std::to_string(newest)).step(-1);
  }
  // Foreign keys are off during the migration, so that it may rebuild a table. All of them are checked before
  // the commit.
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  for (std::size_t i = version; i < newest; ++i) {
    db.exec(options.migrations[i].sql);
  }
  if (SQLite::Statement broken(db, "PRAGMA foreign_key_check"); broken.executeStep()) {
    refuse(options.file, Why::migration,
           "cannot be brought to this release: a row of table " + broken.getColumn(0).getString() +
               " points nowhere; nothing was changed");
  }
  db.exec("PRAGMA application_id=" + std::to_string(options.application_id));
  db.exec("PRAGMA user_version=" + std::to_string(newest));
  transaction.commit();
}

}  // namespace

std::unique_ptr<SQLite::Database> open(const OpenOptions& options) {
  if (options.application_id == 0) {
    throw std::logic_error("a database needs an application_id");
  }
  if (options.vfs.empty()) {  // another one's files are not this machine's
    make_private(options);
  }
  try {
    auto db = std::make_unique<SQLite::Database>(options.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                                 lock_wait_ms, options.vfs);
    lock(*db, options);
    const std::size_t version = check(*db, options);
    enter_wal(*db, options);
    settle_log(*db);
    if (version < options.migrations.size()) {
      migrate(*db, options, version);
    }
    db->exec("PRAGMA foreign_keys=ON");
    return db;
  } catch (const SQLite::Exception& error) {
    refuse(options.file, error);
  } catch (const OpenError&) {
    throw;
  } catch (const std::runtime_error& error) {
    refuse(options.file, Why::io, std::string("its backup before the migration failed: ") + error.what());
  }
}

std::unique_ptr<SQLite::Database> open_to_read(const OpenOptions& options) {
  const std::filesystem::path& file = options.file;
  if (!std::filesystem::exists(file)) {
    refuse(file, Why::io, "there is no such file");
  }
  const auto may_write = [](const std::filesystem::path& path) { return ::access(path.c_str(), W_OK) == 0; };
  const bool lockable = may_write(file) && may_write(std::filesystem::absolute(file).parent_path());
  std::error_code none;
  const auto log_bytes = std::filesystem::file_size(file.string() + "-wal", none);
  const bool log_left = !none && log_bytes > 0;
  try {
    auto db = std::make_unique<SQLite::Database>(file, lockable ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY,
                                                 lock_wait_ms, options.vfs);
    // Closing would copy a log into the file. If there was no log, closing removes the empty one that opening
    // makes.
    if (log_left) {
      sqlite3_db_config(db->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    db->exec("PRAGMA wal_autocheckpoint=0");
    if (lockable) {
      lock(*db, options);
    } else {
      db->exec("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0");
    }
    db->exec("PRAGMA query_only=ON");
    const std::size_t version = check(*db, options);
    if (version < options.migrations.size()) {
      refuse(file, Why::older,
             version == 0 ? "is empty"
                          : "was made by an earlier release (version " + std::to_string(version) + ", this one has " +
                                std::to_string(options.migrations.size()) +
                                "); start the service on it once, which brings it to this release");
    }
    return db;
  } catch (const SQLite::Exception& error) {
    refuse(file, error);
  }
}

Copying::Copying(SQLite::Database& from, std::filesystem::path to) : to_(std::move(to)), part_(to_.string() + ".part") {
  try {
    std::filesystem::remove(part_);
    if (!files::make_private(part_)) {
      throw std::runtime_error(part_.string() + " was put there meanwhile; remove it");
    }
    copied_ = std::make_unique<SQLite::Database>(part_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    // The group may read the copy where it may read the original.
    struct ::stat original {};
    if (::stat(from.getFilename().c_str(), &original) == 0 && (original.st_mode & S_IRGRP) != 0) {
      std::error_code ignored;
      std::filesystem::permissions(part_, std::filesystem::perms::group_read, std::filesystem::perm_options::add,
                                   ignored);
    }
    // Until the copy has its final name it has no value: it needs no journal of its own, and one sync at the
    // end is enough.
    copied_->exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
    backup_ = std::make_unique<SQLite::Backup>(*copied_, from);
  } catch (const std::exception& error) {
    give_up(error.what());
  }
}

Copying::~Copying() {
  if (copied_) {
    backup_.reset();
    copied_.reset();
    std::error_code ignored;
    std::filesystem::remove(part_, ignored);
  }
}

bool Copying::step(int pages) {
  try {
    if (backup_->executeStep(pages) != SQLITE_DONE) {
      begin_to_write_out(part_);
      return false;
    }
    finish();
  } catch (const std::exception& error) {
    give_up(error.what());
  }
  return true;
}

void Copying::finish() {
  backup_.reset();
  // A copy is one file. Without this it would need -wal and -shm files beside it, even to be read.
  copied_->exec("PRAGMA journal_mode=DELETE");
  copied_.reset();
  files::sync_file(part_);
  std::filesystem::rename(part_, to_);
  files::sync_folder(files::folder_of(to_));
}

void Copying::give_up(const std::string& reason) {
  backup_.reset();
  copied_.reset();
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
  throw std::runtime_error("backup to " + to_.string() + ": " + reason);
}

void backup(SQLite::Database& from, const std::filesystem::path& to) {
  if (std::filesystem::exists(to)) {
    throw std::runtime_error("backup to " + to.string() + ": there is a file already; name another");
  }
  Copying(from, to).step(-1);
}

}  // namespace antrean::sqlite
