// Shared by the parts of the journal: the open file, its statements, and the only way to write. Users of the
// journal do not include it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

#include "chain/chain.hpp"
#include "journal/failure.hpp"
#include "journal/journal.hpp"
#include "sqlite/changes.hpp"

namespace antrean::journal {

/// The `head` row, and what a start keeps of it.
struct Head {
  std::uint64_t seq = 0;
  Hash hash{};
  std::uint64_t opening = 0;
  std::optional<std::int64_t> day;
  std::uint64_t anchor_seq = 0;
  Hash anchor_hash{};
};

struct Store {
  explicit Store(Options given) : options(std::move(given)), chain(options.chain_key) {}
  ~Store() { close(); }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Opens the file, reads the head, and stores the chain key's print in a new file. Throws
  /// sqlite::OpenError.
  void start();
  /// Opens the file to look at it, and reads the head. Throws sqlite::OpenError, also when the tables of the
  /// reports are not up to date.
  void start_to_read();
  void close() noexcept;
  /// Opens the file again if a reopening failed before and left it closed. Throws sqlite::OpenError.
  SQLite::Database& database();

  /// Runs `change` in one transaction. Gives its result after that is durable. Otherwise gives the failure,
  /// and then nothing has changed. An error that is not the fault of the disk (a constraint, a bug) is thrown
  /// as std::logic_error.
  template <class Change>
  auto write(Change change) -> Result<decltype(change())> {
    using Value = decltype(change());
    try {
      if (auto failure = ready()) {
        return *std::move(failure);
      }
      Transaction transaction(*this);
      if constexpr (std::is_void_v<Value>) {
        change();
        commit(transaction);
        return {};
      } else {
        Value value = change();
        commit(transaction);
        return value;
      }
    } catch (const SQLite::Exception& error) {
      return failed(error);
    }
  }

  /// Copies the write-ahead log into the file.
  Result<void> checkpoint();

  Options options;
  Chain chain;
  Head head;
  bool other_key = false;     ///< the file was written with another chain key
  std::size_t log_pages = 0;  ///< pages in the write-ahead log after the latest commit
  /// Both use this connection, so they must end before it.
  std::unique_ptr<sqlite::Copying> copying;
  std::unique_ptr<sqlite::Changes> changes;

 private:
  friend class Query;
  /// BEGIN IMMEDIATE at construction; COMMIT when told, else ROLLBACK at destruction. The statements are
  /// prepared once, because every press waits for both.
  class Transaction {
   public:
    explicit Transaction(Store& store) : store_(store) { store_.run_prepared("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

   private:
    Store& store_;
    bool committed_ = false;
  };
  void run_prepared(const char* sql);
  sqlite::OpenOptions opening() const;
  void open();
  /// Stores whether the chain key is the key of the file. False when the file does not know its key yet.
  bool compare_key();
  SQLite::Statement& statement(const char* sql);
  Head read_head();
  /// Called before a write: opens the file again after repeated errors, and gives a failure if its content
  /// then differs from what this process knows.
  std::optional<Failure> ready();
  void commit(Transaction& transaction);
  Failure failed(const SQLite::Exception& error);

  std::unique_ptr<SQLite::Database> db_;
  /// By the address of a literal.
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
  int errors_in_a_row_ = 0;
  bool moved_on_ = false;
};

/// One use of a prepared statement. It is reset at the end, so that no read lock stays. `sql` must be a
/// literal, and every parameter must be bound at every use.
class Query {
 public:
  Query(Store& store, const char* sql) : statement_(store.statement(sql)) {}
  ~Query() { statement_.tryReset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(std::int64_t value);
  Query& bind_unsigned(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
  Query& bind(std::string_view text);
  Query& bind(const Hash& hash);
  Query& bind(std::optional<std::int64_t> value);
  Query& bind(UtcTime at) { return bind(to_ms(at)); }

  bool row() { return statement_.executeStep(); }
  void run() { statement_.exec(); }

  std::int64_t number(int column) const { return statement_.getColumn(column).getInt64(); }
  std::uint64_t unsigned_number(int column) const { return static_cast<std::uint64_t>(number(column)); }
  template <class T>
  T small(int column) const {
    return static_cast<T>(number(column));
  }
  bool null(int column) const { return statement_.getColumn(column).isNull(); }
  std::string text(int column) const { return statement_.getColumn(column).getString(); }
  /// Valid until the next row is read.
  std::string_view view(int column) const;
  Hash hash(int column) const;
  UtcTime time(int column) const { return from_ms(number(column)); }
  std::optional<std::int64_t> optional_number(int column) const;
  std::optional<UtcTime> optional_time(int column) const {
    return null(column) ? std::nullopt : std::optional{time(column)};
  }

 private:
  SQLite::Statement& statement_;
  int bound_ = 0;
};

}  // namespace antrean::journal
