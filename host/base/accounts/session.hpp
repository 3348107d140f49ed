// A session: who is signed in, where and how, and until when. Plain values.
//
// Limits are those of NIST SP 800-63B, Revision 3, for AAL2: half an hour idle, twelve hours at most
// (Revision 4 allows an hour and a day). One exception: who signed in by PIN at an enrolled machine and is
// neither supervisor nor technician has no idle limit. An officer may wait half an hour for the next
// person, and a press must not be refused then; the machine stands at the counter, and twelve hours are
// longer than any office day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "accounts/roles.hpp"
#include "values/office_time.hpp"

namespace antrean::accounts {

enum class SignedInBy : std::uint8_t { password, pin };

/// A PIN at an enrolled machine is two factors: the machine's key and what unlocks it.
enum class SecondFactor : std::uint8_t {
  done,      ///< confirmed, or not needed
  needed,    ///< nothing else may be done but to confirm it
  to_set_up  ///< nothing else may be done but to set it up
};

struct Session {
  std::string id;  ///< digest of the token: names the session and opens nothing
  std::string user;
  std::string name;  ///< the person's, as shown
  Roles roles;
  std::string machine;  ///< id of the enrolled machine it began at; "" elsewhere
  SignedInBy by = SignedInBy::password;
  SecondFactor second_factor = SecondFactor::needed;
  UtcTime began;
  UtcTime last_seen;
  UtcTime ends;          ///< at the latest
  std::string language;  ///< in which the person reads pages: "id", "en", or "" before they chose

  /// Permissions count only then.
  bool complete() const { return second_factor == SecondFactor::done; }
  friend bool operator==(const Session&, const Session&) = default;
};

struct SessionLimits {
  Minutes longest{12 * 60};
  Minutes idle{30};
  Minutes without_second_factor{10};  ///< to find the telephone and type the code

  /// So long after signing in somebody may change how they sign in: not who finds an open page.
  Minutes fresh{10};

  bool is_fresh(const Session& session, UtcTime now) const { return now < session.began + fresh; }
  /// Nothing: no idle limit.
  std::optional<Minutes> idle_of(const Session& session) const {
    const bool at_the_counter =
        session.by == SignedInBy::pin && !session.roles.has_any({Role::supervisor, Role::technician});
    return at_the_counter ? std::nullopt : std::optional(idle);
  }
};

}  // namespace antrean::accounts

template <>
inline constexpr std::array<std::string_view, 2> antrean::words<antrean::accounts::SignedInBy>{"password", "pin"};
template <>
inline constexpr std::array<std::string_view, 3> antrean::words<antrean::accounts::SecondFactor>{"done", "needed",
                                                                                                 "to_set_up"};
