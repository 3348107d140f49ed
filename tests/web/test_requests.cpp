#include <set>

#include "web/requests.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::web;

namespace {

const UtcTime now = from_ms(1'000'000);

template <class Action>
Action read(const std::string& json) {
  auto asked = parse_command(json, now);
  CHECK_TEXT(asked.has_value(), json.c_str());
  auto* action = std::get_if<Action>(&asked->command.action);
  CHECK_TEXT(action != nullptr, json.c_str());
  return *action;
}

}  // namespace

TEST_GROUP(PageRequests){};

TEST(PageRequests, EveryCommandHasAGoodExampleAndEveryMissingFieldIsNamed) {
  const struct {
    const char* json;
    std::set<std::string> needed;
  } table[] = {
      {R"({"command":"call_next","counter":3})", {"counter"}},
      {R"({"command":"recall","counter":3})", {"counter"}},
      {R"({"command":"start","counter":3})", {"counter"}},
      {R"({"command":"no_show","counter":3})", {"counter"}},
      {R"({"command":"finish","counter":3})", {"counter"}},
      {R"({"command":"finish_and_next","counter":3})", {"counter"}},
      {R"({"command":"undo_finish","counter":3})", {"counter"}},
      {R"({"command":"open_counter","counter":3})", {"counter"}},
      {R"({"command":"close_counter","counter":3})", {"counter"}},
      {R"({"command":"logout","counter":3})", {"counter"}},
      {R"({"command":"login","counter":3,"officer":"budi"})", {"counter", "officer"}},
      {R"({"command":"pause_counter","counter":3,"reason":"x"})", {"counter", "reason"}},
      {R"({"command":"cancel_call","counter":3,"reason":"x"})", {"counter", "reason"}},
      {R"({"command":"park","counter":3,"reason":"x"})", {"counter", "reason"}},
      {R"({"command":"resume","counter":3,"number":"A001"})", {"counter", "number"}},
      {R"({"command":"call_out_of_order","counter":3,"number":"A001","reason":"x"})", {"counter", "number", "reason"}},
      {R"({"command":"serve_direct","counter":3,"service":"paspor","reason":"x"})", {"counter", "service", "reason"}},
      {R"({"command":"transfer","number":"A001","service":"paspor","stage":"foto","reason":"x"})",
       {"number", "reason"}},
      {R"({"command":"return_ticket","number":"A001"})", {"number"}},
      {R"({"command":"cancel_ticket","number":"A001","reason":"x"})", {"number", "reason"}},
      {R"({"command":"grant_class","number":"A001","class_key":"c","reason":"x"})", {"number", "class_key", "reason"}},
      {R"({"command":"walk_in","service":"paspor"})", {"service"}},
      {R"({"command":"put_in_line","service":"paspor","stage":"layanan","to_stage":"loket",)"
       R"("supervisor":"rina","reason":"x"})",
       {"service", "stage", "reason"}},
      {R"({"command":"open_day","day":"2026-11-23","supervisor":"rina","reason":"x"})", {"day"}},
      {R"({"command":"close_day","supervisor":"rina"})", {}},
      {R"({"command":"pause_hall","minutes":30,"reason":"x"})", {"reason"}},
      {R"({"command":"resume_hall"})", {}},
      {R"({"command":"set_notice","severity":"emergency","text_id":"x","text_en":"y","minutes":5})",
       {"severity", "text_id"}},
      {R"({"command":"end_notice","notice":7})", {"notice"}},
      {R"({"command":"set_walk_ins","service":"paspor","from":"08:00","quota":20})", {"service", "from"}},
      {R"({"command":"set_last_numbers","at":"14:00"})", {}},
  };
  std::set<std::string> seen;
  for (const auto& row : table) {
    CHECK_TEXT(parse_command(row.json, now).has_value(), row.json);
    const std::string json = row.json;
    const auto name = json.substr(12, json.find('"', 12) - 12);
    seen.insert(name);
    for (const auto& field : row.needed) {
      auto without = json;
      const auto at = without.find('"' + field + '"');
      without.replace(at + 1, field.size(), "other");
      const auto parsed = parse_command(without, now);
      CHECK_TEXT(parsed.has_error(), without.c_str());
      STRCMP_EQUAL(("'" + field + "' is missing").c_str(), parsed.error().text.c_str());
    }
  }
  for (const auto name : command_names()) {
    CHECK_TEXT(seen.contains(std::string(name)), std::string(name).c_str());
  }
}

