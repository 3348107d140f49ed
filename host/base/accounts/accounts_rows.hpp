// What the parts of Accounts read of a row. Private to accounts.
#pragma once

#include "accounts/accounts.hpp"

namespace antrean::accounts {

struct Accounts::Stored {
  Person person;
  std::optional<std::string> password;
  std::string totp;  // secret; "" when there is none
  std::optional<std::int64_t> totp_step;
  std::string totp_pending;

  bool may_sign_in() const { return !person.disabled; }
};

struct Accounts::Counted {
  std::string user;
  std::string place;
  int wrong_before = 0;
};

struct Accounts::Link {
  std::string id;
  std::string user;  // "" for the first account
  Roles roles;
};

}  // namespace antrean::accounts
