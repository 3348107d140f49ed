// HTTP and WebSocket clients: an office calling its portal, a display or a test reading a feed. io_context thread only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/result.hpp>

#include "http/server.hpp"

namespace antrean::http {

struct Call {
  std::string method = "GET";
  std::string url;                              ///< http:// or https:// (system CAs, host name checked)
  Headers headers;
  std::string body;
  std::chrono::milliseconds deadline{10'000};   ///< for the whole exchange, resolving and connecting included
  std::size_t max_body = 256u << 10;            ///< a larger answer is an error, nothing is kept of it
};

/// One connection per call. An HTTP status of any kind is a value; an error means there was no whole answer.
boost::asio::awaitable<boost::system::result<Response>> call(Call what);

/// Follows a WebSocket feed for ever: connects, hands every text message to `on_message`, and reconnects with backoff and
/// jitter (200 ms doubling to 2 s). `on_lost` runs when the line was lost or has been silent (no message, no ping) for 2.5 s, once per loss.
/// Ends when its coroutine is cancelled.
boost::asio::awaitable<void> follow(std::string url, std::size_t max_message, std::function<void(std::string)> on_message,
                                    std::function<void()> on_lost);

}  // namespace antrean::http
