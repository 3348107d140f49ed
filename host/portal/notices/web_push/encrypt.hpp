// A message for one phone, as Web Push wants it (RFC 8291, with the coding aes128gcm of RFC 8188): only that
// phone can read it, not its push service. Pure; any thread. OpenSSL's failures are std::runtime_error.
#pragma once

#include <string>
#include <string_view>

#include "web_push/keys.hpp"

namespace antrean::portal::web_push {

inline constexpr std::size_t salt_bytes = 16;
/// A push service need not take more than 4096 bytes altogether (RFC 8291, 4).
inline constexpr std::size_t longest_message = 3993;

/// The body of the request. `sender` and `salt` are used once: see fresh_key() and fresh_salt(). Throws
/// std::length_error for a longer message.
std::string encrypted(std::string_view message, const PhoneKeys& phone, EVP_PKEY* sender, std::string_view salt);
std::string fresh_salt();

}  // namespace antrean::portal::web_push
