#include "demo/people.hpp"

#include <chrono>
#include <stdexcept>

#include "accounts/accounts.hpp"
#include "accounts/password_hash.hpp"
#include "values/office_time.hpp"

namespace antrean::demo {

std::string make_demo_people(const std::filesystem::path& accounts_file) {
  accounts::Argon2id hash;
  accounts::Accounts all({.file = accounts_file, .issuer = "Antrean demo"}, hash);
  const UtcTime now = std::chrono::floor<UtcTime::duration>(std::chrono::system_clock::now());
  const std::string key = all.enrol({.name = "Demo", .entrance = true}, "demo", now).key;
  for (const DemoPerson& person : demo_people) {
    if (!all.person(person.user)) {
      const auto roles = accounts::parse_roles(person.role);
      if (!roles || !all.add({.user = person.user, .name = person.name, .roles = *roles}, now)) {
        throw std::runtime_error(std::string("the demo's account cannot be made: ") + person.user);
      }
    }
    const auto link = all.pin_link(person.user, now);
    if (!link || !all.use_pin_link(*link, key, demo_pin, now)) {
      throw std::runtime_error(std::string("the demo's PIN cannot be made: ") + person.user);
    }
  }
  return key;
}

}  // namespace antrean::demo
