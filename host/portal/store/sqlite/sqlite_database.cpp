#include "store/sqlite/sqlite_database.hpp"

#include "store/sqlite/schema.hpp"

namespace antrean::portal {
namespace {

class SqliteCursor final : public sql::Cursor {
 public:
  SqliteCursor(SQLite::Database& db, const std::string& text) : statement_(db, text) {}
  void bind(int index, std::int64_t value) override { statement_.bind(index, value); }
  void bind(int index, std::string_view text) override { statement_.bind(index, std::string{text}); }
  void bind(int index, std::span<const std::uint8_t> bytes) override {
    statement_.bind(index, bytes.data(), static_cast<int>(bytes.size()));
  }
  void send() override {}
  bool step() override { return statement_.executeStep(); }
  int exec() override { return statement_.exec(); }
  void post() override { statement_.exec(); }
  void post_for(int rows) override {
    if (statement_.exec() != rows) {
      throw std::runtime_error("bookings: a statement changed another number of rows than it must");
    }
  }
  void ask_ahead() override {}
  void reset() noexcept override {
    statement_.tryReset();
    statement_.clearBindings();
  }
  bool is_null(int column) override { return statement_.getColumn(column).isNull(); }
  std::int64_t integer(int column) override { return statement_.getColumn(column).getInt64(); }
  std::string text(int column) override { return statement_.getColumn(column).getString(); }
  std::span<const std::uint8_t> bytes(int column) override {
    const auto found = statement_.getColumn(column);
    return {static_cast<const std::uint8_t*>(found.getBlob()), static_cast<std::size_t>(found.getBytes())};
  }

 private:
  SQLite::Statement statement_;
};

class SqliteDatabase final : public sql::Database {
 public:
  explicit SqliteDatabase(std::unique_ptr<SQLite::Database> db) : db_(std::move(db)) {}
  sql::Dialect dialect() const override { return sql::Dialect::sqlite; }
  bool is_shared() const override { return false; }
  std::unique_ptr<sql::Cursor> prepare(const std::string& statement) override {
    return std::make_unique<SqliteCursor>(*db_, statement);
  }
  void exec(const std::string& statements) override { db_->exec(statements); }
  void begin() override { db_->exec("BEGIN IMMEDIATE"); }
  void begin_reading() override { db_->exec("BEGIN"); }
  void commit() override { db_->exec("COMMIT"); }
  void roll_back() noexcept override { db_->tryExec("ROLLBACK"); }
  void set_savepoint() override { db_->exec("SAVEPOINT one"); }
  void roll_back_to_savepoint() override { db_->exec("ROLLBACK TO one"); }
  void release_savepoint() override { db_->exec("RELEASE one"); }
  void spare_savepoint() override {}
  void forget_ahead() override {}
  std::int64_t session() const override { return 1; }
  void leave_nothing_behind() override {
    // The rows that were written over are zeros by secure_delete; the log has them as they were until it is
    // empty.
    SQLite::Statement empty{*db_, "PRAGMA wal_checkpoint(TRUNCATE)"};
    empty.executeStep();
  }
  void reconnect() override {}

  SQLite::Database& file() { return *db_; }

 private:
  std::unique_ptr<SQLite::Database> db_;
};

}  // namespace

std::unique_ptr<sql::Database> open_bookings_file(const std::filesystem::path& file, sqlite::Synchronous synchronous,
                                                  const std::string& vfs) {
  auto db = sqlite::open({.file = file,
                          .application_id = bookings_application_id,
                          .migrations = bookings_migrations(),
                          .synchronous = synchronous,
                          .vfs = vfs});
  // SQLite's own 2 MiB hold a few thousand bookings; then it reads most pages again for each. A log of 4 MiB
  // would be carried over every few commits of a rush. What a savepoint keeps of its pages goes to a file
  // otherwise, twice as much as the log.
  db->exec("PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4096; PRAGMA temp_store=MEMORY");
  return std::make_unique<SqliteDatabase>(std::move(db));
}

std::unique_ptr<sql::Database> read_bookings_file(const std::filesystem::path& file) {
  return std::make_unique<SqliteDatabase>(sqlite::open_to_read(
      {.file = file, .application_id = bookings_application_id, .migrations = bookings_migrations(), .vfs = {}}));
}

std::unique_ptr<sqlite::Copying> begin_copy(sql::Database& from, const std::filesystem::path& to) {
  auto* const file = dynamic_cast<SqliteDatabase*>(&from);
  if (file == nullptr) {
    throw std::logic_error("bookings: only a file is copied page by page");
  }
  return std::make_unique<sqlite::Copying>(file->file(), to);
}

}  // namespace antrean::portal
