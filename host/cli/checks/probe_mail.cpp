// antrean doctor: the mail server of the rules about waits, asked as the office does, without a mail.
#include <chrono>

#include <fmt/format.h>

#include "cli/checks/probes.hpp"
#include "smtp/connection.hpp"
#include "smtp/end.hpp"
#include "smtp/server_settings.hpp"

namespace antrean::cli {
namespace {

constexpr std::chrono::seconds patience{10};

Finding broken(const std::string& id, const std::string& en) {
  return {.part = "mail server", .condition = Condition::broken, .id = id, .en = en};
}

}  // namespace

Findings probe_mail(const office::OfficeSettings& settings) {
  if (!settings.mail) {
    return {};
  }
  const smtp::Server& named = settings.mail->server.server;
  const std::string where = fmt::format("{}:{}", named.host, named.port);
  try {
    smtp::Server server = smtp::server_for(settings.mail->server, settings.mail->from);
    server.deadline = patience;
    const bool signs_in = !server.user.empty();
    const smtp::Judgement judgement = smtp::judge(smtp::Connection(std::move(server)).greet());
    if (judgement.outcome == smtp::Outcome::taken) {
      return {{.part = "mail server",
               .condition = Condition::well,
               .id = where + (signs_in ? " menjawab dan menerima sandi" : " menjawab"),
               .en = where + (signs_in ? " answers and takes the password" : " answers")}};
    }
    return {
        broken(fmt::format("{}: {}; periksa [mail] server, port, security dan sandinya", where, judgement.why),
               fmt::format("{}: {}; look at [mail] server, port, security and the password", where, judgement.why))};
  } catch (const std::exception& problem) {  // the password's file
    return {broken(problem.what(), problem.what())};
  }
}

}  // namespace antrean::cli
