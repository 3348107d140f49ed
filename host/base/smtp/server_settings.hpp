// The keys of a [mail] section that say which server takes mails, and who writes them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "settings/settings.hpp"
#include "smtp/address.hpp"
#include "smtp/connection.hpp"

namespace antrean::smtp {

struct ServerSettings {
  Server server;                        ///< without its password, which is not read yet
  std::filesystem::path password_file;  ///< for settings::read_secret; "": the server wants no sign-in
  friend bool operator==(const ServerSettings&, const ServerSettings&) = default;
};

/// server, port, security, user, password_file, ca_file, deadline. What is wrong becomes a problem of the
/// source.
ServerSettings read_server(settings::Section& section);

/// The server with its password, told the domain of the sender as our name. Reads the password's file. Throws
/// std::runtime_error, which names the file, when it cannot be read.
Server server_for(const ServerSettings& settings, const Mailbox& from);

/// "Antrean Imigrasi <antrean@example.go.id>", or the address alone.
Mailbox read_mailbox(settings::Section& section, std::string_view key, const std::optional<std::string>& fallback);

}  // namespace antrean::smtp
