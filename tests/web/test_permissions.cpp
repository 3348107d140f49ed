// Every command of a page and every role: who may give it, in words that a reader can compare with the table
// in permissions.hpp.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "values/words.hpp"
#include "web/permissions.hpp"
#include "web/requests.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::web;
using accounts::Role;
using accounts::Roles;

TEST_GROUP(Permissions){};

TEST(Permissions, EveryCommandOfAPageForEveryRole) {
  // "l": only with a supervisor's own PIN.
  struct Row {
    const char* json;
    const char* officer;
    const char* clerk;
    const char* supervisor;
    const char* technician;
  };
  const std::vector<Row> rows{
      {R"({"command":"call_next","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"recall","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"start","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"no_show","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"finish","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"finish_and_next","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"undo_finish","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"open_counter","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"close_counter","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"pause_counter","counter":3,"reason":"x"})", "yes", "no", "yes", "no"},
      {R"({"command":"cancel_call","counter":3,"reason":"x"})", "yes", "no", "yes", "no"},
      {R"({"command":"login","counter":3,"officer":"budi"})", "yes", "no", "yes", "no"},
      {R"({"command":"logout","counter":3})", "yes", "no", "yes", "no"},
      {R"({"command":"park","counter":3,"reason":"x"})", "yes", "no", "yes", "no"},
      {R"({"command":"resume","counter":3,"number":"A001"})", "yes", "no", "yes", "no"},
      {R"({"command":"serve_direct","counter":3,"service":"paspor","reason":"x"})", "yes", "no", "yes", "no"},
      {R"({"command":"transfer","number":"A001","service":"paspor","stage":"foto","reason":"x"})", "yes", "no", "yes",
       "no"},
      {R"({"command":"cancel_ticket","number":"A001","reason":"x"})", "yes", "yes", "yes", "no"},
      {R"({"command":"return_ticket","number":"A001"})", "yes", "yes", "yes", "no"},
      {R"({"command":"grant_class","number":"A001","class_key":"c","reason":"x"})", "yes", "yes", "yes", "no"},
      {R"({"command":"walk_in","service":"paspor"})", "no", "yes", "yes", "no"},
      {R"({"command":"call_out_of_order","counter":3,"number":"A001","reason":"x"})", "lent", "lent", "yes", "no"},
      {R"({"command":"put_in_line","service":"a","stage":"b","to_stage":"c","reason":"x"})", "lent", "lent", "yes",
       "no"},
      {R"({"command":"open_day","day":"2026-11-23","reason":"x"})", "lent", "lent", "yes", "no"},
      {R"({"command":"close_day"})", "lent", "lent", "yes", "no"},
  };
  std::set<std::string> walked;
  for (const auto& row : rows) {
    const auto asked = parse_command(row.json, UtcTime{});
    CHECK_TEXT(asked.has_value(), row.json);
    const std::string json = row.json;
    walked.insert(json.substr(12, json.find('"', 12) - 12));
    const auto needs = permission_for(asked->command.action);
    CHECK_TEXT(needs.has_value(), row.json);
    const auto answer = [&](Role role) {
      return std::string(may(role, *needs) ? "yes" : may_be_lent(*needs, {role}) ? "lent" : "no");
    };
    STRCMP_EQUAL_TEXT(row.officer, answer(Role::officer).c_str(), row.json);
    STRCMP_EQUAL_TEXT(row.clerk, answer(Role::clerk).c_str(), row.json);
    STRCMP_EQUAL_TEXT(row.supervisor, answer(Role::supervisor).c_str(), row.json);
    STRCMP_EQUAL_TEXT(row.technician, answer(Role::technician).c_str(), row.json);
    CHECK_FALSE_TEXT(may(Role::directorate, *needs) || may(Role::auditor, *needs), row.json);
  }
  for (const auto name : command_names()) {
    CHECK_TEXT(walked.contains(std::string(name)), std::string(name).c_str());
  }
}

TEST(Permissions, WhatNoPageMayAskForNeedsWhatNobodyHas) {
  for (const queue::Action& action :
       std::vector<queue::Action>{queue::Tick{}, queue::Press{}, queue::RaiseAlarm{}, queue::ClearAlarm{},
                                  queue::NoteNumbers{}, queue::Admit{}, queue::AnswerScan{}}) {
    CHECK_FALSE(permission_for(action).has_value());
  }
}

TEST(Permissions, TwoRolesMayWhatEitherMay) {
  CHECK(may(Roles{Role::officer, Role::clerk}, Permission::counter));
  CHECK(may(Roles{Role::officer, Role::clerk}, Permission::entrance));
  CHECK_FALSE(may(Roles{Role::officer, Role::clerk}, Permission::day));
  CHECK_FALSE(may(Roles{}, Permission::counter));
}
