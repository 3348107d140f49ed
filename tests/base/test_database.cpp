#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "sqlite/database.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::sqlite;
using Why = OpenError::Why;

namespace {

constexpr std::int32_t our_id = 0x414E5452;
const Migration first{"CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)"};
const Migration second{
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL REFERENCES event(seq));"
    "CREATE INDEX outbox_seq ON outbox(seq)"};

struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "antrean-sqlite-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

std::string text_of(SQLite::Database& db, const std::string& query) { return db.execAndGet(query).getString(); }

/// Why `open` refused, with its text. The test fails if it did not refuse.
OpenError refusal(const OpenOptions& options) {
  try {
    (void)open(options);
  } catch (const OpenError& error) {
    return error;
  }
  FAIL("opened");
  return {Why::io, ""};
}

/// The result of `body` in a process of its own.
int in_child(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    _exit(body());
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::vector<std::string> statements;  // NOLINT: filled by SQLite's C callback

int note_statement(unsigned, void*, void*, void* sql) {
  statements.emplace_back(static_cast<const char*>(sql));
  return 0;
}

int trace_connection(sqlite3* db, char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, note_statement, nullptr);
}

}  // namespace

TEST_GROUP(Database) {
  TemporaryFolder folder;
  OpenOptions options{.file = folder.path / "journal.db", .application_id = our_id, .migrations = {first}, .vfs = {}};

  void write_event(const std::string& body) const {
    auto db = open(options);
    SQLite::Statement insert(*db, "INSERT INTO event(body) VALUES (?)");
    insert.bind(1, body);
    insert.exec();
  }
  int in_child_open() const {
    return in_child([this] {
      try {
        (void)open(options);
        return 0;
      } catch (const OpenError& error) {
        return error.why == Why::in_use ? 10 : 11;
      }
    });
  }
};

TEST(Database, ANewFileHasTheNewestSchemaAndTheSettingsThatSurvivePowerCuts) {
  options.migrations = {first, second};
  auto db = open(options);
  LONGS_EQUAL(2, db->execAndGet("PRAGMA user_version").getInt());
  LONGS_EQUAL(our_id, db->execAndGet("PRAGMA application_id").getInt());
  STRCMP_EQUAL("wal", text_of(*db, "PRAGMA journal_mode").c_str());
  STRCMP_EQUAL("exclusive", text_of(*db, "PRAGMA locking_mode").c_str());
  LONGS_EQUAL(3, db->execAndGet("PRAGMA synchronous").getInt());
  LONGS_EQUAL(1, db->execAndGet("PRAGMA foreign_keys").getInt());
  LONGS_EQUAL(0, db->execAndGet("PRAGMA trusted_schema").getInt());
  LONGS_EQUAL(1, db->execAndGet("PRAGMA cell_size_check").getInt());
  LONGS_EQUAL(1, db->execAndGet("PRAGMA secure_delete").getInt());
  LONGS_EQUAL(0, db->execAndGet("PRAGMA mmap_size").getInt());
  CHECK(!std::filesystem::exists(options.file.string() + ".before-v2"));
  CHECK_THROWS(SQLite::Exception, db->exec("INSERT INTO outbox(seq) VALUES (77)"));
}

TEST(Database, IsOursAloneWhateverTheUmask) {
  const auto mode_of = [](const std::filesystem::path& file) {
    struct ::stat found {};
    return ::stat(file.c_str(), &found) == 0 ? found.st_mode & 07777U : 0U;
  };
  const std::filesystem::path log = options.file.string() + "-wal", copy = folder.path / "copy.db";
  const auto before = ::umask(0);
  {
    auto db = open(options);
    db->exec("INSERT INTO event (body) VALUES ('a')");
    LONGS_EQUAL(0600, mode_of(options.file));
    LONGS_EQUAL(0600, mode_of(log));
    backup(*db, copy);
  }
  ::umask(before);
  LONGS_EQUAL(0600, mode_of(copy));
  // What others could only read is taken back from them; the group keeps what a technician gave it.
  std::filesystem::permissions(options.file, std::filesystem::perms(0644));
  {
    auto db = open(options);
    LONGS_EQUAL(0640, mode_of(options.file));
    std::filesystem::remove(copy);
    backup(*db, copy);
    LONGS_EQUAL(0640, mode_of(copy));
  }
  options.most_mode = 0600;
  { const auto db = open(options); }
  LONGS_EQUAL(0600, mode_of(options.file));
}

