// Who is asking: the sessions of the office's staff, and the pages and requests by which somebody signs in.
//
//   GET  /sign-in            the page: PIN at an enrolled machine, else password; second factor; first link
//   POST /sign-in            {"user","password"} or {"user","pin"} -> {"next":"done|code|set_up"}
//   POST /sign-in/code       {"code"}: the second factor, or a recovery code -> {"next":"done"}
//   POST /sign-in/link       {"code","password"} (a new password), or {"code","pin"} at an enrolled machine,
//                            or {"code","user","name","password"} (the first account) -> {"next":"sign_in"}
//   POST /sign-out           {"everywhere":true?}
//   GET  /staff/me           {"signed_in":false} or who it is, with roles and permissions; {"sign_in":false}
//                            where nobody signs in
//   POST /staff/language     {"language":"id|en"}: in which this person reads pages, at any machine
//   POST /staff/password     {"current","password"}: ends this person's other sessions
//   GET  /staff/sessions     this person's own; POST {"end": id} ends one, within ten minutes of signing in
//   POST /staff/pin          {"pin"}: the PIN of this person at this machine
//   POST /staff/machine      {"name","counter"?,"entrance":true?}: this machine is enrolled (technician,
//                            supervisor)
//   POST /staff/second-factor {} -> {"uri","text"}; {"code"} -> {"recovery_codes":[..]}
//   GET  /staff/people       people and machines; POST /staff/people {"do": ..., "user": ...} (supervisor;
//                            technician, but not for a supervisor), "do" being add, roles, disable, enable,
//                            sign_out, reset, link, pin_link or withdraw
//
// The actor of a command comes from here and never from a body. What is refused is 401 {"reason":"sign_in"},
// 403 {"reason":"not_allowed"}, or 403 {"reason":"supervisor_needed"} where a supervisor's own PIN, sent with
// the same command as "supervisor_user" and "supervisor_pin", is a yes for this one.
//
// Cookies: `antrean-session` is HttpOnly, SameSite=Strict and a session cookie; `antrean-machine` is kept for
// ten years: it is what enrolment gave this machine. Both are Secure and begin with __Host- when the request
// came over https to a trusted proxy. io_context thread. All arguments must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include "accounts/accounts_service.hpp"
#include "http/server.hpp"
#include "web/permissions.hpp"

namespace antrean::web {

/// A supervisor's yes at somebody else's machine.
struct Lent {
  std::string user;
  std::string pin;
};

class Staff {
 public:
  struct Options {
    std::function<std::string()> office_name;
    std::function<bool()> clock_trusted;  ///< a TOTP code can be checked
  };

  Staff(accounts::AccountsService& accounts, Options options);
  ~Staff();

  void serve(http::Server& server);

  /// {"sign_in":false}: what /staff/me says where there are no accounts.
  static http::Response nobody_signs_in();

  /// 401: for whoever asks without a session.
  static http::Response sign_in_first();

  /// Whose request it is; nothing without a complete session.
  std::optional<accounts::Session> who(const http::Request& request);

  /// May this request see what needs `permission`? Does not count as use: a page asks by itself.
  std::variant<Allowed, http::Response> may_see(const http::Request& request, Permission permission);
  /// May this request see a page for `permission`? Without a supervisor's PIN.
  bool may_open(const http::Request& request, Permission permission);

  /// May this request do what needs `permission`? Else the answer to give.
  boost::asio::awaitable<std::variant<Allowed, http::Response>> allow(const http::Request& request,
                                                                      std::optional<Permission> permission,
                                                                      std::optional<Lent> lent);

  /// POST /staff/people by somebody with these roles who needs no session (technician.hpp); `by_name` is for
  /// the log.
  boost::asio::awaitable<http::Response> administer(accounts::Roles by, std::string by_name, boost::json::object asked);
  /// Everybody as `antrean staff list --json` shows them.
  boost::asio::awaitable<http::Response> list_for_command();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::web
