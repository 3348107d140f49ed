// Every command of a page and every role: who may give it, in words that a reader can compare with the table
// in permissions.hpp.
#include <optional>
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

namespace {

accounts::Session session_of(Roles roles) {
  accounts::Session session;
  session.user = "sari";
  session.roles = roles;
  session.second_factor = accounts::SecondFactor::done;
  return session;
}

/// "yes"; "lent": only when a supervisor agrees; "no".
std::string answer(Roles roles, std::optional<Permission> needs) {
  switch (decide_access(session_of(roles), needs, std::nullopt).access) {
    case Access::allowed:
      return "yes";
    case Access::supervisor_needed:
      CHECK(decide_access(session_of(roles), needs, "wati").access == Access::allowed);
      return "lent";
    case Access::not_allowed:
      CHECK(decide_access(session_of(roles), needs, "wati").access == Access::not_allowed);
      return "no";
    case Access::sign_in:
      break;
  }
  return "sign in";
}

}  // namespace

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
      {R"({"command":"pause_hall","minutes":30,"reason":"x"})", "lent", "lent", "yes", "no"},
      {R"({"command":"resume_hall"})", "lent", "lent", "yes", "no"},
      {R"({"command":"set_notice","severity":"notice","text_id":"x"})", "lent", "lent", "yes", "no"},
      {R"({"command":"end_notice","notice":7})", "lent", "lent", "yes", "no"},
      {R"({"command":"set_walk_ins","service":"paspor","from":"08:00","quota":20})", "lent", "lent", "yes", "no"},
      {R"({"command":"set_last_numbers","at":"14:00"})", "lent", "lent", "yes", "no"},
  };
  std::set<std::string> walked;
  for (const auto& row : rows) {
    const auto asked = parse_command(row.json, UtcTime{});
    CHECK_TEXT(asked.has_value(), row.json);
    const std::string json = row.json;
    walked.insert(json.substr(12, json.find('"', 12) - 12));
    const auto needs = permission_for(asked->command.action);
    CHECK_TEXT(needs.has_value(), row.json);
    STRCMP_EQUAL_TEXT(row.officer, answer({Role::officer}, needs).c_str(), row.json);
    STRCMP_EQUAL_TEXT(row.clerk, answer({Role::clerk}, needs).c_str(), row.json);
    STRCMP_EQUAL_TEXT(row.supervisor, answer({Role::supervisor}, needs).c_str(), row.json);
    STRCMP_EQUAL_TEXT(row.technician, answer({Role::technician}, needs).c_str(), row.json);
    STRCMP_EQUAL_TEXT("no", answer({Role::directorate, Role::auditor}, needs).c_str(), row.json);
    for (const auto* yes : {"", "wati"}) {
      const auto supervisor = *yes == '\0' ? std::nullopt : std::optional<std::string>(yes);
      CHECK_TEXT(decide_access(std::nullopt, needs, supervisor).access == Access::sign_in, row.json);
      auto half = session_of({Role::supervisor});
      half.second_factor = accounts::SecondFactor::needed;
      CHECK_TEXT(decide_access(half, needs, supervisor).access == Access::sign_in, row.json);
    }
  }
  for (const auto name : command_names()) {
    CHECK_TEXT(walked.contains(std::string(name)), std::string(name).c_str());
  }
}

TEST(Permissions, ACheckInByACodeAloneNeedsTheLeast) {
  const auto needs = [](const char* json) { return permission_for(parse_entrance_request(json)->request); };
  CHECK(needs(R"({"code":"AD-QFJ8BD","scanned":true})") == Permission::check_in);
  // Typed by the staff: the answer tells more than a visitor reads.
  CHECK(needs(R"({"code":"AD-QFJ8BD"})") == Permission::entrance);
  CHECK(needs(R"({"code":"AD-QFJ8BD","scanned":true,"people":2})") == Permission::entrance);
  CHECK(needs(R"({"code":"AD-QFJ8BD","scanned":true,"class_key":"priority"})") == Permission::entrance);
  CHECK(needs(R"({"booking":17,"scanned":true})") == Permission::entrance);
  CHECK(needs(R"({"code":"AD-QFJ8BD","scanned":true,"force":{"reason":"sick"}})") == Permission::exceptions);
}

