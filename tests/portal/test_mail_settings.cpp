#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "mail/mail_settings.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace std::chrono_literals;

namespace {

MailSettings read(const std::string& toml) {
  auto source = settings::Source::text(toml, "portal.toml");
  auto mail = read_mail_settings(source.root(), "/var/lib/antrean/mails");
  source.finish();
  return mail;
}

std::string complaint(const std::string& toml) {
  try {
    read("[mail]\n" + toml);
  } catch (const settings::SettingsError& error) {
    return error.what();
  }
  return "";
}

const std::string server = "server = \"smtp.example.go.id\"\nfrom = \"Antrean <antrean@example.go.id>\"\n";

}  // namespace

TEST_GROUP(MailSettings){};

TEST(MailSettings, WithoutAnyMailsAreFiles) {
  for (const char* toml : {"", "[mail]\n"}) {
    const auto mail = read(toml);
    CHECK_TRUE(!mail.server);
    CHECK(mail.folder == "/var/lib/antrean/mails");
    CHECK_TRUE(!mail.from.address.empty());
  }
  CHECK(read("[mail]\nfolder = \"/tmp/x\"\n").folder == "/tmp/x");
}

TEST(MailSettings, AServerAndAllThatBelongsToIt) {
  const auto mail =
      read("[mail]\n" + server +
           "port = 2525\nsecurity = \"tls\"\nuser = \"antrean\"\npassword_file = \"/etc/antrean/mail.password\"\n"
           "reply_to = \"bantuan@example.go.id\"\nrate_per_minute = 30\nbounces = \"/var/mail/antrean\"\n"
           "ca_file = \"/etc/ca.pem\"\ndeadline = \"1m\"\n");
  CHECK_TRUE(mail.server.has_value());
  STRCMP_EQUAL("smtp.example.go.id", mail.server->host.c_str());
  LONGS_EQUAL(2525, mail.server->port);
  CHECK(mail.server->security == smtp::Security::tls);
  STRCMP_EQUAL("antrean", mail.server->user.c_str());
  CHECK(mail.server->ca_file == "/etc/ca.pem");
  CHECK(mail.server->deadline == 1min);
  CHECK(mail.password_file == "/etc/antrean/mail.password");
  CHECK(mail.from == (smtp::Mailbox{"Antrean", "antrean@example.go.id"}));
  STRCMP_EQUAL("bantuan@example.go.id", mail.reply_to.c_str());
  LONGS_EQUAL(30, mail.per_minute);
  CHECK(mail.bounces == std::filesystem::path{"/var/mail/antrean"});
  CHECK_TRUE(mail.folder.empty());
  const auto identity = mail_identity(mail, "antrean.example.go.id");
  CHECK(identity.from == mail.from);
  STRCMP_EQUAL("antrean.example.go.id", identity.domain.c_str());
}

TEST(MailSettings, ThePortIsTheUsualOne) {
  LONGS_EQUAL(587, read("[mail]\n" + server).server->port);
  LONGS_EQUAL(465, read("[mail]\n" + server + "security = \"tls\"\n").server->port);
  LONGS_EQUAL(25, read("[mail]\n" + server + "security = \"opportunistic\"\n").server->port);
}

TEST(MailSettings, SayWhatIsWrongWhereItIsWrong) {
  const struct {
    std::string toml;
    const char* complaint;
  } table[] = {
      {"server = \"smtp.example.go.id\"\n", "portal.toml:1:"},  // from is missing
      {"server = \"smtp example\"\nfrom = \"a@b.example\"\n", "portal.toml:2:"},
      {server + "from_name = \"x\"\n", "from_name"},
      {"server = \"s.example\"\nfrom = \"Antrean\"\n", "is no mail address"},
      {server + "reply_to = \"Bantuan <a@b.example>\"\n", "without a name"},
      {server + "security = \"ssl\"\n", "portal.toml:4:"},
      {server + "security = \"none\"\n", "without TLS only a server on this machine"},
      {server + "security = \"opportunistic\"\nuser = \"a\"\npassword_file = \"b\"\n",
       "only over TLS that is required"},
      {server + "user = \"a\"\n", "belong together"},
      {server + "password_file = \"a\"\n", "belong together"},
      {server + "folder = \"mails\"\n", "not to both"},
      {server + "deadline = \"1s\"\n", "from 5s to 30m"},
      {server + "rate_per_minute = 0\n", "portal.toml:4:"},
      {server + "port = 70000\n", "portal.toml:4:"},
      {"port = 25\n", "'port' is about 'server', which is missing"},
      {"folder = \"mails\"\nuser = \"x\"\n", "'user' is about 'server', which is missing"},
  };
  for (const auto& row : table) {
    STRCMP_CONTAINS(row.complaint, complaint(row.toml).c_str());
  }
  for (const char* host : {"localhost", "127.0.0.1", "::1"}) {
    STRCMP_EQUAL(
        "", complaint(std::string{"server = \""} + host + "\"\nfrom = \"a@b.example\"\nsecurity = \"none\"\n").c_str());
  }
}

TEST(MailSettings, WhatTheShippedFileShowsIsGood) {
  std::ifstream file{PORTAL_SHIPPED_SETTINGS};
  std::string shown;
  for (std::string line; std::getline(file, line);) {
    if (line == "# [mail]" || (!shown.empty() && line.starts_with("# "))) {
      shown += line.substr(2) + "\n";
    } else if (!shown.empty()) {
      break;
    }
  }
  const auto mail = read(shown);
  CHECK_TRUE(mail.server.has_value());
  STRCMP_EQUAL("bantuan@example.go.id", mail.reply_to.c_str());
  LONGS_EQUAL(read("[mail]\n" + server).per_minute, mail.per_minute);
  CHECK(read("[mail]\n" + server).server->deadline == mail.server->deadline);
}
