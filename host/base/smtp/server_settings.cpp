#include "smtp/server_settings.hpp"

#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace antrean::smtp {
namespace {

using settings::Section;

const std::vector<std::string> security_words{"tls", "starttls", "opportunistic", "none"};
constexpr std::array<std::uint16_t, 4> usual_ports{465, 587, 25, 25};

bool is_this_machine(std::string_view host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

void read_sign_in(Section& section, ServerSettings& into) {
  into.server.user = section.text("user", {.pattern = {}, .example = {}, .fallback = ""});
  if (section.has("password_file")) {
    into.password_file = section.secret_file("password_file");
  }
  if (into.server.user.empty() != into.password_file.empty()) {
    section.problem(into.server.user.empty() ? "password_file" : "user",
                    "'user' and 'password_file' belong together: give both, or none when the server wants no sign-in");
  }
}

void check_security(Section& section, const Server& server) {
  if (section.wrong("security") || section.wrong("server")) {
    return;
  }
  const bool sure = server.security == Security::tls || server.security == Security::starttls;
  if (server.security == Security::none && !is_this_machine(server.host)) {
    section.problem(
        "security",
        "without TLS only a server on this machine gets mails; write \"starttls\" (or \"tls\" for port 465)");
  } else if (!sure && !server.user.empty()) {
    section.problem("security",
                    "a password is sent only over TLS that is required; write \"starttls\" (or \"tls\" for port 465)");
  }
}

}  // namespace

Mailbox read_mailbox(Section& section, std::string_view key, const std::optional<std::string>& fallback) {
  const auto text = section.text(key, {.pattern = {}, .example = {}, .fallback = fallback});
  auto read = mailbox(text);
  if (!read && !section.wrong(key)) {
    section.problem(key, "'" + text + "' is no mail address; write it as antrean@example.go.id, or with a name as " +
                             "Antrean <antrean@example.go.id>");
  }
  return read.value_or(Mailbox{});
}

ServerSettings read_server(Section& section) {
  ServerSettings read;
  Server& server = read.server;
  server.host =
      section.text("server", {.pattern = "[A-Za-z0-9.:-]{1,253}", .example = "smtp.example.go.id", .fallback = {}});
  const auto security = section.choice("security", security_words, 1);
  server.security = static_cast<Security>(security);
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
  read_sign_in(section, read);
  check_security(section, server);
  return read;
}

Server server_for(const ServerSettings& settings, const Mailbox& from) {
  Server server = settings.server;
  if (!settings.password_file.empty()) {
    server.password = settings::read_secret(settings.password_file);
  }
  server.greeting = domain_of(from.address);
  return server;
}

}  // namespace antrean::smtp
