// Real sockets on 127.0.0.1 in one io_context: a bounded way to wait for things, and a client that sends
// exactly the bytes it gets.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <spdlog/spdlog.h>

namespace antrean::http::test {

namespace asio = boost::asio;
using asio::ip::tcp;
inline constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);

/// spdlog makes its registry at first use. It must exist before the first test, or the leak detector counts
/// it. Expected log messages are suppressed.
inline const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

/// Runs the context until `done()`. Throws after 30 s. This only limits a test that hangs; it measures
/// nothing.
inline void run_until(asio::io_context& io, const std::function<bool()>& done) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  io.restart();
  while (!done()) {
    if (std::chrono::steady_clock::now() > until) {
      throw std::runtime_error("what the test waits for did not happen");
    }
    io.run_one_for(std::chrono::milliseconds(20));
    if (io.stopped()) {
      io.restart();
    }
  }
}

/// Runs the context until the coroutine has ended. Returns its value or throws its exception.
template <class T>
T wait_for(asio::io_context& io, asio::awaitable<T> work) {
  std::optional<T> value;
  std::exception_ptr error;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr e, T result) {
    error = e;
    value.emplace(std::move(result));
  });
  run_until(io, [&] { return value.has_value(); });
  if (error) {
    std::rethrow_exception(error);
  }
  return std::move(*value);
}

inline void wait_for(asio::io_context& io, asio::awaitable<void> work) {
  bool done = false;
  std::exception_ptr error;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr e) {
    error = e;
    done = true;
  });
  run_until(io, [&] { return done; });
  if (error) {
    std::rethrow_exception(error);
  }
}

/// A client that may break the protocol: it sends any bytes and reads only when it is told to.
class RawClient {
 public:
  /// `from`: the address of this machine that it comes from.
  RawClient(asio::io_context& io, std::uint16_t port, const char* from = "127.0.0.1") : io_(io), socket_(io) {
    socket_.open(tcp::v4());
    socket_.bind(tcp::endpoint(asio::ip::make_address(from), 0));
    socket_.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port));
  }

  void say(std::string bytes) {
    wait_for(io_, [](tcp::socket& socket, std::string text) -> asio::awaitable<void> {
      static_cast<void>(co_await asio::async_write(socket, asio::buffer(text), tuple_awaitable));
    }(socket_, std::move(bytes)));
  }
  void end() { socket_.shutdown(tcp::socket::shutdown_send); }

  /// Everything until the server closes the connection.
  std::string rest() {
    return wait_for(io_, [](tcp::socket& socket, std::string got) -> asio::awaitable<std::string> {
      static_cast<void>(co_await asio::async_read(socket, asio::dynamic_buffer(got), tuple_awaitable));
      co_return got;
    }(socket_, std::move(got_)));
  }
  /// The text received so far, once it contains `text`.
  const std::string& until(const std::string& text) {
    wait_for(io_, [](tcp::socket& socket, std::string& got, std::string want) -> asio::awaitable<void> {
      while (got.find(want) == std::string::npos) {
        char piece[4096];
        const auto [error, size] = co_await socket.async_read_some(asio::buffer(piece), tuple_awaitable);
        if (error) {
          throw std::runtime_error("closed before '" + want + "' came, after: " + got);
        }
        got.append(piece, size);
      }
    }(socket_, got_, text));
    return got_;
  }
  /// Exactly this many bytes.
  std::string take(std::size_t bytes) {
    wait_for(io_, [](tcp::socket& socket, std::string& got, std::size_t want) -> asio::awaitable<void> {
      if (got.size() < want) {
        co_await asio::async_read(socket, asio::dynamic_buffer(got), asio::transfer_exactly(want - got.size()),
                                  asio::use_awaitable);
      }
    }(socket_, got_, bytes));
    std::string result = got_.substr(0, bytes);
    got_.erase(0, bytes);
    return result;
  }
  void forget() { got_.clear(); }
  tcp::socket& socket() { return socket_; }

 private:
  asio::io_context& io_;
  tcp::socket socket_;
  std::string got_;
};

}  // namespace antrean::http::test
