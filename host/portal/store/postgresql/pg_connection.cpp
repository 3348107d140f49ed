#include "store/postgresql/pg_connection.hpp"

#include <array>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <spdlog/spdlog.h>

namespace antrean::pg {
namespace asio = boost::asio;

namespace {

// Types of parameters (pg_type.dat). 0: the server finds it out.
constexpr Oid type_bytea = 17;
constexpr Oid type_int8 = 20;
constexpr Oid type_text = 25;

Oid type_of(const Parameter& parameter) {
  switch (parameter.kind) {
    case Parameter::Kind::number:
      return type_int8;
    case Parameter::Kind::text:
      return type_text;
    case Parameter::Kind::bytes:
      return type_bytea;
    case Parameter::Kind::null:
      break;
  }
  return 0;
}

/// One line, as libpq's messages have several.
std::string one_line(const char* message) {
  std::string line{message};
  while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) {
    line.pop_back();
  }
  for (auto& c : line) {
    c = c == '\n' ? ' ' : c;
  }
  return line;
}

void note(void*, const PGresult* result) { spdlog::debug("postgresql: {}", one_line(PQresultErrorMessage(result))); }

}  // namespace

Connection::Connection(asio::io_context& io, std::string where) : where_(std::move(where)), socket_(io) {}

Connection::~Connection() { let_go(); }

void Connection::let_go() {
  open_ = false;
  outstanding_ = 0;
  if (socket_.is_open()) {
    socket_.release();  // the descriptor is libpq's
  }
  if (pg_ != nullptr) {
    PQfinish(pg_);
    pg_ = nullptr;
  }
}

void Connection::close() { let_go(); }

void Connection::lose() {
  const auto why = one_line(PQerrorMessage(pg_));
  let_go();
  throw sql::Lost("the connection to PostgreSQL is lost: " + (why.empty() ? "it was closed" : why));
}

asio::awaitable<void> Connection::connect() {
  let_go();
  // What comes before "dbname" can be said otherwise in `where_`, what comes after it cannot. A server that
  // does not answer is given up after seconds, so that the next host is tried.
  const std::array keys{"application_name",     "tcp_user_timeout", "keepalives_idle",
                        "keepalives_interval",  "keepalives_count", "dbname",
                        "target_session_attrs", "client_encoding",  static_cast<const char*>(nullptr)};
  const std::array values{
      "antrean-portal", "5000", "5", "2", "2", where_.c_str(), "read-write", "UTF8", static_cast<const char*>(nullptr)};
  pg_ = PQconnectStartParams(keys.data(), values.data(), 1);
  if (pg_ == nullptr) {
    throw std::bad_alloc();
  }
  if (PQstatus(pg_) == CONNECTION_BAD) {
    lose();
  }
  for (auto next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK;) {
    // The socket is another one for each host.
    socket_.assign(PQsocket(pg_));
    try {
      co_await socket_.async_wait(next == PGRES_POLLING_READING ? socket_.wait_read : socket_.wait_write,
                                  asio::use_awaitable);
    } catch (const boost::system::system_error&) {
      let_go();
      throw sql::Lost("no PostgreSQL server answered in time");
    }
    socket_.release();
    next = PQconnectPoll(pg_);
    if (next == PGRES_POLLING_FAILED) {
      lose();
    }
  }
  socket_.assign(PQsocket(pg_));
  PQsetErrorVerbosity(pg_, PQERRORS_TERSE);  // details quote rows: personal data
  PQsetNoticeReceiver(pg_, &note, nullptr);
  if (PQsetnonblocking(pg_, 1) != 0 || PQenterPipelineMode(pg_) != 1) {
    lose();
  }
  open_ = true;
  ++epoch_;
}

void Connection::sent(int done) {
  if (done != 1) {
    lose();
  }
}

void Connection::send_prepare(const std::string& name, const std::string& text, std::span<const Parameter> like) {
  if (!open_) {
    throw sql::Lost("there is no connection to PostgreSQL");
  }
  std::vector<Oid> types;
  types.reserve(like.size());
  for (const auto& one : like) {
    types.push_back(type_of(one));
  }
  sent(PQsendPrepare(pg_, name.c_str(), text.c_str(), static_cast<int>(types.size()), types.data()));
  ++outstanding_;
}

void Connection::send_prepared(const std::string& name, std::span<const Parameter> parameters) {
  if (!open_) {
    throw sql::Lost("there is no connection to PostgreSQL");
  }
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const auto& one : parameters) {
    values.push_back(one.kind == Parameter::Kind::null ? nullptr : one.value.c_str());
    lengths.push_back(static_cast<int>(one.value.size()));
    formats.push_back(one.kind == Parameter::Kind::number ? 0 : 1);
  }
  sent(PQsendQueryPrepared(pg_, name.c_str(), static_cast<int>(values.size()), values.data(), lengths.data(),
                           formats.data(), 0));
  ++outstanding_;
}

void Connection::send(const std::string& text) {
  if (!open_) {
    throw sql::Lost("there is no connection to PostgreSQL");
  }
  sent(PQsendQueryParams(pg_, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  ++outstanding_;
}

void Connection::send_sync() {
  if (!open_) {
    throw sql::Lost("there is no connection to PostgreSQL");
  }
  sent(PQpipelineSync(pg_));
  ++outstanding_;
}

void Connection::send_flush() {
  if (!open_) {
    throw sql::Lost("there is no connection to PostgreSQL");
  }
  sent(PQsendFlushRequest(pg_));
}

asio::awaitable<void> Connection::wait(bool to_write) {
  using namespace asio::experimental::awaitable_operators;
  try {
    if (to_write) {
      // The server may have to be read from before it reads on.
      co_await (socket_.async_wait(socket_.wait_read, asio::use_awaitable) ||
                socket_.async_wait(socket_.wait_write, asio::use_awaitable));
    } else {
      co_await socket_.async_wait(socket_.wait_read, asio::use_awaitable);
    }
  } catch (const boost::system::system_error&) {
    let_go();
    throw sql::Lost("PostgreSQL gave no answer in time; the connection was closed");
  }
}

asio::awaitable<Result> Connection::next() {
  if (!open_) {
    throw sql::Lost("there is no connection to PostgreSQL");
  }
  if (outstanding_ == 0) {
    throw std::logic_error("postgresql: nothing was asked");
  }
  for (;;) {
    for (;;) {
      const int unsent = PQflush(pg_);
      if (unsent < 0) {
        lose();
      }
      if (unsent == 0 && PQisBusy(pg_) == 0) {
        break;
      }
      co_await wait(unsent != 0);
      if (PQconsumeInput(pg_) == 0) {
        lose();
      }
    }
    Result result{PQgetResult(pg_)};
    if (result == nullptr) {
      if (PQstatus(pg_) == CONNECTION_BAD) {
        lose();
      }
      continue;  // the end of what the command before gave
    }
    if (PQstatus(pg_) == CONNECTION_BAD) {
      lose();
    }
    --outstanding_;
    co_return result;
  }
}

}  // namespace antrean::pg
