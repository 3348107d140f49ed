// One connection to a PostgreSQL server: libpq's non-blocking interface on Asio, always in pipeline mode.
//
// Commands are queued (send_...) and leave with the next wait; their results come in the same order (next).
// A sync ends a transaction that the server began by itself, and what follows a failed command is skipped up
// to the next sync. One coroutine at a time. Not thread-safe; it lives on its io_context.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <libpq-fe.h>

#include "store/sql/database.hpp"

namespace antrean::pg {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

/// A parameter as it is sent: nothing is NULL. Numbers go as text, everything else as it is.
struct Parameter {
  enum class Kind : std::uint8_t { null, number, text, bytes };
  Kind kind = Kind::null;
  std::string value;
};

class Connection {
 public:
  /// `where`: "postgresql://..." or "host=...", as libpq knows them. Several hosts are tried in their order,
  /// and the one that takes writes is used.
  Connection(boost::asio::io_context& io, std::string where);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Throws sql::Lost with the server's words and no password.
  boost::asio::awaitable<void> connect();
  bool is_open() const { return open_; }
  /// Counts the connects: what was prepared before the latest one is not prepared any more.
  std::uint64_t epoch() const { return epoch_; }
  /// Ends it at once, when nobody waits.
  void close();
  /// A wait ends, and throws sql::Lost.
  void give_up() {
    boost::system::error_code none;
    socket_.cancel(none);
  }

  /// Each throws sql::Lost when the connection is gone.
  void send_prepare(const std::string& name, const std::string& text, std::span<const Parameter> like);
  void send_prepared(const std::string& name, std::span<const Parameter> parameters);
  void send(const std::string& text);
  void send_sync();
  /// Asks for what was sent so far, without the end of a transaction.
  void send_flush();
  /// Of the next command; of a sync PGRES_PIPELINE_SYNC. Throws sql::Lost.
  boost::asio::awaitable<Result> next();
  /// How many results are still to come.
  std::size_t outstanding() const { return outstanding_; }

 private:
  boost::asio::awaitable<void> wait(bool to_write);
  void sent(int done);
  [[noreturn]] void lose();
  void let_go();

  std::string where_;
  PGconn* pg_ = nullptr;
  boost::asio::posix::stream_descriptor socket_;
  bool open_ = false;
  std::uint64_t epoch_ = 0;
  std::size_t outstanding_ = 0;
};

}  // namespace antrean::pg
