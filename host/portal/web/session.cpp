#include "web/session.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <sodium.h>

namespace antrean::portal {
namespace {

constexpr std::size_t key_digits = 32;
constexpr std::size_t time_digits = 16;
constexpr std::size_t mac_digits = 32;

std::optional<Language> language_word(std::string_view word) {
  if (word == "id") {
    return Language::id;
  }
  if (word == "en") {
    return Language::en;
  }
  return std::nullopt;
}

std::optional<Language> asked(const http::Request& request) {
  const auto query = request.query.find("lang");
  return query == request.query.end() ? std::nullopt : language_word(query->second);
}

}  // namespace

Visitor Cookies::visitor(const http::Request& request) const {
  Visitor visitor;
  const auto wanted = asked(request);
  const auto kept = language_word(request.cookie(language_name()));
  const bool english = request.header("Accept-Language").substr(0, 2) == "en";
  visitor.language = wanted ? *wanted : kept ? *kept : english ? Language::en : Language::id;
  visitor.asked_language = wanted.has_value();
  const auto cookie = request.cookie(name());
  visitor.session = key_from_hex(cookie) ? Session{std::string{cookie}, false} : Session{to_hex(random_key()), true};
  return visitor;
}

void Cookies::remember_session(http::Response& response, const Visitor& visitor) const {
  if (visitor.session.fresh) {
    response.headers.emplace_back("Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}", name(),
                                                            visitor.session.key, https_ ? "; Secure" : ""));
  }
}

void Cookies::remember_language(http::Response& response, const Visitor& visitor) const {
  if (visitor.asked_language) {
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("{}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{}", language_name(),
                                  texts(visitor.language).code, https_ ? "; Secure" : ""));
  }
}

FormTokens::FormTokens(const codes::SecretKey& signing_key) : key_(signing_key, "antrean portal form tokens 1") {}

std::string FormTokens::mac(std::string_view what, const Session& session) const {
  return key_.mac(fmt::format("{}|{}", what, session.key));
}

std::string FormTokens::issue(const Session& session, UtcTime now) const {
  const auto what = fmt::format("{}{:016x}", to_hex(key_of_now(now)), to_ms(now));
  return what + mac(what, session);
}

std::optional<Key128> FormTokens::verify(std::string_view token, const Session& session, UtcTime now) const {
  if (token.size() != key_digits + time_digits + mac_digits) {
    return std::nullopt;
  }
  const auto what = token.substr(0, key_digits + time_digits);
  const auto expected = mac(what, session);
  if (sodium_memcmp(expected.data(), token.data() + what.size(), mac_digits) != 0) {
    return std::nullopt;
  }
  std::int64_t issued = 0;
  const auto digits = token.substr(key_digits, time_digits);
  std::from_chars(digits.data(), digits.data() + digits.size(), issued, 16);
  if (now - from_ms(issued) > valid_for) {
    return std::nullopt;
  }
  return key_from_hex(token.substr(0, key_digits));
}

OwnBookings::OwnBookings(const codes::SecretKey& signing_key, bool https)
    : cookie_(signing_key, "antrean portal bookings of a browser 1", "bookings", https) {}

std::vector<Key128> OwnBookings::of(const http::Request& request) const {
  auto tokens = cookie_.read(request).value_or(std::string_view{});
  if (tokens.size() > most * key_digits || tokens.size() % key_digits != 0) {
    return {};
  }
  std::vector<Key128> found;
  for (; !tokens.empty(); tokens.remove_prefix(key_digits)) {
    if (const auto token = key_from_hex(tokens.substr(0, key_digits))) {
      found.push_back(*token);
    }
  }
  return found;
}

bool OwnBookings::has(const http::Request& request, const Key128& token) const {
  const auto all = of(request);
  return std::ranges::find(all, token) != all.end();
}

void OwnBookings::remember(http::Response& response, const http::Request& request, const Key128& token) const {
  auto all = of(request);
  std::erase(all, token);
  all.insert(all.begin(), token);
  all.resize(std::min(all.size(), most));
  std::string tokens;
  for (const auto& one : all) {
    tokens += to_hex(one);
  }
  cookie_.write(response, tokens, std::chrono::hours{24 * 60});
}

void OwnBookings::forget(http::Response& response) const { cookie_.forget(response); }

http::Headers security_headers(bool https) {
  http::Headers headers{
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
       "connect-src 'self'; manifest-src 'self'; form-action 'self'; "
       "base-uri 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=()"},
      {"Cache-Control", "no-store"},
  };
  if (https) {
    headers.emplace_back("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  }
  return headers;
}

}  // namespace antrean::portal