TEST(PageRequests, FieldsArriveWhereTheyBelong) {
  const auto park = read<queue::Park>(R"({"command":"park","counter":3,"reason":"bank","minutes":15})");
  LONGS_EQUAL(3, park.counter);
  STRCMP_EQUAL("bank", park.reason.c_str());
  CHECK(park.until == now + Minutes(15));
  CHECK(!read<queue::Park>(R"({"command":"park","counter":3,"reason":"bank","minutes":null})").until);
  const auto transfer =
      read<queue::Transfer>(R"({"command":"transfer","number":"A001","to_counter":5,"counter":3,"reason":"x"})");
  LONGS_EQUAL(5, transfer.counter);
  const auto walk_in =
      read<queue::WalkIn>(R"({"command":"walk_in","service":"paspor","class_key":"c","reason":"hilang","people":2})");
  STRCMP_EQUAL("hilang", walk_in.reason.c_str());
  LONGS_EQUAL(2, walk_in.people);
  CHECK(!walk_in.language);
  CHECK(!read<queue::WalkIn>(R"({"command":"walk_in","service":"paspor","language":""})").language);
  CHECK(read<queue::WalkIn>(R"({"command":"walk_in","service":"paspor","language":"en"})").language == Language::en);
  STRCMP_EQUAL("siti", read<queue::Login>(R"({"command":"login","counter":3,"officer":"siti"})").officer.c_str());
  CHECK(!read<queue::Login>(R"({"command":"login","counter":3,"officer":"siti"})").take_over);
  CHECK(read<queue::Login>(R"({"command":"login","counter":3,"officer":"siti","take_over":true})").take_over);
}

TEST(PageRequests, AFieldThatIsNotKnownIsRefusedByNameWithTheNearest) {
  const struct {
    std::string json;
    const char* words;
  } table[] = {
      {R"({"command":"park","counter":3,"reason":"bank","until":"10:30"})",
       "there is no field 'until' in 'park'; there are: 'counter', 'desk', 'expect', 'key', 'minutes', 'officer', "
       "'reason', 'supervisor', 'supervisor_pin', 'supervisor_user'"},
      {R"({"command":"park","counter":3,"reason":"bank","minute":15})",
       "there is no field 'minute' in 'park'; did you mean 'minutes'?"},
      {R"({"command":"walk_in","service":"paspor","clas_key":"priority"})",
       "there is no field 'clas_key' in 'walk_in'; did you mean 'class_key'?"},
      {R"({"command":"recall","counter":3,"expects":"A001"})",
       "there is no field 'expects' in 'recall'; did you mean 'expect'?"},
      {R"({"command":"recall","counter":3,"number":"A001"})",
       "there is no field 'number' in 'recall'; there are: 'counter', 'desk', 'expect', 'key', 'officer', "
       "'supervisor', 'supervisor_pin', 'supervisor_user'"},
      {R"({"command":"transfer","number":"A001","to_conter":5,"service":"paspor","stage":"foto","reason":"x"})",
       "there is no field 'to_conter' in 'transfer'; did you mean 'to_counter'?"},
      {R"({"command":"close_day","supervisor":"rina","reason":"x"})",
       "there is no field 'reason' in 'close_day'; there are: 'counter', 'desk', 'expect', 'key', 'officer', "
       "'supervisor', 'supervisor_pin', 'supervisor_user'"},
  };
  for (const auto& row : table) {
    const auto parsed = parse_command(row.json, now);
    CHECK_TEXT(parsed.has_error(), row.json.c_str());
    STRCMP_EQUAL(row.words, parsed.error().text.c_str());
  }
  STRCMP_EQUAL("there is no field 'peple' in a check-in; did you mean 'people'?",
               parse_entrance_request(R"({"code":"AD-QFJ8BD","peple":2})").error().text.c_str());
  STRCMP_EQUAL("there is no field 'reasons' in 'force'; there are: 'reason', 'supervisor'",
               parse_entrance_request(R"({"code":"x","force":{"supervisor":"rina","reason":"x","reasons":1}})")
                   .error()
                   .text.c_str());
  STRCMP_EQUAL("there is no field 'our' in what is looked for; did you mean 'hour'?",
               parse_looked_for(R"({"name":"dewi","our":"08:00"})").error().text.c_str());
}

