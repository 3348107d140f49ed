// [mail] of the portal's settings, as values. The shipped file explains every key.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "mail/message.hpp"
#include "settings/settings.hpp"
#include "smtp/address.hpp"
#include "smtp/connection.hpp"

namespace antrean::portal {

struct MailSettings {
  /// Nothing: mails are files in `folder`. Its password is not read yet.
  std::optional<smtp::Server> server;
  std::filesystem::path password_file;  ///< for settings::read_secret; "": the server wants no sign-in
  std::filesystem::path folder;         ///< "": there is a server
  smtp::Mailbox from;
  std::string reply_to;                          ///< "": none
  int per_minute = 0;                            ///< 0: no limit
  std::optional<std::filesystem::path> bounces;  ///< a maildir with what comes back to `from`
};

/// Without [mail], or without `server` and `folder` in it, mails go to `usual_folder`. What is wrong becomes
/// a problem of the source.
MailSettings read_mail_settings(settings::Section root, const std::filesystem::path& usual_folder);

/// `domain`: the host of public_url.
MailIdentity mail_identity(const MailSettings& settings, std::string domain);

}  // namespace antrean::portal
