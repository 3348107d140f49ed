// The address of a server as settings write it: http://, https://, ws:// or wss://. The settings that check
// an address and the client that uses it share this parser.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace antrean::http {

/// The protocol. Each has a secure form: https, wss.
enum class Scheme { http, ws };

struct Address {
  bool tls = false;
  std::string host;        ///< as resolved and verified; an IPv6 address without brackets
  std::string authority;   ///< as the Host header has it: "[::1]:8090"
  std::uint16_t port = 0;  ///< the default is 80, or 443 with TLS
  std::string target;      ///< "/feed?beat"; "/" when the address has none
};

/// Nothing unless `url` is an absolute address of this scheme, with a host, without a user, and with a port
/// from 1 to 65535 if it has a port.
std::optional<Address> parse_address(std::string_view url, Scheme scheme);

/// Whether what is said to this address stays unread: over TLS, or on this machine (localhost, 127.0.0.0/8,
/// ::1). False for what is no address.
bool is_safe(std::string_view url, Scheme scheme);
/// What to write instead, in words.
std::string why_not_safe(std::string_view url);

/// Whether Server::listen takes it: an IPv4 or IPv6 address in digits.
bool can_listen_at(const std::string& address);

}  // namespace antrean::http
