#include "accounts/roles.hpp"

#include <algorithm>

namespace antrean::accounts {

std::string text(Roles roles) {
  std::string words;
  for (const Role role : all_roles) {
    if (roles.has(role)) {
      words += (words.empty() ? "" : " ") + std::string(word(role));
    }
  }
  return words;
}

std::optional<Roles> parse_roles(std::string_view text) {
  constexpr std::string_view between = " ,";
  Roles roles;
  while (!text.empty()) {
    const std::string_view next = text.substr(0, text.find_first_of(between));
    text.remove_prefix(std::min(text.size(), next.size() + 1));
    if (next.empty()) {
      continue;
    }
    const auto role = from_word<Role>(next);
    if (!role) {
      return std::nullopt;
    }
    roles.add(*role);
  }
  return roles.empty() ? std::nullopt : std::optional(roles);
}

}  // namespace antrean::accounts
