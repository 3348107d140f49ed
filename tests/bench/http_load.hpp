// Many people at once at one HTTP server on this machine: keep-alive connections, one request under way on
// each. One thread with epoll, so that the client takes as little of the machine as it can.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace antrean::bench {

struct HttpAnswer {
  unsigned status = 0;
  std::string_view head;  ///< the lines of the header
  std::string_view body;
  double ms = 0;  ///< from the request's first byte to the answer's last
};

/// Whoever uses one connection.
class Visitor {
 public:
  virtual ~Visitor() = default;
  /// The next request, whole; valid until the next call. Empty: no more.
  virtual std::string_view next() = 0;
  /// False between the requests that belong together: the load does not end there.
  virtual bool at_rest() const { return true; }
  virtual void answered(const HttpAnswer& answer) = 0;
};

/// A request that is always the same, and its times.
class Reader : public Visitor {
 public:
  explicit Reader(std::string request) : request_(std::move(request)) {}
  std::string_view next() override { return request_; }
  void answered(const HttpAnswer& answer) override;
  std::vector<double> ms;

 private:
  std::string request_;
};

std::string get_request(std::uint16_t port, const std::string& target, const std::string& more_headers = "");
std::string post_request(std::uint16_t port, const std::string& target, const std::string& body,
                         const std::string& more_headers = "");

/// A header's value; "" when absent. `name` as the server writes it.
std::string_view header_of(std::string_view head, std::string_view name);

/// Runs until `length` is over, or until nobody has more. The seconds that it took. Throws std::runtime_error
/// when the server closes a connection or answers nothing for ten seconds, and what a visitor throws.
double run_load(std::uint16_t port, const std::vector<Visitor*>& visitors, std::chrono::nanoseconds length);

/// They come one after another over `length`, each on a connection of its own, which ends when they have no
/// more. Gives the seconds until the last has gone. Throws as run_load.
double run_rush(std::uint16_t port, const std::vector<Visitor*>& visitors, std::chrono::nanoseconds length);

/// The same request on so many connections; requests a second. Throws std::runtime_error for another status
/// than 200.
double requests_per_second(std::uint16_t port, const std::string& request, unsigned connections,
                           std::chrono::nanoseconds length);

/// A socket of this machine's `port`, connected; waits up to ten seconds for somebody to listen.
int connect_to(std::uint16_t port);

}  // namespace antrean::bench
