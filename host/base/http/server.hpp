// HTTP serving for both services: plain HTTP/1.1 and WebSocket broadcasts behind a TLS proxy. Runs on the
// caller's io_context thread; every member is called there. Beast is named in http/*.cpp only.
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
  std::map<std::string, std::string> query;  ///< decoded; of a repeated key the last
  Headers headers;
  std::string body;
  std::string peer;                   ///< client address; the proxy's X-Forwarded-For only from a loopback peer
  std::vector<std::string> captures;  ///< of the route's {} segments, in order

  std::string_view header(std::string_view name) const;  ///< case-insensitive; "" when absent
  std::string_view cookie(std::string_view name) const;  ///< "" when absent
  /// Body as application/x-www-form-urlencoded; of a repeated key the last. Empty for another content type or
  /// a malformed body.
  std::map<std::string, std::string> form() const;
  /// The body is said to be application/json: in any case of letters, parameters like a charset aside.
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

/// "127.0.0.1:8090", "[::1]:8090": an address and its port as a URL has them.
std::string host_and_port(std::string_view address, std::uint16_t port);

std::string escape_html(std::string_view text);
std::string url_encode(std::string_view text);

/// What a handler throws is logged and answered with 500; the connection and the service go on.
using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

/// A value that is sent to every WebSocket client of a path: the newest at once on connect, then every newer
/// one. A slow client skips values in between and never holds anybody up. So that a client can tell a quiet
/// office from a lost line, there is traffic at least once a `Limits::ping_interval`: a ping, and for a
/// client that asked with `?beat` (scripts in pages don't see pings) a text message of `frame.beat` instead.
/// What clients say is ignored; more than 1 KiB at once, or nothing (not even pongs) for
/// `Limits::idle_timeout`, ends the connection.
class Broadcast {
 public:
  /// What belongs to the moment of sending and not to the value, which may have been published long before a
  /// client connects.
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
  std::size_t connections = 512;  ///< WebSocket clients included; further ones are closed at once
  std::chrono::milliseconds header_timeout{
      10'000};  ///< from accept, or the first byte of a later request, to a whole request (slow-loris)
  std::chrono::milliseconds idle_timeout{
      30'000};  ///< keep-alive without a request; a response nobody reads; a silent WebSocket client
  std::chrono::milliseconds ping_interval{1'000};  ///< of WebSocket clients; followers count a line as lost after 2.5 s
};

class Server {
 public:
  Server(boost::asio::io_context& io, Limits limits);
  ~Server();

  /// Pattern: "/ticket/{}/qr.png"; {} is one segment, not empty. A path that matches with another method
  /// gives 405, else 404. A GET route answers HEAD too.
  void route(std::string method, const std::string& pattern, Handler handler);
  void broadcast(std::string path, const Broadcast& values);
  /// Sent with every response (security headers), unless a response brings its own of that name.
  void always(Headers headers);
  /// The body for 400, 404, 405, 413, 431, 500 ... in the product's own look; default plain text. Of a
  /// request that could not be read only `peer` is set. A handler's own error responses are sent as they are.
  void error_page(std::function<Response(unsigned status, const Request&)> make);

  /// Binds and starts accepting. `port` 0 = any. Throws boost::system::system_error, whose what() names
  /// address and port and says what to do.
  void listen(const std::string& address, std::uint16_t port);
  std::uint16_t port() const;
  /// Stops accepting, closes idle connections and says goodbye to WebSocket clients (1001); requests under
  /// way are answered for at most `grace`. Then what is left is closed and its handlers are cancelled. Must
  /// be awaited before the io_context ends.
  boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::http
