#include "http/routes.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/url/params_view.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/url_view.hpp>

namespace antrean::http {

namespace urls = boost::urls;

namespace {

const urls::encoding_opts form_encoding{true, false, false};  // '+' is a space
constexpr std::string_view capture = "{}";

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::map<std::string, std::string> to_map(const urls::params_view& params) {
  std::map<std::string, std::string> result;
  for (const auto& param : params) {
    result[param.key] = param.value;
  }
  return result;
}

std::vector<std::string> split(std::string_view pattern) {
  std::vector<std::string> segments;
  for (std::size_t start = 1; start <= pattern.size();) {
    const auto end = std::min(pattern.find('/', start), pattern.size());
    segments.emplace_back(pattern.substr(start, end - start));
    start = end + 1;
  }
  return segments;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  return std::equal(
      pattern.begin(), pattern.end(), segments.begin(), segments.end(),
      [](const std::string& want, const std::string& got) { return want == capture ? !got.empty() : want == got; });
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
  const urls::string_view text(target.data(), target.size());
  const auto parsed = target.starts_with('/') ? urls::parse_origin_form(text) : urls::parse_absolute_uri(text);
  if (!parsed) {
    return std::nullopt;
  }
  if (parsed->has_scheme() && parsed->scheme() != "http" && parsed->scheme() != "https") {
    return std::nullopt;
  }
  Target result;
  if (parsed->has_authority()) {
    const auto authority = parsed->encoded_authority();
    result.authority.emplace(authority.data(), authority.size());
  }
  for (const auto& segment : parsed->segments()) {
    result.segments.push_back(segment);
    result.path += '/' + result.segments.back();
  }
  if (result.segments.empty()) {  // "/" has no segments in Boost.URL; a pattern has one, which is empty
    result.segments.emplace_back();
    result.path = "/";
  }
  if (has_control_characters(result.path)) {
    return std::nullopt;
  }
  result.query = to_map(parsed->params(form_encoding));
  return result;
}

std::optional<std::map<std::string, std::string>> parse_pairs(std::string_view text) {
  if (text.empty()) {
    return std::map<std::string, std::string>{};
  }
  const urls::string_view pairs(text.data(), text.size());
  if (!urls::parse_query(pairs)) {
    return std::nullopt;
  }
  return to_map(urls::params_view(pairs, form_encoding));
}

void Routes::add(std::string method, std::string_view pattern, Handler handler, std::size_t most_body) {
  if (!pattern.starts_with('/')) {
    throw std::invalid_argument("route pattern '" + std::string(pattern) + "' has no leading '/'");
  }
  auto segments = split(pattern);
  for (const auto& route : routes_) {
    if (route.method == method && route.pattern == segments) {
      throw std::invalid_argument("route " + method + " " + std::string(pattern) + " is given twice");
    }
  }
  std::string text = method + ' ';
  for (const auto& segment : segments) {
    text += '/' + segment;
  }
  routes_.push_back({.method = std::move(method),
                     .pattern = std::move(segments),
                     .text = std::move(text),
                     .handler = std::move(handler),
                     .most_body = most_body});
}

std::vector<std::string> Routes::all() const {
  std::vector<std::string> result;
  for (const auto& route : routes_) {
    result.push_back(route.text);
  }
  return result;
}

Routes::Match Routes::find(std::string_view method, const Target& target) const {
  const Route* found = nullptr;
  Match result;
  const auto allow = [&result](std::string_view word) {
    if (result.allow.find(word) != std::string::npos) {
      return;
    }
    result.allow += result.allow.empty() ? "" : ", ";
    result.allow += word;
  };
  for (const auto& route : routes_) {
    if (!matches(route.pattern, target.segments)) {
      continue;
    }
    allow(route.method);
    if (route.method == "GET") {
      allow("HEAD");
    }
    const bool exact = route.method == method;
    const bool head = method == "HEAD" && route.method == "GET";
    if (found == nullptr && (exact || head)) {
      found = &route;
    }
  }
  if (found == nullptr) {
    return result;
  }
  result.handler = &found->handler;
  result.route = found->text;
  result.most_body = found->most_body;
  for (std::size_t i = 0; i < found->pattern.size(); ++i) {
    if (found->pattern[i] == capture) {
      result.captures.push_back(target.segments[i]);
    }
  }
  return result;
}

}  // namespace antrean::http
