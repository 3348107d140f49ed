// HTTP serving for both services: plain HTTP/1.1 and WebSocket broadcasts behind a TLS proxy. It runs on the
// caller's io_context thread; call every member there. Only http/*.cpp includes Beast.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "http/gate.hpp"
#include "http/local_socket.hpp"
#include "http/peers.hpp"
#include "http/site.hpp"

namespace antrean::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;                        ///< "GET", "POST", ...
  std::string path;                          ///< decoded, without the query; no control characters
  std::map<std::string, std::string> query;  ///< decoded; the last value of a repeated key
  Headers headers;
  std::string body;
  std::string peer;                   ///< address of who asks (peers.hpp): not a trusted proxy's, but whom it serves
  bool local = false;                 ///< a program on this machine asks, without a proxy between (peers.hpp)
  std::optional<Program> program{};   ///< who asks over a Unix socket; `peer` is then its text()
  bool https = false;                 ///< a trusted proxy was asked over TLS
  std::vector<std::string> captures;  ///< of the route's {} segments, in order

  std::string_view header(std::string_view name) const;  ///< case-insensitive; "" when absent
  std::string_view cookie(std::string_view name) const;  ///< "" when absent
  std::string asked(const std::string& name) const;      ///< a value of the query; "" when absent
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
  std::string person{};  ///< who is signed in, for the security log: 401, 403 and 429 of handlers are noted there

  static Response html(std::string body, unsigned status = 200);
  static Response json(std::string body, unsigned status = 200);
  static Response text(std::string body, unsigned status = 200);
  static Response bytes(std::string body, std::string content_type);
  static Response redirect(std::string location);                                             ///< 303
  static Response problem(unsigned status, std::string_view title, std::string_view detail);  ///< problem+json
};

/// The same, with "Cache-Control: no-store": for what is another thing a moment later.
Response not_stored(Response response);

/// "127.0.0.1:8090" or "[::1]:8090": an address and its port, as a URL writes them.
std::string host_and_port(std::string_view address, std::uint16_t port);

/// Whether an Accept-Encoding takes this coding (RFC 9110, 12.5.3): named, not with q=0. "*" does not count.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

std::string escape_html(std::string_view text);
std::string url_encode(std::string_view text);

/// An exception of a handler is logged and answered with 500. The connection and the service go on. Logs name
/// the route, never the path: paths may have tokens. 429 and 503 get "Retry-After: 1", unless the response
/// says another.
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
  std::size_t body_bytes = 64u << 10;  ///< of a route that says nothing else
  std::size_t header_bytes = 8u << 10;
  /// WebSocket clients included. For a server without a gate of others (gate.hpp).
  std::size_t connections = 512;
  /// From accept, or from the first byte of a later request, to a whole request (slow-loris).
  std::chrono::milliseconds header_timeout{10'000};
  /// For keep-alive without a request, for a response that nobody reads, and for a silent WebSocket
  /// client.
  std::chrono::milliseconds idle_timeout{30'000};
  /// To WebSocket clients; a follower counts a line as lost after 2.5 s.
  std::chrono::milliseconds ping_interval{1'000};
};

/// Whose server it is.
struct Site {
  std::vector<SiteName> names{};  ///< beside loopback's, site.hpp
  Networks trusted_proxies{};     ///< whose word about whom they serve is believed, peers.hpp
  friend bool operator==(const Site&, const Site&) = default;
};

/// At loopback everybody is on this machine; at another address only trusted proxies may connect, so there
/// must be one.
bool may_listen_at(const std::string& address, const Site& site);
/// In words, with the remedy.
std::string why_not_to_listen_at(const std::string& address);

class Server {
 public:
  /// `gate`: what all listeners of a program share (shares.hpp, security_log.hpp); null: one of its own.
  /// Whoever has his share is closed without a word at the socket, and told 429 or 503 later.
  /// Requests for another site and those that pages of another site sent are refused and logged (site.hpp).
  Server(boost::asio::io_context& io, Limits limits, Site site = {}, std::shared_ptr<Gate> gate = nullptr);
  /// Everything of it runs through `executor`, also handlers; it must be of one thread.
  Server(const boost::asio::any_io_executor& executor, Limits limits, Site site = {},
         std::shared_ptr<Gate> gate = nullptr);
  ~Server();

  /// A pattern is like "/ticket/{}/qr.png"; {} is one segment that is not empty. A path that matches only
  /// with another method gives 405, no match gives 404. A GET route also answers HEAD.
  /// A body may have `most_body` bytes; without it, as many as the limits say, and none for GET.
  void route(std::string method, const std::string& pattern, Handler handler,
             std::optional<std::size_t> most_body = std::nullopt);
  void broadcast(std::string path, const Broadcast& values);
  /// What it answers to: "GET /ticket/{}", "WebSocket /feed".
  std::vector<std::string> routes() const;
  /// How often it answered a route ("GET /ticket/{}"; "-" for none, or before that was known) with a status.
  const std::map<std::pair<std::string, unsigned>, std::uint64_t>& answered() const;
  /// Sent with every response (security headers), unless a response brings its own of that name.
  void always(Headers headers);
  /// The body for 400, 403, 404, 405, 413, 421, 431, 500 ... in the product's own look; default plain text.
  /// Of a request that could not be read only `peer` is set. `why` is for who asked, in English; "" where the
  /// status says it all. A handler's own error responses are sent as they are.
  void error_page(std::function<Response(unsigned status, const Request&, std::string_view why)> make);

  /// Binds and starts accepting. `port` 0 = any. At an address that is not this machine's own, connections
  /// of others than this machine and the trusted proxies are closed and logged. Throws std::invalid_argument
  /// when that would be everybody (may_listen_at), and boost::system::system_error; what() names address and
  /// port and says what to do.
  void listen(const std::string& address, std::uint16_t port);
  /// Accepts programs of this machine at a Unix socket. No Host is asked for there, and what a browser sent
  /// or a proxy passed on is refused: neither belongs there. Once.
  void listen(LocalSocket socket);
  std::uint16_t port() const;  ///< of the address
  /// Stops accepting, closes idle connections and ends WebSocket clients with 1001. Requests that are in
  /// progress are answered for at most `grace`. Then the other connections are closed and their handlers are
  /// cancelled. The caller must await it before the io_context ends.
  boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::http
