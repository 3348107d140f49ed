// A PostgreSQL database as the tables see it (sql/database.hpp): the calls block their thread, and the
// connection's coroutines run meanwhile on an io_context of its own. Several programs may have it open.
//
// - Nothing waits that need not: what is posted, a savepoint, the begin of a transaction leave with the next
//   question, and the server works them off one after another.
// - A server that gives no answer in time counts as gone (sql::Lost). Outside of a transaction a lost
//   connection is made anew with the next statement.
// - A transaction that does not go on is ended by the server, so that it keeps nobody waiting for its locks.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "store/postgresql/pg_connection.hpp"
#include "store/sql/database.hpp"

namespace antrean::pg {

struct DatabaseOptions {
  std::string where;                                ///< "postgresql://...", or as libpq knows it; several hosts
  std::chrono::milliseconds answer_within{15'000};  ///< of one statement
  std::chrono::milliseconds patience{40'000};       ///< reconnect() gives up after this: longer than a failover
};

/// As it may be shown and logged: without a password.
std::string shown(const std::string& where);

class PgCursor;

class PgDatabase final : public sql::Database {
 public:
  /// Connects, and tries that as long as reconnect(). Throws sql::Lost when it did not work,
  /// std::runtime_error for a server that cannot be used.
  explicit PgDatabase(DatabaseOptions options);
  ~PgDatabase() override;

  sql::Dialect dialect() const override { return sql::Dialect::postgresql; }
  bool is_shared() const override { return true; }
  std::unique_ptr<sql::Cursor> prepare(const std::string& statement) override;
  void exec(const std::string& statements) override;
  void begin() override { begin_with("BEGIN"); }
  void begin_reading() override { begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
  void commit() override;
  void roll_back() noexcept override;
  void set_savepoint() override;
  void roll_back_to_savepoint() override;
  void release_savepoint() override;
  void spare_savepoint() override { savepoint_ = savepoint_ == Savepoint::wanted ? Savepoint::none : savepoint_; }
  void forget_ahead() override;
  std::int64_t session() const override { return session_; }
  void leave_nothing_behind() override;
  void reconnect() override;
  /// For what takes long, as a migration: how long one statement may take from now on.
  void set_answer_within(std::chrono::milliseconds within) { options_.answer_within = within; }
  std::chrono::milliseconds answer_within() const { return options_.answer_within; }

 private:
  friend class PgCursor;
  enum class Savepoint : std::uint8_t { none, wanted, set };
  static constexpr int any_rows = -1;

  void begin_with(const char* how);
  void connect();
  void ensure_open();
  /// Runs the connection until `work` is done, at most answer_within.
  template <class T>
  T run(boost::asio::awaitable<T> work, std::chrono::milliseconds within);
  void send(PgCursor* cursor, PgCursor& what, int rows = any_rows);
  void post(const std::string& command);
  /// Takes results until that of `cursor` is there, or until a sync.
  void take_until(const PgCursor* cursor);
  void take_all();
  void sync();
  [[noreturn]] void fail(const Result& result);

  DatabaseOptions options_;
  boost::asio::io_context io_{1};
  Connection connection_;
  bool in_transaction_ = false;
  Savepoint savepoint_ = Savepoint::none;
  struct Prepared {
    std::string name, text;
    std::size_t parameters = 0;
    bool reads = false;
    std::uint64_t epoch = 0;  ///< of the connection that knows it
  };
  std::map<std::string, Prepared> prepared_;  ///< by their texts
  struct Pending {
    PgCursor* cursor = nullptr;    ///< whose result is to come; nothing: nobody's
    Prepared* prepared = nullptr;  ///< what is to be prepared
    Result* ahead = nullptr;       ///< where an answer is kept until it is asked for
    int rows = any_rows;           ///< how many it must change
  };
  struct Taken {
    Result result;
    Pending of;
    bool good = false;
  };
  /// The next result.
  Taken take();
  /// Gives it to whom it belongs. Throws when it is a failure.
  const PgCursor* keep(Taken taken);
  /// Until this answer is there.
  void take_ahead(const Result& awaited);
  std::deque<Pending> pending_;
  std::map<std::string, Result> ahead_;  ///< by statement and values
  std::int64_t session_;
};

}  // namespace antrean::pg
