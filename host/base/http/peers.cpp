#include "http/peers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace antrean::http {

namespace ip = boost::asio::ip;

namespace {

using Bytes = std::array<unsigned char, 16>;

Bytes bytes_of(const ip::address& address) {
  Bytes bytes{};
  if (address.is_v4()) {
    const auto v4 = address.to_v4().to_bytes();
    std::copy(v4.begin(), v4.end(), bytes.begin());
  } else {
    const auto v6 = address.to_v6().to_bytes();
    std::copy(v6.begin(), v6.end(), bytes.begin());
  }
  return bytes;
}

/// The address with every bit behind the first `length` cleared.
Bytes start_of(const ip::address& address, unsigned length) {
  Bytes bytes = bytes_of(address);
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned kept = std::min(length - std::min(length, 8 * i), 8u);
    bytes[i] = static_cast<unsigned char>(bytes[i] & (0xff00u >> kept));
  }
  return bytes;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<ip::address> parse_ip(std::string_view text) {
  boost::system::error_code error;
  const auto address = ip::make_address(std::string(text), error);
  return error ? std::nullopt : std::optional(unmapped(address));
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// "198.51.100.7", "198.51.100.7:5123", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443".
std::optional<ip::address> parse_hop(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const auto rest = text.substr(end + 1);
    if (!rest.empty() && !(rest.front() == ':' && all_digits(rest.substr(1)))) {
      return std::nullopt;
    }
    return parse_ip(text.substr(1, end - 1));
  }
  if (std::count(text.begin(), text.end(), ':') == 1) {
    const auto colon = text.find(':');
    return all_digits(text.substr(colon + 1)) ? parse_ip(text.substr(0, colon)) : std::nullopt;
  }
  return parse_ip(text);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    quoted = quoted != (text[i] == '"');
    if (text[i] == at && !quoted) {
      parts.push_back(text.substr(start, i - start));
      start = i + 1;
    }
  }
  parts.push_back(text.substr(start));
  return parts;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// The value of `name` in one element of a Forwarded header; "" when it has none.
std::string_view value_in(std::string_view element, std::string_view name) {
  for (const auto pair : split(element, ';')) {
    const auto equals = std::min(pair.find('='), pair.size());
    if (!same_word(trimmed(pair.substr(0, equals)), name)) {
      continue;
    }
    auto value = trimmed(pair.substr(std::min(equals + 1, pair.size())));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    return value;
  }
  return {};
}

struct Hop {
  std::string_view address;
  std::string_view scheme;
};

std::vector<Hop> hops_of(const Forwarded& forwarded) {
  std::vector<Hop> hops;
  if (forwarded.addresses) {
    for (const auto part : split(*forwarded.addresses, ',')) {
      hops.push_back({part, {}});
    }
  } else if (forwarded.forwarded) {
    for (const auto part : split(*forwarded.forwarded, ',')) {
      hops.push_back({value_in(part, "for"), value_in(part, "proto")});
    }
  }
  return hops;
}

}  // namespace

ip::address unmapped(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

bool Networks::add(std::string_view text) {
  const auto slash = std::min(text.find('/'), text.size());
  const auto first = parse_ip(text.substr(0, slash));
  if (!first) {
    return false;
  }
  const unsigned longest = first->is_v4() ? 32 : 128;
  unsigned length = longest;
  if (slash != text.size()) {
    const auto digits = text.substr(slash + 1);
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc() || stop != digits.data() + digits.size() || length == 0 || length > longest) {
      return false;
    }
  }
  if (start_of(*first, length) != bytes_of(*first)) {
    return false;
  }
  networks_.push_back({*first, length});
  return true;
}

bool Networks::contains(const ip::address& address) const {
  const auto asked = unmapped(address);
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    return network.first.is_v4() == asked.is_v4() && start_of(asked, network.length) == bytes_of(network.first);
  });
}

Peer peer_of(const ip::address& socket_peer, const Forwarded& forwarded, const Networks& trusted_proxies) {
  Peer peer{.address = unmapped(socket_peer), .local = false, .https = false};
  peer.local = peer.address.is_loopback() && !forwarded.any();
  if (!trusted_proxies.contains(peer.address)) {
    return peer;
  }
  if (forwarded.scheme) {
    peer.https = same_word(trimmed(split(*forwarded.scheme, ',').back()), "https");
  }
  const auto hops = hops_of(forwarded);
  for (auto hop = hops.rbegin(); hop != hops.rend() && trusted_proxies.contains(peer.address); ++hop) {
    if (!forwarded.scheme && hop == hops.rbegin()) {
      peer.https = same_word(hop->scheme, "https");
    }
    const auto address = parse_hop(hop->address);
    if (!address) {
      break;
    }
    peer.address = *address;
  }
  return peer;
}

bool may_connect(const ip::address& peer, const Networks& trusted_proxies) {
  return unmapped(peer).is_loopback() || trusted_proxies.contains(peer);
}

std::string asker_of(const ip::address& address) {
  const auto plain = unmapped(address);
  if (plain.is_v4()) {
    const bool other_loopback = plain.is_loopback() && plain != ip::address_v4::loopback();
    return other_loopback ? "127.0.0.0/8" : plain.to_string();
  }
  auto bytes = plain.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  return plain.is_loopback() ? plain.to_string() : ip::address_v6(bytes).to_string() + "/64";
}

std::string asker_of(const std::string& address) {
  const auto parsed = parse_ip(address);
  return parsed ? asker_of(*parsed) : address;
}

}  // namespace antrean::http
