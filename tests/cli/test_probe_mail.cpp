// The mail server's check of `antrean doctor`, against a real mail server (tests/base/smtp/smtp_server.py).
#include <csignal>
#include <string>

#include "cli/checks/probes.hpp"
#include "mail_server.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

office::OfficeSettings mail_at(std::uint16_t port) {
  office::OfficeSettings settings;
  settings.mail.emplace().server.server = {.host = "127.0.0.1", .port = port, .security = smtp::Security::none};
  settings.mail->from = {.name = "Antrean", .address = "antrean@kantor.example"};
  return settings;
}

// libcurl keeps memory from its first use on.
[[maybe_unused]] const bool warm = [] {
  std::signal(SIGPIPE, SIG_IGN);
  cli::probe_mail(mail_at(1));
  return true;
}();

}  // namespace

TEST_GROUP(ProbeMail) { antrean::tests::Folder folder; };

TEST(ProbeMail, TheServerHearsTheNameThatTheOfficeSays) {
  const smtp::test::MailServer server(folder / "log");
  const auto findings = cli::probe_mail(mail_at(server.port));
  LONGS_EQUAL(1, findings.size());
  STRCMP_CONTAINS(" answers", findings[0].en.c_str());
  LONGS_EQUAL(1, server.count(R"("event": "hello", "name": "kantor.example")"));
}
