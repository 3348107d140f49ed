// Who somebody is to the office or the directorate. What each role may do is the table of the program that
// asks (the office's permissions, the portal's); here a role decides only how its person signs in. Plain
// values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "values/words.hpp"

namespace antrean::accounts {

enum class Role : std::uint8_t { officer, clerk, supervisor, technician, directorate, auditor };

inline constexpr std::array all_roles{Role::officer,    Role::clerk,       Role::supervisor,
                                      Role::technician, Role::directorate, Role::auditor};

/// A set of roles: one person may be officer and supervisor.
class Roles {
 public:
  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) {
      add(role);
    }
  }

  constexpr void add(Role role) { bits_ = static_cast<std::uint8_t>(bits_ | bit(role)); }
  constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  constexpr bool has_any(Roles of) const { return (bits_ & of.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(Roles, Roles) = default;

 private:
  static constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
  std::uint8_t bits_ = 0;
};

/// "officer supervisor": the words below in the enumeration's order, one blank between.
std::string text(Roles roles);
/// The words in any order, between blanks or commas; nothing when one is unknown or there is none.
std::optional<Roles> parse_roles(std::string_view text);

/// Whose password alone is not enough.
constexpr bool needs_second_factor(Roles roles) { return roles.has_any({Role::supervisor, Role::directorate}); }

}  // namespace antrean::accounts

template <>
inline constexpr std::array<std::string_view, 6> antrean::words<antrean::accounts::Role>{
    "officer", "clerk", "supervisor", "technician", "directorate", "auditor"};
