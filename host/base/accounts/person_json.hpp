// A person as JSON, as `antrean staff list --json` shows them.
#pragma once

#include <boost/json/object.hpp>

#include "accounts/accounts.hpp"

namespace antrean::accounts {

/// {"user","name","roles","added","disabled","password","second_factor","recovery_codes","pins"}
boost::json::object json_of(const Person& person);

}  // namespace antrean::accounts