TEST(PageRequests, WhatEveryCommandMayHaveIsTakenByEveryCommand) {
  const std::string common =
      R"("counter":3,"officer":"budi","desk":"entrance","supervisor":"rina","expect":"","key":"k")";
  for (const char* own : {R"("command":"recall")", R"("command":"walk_in","service":"paspor")",
                          R"("command":"cancel_ticket","number":"A001","reason":"x")", R"("command":"close_day")",
                          R"("command":"open_day","day":"2026-11-23")"}) {
    std::string json = "{";
    json.append(own).append(",").append(common).append("}");
    const auto asked = parse_command(json, now);
    CHECK_TEXT(asked.has_value(), asked.has_error() ? asked.error().text.c_str() : "");
  }
}

TEST(PageRequests, WhereATransferGoesIsSaidOnceAndInItsOwnWords) {
  for (const char* nowhere : {R"({"command":"transfer","number":"A001","counter":2,"reason":"x"})",
                              R"({"command":"transfer","number":"A001","reason":"x"})"}) {
    STRCMP_EQUAL("'to_counter', or 'service' and 'stage', is missing ('counter' is where it is asked)",
                 parse_command(nowhere, now).error().text.c_str());
  }
  STRCMP_CONTAINS(
      "'to_counter' keeps service and stage",
      parse_command(R"({"command":"transfer","number":"A001","to_counter":2,"stage":"foto","reason":"x"})", now)
          .error()
          .text.c_str());
}

TEST(PageRequests, AKeyIsTakenByEveryCommandAndActsWhereNumbersAreGiven) {
  STRCMP_EQUAL("k1", read<queue::WalkIn>(R"({"command":"walk_in","service":"paspor","key":"k1"})").key.c_str());
  STRCMP_EQUAL("k2", read<queue::ServeDirect>(
                         R"({"command":"serve_direct","counter":3,"service":"paspor","reason":"x","key":"k2"})")
                         .key.c_str());
  STRCMP_EQUAL("", read<queue::WalkIn>(R"({"command":"walk_in","service":"paspor"})").key.c_str());
  CHECK(parse_command(R"({"command":"call_next","counter":3,"key":"k3"})", now).has_value());
  const std::string long_key = R"({"command":"call_next","counter":3,"key":")" + std::string(101, 'k') + "\"}";
  STRCMP_EQUAL("'key' is longer than 100 bytes", parse_command(long_key, now).error().text.c_str());
}

TEST(PageRequests, WhoAsksIsTold) {
  const auto by = [](const char* json) { return parse_command(json, now)->command.by; };
  CHECK(
      (by(R"({"command":"recall","counter":1,"officer":"budi"})") == queue::Actor{queue::ActorKind::officer, "budi"}));
  CHECK((by(R"({"command":"recall","counter":1})") == queue::Actor{queue::ActorKind::officer, ""}));
  CHECK((by(R"({"command":"recall","counter":1,"officer":"budi","supervisor":"rina"})") ==
         queue::Actor{queue::ActorKind::supervisor, "rina"}));
  CHECK((by(R"({"command":"return_ticket","number":"A001","desk":"entrance"})") ==
         queue::Actor{queue::ActorKind::entrance, "entrance page"}));
  CHECK((by(R"({"command":"return_ticket","number":"A001","desk":"entrance","supervisor":"rina"})") ==
         queue::Actor{queue::ActorKind::supervisor, "rina"}));
  CHECK(
      (by(R"({"command":"walk_in","service":"paspor"})") == queue::Actor{queue::ActorKind::entrance, "entrance page"}));
}

TEST(PageRequests, WhatThePageShowsIsToldFromNothingTold) {
  CHECK(!parse_command(R"({"command":"recall","counter":1})", now)->expect);
  CHECK(parse_command(R"({"command":"recall","counter":1,"expect":""})", now)->expect == "");
  CHECK(parse_command(R"({"command":"recall","counter":1,"expect":"A001"})", now)->expect == "A001");
}

