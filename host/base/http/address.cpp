#include "http/address.hpp"

#include <charconv>

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace antrean::http {

std::optional<Address> parse_address(std::string_view url, Scheme scheme) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || parsed->has_userinfo() || parsed->host().empty()) {
    return std::nullopt;
  }
  Address result;
  const std::string written = parsed->scheme();
  const bool plain = written == (scheme == Scheme::http ? "http" : "ws");
  result.tls = written == (scheme == Scheme::http ? "https" : "wss");
  if (!plain && !result.tls) {
    return std::nullopt;
  }
  result.host = parsed->host_type() == boost::urls::host_type::ipv6 ? std::string(parsed->encoded_host_address())
                                                                    : std::string(parsed->host());
  result.authority = std::string(parsed->encoded_host_and_port());
  result.port = result.tls ? 443 : 80;
  if (const auto port = parsed->port(); !port.empty()) {  // port_number() gives some number for an overflow
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), result.port);
    if (error != std::errc() || end != port.data() + port.size() || result.port == 0) {
      return std::nullopt;
    }
  }
  result.target = std::string(parsed->encoded_target());
  // Boost.URL 1.81 reads "host:8o90" as port 8 and a path "o90".
  if (!result.target.empty() && result.target.front() != '/' && result.target.front() != '?') {
    return std::nullopt;
  }
  if (!result.target.starts_with('/')) {
    result.target.insert(0, "/");
  }
  return result;
}

bool is_safe(std::string_view url, Scheme scheme) {
  const auto address = parse_address(url, scheme);
  if (!address || address->tls) {
    return address.has_value();
  }
  boost::system::error_code is_name;
  const auto literal = boost::asio::ip::make_address(address->host, is_name);
  return is_name ? address->host == "localhost" : literal.is_loopback();
}

std::string why_not_safe(std::string_view url) {
  const auto end = url.find("://");
  const std::string scheme(url.substr(0, end));
  return "'" + std::string(url) + "' would be spoken to in the clear; write " + scheme +
         "s://, with ca_file where the " + "office has a CA of its own (" + scheme +
         ":// is for this machine alone; config/proxy has examples)";
}

bool can_listen_at(const std::string& address) {
  boost::system::error_code error;
  boost::asio::ip::make_address(address, error);
  return !error;
}

}  // namespace antrean::http
