// What the site signs for itself. There is no second secret to keep: each purpose has a key made from the
// signing key, and what is signed for one purpose is worth nothing for another.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "booking/keys.hpp"
#include "http/server.hpp"

namespace antrean::portal {

class SiteKey {
 public:
  static constexpr std::size_t mac_digits = 32;

  SiteKey(const codes::SecretKey& signing_key, std::string_view purpose);

  const std::array<std::uint8_t, 32>& bytes() const { return bytes_; }
  /// The same for the same text; nobody without the key can foresee it.
  Key128 digest(std::string_view text) const;
  /// The digest as 32 hex digits.
  std::string mac(std::string_view text) const { return to_hex(digest(text)); }
  /// The text before the mac at the end of `signed_text`; nothing if the mac is not ours.
  std::optional<std::string_view> text_of(std::string_view signed_text) const;

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

/// A cookie that only we can make. No state on the server.
class SignedCookie {
 public:
  /// `name`: without "__Host-", which it gets over TLS.
  SignedCookie(const codes::SecretKey& signing_key, std::string_view purpose, std::string name, bool https);

  /// Nothing if the browser has none, or one that is not ours.
  std::optional<std::string_view> read(const http::Request& request) const;
  /// `kept`: how long by the browser; nothing: until it is closed.
  void write(http::Response& response, std::string_view text, std::optional<std::chrono::seconds> kept = {}) const;
  void forget(http::Response& response) const;
  const SiteKey& key() const { return key_; }

 private:
  SiteKey key_;
  std::string name_;
  const char* attributes_;
};

}  // namespace antrean::portal
