// What --check-config says of the people of the day and of secrets.
#include <filesystem>
#include <fstream>
#include <string>

#include "../queue/office.hpp"
#include "sample/sample.hpp"
#include "service/settings_check.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using queue::test::monday;
using queue::test::passport_office;

namespace {

/// Two people wait with their documents, one is called to counter 1.
queue::test::Office morning() {
  queue::test::Office office;
  office.open({1});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.call(1);
  return office;
}

queue::PlanSettings renamed() {
  auto settings = passport_office();
  settings.services[0].stages[0].key = "dokumen";
  for (auto& counter : settings.counters) {
    for (auto& rule : counter.serves) {
      rule.pool = rule.pool == "paspor/berkas" ? "paspor/dokumen" : rule.pool;
    }
  }
  return settings;
}

}  // namespace

TEST_GROUP(PeopleUnderSettings){};

TEST(PeopleUnderSettings, WhoWouldBeLeftBehindAndWhoMovedIsSaidBefore) {
  const auto office = morning();
  const auto same = people_under(office.plan, office.log, office.now);
  STRCMP_EQUAL("", (same.stranded + same.moved).c_str());
  const auto lost = people_under(queue::test::plan_of(renamed()), office.log, office.now);
  STRCMP_CONTAINS("2 numbers wait in paspor/berkas, which no counter serves: A002, A003.", lost.stranded.c_str());
  auto settings = passport_office();
  settings.counters.erase(settings.counters.begin());
  const auto moved = people_under(queue::test::plan_of(settings), office.log, office.now);
  STRCMP_EQUAL("", moved.stranded.c_str());
  STRCMP_EQUAL("Counter 1 is no longer there: A001 is back in line at its place.", moved.moved.c_str());
}

TEST(PeopleUnderSettings, NobodyOfADayThatIsOver) {
  auto office = morning();
  const auto plan = queue::test::plan_of(renamed());
  STRCMP_EQUAL("", people_under(plan, office.log, queue::test::at("08:00", monday().plus(1))).stranded.c_str());
  office.act(office.supervisor, queue::CloseDay{});
  STRCMP_EQUAL("", people_under(plan, office.log, office.now).stranded.c_str());
  STRCMP_EQUAL("", people_under(plan, {}, office.now).stranded.c_str());
}

TEST_GROUP(SecretsOfSettings) {
  antrean::tests::Folder folder;
  OfficeSettings settings;

  std::filesystem::path secret(const char* name, const std::string& text) {
    const auto file = folder / name;
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return file;
  }
};

TEST(SecretsOfSettings, WhatAStartWouldNotTakeIsSaidBefore) {
  LONGS_EQUAL(0, wrong_secrets(settings).size());
  const auto webhook = secret("webhook.secret", std::string(31, 'k'));
  settings.webhook.emplace().secret_file = webhook;
  settings.mail.emplace().server.password_file = folder / "mail.password";
  const auto wrong = wrong_secrets(settings);
  LONGS_EQUAL(2, wrong.size());
  STRCMP_CONTAINS(webhook.c_str(), wrong[0].c_str());
  STRCMP_CONTAINS("has 31 characters; it needs at least 32. Make one with:", wrong[0].c_str());
  STRCMP_CONTAINS((folder / "mail.password").c_str(), wrong[1].c_str());
  STRCMP_CONTAINS("create it", wrong[1].c_str());
  LONGS_EQUAL(78, check_secrets(settings, "office.toml"));
}

TEST(SecretsOfSettings, GoodOnesAreGood) {
  settings.webhook.emplace().secret_file = secret("webhook.secret", std::string(32, 'k'));
  settings.mail.emplace().server.password_file = secret("mail.password", "rahasia");
  LONGS_EQUAL(0, wrong_secrets(settings).size());
  LONGS_EQUAL(0, check_secrets(settings, "office.toml"));
}
