// The people who may sign in to the directorate's pages, for `antrean-portal staff` over the operator's Unix
// socket:
//
//   GET  /operator/staff        everybody, as JSON
//   POST /operator/staff        {"do": "add|reset|disable|enable", "user", "name"?, "roles"?} -> {"code"?}
//
// A code works once, and its person chooses a password with it. io_context thread.
#pragma once

#include "accounts/accounts_service.hpp"
#include "http/server.hpp"

namespace antrean::portal {

/// `accounts` must outlive the server.
void add_staff_routes(http::Server& server, accounts::AccountsService& accounts);

}  // namespace antrean::portal
