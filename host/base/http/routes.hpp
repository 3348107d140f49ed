// Request targets and route patterns, without sockets. Used by http/*.cpp only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include "http/server.hpp"

namespace antrean::http {

/// The target of a request line, decoded.
struct Target {
  std::string path;
  std::vector<std::string> segments;  ///< decoded one by one: an encoded '/' stays inside its segment
  std::map<std::string, std::string> query;
};

/// Origin form ("/path?query") or absolute form ("http://host/path", which a server must accept). Nothing for
/// anything else: bad escapes, control characters, "*", "host:port".
std::optional<Target> parse_target(std::string_view target);

/// Pairs of a query or form body; nothing when malformed.
std::optional<std::map<std::string, std::string>> parse_pairs(std::string_view text);

/// The address of the client: the socket's peer, or the address that a proxy on this machine gives. A proxy
/// appends the address that it saw to X-Forwarded-For. So only the last address comes from the proxy; the
/// addresses before it come from the client.
std::string real_peer(const boost::asio::ip::address& socket_peer, std::string_view forwarded_for);

class Routes {
 public:
  /// Throws std::invalid_argument for a pattern without a leading '/', and for a pattern that is already
  /// there.
  void add(std::string method, std::string_view pattern, Handler handler);

  struct Match {
    /// null: no such path; or no such method there, if `allow` is not empty
    const Handler* handler = nullptr;
    std::vector<std::string> captures;
    std::string allow;  ///< "GET, HEAD, POST"
  };
  Match find(std::string_view method, const Target& target) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> pattern;
    Handler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace antrean::http