TEST(PageRequests, BadOnesAreRefusedInWords) {
  const struct {
    std::string json;
    const char* words;
  } table[] = {
      {"", "the body is not a JSON object"},
      {"[]", "the body is not a JSON object"},
      {"{", "the body is not a JSON object"},
      {"{}", "'command' is missing"},
      {R"({"command":7})", "'command' must be text"},
      {R"({"command":"walk_in","service":"paspor","language":"jv"})",
       "'language' must be \"id\" or \"en\", not \"jv\""},
      {R"({"command":"open_day","day":"tomorrow"})", "'day' must be a date like 2026-11-23"},
      {R"({"command":"explode"})", "there is no command 'explode'"},
      {R"({"command":"recall","counter":"1"})", "'counter' must be a whole number up to 65535"},
      {R"({"command":"recall","counter":65536})", "'counter' must be a whole number up to 65535"},
      {R"({"command":"recall","counter":-1})", "'counter' must be a whole number up to 65535"},
      {R"({"command":"recall","counter":1.5})", "'counter' must be a whole number up to 65535"},
      {R"({"command":"recall","counter":1,"officer":{}})", "'officer' must be text"},
      {R"({"command":"return_ticket","number":")" + std::string(501, 'x') + "\"}", "'number' is longer than 500 bytes"},
  };
  for (const auto& row : table) {
    const auto parsed = parse_command(row.json, now);
    CHECK_TEXT(parsed.has_error(), row.json.c_str());
    STRCMP_EQUAL(row.words, parsed.error().text.c_str());
  }
}

TEST(PageRequests, AnEntryIsACodeOrABooking) {
  const auto typed = parse_entrance_request(R"({"code":"ad-qfj8bd","people":2,"class_key":"priority"})");
  STRCMP_EQUAL("ad-qfj8bd", typed->request.line.c_str());
  LONGS_EQUAL(2, typed->request.people);
  STRCMP_EQUAL("priority", typed->request.class_key.c_str());
  CHECK(!typed->request.picked && !typed->request.force);
  const auto picked = parse_entrance_request(R"({"booking":17,"force":{"supervisor":"rina","reason":"sick"}})");
  CHECK(picked->request.picked == BookingId{17});
  CHECK((picked->request.force == checkin::Force{"rina", "sick"}));
  STRCMP_EQUAL("'code' or 'booking' is missing", parse_entrance_request("{}").error().text.c_str());
  STRCMP_EQUAL("'reason' is missing",
               parse_entrance_request(R"({"code":"x","force":{"supervisor":"rina"}})").error().text.c_str());
  STRCMP_EQUAL("'force' must be an object",
               parse_entrance_request(R"({"code":"x","force":true})").error().text.c_str());
  STRCMP_EQUAL("'people' must be a whole number up to 255",
               parse_entrance_request(R"({"code":"x","people":256})").error().text.c_str());
}

TEST(PageRequests, PutInLineSaysFromWhereToWhereAndWho) {
  const auto asked =
      parse_command(R"({"command":"put_in_line","service":"paspor","stage":"layanan","to_service":"visa",)"
                    R"("to_stage":"loket","supervisor":"rina","reason":"renamed"})",
                    now);
  CHECK(asked.has_value());
  const auto& put = std::get<queue::PutInLine>(asked->command.action);
  STRCMP_EQUAL("paspor layanan visa loket renamed",
               (put.service + " " + put.stage + " " + put.to_service + " " + put.to_stage + " " + put.reason).c_str());
  CHECK(asked->command.by.kind == queue::ActorKind::supervisor);
  STRCMP_EQUAL("rina", asked->command.by.name.c_str());
}

TEST(PageRequests, WhatSomebodyTypedHoldsNothingThatNobodySees) {
  // A terminal would obey the first (it writes the clipboard); the second turns the direction of what
  // follows.
  const auto asked =
      parse_command(R"({"command":"cancel_ticket","number":"A001","supervisor":"\u001b]52;c;cm0gLXJm\u0007",)"
                    R"("reason":"power\u202e cut\n now"})",
                    now);
  CHECK(asked.has_value());
  STRCMP_EQUAL("]52;c;cm0gLXJm", asked->command.by.name.c_str());
  STRCMP_EQUAL("power cut now", std::get<queue::CancelTicket>(asked->command.action).reason.c_str());
}
