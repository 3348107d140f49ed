// Who may do what in an office: one table, role by permission, and the decision about one request. It is
// asked in one place (staff.cpp), for every request that changes something or tells about people; a test
// walks every command and every role. It knows no HTTP, so the simulated days ask it too.
//
// A permission counts for a session that is complete (second factor done). Where somebody at a counter or at
// the entrance has not the permission, a supervisor may give it there and then with their own PIN, if the
// permission is one of those that a supervisor may lend: then the supervisor is the actor, and the record
// says for whom.
//
// An enrolled machine that stands at the entrance has one permission of its own (machine_may).
//
// Plain values, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "accounts/roles.hpp"
#include "accounts/session.hpp"
#include "queue/commands.hpp"
#include "vocabulary/entrance_request.hpp"

namespace antrean::web {

enum class Permission : std::uint8_t {
  counter,         ///< what an officer does with the person at a counter, and opening, pausing and closing it
  numbers,         ///< numbers of people who wait: class, cancelled, back in the queue
  check_in,        ///< check-in by a booking code as the rules have it, and nothing else
  entrance,        ///< finding a booking by name, class and party, walk-ins, showing a number again
  exceptions,      ///< out of order, directly, against the rules, back once more than allowed
  day,             ///< how the day goes, opening and closing it; who is left behind by changed settings
  sign_in_others,  ///< accounts of people and machines
  reading          ///< reports and the audit, of any day; changes nothing
};
inline constexpr std::size_t permissions = 8;

constexpr bool may(accounts::Role role, Permission permission) {
  //                                     counter numbers check_in entrance exceptions day  people reading
  constexpr std::array<std::array<bool, permissions>, accounts::all_roles.size()> table{{
      /* officer     */ {{true, true, false, false, false, false, false, false}},
      /* clerk       */ {{false, true, true, true, false, false, false, false}},
      /* supervisor  */ {{true, true, true, true, true, true, true, true}},
      /* technician  */ {{false, false, false, false, false, false, true, false}},
      /* directorate */ {{false, false, false, false, false, false, false, false}},
      /* auditor     */ {{false, false, false, false, false, false, false, true}},
  }};
  return table[static_cast<std::size_t>(role)][static_cast<std::size_t>(permission)];
}

constexpr bool may(accounts::Roles roles, Permission permission) {
  for (const accounts::Role role : accounts::all_roles) {
    if (roles.has(role) && may(role, permission)) {
      return true;
    }
  }
  return false;
}

/// The role that somebody with these acts in: the first, in the table's order, that has the permission.
constexpr std::optional<accounts::Role> role_for(accounts::Roles roles, Permission permission) {
  for (const accounts::Role role : accounts::all_roles) {
    if (roles.has(role) && may(role, permission)) {
      return role;
    }
  }
  return std::nullopt;
}

/// What a machine of the entrance may do with nobody signed in: it stands before visitors all day, so no
/// session could last, and whoever touches it could only do what their booking code lets them do anyway.
constexpr bool machine_may(bool of_the_entrance, Permission permission) {
  return of_the_entrance && permission == Permission::check_in;
}

/// Whether a supervisor's PIN gives these people the permission for one command: whoever works with visitors.
constexpr bool may_be_lent(Permission permission, accounts::Roles to) {
  return (permission == Permission::exceptions || permission == Permission::day) &&
         to.has_any({accounts::Role::officer, accounts::Role::clerk, accounts::Role::supervisor});
}

/// Whether accounts with the roles `of` are in the hands of people with the roles `by`: a technician gives
/// and takes what they have themselves and what works with visitors, and never makes a supervisor or an
/// auditor. The directorate's role is given at the portal.
constexpr bool may_administer(accounts::Roles by, accounts::Roles of) {
  using accounts::Role;
  return may(by, Permission::sign_in_others) && !of.has(Role::directorate) &&
         (by.has(Role::supervisor) || !of.has_any({Role::supervisor, Role::auditor}));
}

/// The permission that a command of a page needs. What no page may ask for (a pad's press, the clock) needs
/// one that nobody has: nothing.
std::optional<Permission> permission_for(const queue::Action& action);

/// The permission that a check-in needs: `check_in` for nothing but a code.
Permission permission_for(const office::EntranceRequest& request);

enum class Access : std::uint8_t {
  allowed,
  sign_in,           ///< no session, or one that is not complete
  not_allowed,       ///< nor would a supervisor's PIN help
  supervisor_needed  ///< a supervisor's own PIN would be a yes for this one
};

/// Somebody who may do what was asked.
struct Allowed {
  queue::Actor actor;  ///< as the journal has it
  std::string user;    ///< whose session it is, also when a supervisor agreed; "machine Pintu 1" of a machine
};

struct Decided {
  Access access = Access::not_allowed;
  Allowed allowed{};  ///< when `access` says so
};

/// May this session do what needs `permission`? `supervisor`: the user name of whoever agreed to this one
/// request and whose PIN was right. Ask without one first: a PIN is not even looked at where it cannot help.
Decided decide_access(const std::optional<accounts::Session>& session, std::optional<Permission> permission,
                      const std::optional<std::string>& supervisor);

/// May an enrolled machine do it with nobody signed in? Nothing: no.
std::optional<Allowed> machine_access(const std::string& name, bool of_the_entrance,
                                      std::optional<Permission> permission);

/// The same command, given by whoever is signed in and not by whom it names.
queue::Command signed_by(queue::Command command, const Allowed& allowed);

}  // namespace antrean::web
