#include "accounts/totp.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ratio>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <oath.h>

#include "accounts/base32.hpp"
#include "accounts/secrets.hpp"

namespace antrean::accounts {
namespace {

using Step = std::chrono::duration<std::int64_t, std::ratio<OATH_TOTP_DEFAULT_TIME_STEP_SIZE>>;
constexpr unsigned digits = 6;

std::string escaped(std::string_view text) { return boost::urls::encode(text, boost::urls::unreserved_chars); }

}  // namespace

std::string random_totp_secret() { return random_bytes(20); }

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view user) {
  return "otpauth://totp/" + escaped(issuer) + ":" + escaped(user) + "?secret=" + totp_text(secret) +
         "&issuer=" + escaped(issuer) + "&algorithm=SHA1&digits=6&period=30";
}

std::string totp_text(std::string_view secret) { return base32(secret); }

bool looks_like_totp(std::string_view code) {
  return code.size() == digits && std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, UtcTime now,
                                      std::optional<std::int64_t> last_used) {
  if (secret.empty() || !looks_like_totp(code)) {
    return std::nullopt;
  }
  const std::int64_t this_step = std::chrono::floor<Step>(now.time_since_epoch()).count();
  for (const std::int64_t step : {this_step, this_step - 1, this_step + 1}) {
    std::array<char, digits + 1> right{};
    if (step < 0 || oath_hotp_generate(secret.data(), secret.size(), static_cast<std::uint64_t>(step), digits, false,
                                       OATH_HOTP_DYNAMIC_TRUNCATION, right.data()) != OATH_OK) {
      continue;
    }
    if (same(code, std::string_view(right.data(), digits)) && (!last_used || step > *last_used)) {
      return step;
    }
  }
  return std::nullopt;
}

}  // namespace antrean::accounts