TEST(Database, WhatOthersCouldHaveChangedIsRefusedAndSaidHowToMend) {
  { const auto db = open(options); }
  for (const auto mode : {0620, 0602, 0666}) {
    std::filesystem::permissions(options.file, std::filesystem::perms(mode));
    const OpenError error = refusal(options);
    CHECK(error.why == Why::io);
    STRCMP_CONTAINS(("chmod 0640 " + options.file.string()).c_str(), error.what());
  }
  std::filesystem::permissions(options.file, std::filesystem::perms(0600));
  const auto db = open(options);
}

TEST(Database, ACopyFollowsNoLink) {
  const auto db = open(options);
  std::filesystem::create_symlink(folder.path / "victim", folder.path / "copy.db.part");
  backup(*db, folder.path / "copy.db");  // the link itself is removed
  CHECK_FALSE(std::filesystem::exists(folder.path / "victim"));
}

TEST(Database, SynchronousIsSetBeforeTheWriteAheadLog) {
  const auto hook = reinterpret_cast<void (*)()>(&trace_connection);
  sqlite3_auto_extension(hook);
  { auto db = open(options); }
  sqlite3_cancel_auto_extension(hook);
  const auto find = [](const char* text) {
    std::size_t i = 0;
    while (i < statements.size() && statements[i].find(text) == std::string::npos) {
      ++i;
    }
    return i;
  };
  LONGS_EQUAL(0, find("PRAGMA locking_mode=EXCLUSIVE"));
  LONGS_EQUAL(1, find("PRAGMA synchronous=EXTRA"));
  CHECK(find("PRAGMA journal_mode=WAL") < statements.size());
  std::vector<std::string>().swap(statements);
}

TEST(Database, WhatWasWrittenIsThereAgain) {
  write_event("one");
  write_event("two");
  auto db = open(options);
  STRCMP_EQUAL("one,two", text_of(*db, "SELECT group_concat(body) FROM event").c_str());
}

TEST(Database, ASecondProcessIsRefusedAndTheFirstGoesOn) {
  auto db = open(options);
  LONGS_EQUAL(10, in_child_open());
  db->exec("INSERT INTO event(body) VALUES ('still mine')");
  LONGS_EQUAL(10, in_child_open());
  db.reset();
  LONGS_EQUAL(0, in_child_open());
}

TEST(Database, ASecondConnectionOfTheSameProcessIsRefusedToo) {
  auto db = open(options);
  const OpenError error = refusal(options);
  CHECK(error.why == Why::in_use);
  STRCMP_EQUAL(("database " + options.file.string() + ": in use by test_database (process " + std::to_string(getpid()) +
                "); only one may work on it. Stop the other one first")
                   .c_str(),
               error.what());
}

TEST(Database, AKilledProcessLeavesNoLockAndWhatItCommitted) {
  int ready[2];
  LONGS_EQUAL(0, pipe(ready));
  const pid_t child = fork();
  if (child == 0) {
    auto db = open(options);
    db->exec("INSERT INTO event(body) VALUES ('committed')");
    db->exec("BEGIN; INSERT INTO event(body) VALUES ('not committed')");
    (void)!write(ready[1], "x", 1);
    for (;;) {
      pause();
    }
  }
  char byte = 0;
  LONGS_EQUAL(1, read(ready[0], &byte, 1));
  CHECK(refusal(options).why == Why::in_use);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(ready[0]);
  close(ready[1]);
  auto db = open(options);
  STRCMP_EQUAL("committed", text_of(*db, "SELECT group_concat(body) FROM event").c_str());
}

TEST(Database, AnOlderFileIsMigratedAfterABackupOfIt) {
  write_event("kept");
  options.migrations = {first, second};
  {
    auto db = open(options);
    LONGS_EQUAL(2, db->execAndGet("PRAGMA user_version").getInt());
    STRCMP_EQUAL("kept", text_of(*db, "SELECT body FROM event").c_str());
    LONGS_EQUAL(0, db->execAndGet("SELECT count(*) FROM outbox").getInt());
  }
  // An older release can open the backup again.
  OpenOptions old = options;
  old.file = options.file.string() + ".before-v2";
  old.migrations = {first};
  auto before = open(old);
  STRCMP_EQUAL("kept", text_of(*before, "SELECT body FROM event").c_str());
}

