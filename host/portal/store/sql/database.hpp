// What the tables of the portal need of a database, so that one set of rules and statements (bookings_db.hpp
// and its .cpp files) serves SQLite and PostgreSQL: prepared statements, rows, and transactions.
//
// - Statements are written once, in the SQL that both know: parameters are ?1 to ?n (a number may be used
//   more than once), one that is not bound is NULL. Where the two differ, the text asks for dialect().
// - Integers are 64 bits. A text has no NUL byte and is UTF-8.
// - The functions block and throw std::runtime_error. Call them on the thread that owns the database.
// - After a failure inside of a transaction only rolling back is possible.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace antrean::sql {

enum class Dialect : std::uint8_t { sqlite, postgresql };

/// The connection is gone. Of a transaction that was being committed it is not known whether it was.
struct Lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Another connection was in the way (a deadlock, a serialization failure): the transaction may be tried
/// again.
struct TryAgain : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One prepared statement, as an engine makes it.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual void bind(int index, std::int64_t value) = 0;
  virtual void bind(int index, std::string_view text) = 0;
  virtual void bind(int index, std::span<const std::uint8_t> bytes) = 0;
  /// Begins to run it, without waiting: the next step() or exec() takes what it gives.
  virtual void send() = 0;
  /// Runs it at the first call. True while there is a row; columns() are of this row.
  virtual bool step() = 0;
  /// Runs it to its end. Gives how many rows it changed.
  virtual int exec() = 0;
  /// Runs it, when nobody waits for what it gives: a failure is thrown by a later call, the commit at the
  /// latest.
  virtual void post() = 0;
  /// The same; it is a failure when it changes another number of rows.
  virtual void post_for(int rows) = 0;
  /// In a transaction: asks now what is going to be asked, so that a step with the same statement and values
  /// need not wait. Good until forget_ahead(); whoever asks knows that nothing changes the answer before.
  virtual void ask_ahead() = 0;
  /// For the next use: no row, nothing bound.
  virtual void reset() noexcept = 0;
  virtual bool is_null(int column) = 0;
  virtual std::int64_t integer(int column) = 0;
  virtual std::string text(int column) = 0;
  /// Valid until the next step or reset.
  virtual std::span<const std::uint8_t> bytes(int column) = 0;
};

class Column {
 public:
  Column(Cursor& cursor, int index) : cursor_(&cursor), index_(index) {}
  bool is_null() const { return cursor_->is_null(index_); }
  std::int64_t as_int64() const { return cursor_->integer(index_); }
  int as_int() const { return static_cast<int>(as_int64()); }
  unsigned as_uint() const { return static_cast<unsigned>(as_int64()); }
  std::string as_text() const { return cursor_->text(index_); }
  std::span<const std::uint8_t> as_bytes() const { return cursor_->bytes(index_); }

 private:
  Cursor* cursor_;
  int index_;
};

class Database {
 public:
  virtual ~Database() = default;
  virtual Dialect dialect() const = 0;
  /// Other programs may have it open, too. What was read before a transaction may be another thing within it.
  virtual bool is_shared() const = 0;
  virtual std::unique_ptr<Cursor> prepare(const std::string& statement) = 0;
  /// One or more statements without parameters and rows.
  virtual void exec(const std::string& statements) = 0;
  virtual void begin() = 0;
  /// A transaction that only reads: everything as it was at one moment.
  virtual void begin_reading() = 0;
  /// Everything is durable when it returns.
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;
  /// Within a transaction: what is done from here on can be undone by itself. One at a time.
  virtual void set_savepoint() = 0;
  virtual void roll_back_to_savepoint() = 0;
  virtual void release_savepoint() = 0;
  /// Where a savepoint is dear: this order is not going to be undone by itself.
  virtual void spare_savepoint() = 0;
  /// Drops what was asked ahead.
  virtual void forget_ahead() = 0;
  /// Of this connection, beside those of others. What it leased is nobody's once it has ended.
  virtual std::int64_t session() const = 0;
  /// Deleted and overwritten content is gone from the machine's files as far as the engine can see to that.
  virtual void leave_nothing_behind() = 0;
  /// After Lost: connects again, and tries that until it works or the engine's patience is over (then it
  /// throws Lost). Statements stay usable.
  virtual void reconnect() = 0;
};

class Statement {
 public:
  Statement(Database& db, const std::string& text) : cursor_(db.prepare(text)) {}

  template <class Number>
    requires(std::integral<Number> || (std::is_enum_v<Number> && std::convertible_to<Number, int>))
  void bind(int index, Number value) {
    cursor_->bind(index, static_cast<std::int64_t>(value));
  }
  void bind(int index, const std::string& text) { cursor_->bind(index, std::string_view{text}); }
  void bind(int index, std::span<const std::uint8_t> bytes) { cursor_->bind(index, bytes); }
  void send() { cursor_->send(); }
  bool step() { return cursor_->step(); }
  int exec() { return cursor_->exec(); }
  void post() { cursor_->post(); }
  void post_for(int rows) { cursor_->post_for(rows); }
  void ask_ahead() { cursor_->ask_ahead(); }
  void reset() noexcept { cursor_->reset(); }
  /// From 0 on.
  Column column(int index) { return {*cursor_, index}; }

 private:
  std::unique_ptr<Cursor> cursor_;
};

/// Rolled back at its end, when it was not committed.
class Transaction {
 public:
  enum class Kind : std::uint8_t { writes, reads };
  explicit Transaction(Database& db, Kind kind = Kind::writes) : db_(db) {
    if (kind == Kind::writes) {
      db_.begin();
    } else {
      db_.begin_reading();
    }
  }
  ~Transaction() {
    if (open_) {
      db_.roll_back();
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    db_.commit();
    open_ = false;
  }

 private:
  Database& db_;
  bool open_ = true;
};

}  // namespace antrean::sql
