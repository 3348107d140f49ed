#include "mail/mail_settings.hpp"

#include <utility>

#include "smtp/server_settings.hpp"

namespace antrean::portal {
namespace {

using settings::Section;

/// Keys that say nothing without `server` are told, so that nobody believes that mails leave.
void refuse_without_server(Section& section) {
  for (const auto* key : {"port", "security", "user", "password_file", "ca_file", "deadline"}) {
    if (section.has(key)) {
      section.problem(key, std::string{"'"} + key +
                               "' is about 'server', which is missing: mails would be files in a " +
                               "folder. Give the server, or take this key away");
    }
  }
}

}  // namespace

MailSettings read_mail_settings(Section root, const std::filesystem::path& usual_folder) {
  MailSettings mail;
  if (!root.has("mail")) {
    mail.folder = usual_folder;
    mail.from = {"Antrean", "antrean@antrean.invalid"};
    return mail;
  }
  auto section = root.section("mail");
  const bool server = section.has("server");
  if (server) {
    auto read = smtp::read_server(section);
    mail.server = std::move(read.server);
    mail.password_file = std::move(read.password_file);
  } else {
    refuse_without_server(section);
    mail.folder = section.path("folder", usual_folder);
  }
  if (server && section.has("folder")) {
    section.problem("folder", "mails go to 'server' or into 'folder', not to both; take one away");
  }
  mail.from = smtp::read_mailbox(
      section, "from", server ? std::nullopt : std::optional<std::string>{"Antrean <antrean@antrean.invalid>"});
  if (section.has("reply_to")) {
    const auto reply_to = smtp::read_mailbox(section, "reply_to", std::nullopt);
    mail.reply_to = reply_to.address;
    if (!reply_to.name.empty()) {
      section.problem("reply_to", "'reply_to' is an address without a name");
    }
  }
  mail.per_minute =
      static_cast<int>(section.integer("rate_per_minute", {.least = 1, .most = 1'000'000, .fallback = 600}));
  if (section.has("bounces")) {
    mail.bounces = section.path("bounces");
  }
  return mail;
}

MailIdentity mail_identity(const MailSettings& settings, std::string domain) {
  return {settings.from, settings.reply_to, std::move(domain)};
}

}  // namespace antrean::portal
