// Who a request comes from, as far as a page must know: its language, and whether a form was really ours. No
// accounts, no server-side sessions: a random cookie, and form tokens bound to it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "booking/keys.hpp"
#include "http/server.hpp"
#include "pages/texts.hpp"

namespace antrean::portal {

/// ?lang=, else the cookie, else the browser's first language, else Indonesian.
Language language_of(const http::Request& request);

struct Session {
  std::string key;     ///< the cookie's value, 32 hex digits
  bool fresh = false;  ///< it was made for this answer, which must set it
};

/// Cookies are HttpOnly and SameSite=Lax (Strict would drop them when a booking's link is opened from a
/// message), Secure and __Host- bound when people come over https.
class Cookies {
 public:
  explicit Cookies(bool https) : https_(https) {}
  Session session(const http::Request& request) const;
  void remember(http::Response& response, const Session& session) const;        ///< only a fresh one
  void remember(http::Response& response, const http::Request& request) const;  ///< the language, when ?lang= names one

 private:
  std::string name() const { return https_ ? "__Host-visit" : "visit"; }
  bool https_;
};

/// Tokens in forms: a random key (also the booking's idempotency key), when it was made, and a MAC binding
/// both to the session. Another site can neither make one nor use one of another session. Stateless, so a
/// form survives a restart of the portal.
class FormTokens {
 public:
  static constexpr auto valid_for = std::chrono::hours{24};

  /// The key is derived from the signing key: no further secret to keep.
  explicit FormTokens(const codes::SecretKey& signing_key);

  std::string issue(const Session& session, UtcTime now) const;
  /// The token's random key, when it was issued to this session less than `valid_for` ago.
  std::optional<Key128> verify(std::string_view token, const Session& session, UtcTime now) const;

 private:
  std::string mac(std::string_view what, const Session& session) const;
  std::array<std::uint8_t, 32> key_{};
};

/// False when the browser says that another site sent this request (Origin, Sec-Fetch-Site). Tools send
/// neither.
bool same_origin(const http::Request& request);

/// Sent with every answer. No inline style or script anywhere; referrers stay on the site, because a
/// booking's address is its key (and not "no-referrer": browsers then send Origin: null with our own forms).
http::Headers security_headers(bool https);

}  // namespace antrean::portal
