#include "mail/mail_settings.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace antrean::portal {
namespace {

using settings::Section;

const std::vector<std::string> security_words{"tls", "starttls", "opportunistic", "none"};
constexpr std::array<std::uint16_t, 4> usual_ports{465, 587, 25, 25};

bool is_this_machine(std::string_view host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

Mailbox read_mailbox(Section& section, std::string_view key, const std::optional<std::string>& fallback) {
  const auto text = section.text(key, {.pattern = {}, .example = {}, .fallback = fallback});
  auto read = mailbox(text);
  if (!read && !section.wrong(key)) {
    section.problem(key, "'" + text + "' is no mail address; write it as antrean@example.go.id, or with a name as " +
                             "Antrean <antrean@example.go.id>");
  }
  return read.value_or(Mailbox{});
}

void read_sign_in(Section& section, SmtpServer& server, MailSettings& mail) {
  server.user = section.text("user", {.pattern = {}, .example = {}, .fallback = ""});
  if (section.has("password_file")) {
    mail.password_file = section.secret_file("password_file");
  }
  if (server.user.empty() != mail.password_file.empty()) {
    section.problem(server.user.empty() ? "password_file" : "user",
                    "'user' and 'password_file' belong together: give both, or none when the server wants no sign-in");
  }
}

void check_security(Section& section, const SmtpServer& server) {
  if (section.wrong("security") || section.wrong("server")) {
    return;
  }
  const bool sure = server.security == SmtpSecurity::tls || server.security == SmtpSecurity::starttls;
  if (server.security == SmtpSecurity::none && !is_this_machine(server.host)) {
    section.problem(
        "security",
        "without TLS only a server on this machine gets mails; write \"starttls\" (or \"tls\" for port 465)");
  } else if (!sure && !server.user.empty()) {
    section.problem("security",
                    "a password is sent only over TLS that is required; write \"starttls\" (or \"tls\" for port 465)");
  }
}

SmtpServer read_server(Section& section, MailSettings& mail) {
  SmtpServer server;
  server.host =
      section.text("server", {.pattern = "[A-Za-z0-9.:-]{1,253}", .example = "smtp.example.go.id", .fallback = {}});
  const auto security = section.choice("security", security_words, 1);
  server.security = static_cast<SmtpSecurity>(security);
  server.port = static_cast<std::uint16_t>(
      section.integer("port", {.least = 1, .most = 65'535, .fallback = usual_ports.at(security)}));
  if (section.has("ca_file")) {
    server.ca_file = section.path("ca_file");
  }
  server.deadline = section.duration("deadline", server.deadline);
  if (!section.wrong("deadline") &&
      (server.deadline < std::chrono::seconds{5} || server.deadline > std::chrono::minutes{30})) {
    section.problem("deadline", "'deadline' must be from 5s to 30m");
  }
  read_sign_in(section, server, mail);
  check_security(section, server);
  return server;
}

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
    mail.server = read_server(section, mail);
  } else {
    refuse_without_server(section);
    mail.folder = section.path("folder", usual_folder);
  }
  if (server && section.has("folder")) {
    section.problem("folder", "mails go to 'server' or into 'folder', not to both; take one away");
  }
  mail.from = read_mailbox(section, "from",
                           server ? std::nullopt : std::optional<std::string>{"Antrean <antrean@antrean.invalid>"});
  if (section.has("reply_to")) {
    const auto reply_to = read_mailbox(section, "reply_to", std::nullopt);
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
