// antrean staff: the people in accounts.db, while no office runs (test_running_office.cpp has the other
// case).
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <string>

#include <boost/json/parse.hpp>

#include "accounts/accounts.hpp"
#include "accounts/password_hash.hpp"
#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;

namespace {

const std::string password = "kopi tubruk pagi hari";
const accounts::Place hall{.machine_key = "", .address = "10.1.2.3"};

UtcTime now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

/// "siti: ABCD-...": the code.
std::string code_in(const Ran& told) {
  const auto at = told.out.find(": ") + 2;
  return told.out.substr(at, told.out.find('\n') - at);
}

}  // namespace

TEST_GROUP(Staff) {
  Morning morning;
  accounts::Argon2id hash;

  Ran ran(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "staff");
    return run_antrean(morning.place, morning.with(std::move(arguments)));
  }
  std::filesystem::path file() const { return morning.folder / "accounts.db"; }
  accounts::Accounts open() { return {{.file = file()}, hash}; }
};

TEST(Staff, SomebodyAddedChoosesTheirPasswordWithTheCode) {
  const Ran told = ran({"add", "Siti", "--name", "Siti Aminah", "--roles", "officer,supervisor"});
  LONGS_EQUAL(0, told.code);
  CHECK(told.out.starts_with("siti: "));
  CHECK(told.says("within 24 hours"));
  struct ::stat status {};
  LONGS_EQUAL(0, ::stat(file().c_str(), &status));
  LONGS_EQUAL(0600, status.st_mode & 0777U);
  auto there = open();
  STRCMP_EQUAL("siti", there.use_password_link(code_in(told), password, now())->c_str());
  CHECK_TRUE(there.sign_in_with_password("siti", password, hall, now()).has_value());
  STRCMP_EQUAL("Siti Aminah", there.person("siti")->name.c_str());
}

TEST(Staff, ACodeForAPinMakesOneAtAnEnrolledMachine) {
  LONGS_EQUAL(0, ran({"add", "siti"}).code);
  const Ran told = ran({"pin", "siti"});
  LONGS_EQUAL(0, told.code);
  CHECK(told.says("within 60 minutes"));
  auto there = open();
  const auto machine = there.enrol({.name = "Loket 1", .counter = 1}, "siti", now());
  CHECK_TRUE(there.use_pin_link(code_in(told), machine.key, "483920", now()).has_value());
}

TEST(Staff, DisablingAndResettingAreSeenInTheList) {
  const Ran added = ran({"add", "siti"});
  {
    auto there = open();
    CHECK_TRUE(there.use_password_link(code_in(added), password, now()).has_value());
  }
  CHECK(ran({"list"}).says("active"));
  LONGS_EQUAL(0, ran({"disable", "siti"}).code);
  CHECK(ran({"list"}).says("disabled"));
  {
    auto there = open();
    CHECK_FALSE(there.sign_in_with_password("siti", password, hall, now()).has_value());
  }
  LONGS_EQUAL(0, ran({"enable", "siti"}).code);
  LONGS_EQUAL(0, ran({"reset", "siti"}).code);
  CHECK(ran({"list"}).says("no password yet"));
  const auto list = boost::json::parse(ran({"list", "--json"}).out);
  LONGS_EQUAL(1, list.as_array().size());
  STRCMP_EQUAL("siti", list.at(0).at("user").as_string().c_str());
  CHECK_TRUE(list.at(0).at("disabled").is_null());
}

TEST(Staff, WhatIsWrongIsSaidAndNothingIsMade) {
  LONGS_EQUAL(1, ran({"list"}).code);
  LONGS_EQUAL(1, ran({"disable", "siti"}).code);
  CHECK_FALSE(std::filesystem::exists(file()));
  LONGS_EQUAL(2, ran({"add"}).code);
  LONGS_EQUAL(2, ran({"fire", "siti"}).code);
  LONGS_EQUAL(2, ran({"add", "siti", "--roles", "boss"}).code);
  LONGS_EQUAL(2, ran({"add", "siti aminah"}).code);
  LONGS_EQUAL(0, ran({"add", "siti"}).code);
  const Ran again = ran({"add", "siti"});
  LONGS_EQUAL(3, again.code);
  CHECK(again.complains("exists already"));
  LONGS_EQUAL(3, ran({"pin", "nobody"}).code);
  LONGS_EQUAL(2, ran({"list", "siti"}).code);
}

TEST(Staff, WhileAnotherProcessHasTheFileItIsRefused) {
  LONGS_EQUAL(0, ran({"add", "siti"}).code);
  const auto there = std::make_unique<accounts::Accounts>(accounts::OpenAccounts{.file = file()}, hash);
  const Ran told = ran({"disable", "siti"});
  LONGS_EQUAL(5, told.code);
  CHECK(told.complains("no office answers that could do it"));
}
