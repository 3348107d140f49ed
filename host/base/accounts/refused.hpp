// Why something was not done, as a value. The text is for the person in front of the screen and tells a
// stranger nothing: an unknown name, a disabled person and a wrong password are all `wrong`. Any thread.
#pragma once

#include <cstdint>
#include <optional>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include "accounts/password.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean::accounts {

enum class Why : std::uint8_t {
  wrong,            ///< name, password or PIN, or disabled, or no PIN here
  locked,           ///< too many wrong tries for this name at this place: `wait`
  wrong_code,       ///< second factor: wrong, used before, or too old
  clock_untrusted,  ///< no TOTP code can be checked now; a recovery code can
  unknown_machine,  ///< no enrolled machine's key
  session_over,     ///< no such session, or it has ended
  not_now,          ///< this session may not do it: second factor first, by PIN, or signed in too long ago
  link_over,        ///< a once-only link that is unknown, used, or too old
  weak_password,    ///< `password` says which rule
  weak_pin,
  bad_name,  ///< user name: 2 to 32 of a-z, 0-9, '.', '-', '_'; name: 1 to 80 characters
  name_taken,
  unknown_person,  ///< to whoever administers, never to whoever signs in
  busy,            ///< too many sign-ins wait; try again
  storage          ///< the disk does not take it: nothing was changed
};

struct Refused {
  Why why = Why::wrong;
  Milliseconds wait{0};                     ///< of `locked`
  std::optional<PasswordFault> password{};  ///< of `weak_password`
  friend bool operator==(const Refused&, const Refused&) = default;
};

Bilingual text(const Refused& refused);

template <class T>
using Result = boost::system::result<T, Refused>;

/// What Result::value() throws where nobody looked: std::logic_error.
[[noreturn]] void throw_exception_from_error(const Refused& refused, const boost::source_location& where);

}  // namespace antrean::accounts
