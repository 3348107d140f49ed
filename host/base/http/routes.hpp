// Request targets and route patterns, without sockets. Used by http/*.cpp only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.hpp"

namespace antrean::http {

/// The target of a request line, decoded.
struct Target {
  std::string path;
  std::vector<std::string> segments;  ///< decoded one by one: an encoded '/' stays inside its segment
  std::map<std::string, std::string> query;
  std::optional<std::string> authority;  ///< of the absolute form: "host:port", not decoded
};

/// Origin form ("/path?query") or absolute form ("http://host/path", which a server must accept). Nothing for
/// anything else: bad escapes, control characters, "*", "host:port".
std::optional<Target> parse_target(std::string_view target);

/// Pairs of a query or form body; nothing when malformed.
std::optional<std::map<std::string, std::string>> parse_pairs(std::string_view text);

class Routes {
 public:
  /// Throws std::invalid_argument for a pattern without a leading '/', and for a pattern that is already
  /// there.
  void add(std::string method, std::string_view pattern, Handler handler, std::size_t most_body = 0);

  struct Match {
    /// null: no such path; or no such method there, if `allow` is not empty
    const Handler* handler = nullptr;
    std::size_t most_body = 0;
    std::vector<std::string> captures;
    std::string route = "-";  ///< "GET /ticket/{}"; "-" for none
    std::string allow;        ///< "GET, HEAD, POST"
  };
  Match find(std::string_view method, const Target& target) const;
  std::vector<std::string> all() const;  ///< "GET /ticket/{}"

 private:
  struct Route {
    std::string method;
    std::vector<std::string> pattern;
    std::string text;  ///< "GET /ticket/{}"
    Handler handler;
    std::size_t most_body = 0;
  };
  std::vector<Route> routes_;
};

}  // namespace antrean::http