TEST(Database, AFailedMigrationChangesNothing) {
  write_event("kept");
  const Migration broken{"CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)"};
  options.migrations = {first, broken};
  const OpenError error = refusal(options);
  CHECK(error.why == Why::migration);
  CHECK(std::string(error.what()).find("no such table: nowhere") != std::string::npos);
  options.migrations = {first};
  auto db = open(options);
  LONGS_EQUAL(1, db->execAndGet("PRAGMA user_version").getInt());
  LONGS_EQUAL(0, db->execAndGet("SELECT count(*) FROM sqlite_schema WHERE name='half'").getInt());
}

TEST(Database, AMigrationThatBreaksAReferenceChangesNothing) {
  write_event("kept");
  options.migrations = {first, second, {"INSERT INTO outbox(seq) VALUES (77)"}};
  const OpenError error = refusal(options);
  CHECK(error.why == Why::migration);
  CHECK(std::string(error.what()).find("table outbox points nowhere") != std::string::npos);
  options.migrations = {first};
  CHECK(open(options) != nullptr);
}

TEST(Database, AMigrationMayRebuildATableThatOthersPointAt) {
  options.migrations = {first, second};
  {
    auto db = open(options);
    db->exec("INSERT INTO event(body) VALUES ('kept'); INSERT INTO outbox(seq) VALUES (1)");
  }
  options.migrations.push_back(
      {"CREATE TABLE fresh (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, at INTEGER);"
       "INSERT INTO fresh SELECT seq, body, 0 FROM event; DROP TABLE event;"
       "ALTER TABLE fresh RENAME TO event"});
  auto db = open(options);
  STRCMP_EQUAL("kept", text_of(*db, "SELECT body FROM outbox JOIN event USING(seq)").c_str());
}

TEST(Database, ANewerFileIsRefusedUntouched) {
  options.migrations = {first, second};
  write_event("from the future");
  options.migrations = {first};
  const OpenError error = refusal(options);
  CHECK(error.why == Why::newer);
  STRCMP_EQUAL(("database " + options.file.string() +
                ": has version 2 and this release knows 1; install the newer release again, or restore "
                "journal.db.before-v2")
                   .c_str(),
               error.what());
  options.migrations = {first, second};
  CHECK(open(options) != nullptr);
}

