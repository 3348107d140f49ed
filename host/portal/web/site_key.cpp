#include "web/site_key.hpp"

#include <utility>

#include <fmt/format.h>
#include <sodium.h>

namespace antrean::portal {

SiteKey::SiteKey(const codes::SecretKey& signing_key, std::string_view purpose) {
  crypto_generichash(bytes_.data(), bytes_.size(), reinterpret_cast<const unsigned char*>(purpose.data()),
                     purpose.size(), signing_key.data(), signing_key.size());
}

Key128 SiteKey::digest(std::string_view text) const {
  Key128 made{};
  crypto_generichash(made.data(), made.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     bytes_.data(), bytes_.size());
  return made;
}

std::optional<std::string_view> SiteKey::text_of(std::string_view signed_text) const {
  if (signed_text.size() < mac_digits) {
    return std::nullopt;
  }
  const auto text = signed_text.substr(0, signed_text.size() - mac_digits);
  const auto right = mac(text);
  if (sodium_memcmp(right.data(), signed_text.data() + text.size(), right.size()) != 0) {
    return std::nullopt;
  }
  return text;
}

SignedCookie::SignedCookie(const codes::SecretKey& signing_key, std::string_view purpose, std::string name, bool https)
    : key_(signing_key, purpose),
      name_((https ? "__Host-" : "") + std::move(name)),
      attributes_(https ? "HttpOnly; SameSite=Lax; Secure" : "HttpOnly; SameSite=Lax") {}

std::optional<std::string_view> SignedCookie::read(const http::Request& request) const {
  return key_.text_of(request.cookie(name_));
}

void SignedCookie::write(http::Response& response, std::string_view text,
                         std::optional<std::chrono::seconds> kept) const {
  const auto age = kept ? fmt::format("Max-Age={}; ", kept->count()) : std::string{};
  response.headers.emplace_back("Set-Cookie",
                                fmt::format("{}={}{}; Path=/; {}{}", name_, text, key_.mac(text), age, attributes_));
}

void SignedCookie::forget(http::Response& response) const {
  response.headers.emplace_back("Set-Cookie", fmt::format("{}=; Path=/; Max-Age=0; {}", name_, attributes_));
}

}  // namespace antrean::portal
