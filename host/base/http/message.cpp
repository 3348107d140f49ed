// Requests and responses as values, for handlers and callers.
#include <algorithm>
#include <cctype>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "http/routes.hpp"
#include "http/server.hpp"

namespace antrean::http {

namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return same_name(field.first, name); });
  return found == headers.end() ? std::string_view() : found->second;
}

std::string_view Request::cookie(std::string_view name) const {
  for (auto rest = header("Cookie"); !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto pair = trim(rest.substr(0, end));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

namespace {

bool has_type(const Request& request, std::string_view wanted) {
  const auto type = request.header("Content-Type");
  return same_name(trim(type.substr(0, type.find(';'))), wanted);
}

}  // namespace

std::string Request::asked(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string{} : found->second;
}

bool Request::is_json() const { return has_type(*this, "application/json"); }

std::map<std::string, std::string> Request::form() const {
  if (!has_type(*this, "application/x-www-form-urlencoded")) {
    return {};
  }
  return parse_pairs(body).value_or(std::map<std::string, std::string>{});
}

Response Response::html(std::string body, unsigned status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response Response::json(std::string body, unsigned status) {
  auto response = html(std::move(body), status);
  response.content_type = "application/json";
  return response;
}

Response Response::text(std::string body, unsigned status) {
  auto response = html(std::move(body), status);
  response.content_type = "text/plain; charset=utf-8";
  return response;
}

Response Response::bytes(std::string body, std::string content_type) {
  auto response = html(std::move(body));
  response.content_type = std::move(content_type);
  return response;
}

Response Response::redirect(std::string location) {
  auto response = text("See " + location + "\n", 303);
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

Response Response::problem(unsigned status, std::string_view title, std::string_view detail) {
  boost::json::object problem;
  problem["title"] = boost::json::string_view(title.data(), title.size());
  problem["detail"] = boost::json::string_view(detail.data(), detail.size());
  problem["status"] = status;
  auto response = json(boost::json::serialize(problem), status);
  response.content_type = "application/problem+json";
  return response;
}

Response not_stored(Response response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

std::string host_and_port(std::string_view address, std::uint16_t port) {
  const bool ipv6 = address.find(':') != std::string_view::npos && !address.starts_with('[');
  const std::string host = ipv6 ? '[' + std::string(address) + ']' : std::string(address);
  return host + ':' + std::to_string(port);
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const auto comma = std::min(accept_encoding.size(), accept_encoding.find(','));
    const auto one = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(std::min(accept_encoding.size(), comma + 1));
    const auto semicolon = std::min(one.size(), one.find(';'));
    if (!same_name(trim(one.substr(0, semicolon)), coding)) {
      continue;
    }
    const auto weight = trim(one.substr(std::min(one.size(), semicolon + 1)));
    // Nothing but zeros after "q=": it is refused.
    return !(weight.starts_with("q=") || weight.starts_with("Q=")) ||
           weight.substr(2).find_first_not_of("0.") != std::string_view::npos;
  }
  return false;
}

std::string escape_html(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string url_encode(std::string_view text) {
  return boost::urls::encode(boost::urls::string_view(text.data(), text.size()), boost::urls::unreserved_chars);
}

}  // namespace antrean::http
