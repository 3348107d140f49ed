// [[sla]] and [webhook] of the settings file, and what a webhook's message is.
#include <fstream>
#include <iterator>
#include <string>

#include <boost/json/parse.hpp>

#include "office_settings/office_settings.hpp"
#include "service/sla_desk.hpp"
#include "signatures/webhook_signature.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;

namespace {

std::string with(const std::string& more) {
  std::ifstream file(std::string(CONFIG) + "/office.toml", std::ios::binary);
  return std::string{std::istreambuf_iterator<char>(file), {}} + "\n" + more;
}
OfficeSettings settings_with(const std::string& more) {
  return read(settings::Source::text(with(more), "office.toml"));
}
std::string complaint(const std::string& more) {
  try {
    settings_with(more);
  } catch (const settings::SettingsError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_GROUP(SlaSettings){};

TEST(SlaSettings, ARuleSaysForWhomAndWhoIsTold) {
  const auto settings = settings_with(
      "[[sla]]\nwait_over = \"45m\"\nservice = \"paspor\"\ntell = [\"screen\", \"webhook\"]\n"
      "[[sla]]\nwait_over = \"2h\"\n"
      "[webhook]\nurl = \"https://example.org/antrean\"\nsecret_file = \"webhook.secret\"\n");
  LONGS_EQUAL(2, settings.sla.size());
  CHECK((settings.sla[0] ==
         sla::Rule{.wait_over = Minutes{45}, .service = "paspor", .class_key = {}, .screen = true, .webhook = true}));
  CHECK((settings.sla[1] == sla::Rule{.wait_over = Minutes{120}, .service = {}, .class_key = {}}));
  STRCMP_EQUAL("https://example.org/antrean", settings.webhook->url.c_str());
  CHECK_TRUE(settings_with("").sla.empty());
}

TEST(SlaSettings, AddressesAreToldByTheServerOfTheMailSection) {
  const std::string server =
      "[mail]\nserver = \"smtp.example.go.id\"\nfrom = \"Antrean Bandung <antrean@example.go.id>\"\nlanguage = "
      "\"en\"\n";
  const auto settings = settings_with("[[sla]]\nwait_over = \"45m\"\nmail = [\"Kepala@Example.go.id\"]\n" + server);
  CHECK((settings.sla[0].mail == std::vector<std::string>{"Kepala@example.go.id"}));
  CHECK_TRUE(settings.sla[0].screen);
  CHECK(settings.mail->server.server.security == smtp::Security::starttls);
  LONGS_EQUAL(587, settings.mail->server.server.port);
  STRCMP_EQUAL("Antrean Bandung", settings.mail->from.name.c_str());
  CHECK(settings.mail->language == Language::en);
  const std::string rule = "[[sla]]\nwait_over = \"45m\"\n";
  STRCMP_CONTAINS("'kepala' is no mail address", complaint(rule + "mail = [\"kepala\"]\n" + server).c_str());
  STRCMP_CONTAINS("there is no [mail]", complaint(rule + "mail = [\"kepala@example.go.id\"]\n").c_str());
  STRCMP_CONTAINS("belong together", complaint(server + "user = \"antrean\"\n").c_str());
  STRCMP_CONTAINS("missing key 'from'", complaint("[mail]\nserver = \"smtp.example.go.id\"\n").c_str());
}

TEST(SlaSettings, WhatIsWrongIsSaid) {
  const std::string rule = "[[sla]]\nwait_over = \"45m\"\n";
  STRCMP_CONTAINS("whole minutes", complaint("[[sla]]\nwait_over = \"90s\"\n").c_str());
  STRCMP_CONTAINS("'visa' is no service; there are: paspor", complaint(rule + "service = \"visa\"\n").c_str());
  STRCMP_CONTAINS("'vip' is no class", complaint(rule + "class = \"vip\"\n").c_str());
  STRCMP_CONTAINS("'sms' is no way to tell", complaint(rule + "tell = [\"sms\"]\n").c_str());
  STRCMP_CONTAINS("there is no [webhook]", complaint(rule + "tell = [\"webhook\"]\n").c_str());
  STRCMP_CONTAINS("the same rule", complaint(rule + rule).c_str());
  STRCMP_CONTAINS("must begin with https://",
                  complaint("[webhook]\nurl = \"http://example.org/\"\nsecret_file = \"x\"\n").c_str());
}

TEST(SlaSettings, AMessageSaysWhatAndWhere) {
  const auto settings = settings_with("");
  const sla::Change change{.rule = {.wait_over = Minutes{45}, .service = "paspor", .class_key = {}, .webhook = true},
                           .begins = true,
                           .longest = Minutes{52},
                           .waiting = 3};
  const auto told = boost::json::parse(webhook_body(change, settings.plan, from_ms(1'795'323'600'000), "abc"));
  STRCMP_EQUAL("abc", told.at("id").as_string().c_str());
  STRCMP_EQUAL("sla_breached", told.at("event").as_string().c_str());
  STRCMP_EQUAL("AD", told.at("office").as_string().c_str());
  LONGS_EQUAL(52, told.at("longest_minutes").to_number<int>());
  LONGS_EQUAL(3, told.at("waiting_longer").to_number<int>());
  LONGS_EQUAL(45, told.at("rule").at("wait_over_minutes").to_number<int>());
}

TEST(SlaSettings, AMessageIsSignedAsThePortalsAre) {
  // The signature is that of Python's hmac over "1795323600.{"a":1}".
  const auto headers = webhook::headers("abc", std::string(32, 'k'), R"({"a":1})", from_ms(1'795'323'600'999));
  const std::vector<std::pair<std::string, std::string>> expected{
      {"Content-Type", "application/json"},
      {"Antrean-Event", "abc"},
      {"Antrean-Timestamp", "1795323600"},
      {"Antrean-Signature", "v1=d99fe0655bb5d40a791c205f86ab93fa38fbb0616e6cc0ea8261b443a87b8e54"}};
  CHECK(headers == expected);
}
