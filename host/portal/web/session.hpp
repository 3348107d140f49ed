// The session of a request: its language, and whether a form really came from our pages. There are no
// accounts and no sessions on the server: only a random cookie, and form tokens bound to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "booking/keys.hpp"
#include "http/server.hpp"
#include "pages/texts.hpp"
#include "web/site_key.hpp"

namespace antrean::portal {

/// The bookings of a browser: their tokens in a cookie that only we can make, so that an address alone is no
/// proof. Kept for as long as a booking may be made ahead. No state on the server.
class OwnBookings {
 public:
  static constexpr std::size_t most = 12;  ///< the oldest are forgotten

  OwnBookings(const codes::SecretKey& signing_key, bool https);

  /// Newest first; none if the cookie is not ours.
  std::vector<Key128> of(const http::Request& request) const;
  bool has(const http::Request& request, const Key128& token) const;
  void remember(http::Response& response, const http::Request& request, const Key128& token) const;
  void forget(http::Response& response) const;  ///< all of them

 private:
  SignedCookie cookie_;
};

struct Session {
  std::string key;     ///< the cookie's value, 32 hex digits
  bool fresh = false;  ///< made for this answer, so this answer must set the cookie
};

/// Who asks, worked out once a request.
struct Visitor {
  Language language = Language::id;  ///< ?lang=, else the cookie, else the browser's first language, else Indonesian
  bool asked_language = false;       ///< ?lang= names it
  Session session;
};

/// Cookies are HttpOnly and SameSite=Lax (Strict would drop them when a booking's link is opened from a
/// message), Secure and __Host- bound when people come over https.
class Cookies {
 public:
  explicit Cookies(bool https) : https_(https) {}
  Visitor visitor(const http::Request& request) const;
  void remember_session(http::Response& response, const Visitor& visitor) const;   ///< only a fresh one
  void remember_language(http::Response& response, const Visitor& visitor) const;  ///< only one that was asked for

 private:
  std::string name() const { return https_ ? "__Host-visit" : "visit"; }
  std::string language_name() const { return https_ ? "__Host-lang" : "lang"; }
  bool https_;
};

/// Tokens in forms. A token has a random key (it is also the booking's idempotency key), the time when it was
/// made, and a MAC that binds both to the session. Another site can neither make a token nor use one of
/// another session. Tokens need no state on the server, so a form survives a restart of the portal.
class FormTokens {
 public:
  static constexpr auto valid_for = std::chrono::hours{24};

  explicit FormTokens(const codes::SecretKey& signing_key);

  std::string issue(const Session& session, UtcTime now) const;
  /// The random key of the token, if it was issued to this session less than `valid_for` ago.
  std::optional<Key128> verify(std::string_view token, const Session& session, UtcTime now) const;

 private:
  std::string mac(std::string_view what, const Session& session) const;
  SiteKey key_;
};

/// Sent with every answer. They allow no inline style and no inline script. The referrer stays on this site,
/// because the address of a booking is its key. It is not "no-referrer", because browsers would then send
/// Origin: null with our own forms.
http::Headers security_headers(bool https);

}  // namespace antrean::portal