TEST(Database, AnotherApplicationsDatabaseIsRefusedUntouched) {
  {
    SQLite::Database foreign(options.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    foreign.exec("CREATE TABLE photos (x)");
  }
  CHECK(refusal(options).why == Why::not_ours);
  SQLite::Database foreign(options.file, SQLite::OPEN_READONLY);
  STRCMP_EQUAL("delete", text_of(foreign, "PRAGMA journal_mode").c_str());
}

TEST(Database, InALargeFileTheTablesOfManyRowsAreLeftToItsBackups) {
  int small_page = 0;
  {
    auto db = open(options);
    db->exec(
        "CREATE TABLE large (n INTEGER PRIMARY KEY, body);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 110000)"
        "INSERT INTO large SELECT i, zeroblob(650) FROM n;"
        "CREATE TABLE small (n INTEGER PRIMARY KEY, body); INSERT INTO small VALUES (1, 'x')");
    small_page = db->execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = 'small'").getInt();
  }
  CHECK(std::filesystem::file_size(options.file) > (64u << 20));
  const auto spoil = [&](int page) {
    std::fstream file(options.file, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp((page - 1) * 4096 + 1);
    file << std::string(40, '\xee');
  };
  spoil(small_page - 3);  // in the last rows of the large one
  CHECK(open(options) != nullptr);
  spoil(small_page);
  CHECK(refusal(options).why == Why::corrupt);
}

TEST(Database, NoiseAndEveryDamagedPageAreFoundAtTheDoor) {
  std::ofstream(options.file, std::ios::binary) << std::string(8192, 'n');
  CHECK(refusal(options).why == Why::corrupt);
  std::filesystem::remove(options.file);

  {
    auto db = open(options);
    SQLite::Transaction transaction(*db);
    for (int i = 0; i < 300; ++i) {
      db->exec("INSERT INTO event(body) VALUES (hex(randomblob(200)))");
    }
    transaction.commit();
  }
  const auto size = std::filesystem::file_size(options.file);
  CHECK(size > 20 * 4096);
  const auto whole = folder.path / "whole.db";
  std::filesystem::copy_file(options.file, whole);
  for (std::uintmax_t page = 0; page < size / 4096; ++page) {
    std::filesystem::copy_file(whole, options.file, std::filesystem::copy_options::overwrite_existing);
    std::fstream file(options.file, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(page * 4096));
    file << std::string(600, '\x5a');
    file.close();
    const OpenError error = refusal(options);
    CHECK(error.why == Why::corrupt);
    CHECK(std::string(error.what()).find("restore the latest backup") != std::string::npos);
  }
}

TEST(Database, AFolderThatIsNotThereIsSaid) {
  options.file = folder.path / "missing" / "journal.db";
  const OpenError error = refusal(options);
  CHECK(error.why == Why::io);
  CHECK(std::string(error.what()).find("does its folder exist") != std::string::npos);
}

TEST(Database, AnEmptyFileLeftByACrashAtTheFirstStartIsTakenOver) {
  std::ofstream(options.file).close();
  write_event("first");
  std::filesystem::remove(options.file);
  {
    SQLite::Database left(options.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    left.exec("PRAGMA journal_mode=WAL");
  }
  write_event("first");
}

TEST(Database, ABackupOfARunningDatabaseIsOneWholeFile) {
  auto db = open(options);
  db->exec("INSERT INTO event(body) VALUES ('one')");
  const auto copy = folder.path / "copy.db";
  backup(*db, copy);
  db->exec("INSERT INTO event(body) VALUES ('two')");
  {
    SQLite::Database read(copy, SQLite::OPEN_READONLY);
    STRCMP_EQUAL("one", text_of(read, "SELECT group_concat(body) FROM event").c_str());
    STRCMP_EQUAL("ok", text_of(read, "PRAGMA integrity_check").c_str());
    STRCMP_EQUAL("delete", text_of(read, "PRAGMA journal_mode").c_str());
  }
  CHECK(!std::filesystem::exists(copy.string() + "-wal"));
  CHECK_THROWS(std::runtime_error, backup(*db, copy));
  CHECK_THROWS(std::runtime_error, backup(*db, folder.path / "missing" / "copy.db"));
  options.file = copy;
  CHECK(open(options) != nullptr);
}

TEST(Database, ACopyInStepsHoldsWhatIsWrittenMeanwhile) {
  auto db = open(options);
  SQLite::Transaction many(*db);
  for (int i = 0; i < 2000; ++i) {
    db->exec("INSERT INTO event(body) VALUES (hex(randomblob(100)))");
  }
  many.commit();
  const auto copy = folder.path / "copy.db";
  {
    std::ofstream(copy) << "what was there";
    Copying copying(*db, copy);
    int steps = 0;
    while (!copying.step(16)) {
      db->exec("INSERT INTO event(body) VALUES ('meanwhile')");
      db->exec("UPDATE event SET body = 'first' WHERE seq = 1");
      ++steps;
    }
    CHECK(steps > 5);
    SQLite::Database read(copy, SQLite::OPEN_READONLY);
    LONGS_EQUAL(2000 + steps, read.execAndGet("SELECT count(*) FROM event").getInt());
    STRCMP_EQUAL("first", text_of(read, "SELECT body FROM event WHERE seq = 1").c_str());
    STRCMP_EQUAL("ok", text_of(read, "PRAGMA integrity_check").c_str());
  }
  {
    Copying given_up(*db, folder.path / "other.db");
    CHECK(!given_up.step(1));
  }
  CHECK(!std::filesystem::exists(folder.path / "other.db"));
  CHECK(!std::filesystem::exists(folder.path / "other.db.part"));
}

TEST(Database, WhatIsOpenedToReadIsLockedAndNotChanged) {
  write_event("one");
  const auto bytes = [&] {
    std::ifstream in(options.file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string before = bytes();
  {
    auto db = open_to_read(options);
    STRCMP_EQUAL("one", text_of(*db, "SELECT body FROM event").c_str());
    CHECK_THROWS(SQLite::Exception, db->exec("INSERT INTO event(body) VALUES ('two')"));
    CHECK(refusal(options).why == Why::in_use);
  }
  CHECK(before == bytes());
  CHECK(!std::filesystem::exists(options.file.string() + "-wal"));

  options.migrations.push_back(second);
  try {
    (void)open_to_read(options);
    FAIL("an older file was opened");
  } catch (const OpenError& error) {
    CHECK(error.why == Why::older);
    STRCMP_CONTAINS("start the service on it once", error.what());
  }
  CHECK(before == bytes());
  options.file = folder.path / "missing.db";
  CHECK_THROWS(OpenError, open_to_read(options));
  CHECK(!std::filesystem::exists(options.file));
}

TEST(Database, ADatabaseWithoutAnApplicationIdIsAMistakeOfTheProgrammer) {
  options.application_id = 0;
  CHECK_THROWS(std::logic_error, open(options));
}
