// Codes of an authenticator app (TOTP, RFC 6238: SHA-1, 30 s, six digits, which is what every app has), by
// liboath. A code works once, and one step early or late. Any thread; time is an argument.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/office_time.hpp"

namespace antrean::accounts {

/// 160 random bits (RFC 4226, section 4).
std::string random_totp_secret();

/// What an app reads from a QR code: "otpauth://totp/Antrean%20Jakarta:siti?secret=...". `issuer` without
/// ':'.
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view user);
/// The secret as people type it where no camera is: Base32.
std::string totp_text(std::string_view secret);

/// The step of time that `code` belongs to, when that is the one of `now` or one beside it and later than
/// `last_used`: the caller stores it as the next `last_used`. Nothing for a wrong, used, or malformed code.
std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, UtcTime now,
                                      std::optional<std::int64_t> last_used);

/// "287082" and the like: six digits. Tells a TOTP code from a recovery code.
bool looks_like_totp(std::string_view code);

}  // namespace antrean::accounts
