#include "http/site.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <boost/asio/ip/address.hpp>

namespace antrean::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_shown = 100;

/// "antrean.example:8090" in its parts.
struct HostAndPort {
  std::string host;  ///< in lower case; an IPv6 address in its shortest form, without brackets
  std::optional<std::uint16_t> port;
};

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

bool is_name_character(unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_'; }

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  std::uint16_t port = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, port);
  return error == std::errc() && stop == end && port != 0 ? std::optional(port) : std::nullopt;
}

std::optional<HostAndPort> parse_host(std::string_view text) {
  HostAndPort result;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    boost::system::error_code error;
    const auto address = asio::ip::make_address_v6(std::string(text.substr(1, end - 1)), error);
    if (error || address.scope_id() != 0) {
      return std::nullopt;
    }
    result.host = address.to_string();
    rest = text.substr(end + 1);
  } else {
    const auto end = std::min(text.find(':'), text.size());
    result.host = lower(text.substr(0, end));
    if (result.host.empty() || !std::all_of(result.host.begin(), result.host.end(), is_name_character)) {
      return std::nullopt;
    }
    rest = text.substr(end);
  }
  if (rest.empty()) {
    return result;
  }
  result.port = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
  return result.port ? std::optional(result) : std::nullopt;
}

bool is_loopback_name(const std::string& host) { return host == "127.0.0.1" || host == "::1" || host == "localhost"; }

std::string plain_text(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

/// What a stranger wrote, for a log and for an answer in plain text.
std::string shown(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, longest_shown)) {
    result += c >= 0x20 && c < 0x7f ? c : '?';
  }
  return result + (text.size() > longest_shown ? "..." : "");
}

std::string in_brackets(const std::string& host) {
  return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

bool is_our_host(std::string_view text, const Sent& sent, const std::vector<SiteName>& names) {
  const auto host = parse_host(text);
  if (!host) {
    return false;
  }
  // An address in digits is what was typed: no name leads elsewhere from it.
  if (is_loopback_name(host->host) || host->host == plain_text(sent.connected.address())) {
    if (host->port.value_or(80) == sent.connected.port()) {
      return true;
    }
  }
  // A proxy may leave the port out of the name it hands on.
  return std::any_of(names.begin(), names.end(), [&](const SiteName& name) {
    return name.host == host->host && host->port.value_or(name.port) == name.port;
  });
}

bool is_our_origin(std::string_view text, const Sent& sent, const std::vector<SiteName>& names) {
  const std::string origin = lower(text);
  const auto is = [&](const SiteName& name) { return name.origin() == origin; };
  for (const char* host : {"127.0.0.1", "::1", "localhost"}) {
    if (is({.tls = false, .host = host, .port = sent.connected.port()})) {
      return true;
    }
  }
  return std::any_of(names.begin(), names.end(), is);
}

std::string ours(const Sent& sent, const std::vector<SiteName>& names) {
  std::string text = "http://127.0.0.1:" + std::to_string(sent.connected.port());
  for (const auto& name : names) {
    text += ", " + name.origin();
  }
  return text;
}

Refusal wrong_host(std::string_view host, const Sent& sent, const std::vector<SiteName>& names) {
  return {.status = 421,
          .reason = "host",
          .text = "this server does not answer to the name '" + shown(host) +
                  "'; if that is a name of it, write it into 'names' in its settings",
          .detail = "Host '" + shown(host) + "', ours: " + ours(sent, names)};
}

}  // namespace

std::string SiteName::origin() const {
  const bool usual = port == (tls ? 443 : 80);
  return (tls ? "https://" : "http://") + in_brackets(host) + (usual ? "" : ':' + std::to_string(port));
}

std::optional<SiteName> parse_site_name(std::string_view text) {
  SiteName name;
  constexpr std::string_view https = "https://";
  constexpr std::string_view http = "http://";
  if (text.starts_with(https)) {
    text.remove_prefix(https.size());
  } else if (text.starts_with(http)) {
    text.remove_prefix(http.size());
    name.tls = false;
  }
  const auto host = parse_host(text);
  if (!host || (!name.tls && !is_loopback_name(host->host))) {
    return std::nullopt;
  }
  name.host = host->host;
  name.port = host->port.value_or(name.tls ? 443 : 80);
  return name;
}

bool is_changing(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS" && method != "TRACE";
}

std::optional<Refusal> refusal_of(const Sent& sent, const std::vector<SiteName>& names) {
  if (sent.host.value_or("").empty()) {
    return Refusal{.status = 400,
                   .reason = "host",
                   .text = "the request does not say whom it is meant for; send a Host header",
                   .detail = "no Host"};
  }
  if (!is_our_host(*sent.host, sent, names)) {
    return wrong_host(*sent.host, sent, names);
  }
  if (sent.target_host && !is_our_host(*sent.target_host, sent, names)) {
    return wrong_host(*sent.target_host, sent, names);
  }
  if (!sent.websocket && !is_changing(sent.method)) {
    return std::nullopt;
  }
  if (sent.fetch_site == "cross-site" || sent.fetch_site == "same-site") {
    return Refusal{.status = 403,
                   .reason = "fetch_site",
                   .text = "a page of another site sent this; open the page here and press again",
                   .detail = "Sec-Fetch-Site '" + sent.fetch_site + "', Host '" + shown(*sent.host) + "'"};
  }
  if (sent.origin && !is_our_origin(*sent.origin, sent, names)) {
    return Refusal{
        .status = 403,
        .reason = "origin",
        .text = "a page of '" + shown(*sent.origin) + "' sent this, and that is no address of this server" +
                "; if it is one, write it into 'names' in the settings",
        .detail = "Origin '" + shown(*sent.origin) + "', Host '" + shown(*sent.host) + "', ours: " + ours(sent, names)};
  }
  return std::nullopt;
}

}  // namespace antrean::http
