#include "web_push/push_service.hpp"

#include <algorithm>
#include <string>

#include "http/address.hpp"

namespace antrean::portal::web_push {
namespace {

constexpr std::uint16_t usual_port = 443;

/// Addresses that are nobody's in the internet (the registries of RFC 6890).
const http::Networks& not_public() {
  static const http::Networks networks = [] {
    http::Networks made;
    for (const char* network : {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
                                "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
                                "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
                                // Of IPv6 only 2000::/3 is given out; these parts of it lead elsewhere.
                                "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"}) {
      made.add(network);
    }
    return made;
  }();
  return networks;
}

}  // namespace

std::optional<std::string> service_of(std::string_view address, const http::Networks& own) {
  const bool plain =
      std::ranges::all_of(address, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; });
  if (address.size() > longest_address || !plain || !address.starts_with("https://") ||
      address.find('#') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto parsed = http::parse_address(address, http::Scheme::http);
  if (!parsed || !parsed->tls) {
    return std::nullopt;
  }
  boost::system::error_code error;
  const auto digits = boost::asio::ip::make_address(parsed->host, error);
  const bool is_own = !error && own.contains(http::unmapped(digits));
  // Without a dot it is a machine of our own network; a last part of digits is an address in other clothes.
  const auto last = parsed->host.substr(parsed->host.rfind('.') + 1);
  const bool named = error && parsed->host.find('.') != std::string::npos && !last.empty() &&
                     std::ranges::any_of(last, [](char c) { return c >= 'a' && c <= 'z'; }) && !last.starts_with("0x");
  if (!is_own && (!named || parsed->port != usual_port)) {
    return std::nullopt;
  }
  const auto usual = ":" + std::to_string(usual_port);
  const auto& authority = parsed->authority;
  return "https://" + (authority.ends_with(usual) ? authority.substr(0, authority.size() - usual.size()) : authority);
}

bool may_ask(const boost::asio::ip::address& machine, const http::Networks& own) {
  const auto address = http::unmapped(machine);
  if (own.contains(address)) {
    return true;
  }
  if (address.is_v6() && (address.to_v6().to_bytes()[0] & 0xE0u) != 0x20u) {
    return false;
  }
  return !not_public().contains(address);
}

}  // namespace antrean::portal::web_push
