// Request targets and route patterns, apart from any socket. Used by http/*.cpp only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include "http/server.hpp"

namespace antrean::http {

/// What a request line asks for, decoded.
struct Target {
  std::string path;
  std::vector<std::string> segments;  ///< decoded one by one: an encoded '/' stays inside its segment
  std::map<std::string, std::string> query;
};

/// Origin form ("/path?query") or absolute form ("http://host/path", which a server must take). Nothing for
/// anything else: bad escapes, control characters, "*", "host:port".
std::optional<Target> parse_target(std::string_view target);

/// Pairs of a query or form body; nothing when malformed.
std::optional<std::map<std::string, std::string>> parse_pairs(std::string_view text);

/// Who really asks: the socket's peer, or when that is a proxy on this machine, whom the proxy says it
/// serves. A proxy appends the address it saw to X-Forwarded-For, so only the last one is its own word; what
/// stands before it is the client's.
std::string real_peer(const boost::asio::ip::address& socket_peer, std::string_view forwarded_for);

class Routes {
 public:
  /// Throws std::invalid_argument for a pattern without a leading '/', and for one that is there already.
  void add(std::string method, std::string_view pattern, Handler handler);

  struct Match {
    const Handler* handler = nullptr;  ///< null: no such path, or (when `allow` is not empty) not with this method
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
