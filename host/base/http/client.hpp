// HTTP and WebSocket clients. An office calls its portal with them; a display or a test reads a feed. Call
// them on the io_context thread only.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/result.hpp>

#include "http/server.hpp"
#include "http/trust.hpp"

namespace antrean::http {

struct ClientRequest {
  std::string method = "GET";
  std::string url;  ///< http:// or https://
  /// The Unix socket to ask at; the URL then only says host and path. Empty: over TCP.
  std::filesystem::path socket{};
  Headers headers;
  std::string body;
  std::chrono::milliseconds deadline{10'000};  ///< for the whole exchange, resolving and connecting included
  std::size_t max_body = 256u << 10;           ///< a larger answer is an error, nothing is kept of it
  Trust trust{};                               ///< over https://
};

/// Makes one connection per call. A redirect is an answer like any other. Any HTTP status is a value. An
/// error means that there was no whole answer: boost::asio::error::timed_out, errc::message_size (the answer
/// is too large), errc::invalid_argument (the URL is not valid), or the error of the resolver, the socket,
/// TLS or the HTTP parser. Throws only when its coroutine is cancelled.
boost::asio::awaitable<boost::system::result<Response>> fetch(ClientRequest what);

struct FollowTiming {
  /// After this time without a message or a ping the line is lost.
  std::chrono::milliseconds silence{2'500};
  std::chrono::milliseconds first_retry{200};   ///< the wait before a new attempt; it doubles ...
  std::chrono::milliseconds last_retry{2'000};  ///< ... up to this, each shortened by up to half at random
};

/// Follows a WebSocket feed (ws://, or wss:// with `trust`) for ever: connects, hands every text
/// message to `on_message` (empty ones, the server's beats, only count as traffic), and reconnects with
/// backoff and jitter. A message over `max_message` loses the line. `on_lost` runs once per loss, also when
/// the first attempt to connect fails. Throws std::invalid_argument for a URL that is none; returns when its
/// coroutine is cancelled, also by what it calls.
boost::asio::awaitable<void> follow(std::string url, std::size_t max_message,
                                    std::function<void(std::string)> on_message, std::function<void()> on_lost,
                                    FollowTiming timing = FollowTiming(), Trust trust = Trust());

}  // namespace antrean::http
