#include "accounts/person_json.hpp"

#include <boost/json/value.hpp>

namespace antrean::accounts {

boost::json::object json_of(const Person& person) {
  return {{"user", person.user},
          {"name", person.name},
          {"roles", text(person.roles)},
          {"added", iso_text(person.added)},
          {"disabled", person.disabled ? boost::json::value(iso_text(*person.disabled)) : boost::json::value()},
          {"password", person.has_password},
          {"second_factor", person.has_second_factor},
          {"recovery_codes", person.recovery_codes},
          {"pins", person.pins}};
}

}  // namespace antrean::accounts
