// HTTP serving for both services: plain HTTP/1.1 and WebSocket broadcasts behind a TLS proxy. It runs on the
// caller's io_context thread; call every member there. Only http/*.cpp includes Beast.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace antrean::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;                        ///< "GET", "POST", ...
  std::string path;                          ///< decoded, without the query; no control characters
  std::map<std::string, std::string> query;  ///< decoded; the last value of a repeated key
  Headers headers;
  std::string body;
  std::string peer;                   ///< client address; the proxy's X-Forwarded-For only from a loopback peer
  std::vector<std::string> captures;  ///< of the route's {} segments, in order

  std::string_view header(std::string_view name) const;  ///< case-insensitive; "" when absent
  std::string_view cookie(std::string_view name) const;  ///< "" when absent
  /// The body as application/x-www-form-urlencoded; the last value of a repeated key. Empty for another
  /// content type or a malformed body.
  std::map<std::string, std::string> form() const;
  /// True when the content type is application/json, in upper or lower case, with or without parameters like
  /// a charset.
  bool is_json() const;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  Headers headers;

  static Response html(std::string body, unsigned status = 200);
  static Response json(std::string body, unsigned status = 200);
  static Response text(std::string body, unsigned status = 200);
  static Response bytes(std::string body, std::string content_type);
  static Response redirect(std::string location);                                             ///< 303
  static Response problem(unsigned status, std::string_view title, std::string_view detail);  ///< problem+json
};

/// "127.0.0.1:8090" or "[::1]:8090": an address and its port, as a URL writes them.
std::string host_and_port(std::string_view address, std::uint16_t port);

std::string escape_html(std::string_view text);
std::string url_encode(std::string_view text);

/// An exception of a handler is logged and answered with 500. The connection and the service go on.
using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

/// A value that is sent to every WebSocket client of a path. A client gets the newest value when it connects,
/// and then every newer one. A slow client skips values and never delays the others. There is traffic at
/// least once per `Limits::ping_interval`, so a client can tell a quiet office from a lost line. The traffic
/// is a ping. Scripts in pages cannot see pings, so a client that asked with `?beat` gets a text message of
/// `frame.beat` instead. Messages from clients are ignored. The connection ends when a client sends more than
/// 1 KiB at once, or nothing (also no pong) for `Limits::idle_timeout`.
class Broadcast {
 public:
  /// The parts of a message that depend on the moment of sending. The value may have been published long
  /// before a client connects.
  struct Frame {
    std::function<std::string()> before;  ///< sent in front of a value, in the same message; null: nothing
    std::function<std::string()> beat;    ///< null: an empty message
  };
  Broadcast() : Broadcast(Frame{}) {}
  explicit Broadcast(Frame frame);
  ~Broadcast();
  void publish(std::string text);
  std::size_t clients() const;
  struct State;
  std::shared_ptr<State> state() const { return state_; }

 private:
  std::shared_ptr<State> state_;
};

struct Limits {
  std::size_t body_bytes = 64u << 10;
  std::size_t header_bytes = 8u << 10;
  std::size_t connections = 512;  ///< WebSocket clients included; a connection beyond this is closed at once
  /// From accept, or from the first byte of a later request, to a whole request (slow-loris).
  std::chrono::milliseconds header_timeout{10'000};
  /// For keep-alive without a request, for a response that nobody reads, and for a silent WebSocket
  /// client.
  std::chrono::milliseconds idle_timeout{30'000};
  /// To WebSocket clients; a follower counts a line as lost after 2.5 s.
  std::chrono::milliseconds ping_interval{1'000};
};

class Server {
 public:
  Server(boost::asio::io_context& io, Limits limits);
  ~Server();

  /// A pattern is like "/ticket/{}/qr.png"; {} is one segment that is not empty. A path that matches only
  /// with another method gives 405, no match gives 404. A GET route also answers HEAD.
  void route(std::string method, const std::string& pattern, Handler handler);
  void broadcast(std::string path, const Broadcast& values);
  /// Headers for every response (security headers). If a response has a header of the same name, that one is
  /// sent.
  void always(Headers headers);
  /// Makes the response for 400, 404, 405, 413, 431, 500 ... in the look of the product. The default is plain
  /// text. If the request could not be read, only `peer` is set. Error responses of a handler are sent as
  /// they are.
  void error_page(std::function<Response(unsigned status, const Request&)> make);

  /// Binds and starts accepting. `port` 0 means any port. Throws boost::system::system_error; its what()
  /// names address and port and says what to do.
  void listen(const std::string& address, std::uint16_t port);
  std::uint16_t port() const;
  /// Stops accepting, closes idle connections and ends WebSocket clients with 1001. Requests that are in
  /// progress are answered for at most `grace`. Then the other connections are closed and their handlers are
  /// cancelled. The caller must await it before the io_context ends.
  boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::http