TEST(Permissions, WhoDoesWhatAtTheEntrance) {
  for (const auto permission : {Permission::check_in, Permission::entrance}) {
    CHECK(may(Role::clerk, permission) && may(Role::supervisor, permission));
    CHECK_FALSE(may(Role::officer, permission) || may(Role::technician, permission) ||
                may(Role::directorate, permission) || may(Role::auditor, permission));
    CHECK_FALSE(may_be_lent(permission, {Role::officer}));
  }
  // A machine that stands there with nobody signed in: one thing. Every other machine: nothing.
  for (std::size_t i = 0; i < permissions; ++i) {
    const auto permission = static_cast<Permission>(i);
    CHECK_EQUAL(permission == Permission::check_in, machine_access("Pintu 1", true, permission).has_value());
    CHECK_FALSE(machine_access("Loket 3", false, permission).has_value());
  }
  CHECK_FALSE(machine_access("Pintu 1", true, std::nullopt).has_value());
  CHECK(machine_access("Pintu 1", true, Permission::check_in)->actor ==
        (queue::Actor{.kind = queue::ActorKind::entrance, .name = "machine Pintu 1"}));
}

TEST(Permissions, WhatNoPageMayAskForNeedsWhatNobodyHas) {
  for (const queue::Action& action : std::vector<queue::Action>{
           queue::Tick{}, queue::Press{}, queue::RaiseAlarm{}, queue::ClearAlarm{}, queue::NoteNumbers{},
           queue::NoteSettings{}, queue::GiveFeedback{}, queue::Admit{}, queue::AnswerScan{}}) {
    CHECK_FALSE(permission_for(action).has_value());
    for (const Role role : accounts::all_roles) {
      STRCMP_EQUAL("no", answer({role}, permission_for(action)).c_str());
    }
  }
}

TEST(Permissions, TwoRolesMayWhatEitherMay) {
  CHECK(may(Roles{Role::officer, Role::clerk}, Permission::counter));
  CHECK(may(Roles{Role::officer, Role::clerk}, Permission::entrance));
  CHECK_FALSE(may(Roles{Role::officer, Role::clerk}, Permission::day));
  CHECK_FALSE(may(Roles{}, Permission::counter));
}

TEST(Permissions, TheActorIsWhoeverIsSignedInOrTheSupervisorWhoAgreed) {
  const auto actor = [](Roles roles, Permission needs, const std::optional<std::string>& supervisor) {
    return decide_access(session_of(roles), needs, supervisor).allowed.actor;
  };
  using queue::Actor;
  using queue::ActorKind;
  CHECK(actor({Role::officer}, Permission::counter, {}) == (Actor{.kind = ActorKind::officer, .name = "sari"}));
  CHECK(actor({Role::clerk}, Permission::entrance, {}) == (Actor{.kind = ActorKind::entrance, .name = "sari"}));
  CHECK(actor({Role::clerk, Role::officer}, Permission::entrance, {}) ==
        (Actor{.kind = ActorKind::officer, .name = "sari"}));
  CHECK(actor({Role::officer, Role::supervisor}, Permission::day, {}) ==
        (Actor{.kind = ActorKind::supervisor, .name = "sari"}));
  CHECK(actor({Role::officer}, Permission::day, "wati") ==
        (Actor{.kind = ActorKind::supervisor, .name = "wati for sari"}));
  // What an officer may do themselves, done with a supervisor's yes: back once more than is allowed.
  CHECK(actor({Role::officer}, Permission::numbers, "wati") ==
        (Actor{.kind = ActorKind::supervisor, .name = "wati for sari"}));
  CHECK(actor({Role::officer}, Permission::sign_in_others, "wati") == Actor{});
}

TEST(Permissions, ASignedCommandIsTheirsWhateverItNames) {
  const auto allowed = decide_access(session_of({Role::officer}), Permission::counter, std::nullopt).allowed;
  const auto command = signed_by({.by = {.kind = queue::ActorKind::supervisor, .name = "wati"},
                                  .action = queue::Login{.counter = 3, .officer = "budi"}},
                                 allowed);
  CHECK(command.by == (queue::Actor{.kind = queue::ActorKind::officer, .name = "sari"}));
  STRCMP_EQUAL("sari", std::get<queue::Login>(command.action).officer.c_str());
}
