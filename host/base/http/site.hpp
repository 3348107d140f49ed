// Whose server this is: the names it answers to and the pages that may change something here. One place for
// both programs. Pure: a request in, nothing or a refusal out.
//
// A page of a stranger whose name leads to 127.0.0.1 ("name rebinding") sends its own name as Host, and a
// page of another site sends its own address as Origin; browsers let no script change either. So:
//   Host     must be one of ours: a loopback name (127.0.0.1, [::1], localhost) with the port that was
//            connected to, the address that was connected to with that port, or one of `names`. So must the
//            authority of an absolute target ("GET http://host/ HTTP/1.1"). None at all: 400; another: 421.
//   Origin   when it is sent with a changing method or with a WebSocket, is compared whole (scheme, host and
//            port) with the addresses people reach us by; "null" is nobody's. Another: 403.
//   Sec-Fetch-Site   "cross-site" or "same-site" with a changing method or a WebSocket: 403.
// A tool that is no browser sends neither of the last two.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

namespace antrean::http {

/// An address that people reach the server by, through the proxy in front.
struct SiteName {
  bool tls = true;
  std::string host;  ///< in lower case; an IPv6 address without brackets
  std::uint16_t port = 443;

  std::string origin() const;  ///< "https://antrean.example", as browsers write it: without the usual port
  friend bool operator==(const SiteName&, const SiteName&) = default;
};

/// "antrean.example", "antrean.example:8443", "https://antrean.example": reached over https, for TLS is in
/// front of everything that is not on this machine. "http://localhost:9000" (a tunnel that ends here) for
/// loopback names only. Nothing for anything else.
std::optional<SiteName> parse_site_name(std::string_view text);

/// What a request says about whom it is meant for and who sent it.
struct Sent {
  std::string method;
  bool websocket = false;
  std::optional<std::string> host{};           ///< the Host header
  std::optional<std::string> target_host{};    ///< the authority of an absolute target
  std::optional<std::string> origin{};         ///< the Origin header
  std::string fetch_site{};                    ///< the Sec-Fetch-Site header; "" when absent
  boost::asio::ip::tcp::endpoint connected{};  ///< the socket's end on this side
};

struct Refusal {
  unsigned status = 400;
  std::string reason;  ///< one word for logs and figures: "host", "origin", "fetch_site"
  std::string text;    ///< for who asked: what, and what to do
  std::string detail;  ///< for the log: both values
};

/// GET, HEAD, OPTIONS and TRACE change nothing.
bool is_changing(std::string_view method);

/// Why this request is not answered; nothing when it is meant for us and no page of another site sent it.
std::optional<Refusal> refusal_of(const Sent& sent, const std::vector<SiteName>& names);

}  // namespace antrean::http
