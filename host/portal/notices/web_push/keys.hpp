// The keys of Web Push on the curve P-256, over OpenSSL: the portal's own (RFC 8292) and a phone's (RFC
// 8291). Plain values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace antrean::portal::web_push {

/// Base64 for addresses, without "=" (RFC 4648, 5).
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

/// A point of the curve as RFC 8291 writes it: 4, x and y; 65 bytes.
inline constexpr std::size_t point_bytes = 65;
inline constexpr std::size_t scalar_bytes = 32;

/// From the 32 bytes of the private key. Throws std::runtime_error when they are no key.
Key private_key(std::string_view scalar);
/// Nothing: no point of the curve.
std::optional<Key> public_key(std::string_view point);
Key fresh_key();
std::string point_of(EVP_PKEY* key);
/// 32 bytes; of a private key.
std::string scalar_of(EVP_PKEY* key);

/// What a browser gives for a subscription, as bytes.
struct PhoneKeys {
  std::string point;  ///< "p256dh"
  std::string auth;   ///< 16 bytes
};
/// Two words in base64url, as a store keeps them.
std::string to_text(const PhoneKeys& keys);
/// Nothing when it is not of that form, or the point is not on the curve.
std::optional<PhoneKeys> phone_keys_from(std::string_view p256dh, std::string_view auth);
std::optional<PhoneKeys> phone_keys_from(std::string_view text);

/// Says who sends: the portal's key, which browsers were given with the page.
class VapidKey {
 public:
  /// From what secret_text() gave. Throws std::runtime_error that says what to do.
  explicit VapidKey(const std::string& text);
  /// For the file of a new key: 43 characters.
  static std::string secret_text();
  /// As a browser takes it: base64url of the point.
  const std::string& public_text() const { return public_text_; }
  /// The header Authorization of RFC 8292: a token signed with ES256 for this push service ("https://host"),
  /// good until `expires` (UTC seconds, at most a day ahead).
  std::string authorization(const std::string& audience, const std::string& contact, std::int64_t expires) const;

 private:
  Key key_;
  std::string public_text_;
};

}  // namespace antrean::portal::web_push
