#include "signatures/webhook_signature.hpp"

#include <string_view>

#include <sodium.h>

namespace antrean::webhook {

std::string signature(const std::string& secret, const std::string& timestamp, const std::string& body) {
  unsigned char mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;
  const auto take = [&state](std::string_view text) {
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  };
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
  take(timestamp);
  take(".");
  take(body);
  crypto_auth_hmacsha256_final(&state, mac);
  sodium_memzero(&state, sizeof state);
  char hex[2 * sizeof mac + 1];
  return std::string{"v1="} + sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
}

std::vector<std::pair<std::string, std::string>> headers(const std::string& event, const std::string& secret,
                                                         const std::string& body, UtcTime now) {
  const auto timestamp = std::to_string(to_ms(now) / 1000);
  return {{"Content-Type", "application/json"},
          {"Antrean-Event", event},
          {"Antrean-Timestamp", timestamp},
          {"Antrean-Signature", signature(secret, timestamp, body)}};
}

}  // namespace antrean::webhook
