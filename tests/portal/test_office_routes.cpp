// Tests the interface for offices against openapi.yaml: every status in it is provoked, every body is checked
// against its schema, and everything in the schema must be there. Also the rules that the description has in
// words.
#include <functional>
#include <regex>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "codes/booking_code.hpp"
#include "codes/office_key.hpp"
#include "office_api/today.hpp"
#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;

namespace {

// Read before any test runs, so that the memory which yaml-cpp keeps is no leak of a test.
const YAML::Node whole_description = YAML::LoadFile(PORTAL_OPENAPI);
const YAML::Node& description() { return whole_description; }

YAML::Node resolve(const YAML::Node& node) {
  if (!node["$ref"]) {
    return node;
  }
  auto path = node["$ref"].as<std::string>().substr(2);  // "#/components/schemas/Booking"
  YAML::Node at;
  at.reset(description());
  for (std::size_t slash = 0; slash != std::string::npos;) {
    slash = path.find('/');
    at.reset(at[path.substr(0, slash)]);
    path = slash == std::string::npos ? "" : path.substr(slash + 1);
  }
  return at;
}

/// What is wrong with `value` by `schema`; "" if nothing is. A field that the schema does not name is also
/// wrong.
std::string complaint(const boost::json::value& value, const YAML::Node& schema_or_ref, const std::string& where) {
  const auto schema = resolve(schema_or_ref);
  const auto type = schema["type"].as<std::string>();
  if (type == "object") {
    if (!value.is_object()) {
      return where + " is no object";
    }
    for (const auto& field : value.get_object()) {
      const std::string name{field.key()};
      if (!schema["properties"][name]) {
        return where + "." + name + " is not described";
      }
      const auto inner = complaint(field.value(), schema["properties"][name], where + "." + name);
      if (!inner.empty()) {
        return inner;
      }
    }
    for (const auto& name : schema["required"]) {
      if (!value.get_object().contains(name.as<std::string>())) {
        return where + "." + name.as<std::string>() + " is missing";
      }
    }
    return {};
  }
  if (type == "array") {
    if (!value.is_array()) {
      return where + " is no array";
    }
    for (const auto& item : value.get_array()) {
      const auto inner = complaint(item, schema["items"], where + "[]");
      if (!inner.empty()) {
        return inner;
      }
    }
    return {};
  }
  if (type == "boolean") {
    return value.is_bool() ? "" : where + " is no boolean";
  }
  if (type == "integer") {
    if (!value.is_int64() && !value.is_uint64()) {
      return where + " is no integer";
    }
    const auto number = value.to_number<std::int64_t>();
    if (schema["minimum"] && number < schema["minimum"].as<std::int64_t>()) {
      return where + " is too small";
    }
    if (schema["maximum"] && number > schema["maximum"].as<std::int64_t>()) {
      return where + " is too large";
    }
    return {};
  }
  if (type != "string" || !value.is_string()) {
    return where + " is no " + type;
  }
  const std::string text{value.get_string()};
  if (schema["pattern"] && !std::regex_search(text, std::regex{schema["pattern"].as<std::string>()})) {
    return where + " '" + text + "' does not match its pattern";
  }
  if (schema["enum"]) {
    for (const auto& word : schema["enum"]) {
      if (word.as<std::string>() == text) {
        return {};
      }
    }
    return where + " '" + text + "' is none of its words";
  }
  return {};
}

}  // namespace

TEST_GROUP(OfficeRoutes) {
  PortalUnderTest portal;
  Browser browser{portal};

  http::Response call(const std::string& method, const std::string& target, const std::string& body = {},
                      const std::string& key = {}, const std::string& token = bandung_token) {
    Outgoing request{
        .method = method, .target = target, .headers = {{"Authorization", "Bearer " + token}}, .body = body};
    if (!key.empty()) {
      request.headers.emplace_back("Idempotency-Key", key);
    }
    if (!body.empty()) {
      request.headers.emplace_back("Content-Type", "application/json");
    }
    return portal.send(request);
  }
  http::Response results(const std::string& body, const std::string& key = "key-1") {
    return call("POST", "/office/v1/results", body, key);
  }
  static std::string batch(std::uint64_t booking, const char* kind = "checked_in") {
    return fmt::format(R"({{"results":[{{"booking":{},"kind":"{}","at":1795000000000}}]}})", booking, kind);
  }
  static std::string back(const std::string& generation,
                          const std::vector<office_api::ReturnedBooking>& returned = {}) {
    return office_api::to_json(office_api::Return{generation, true, returned});
  }
  static office_api::JournalHeads at(std::uint64_t seq, char hash = 'a', char generation = 'a') {
    const std::string id(32, generation);
    return {.generations = {{.id = id, .after = 0}},
            .heads = {{.generation = id, .seq = seq, .at = from_ms(1'795'000'000'000), .hash = std::string(64, hash)}}};
  }
  static std::string heads(std::uint64_t seq, char hash = 'a') { return office_api::to_json(at(seq, hash)); }
  /// Everything that a summary can have.
  static std::string day_of(std::uint64_t seq, std::uint64_t after = 0) {
    const WaitRange wait{.low = 12, .likely = 15, .high = 20};
    return office_api::to_json(office_api::Today{
        .sender = std::string(32, 'a'),
        .seq = seq,
        .after = after,
        .run = std::string(32, 'd'),
        .day = *OfficeDay::parse("2026-11-23"),
        .phase = DayPhase::open,
        .services = {{.key = "paspor", .name = {"Paspor", "Passport"}, .waiting = 4, .wait = wait}},
        .calls = {{.number = "B017", .counter = "Loket 3", .service = "paspor", .at = from_ms(1'795'000'000'000)}},
        .tickets = {{.key = std::string(24, 'c'),
                     .number = "B018",
                     .was = "A003",
                     .service = "paspor",
                     .state = office_api::TodayState::waiting,
                     .ahead = 3,
                     .wait = wait,
                     .until = from_ms(1'795'000'000'000),
                     .counter = "Loket 3",
                     .call = 7,
                     .booking = 81,
                     .code = "AD-QFJ8BD",
                     .feedback_until = from_ms(1'795'000'000'000),
                     .feedback = true}},
        .notices = {{.severity = NoticeSeverity::emergency,
                     .text = {"Harap keluar", "Please leave"},
                     .until = from_ms(1'795'000'000'000)}},
        .goes_on_at = from_ms(1'795'000'000'000),
        .feedback_taken = {std::string(24, 'e')}});
  }
  http::Response until_429(const std::function<http::Response()>& ask) {
    auto answer = ask();
    for (int n = 0; n < 100 && answer.status != 429; ++n) {
      answer = ask();
    }
    portal.clock().advance(std::chrono::seconds{10});
    return answer;
  }
  http::Response while_broken(const std::function<http::Response()>& ask) {
    portal.break_store(true);
    auto answer = ask();
    portal.break_store(false);
    return answer;
  }
};

TEST(OfficeRoutes, AreWhatTheDescriptionSays) {
  browser.book(1);
  const auto cancelled = browser.book(2);
  browser.post(cancelled + "/cancel", {{"form", form_token(browser.get(cancelled))}, {"nik", nik(2)}});
  const auto mine = portal.pull(bandung_token).bookings.at(0).id;
  const std::string bookings = "/office/v1/bookings";
  const std::string journal = "/office/v1/journal";
  const std::string today_path = "/office/v1/today";
  const std::string stranger(40, 'x');

  const std::map<std::string, std::function<http::Response()>> calls{
      {"get /office/v1/bookings 200", [&] { return call("GET", bookings); }},
      {"get /office/v1/bookings 400", [&] { return call("GET", bookings + "?limit=501"); }},
      {"get /office/v1/bookings 401", [&] { return call("GET", bookings, {}, {}, stranger); }},
      {"get /office/v1/bookings 429", [&] { return until_429([&] { return call("GET", bookings); }); }},
      {"get /office/v1/bookings 503", [&] { return while_broken([&] { return call("GET", bookings); }); }},
      {"post /office/v1/bookings 200", [&] { return call("POST", bookings, back(portal.generation())); }},
      {"post /office/v1/bookings 400", [&] { return call("POST", bookings, "{}"); }},
      {"post /office/v1/bookings 401", [&] { return call("POST", bookings, back(""), {}, stranger); }},
      {"post /office/v1/bookings 409", [&] { return call("POST", bookings, back("another")); }},
      {"post /office/v1/bookings 413", [&] { return call("POST", bookings, std::string((256u << 10) + 1, ' ')); }},
      {"post /office/v1/bookings 429", [&] { return until_429([&] { return call("POST", bookings, "{}"); }); }},
      {"post /office/v1/bookings 503", [&] { return while_broken([&] { return call("POST", bookings, back("x")); }); }},
      {"post /office/v1/results 200", [&] { return results(batch(mine)); }},
      {"post /office/v1/results 400", [&] { return results("{}"); }},
      {"post /office/v1/results 401", [&] { return call("POST", "/office/v1/results", batch(mine), "k", stranger); }},
      {"post /office/v1/results 413", [&] { return results(std::string((256u << 10) + 1, ' ')); }},
      {"post /office/v1/results 422",
       [&] {
         results(batch(mine), "used");
         return results(batch(mine, "served"), "used");
       }},
      {"post /office/v1/results 429", [&] { return until_429([&] { return results(batch(mine)); }); }},
      {"post /office/v1/results 503", [&] { return while_broken([&] { return results(batch(mine), "other"); }); }},
      {"post /office/v1/journal 200", [&] { return call("POST", journal, heads(300)); }},
      {"post /office/v1/journal 400", [&] { return call("POST", journal, "{}"); }},
      {"post /office/v1/journal 401", [&] { return call("POST", journal, heads(300), {}, stranger); }},
      {"post /office/v1/journal 409",
       [&] {
         call("POST", journal, heads(301));
         return call("POST", journal, heads(301, 'b'));
       }},
      {"post /office/v1/journal 413", [&] { return call("POST", journal, std::string((256u << 10) + 1, ' ')); }},
      {"post /office/v1/journal 429", [&] { return until_429([&] { return call("POST", journal, "{}"); }); }},
      {"post /office/v1/journal 503", [&] { return while_broken([&] { return call("POST", journal, heads(9)); }); }},
      {"get /office/v1/journal 200",
       [&] {
         call("POST", journal, heads(300));
         return call("GET", journal + "?generation=" + std::string(32, 'a'));
       }},
      {"get /office/v1/journal 400", [&] { return call("GET", journal + "?limit=0"); }},
      {"get /office/v1/journal 401", [&] { return call("GET", journal, {}, {}, stranger); }},
      {"get /office/v1/journal 429", [&] { return until_429([&] { return call("GET", journal); }); }},
      {"get /office/v1/journal 503", [&] { return while_broken([&] { return call("GET", journal); }); }},
      {"put /office/v1/today 200", [&] { return call("PUT", today_path, day_of(1)); }},
      {"put /office/v1/today 400", [&] { return call("PUT", today_path, "{}"); }},
      {"put /office/v1/today 401", [&] { return call("PUT", today_path, day_of(1), {}, stranger); }},
      {"put /office/v1/today 409", [&] { return call("PUT", today_path, day_of(9, 8)); }},
      {"put /office/v1/today 413", [&] { return call("PUT", today_path, std::string((256u << 10) + 1, ' ')); }},
      {"put /office/v1/today 429", [&] { return until_429([&] { return call("PUT", today_path, "{}"); }); }},
      {"get /office/v1/day 200", [&] { return call("GET", "/office/v1/day?date=2026-11-23&format=csv"); }},
      {"get /office/v1/day 400", [&] { return call("GET", "/office/v1/day?date=2026-11-23&format=pdf"); }},
      {"get /office/v1/day 401", [&] { return call("GET", "/office/v1/day", {}, {}, stranger); }},
      {"get /office/v1/day 429", [&] { return until_429([&] { return call("GET", "/office/v1/day"); }); }},
      {"get /office/v1/keys 200", [&] { return call("GET", "/office/v1/keys"); }},
      {"get /office/v1/keys 401", [&] { return call("GET", "/office/v1/keys", {}, {}, stranger); }},
      {"get /office/v1/keys 429", [&] { return until_429([&] { return call("GET", "/office/v1/keys"); }); }},
  };

  std::set<std::string> described;
  for (const auto& path : description()["paths"]) {
    for (const auto& operation : path.second) {
      for (const auto& answer : operation.second["responses"]) {
        const auto status = answer.first.as<std::string>();
        const auto name = operation.first.as<std::string>() + " " + path.first.as<std::string>() + " " + status;
        described.insert(name);
        const auto provoke = calls.find(name);
        CHECK_TEXT(provoke != calls.end(), ("described, but not provoked here: " + name).c_str());
        const auto response = provoke->second();
        STRCMP_EQUAL_TEXT(status.c_str(), std::to_string(response.status).c_str(), name.c_str());
        const auto content = resolve(answer.second)["content"];
        const auto media = content.begin()->first.as<std::string>();
        STRCMP_EQUAL_TEXT(media.c_str(), response.content_type.c_str(), name.c_str());
        // Text is described by how it begins.
        const auto value = media.starts_with("text/") ? boost::json::value(boost::json::string_view(response.body))
                                                      : boost::json::parse(response.body);
        const auto wrong = complaint(value, content[media]["schema"], name);
        STRCMP_EQUAL("", wrong.c_str());
      }
    }
  }
  for (const auto& [name, provoke] : calls) {
    CHECK_TEXT(described.contains(name), ("not described: " + name).c_str());
  }
}

TEST(OfficeRoutes, TakeTheBodyTheDescriptionDescribes) {
  browser.book(1);
  const auto mine = portal.pull(bandung_token).bookings.at(0).id;
  const auto schema =
      description()["paths"]["/office/v1/results"]["post"]["requestBody"]["content"]["application/json"]["schema"];
  for (const auto& word : resolve(resolve(schema)["properties"]["results"]["items"])["properties"]["kind"]["enum"]) {
    const auto kind = word.as<std::string>();
    const auto body = batch(mine, kind.c_str());
    STRCMP_EQUAL("", complaint(boost::json::parse(body), schema, "body").c_str());
    LONGS_EQUAL(200, results(body, "kind-" + std::to_string(kind.size()) + kind.substr(0, 2)).status);
  }
  for (const auto& word : resolve(resolve(schema)["properties"]["days"]["items"])["properties"]["news"]["enum"]) {
    const auto news = word.as<std::string>();
    const auto body = R"({"results":[],"days":[{"day":"2026-11-23","news":")" + news + R"(","at":1795400000000}]})";
    STRCMP_EQUAL("", complaint(boost::json::parse(body), schema, "body").c_str());
    LONGS_EQUAL(200, results(body, "day-" + news).status);
  }
  for (const char* body : {"", "[]", "{\"results\":{}}", "{\"results\":[{\"booking\":1}]}", "nonsense",
                           "{\"results\":[],\"days\":[{\"day\":\"2026-11-23\",\"news\":\"lovely\",\"at\":1}]}",
                           "{\"results\":[{\"booking\":1,\"kind\":\"eaten\",\"at\":1}]}"}) {
    LONGS_EQUAL(400, results(body).status);
  }
}

TEST(OfficeRoutes, TakeTheDayAsTheDescriptionDescribesIt) {
  const auto schema =
      description()["paths"]["/office/v1/today"]["put"]["requestBody"]["content"]["application/json"]["schema"];
  STRCMP_EQUAL("", complaint(boost::json::parse(day_of(1)), schema, "body").c_str());
  const auto answer = call("PUT", "/office/v1/today", day_of(1));
  const auto told = office_api::today_answer_from_json(answer.body).value();
  STRCMP_EQUAL("https://antrean.example.go.id/n/", told.my_number.c_str());
  LONGS_EQUAL(200, call("PUT", "/office/v1/today", day_of(2, 1)).status);
  LONGS_EQUAL(409, call("PUT", "/office/v1/today", day_of(2, 1)).status);
  // Another office's day is another office's.
  LONGS_EQUAL(409, call("PUT", "/office/v1/today", day_of(3, 2), {}, makassar_token).status);
}

TEST(OfficeRoutes, RefuseParametersOutsideTheirRange) {
  for (const char* query : {"cursor=-1", "cursor=x", "cursor=", "limit=0", "limit=501", "limit=1.5", "limit="}) {
    LONGS_EQUAL(400, call("GET", std::string{"/office/v1/bookings?"} + query).status);
  }
  LONGS_EQUAL(200, call("GET", "/office/v1/bookings?cursor=18446744073709551615").status);
  for (const auto& key : {std::string{}, std::string(65, 'a'), std::string{"a b"}, std::string{"a_b"}}) {
    LONGS_EQUAL(400, call("POST", "/office/v1/results", batch(1), key).status);
  }
}

TEST(OfficeRoutes, GiveAnOfficeItsOwnBookingsOnly) {
  browser.book(1);
  LONGS_EQUAL(1, portal.pull(bandung_token).bookings.size());
  LONGS_EQUAL(0, portal.pull(makassar_token).bookings.size());
  const auto mine = portal.pull(bandung_token).bookings.at(0).id;
  const auto others = call("POST", "/office/v1/results", batch(mine), "k", makassar_token);
  LONGS_EQUAL(200, others.status);
  STRCMP_EQUAL(R"({"accepted":1,"listed":1})", others.body.c_str());
  LONGS_EQUAL(0, portal.pull(bandung_token).used.size());
  for (const char* token : {"", "b", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}) {
    LONGS_EQUAL(401, call("GET", "/office/v1/bookings", {}, {}, token).status);
  }
}

TEST(OfficeRoutes, GiveEveryBookingItsSignedCodeAndTheKeysOfNow) {
  browser.book(1);
  browser.book(2);
  const auto page = portal.pull(bandung_token);
  LONGS_EQUAL(2, page.proofs.size());
  LONGS_EQUAL(1, page.keys.size());
  LONGS_EQUAL(7, page.keys.at(0).id);
  const codes::Keyring ring{{7, codes::public_key_from_text(page.keys.at(0).public_key).value()}};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto scan = codes::read_scan(page.proofs.at(i), ring);
    const auto& payload = std::get<codes::Signed>(scan).payload;
    CHECK(payload.booking == page.bookings.at(i).id);
    CHECK(payload.code() == page.bookings.at(i).code);
    // The id is not a counter: a database that was put back would count the same ids again. Every JSON reader
    // has it exactly.
    CHECK(payload.booking >= BookingId{1} << 32);
    CHECK(payload.booking < BookingId{1} << 53);
  }
}

TEST(OfficeRoutes, TakeBackWhatTheirOwnKeyHasSignedAndListTheRest) {
  browser.book(1, "2026-11-23", "10:00");
  const std::string hours = "/book/AD/paspor/2026-11-23";
  CHECK(browser.get(hours).body.find("1 dari 2 tempat kosong") != std::string::npos);
  const auto page = portal.pull(bandung_token);
  auto forged = page.proofs.at(0);
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  const auto lost = [&](std::uint64_t id, const char* letters) {
    auto booking = page.bookings.at(0);
    booking.id = id;
    booking.code = std::string{"AD-"} + letters;
    return office_api::ReturnedBooking{portal.proof(booking), "Budi", "0042", BookingStatus::confirmed};
  };
  const auto answer = call("POST", "/office/v1/bookings",
                           back(page.generation, {lost(BookingId{1} << 40, "BCDFGH"),
                                                  {forged, "Budi", "0042", BookingStatus::confirmed},
                                                  lost(BookingId{1} << 41, "JKMNPQ")}));
  LONGS_EQUAL(200, answer.status);
  const auto told = office_api::return_answer_from_json(answer.body).value();
  LONGS_EQUAL(1, told.kept);
  CHECK((told.listed == std::vector<std::string>{forged, "AD-JKMNPQ"}));  // two places at ten, both taken
  const auto now_there = portal.pull(bandung_token, page.cursor).bookings;
  LONGS_EQUAL(1, now_there.size());
  STRCMP_EQUAL("AD-BCDFGH", now_there.at(0).code.c_str());
  STRCMP_EQUAL("Budi", now_there.at(0).name.c_str());
  STRCMP_EQUAL("0042", now_there.at(0).nik_last4.c_str());
  LONGS_EQUAL(2, portal.places("AD").at(0).booked);
  CHECK(browser.get(hours).body.find("Penuh") != std::string::npos);  // a page that is kept is of now, too
  // An office cannot give back a booking of another office.
  const auto others = call("POST", "/office/v1/bookings", back(page.generation, {lost(BookingId{1} << 42, "RTVWXY")}),
                           {}, makassar_token);
  LONGS_EQUAL(0, office_api::return_answer_from_json(others.body).value().kept);
}

TEST(OfficeRoutes, ShowACheckInOnTheConfirmation) {
  const auto path = browser.book(1);
  const auto mine = portal.pull(bandung_token).bookings.at(0).id;
  LONGS_EQUAL(200, results(batch(mine)).status);
  const auto page = browser.get(path);
  CHECK(page.body.find("Kode dipindai di kantor") != std::string::npos);
  CHECK(page.body.find("/cancel") == std::string::npos);
}

TEST(OfficeRoutes, KeepEveryKeyThatAnOfficeProvesToBeItsOwn) {
  const auto said = [&](std::uint8_t seed, const std::string& proven_for, const std::string& token = bandung_token) {
    codes::Seed bytes{};
    bytes.fill(seed);
    const auto pair = codes::make_key_pair(bytes);
    auto heads = at(300);
    heads.key = codes::to_text(pair.public_key);
    heads.key_proof = codes::prove_key(proven_for, pair);
    return call("POST", "/office/v1/journal", office_api::to_json(heads), {}, token);
  };
  LONGS_EQUAL(200, said(1, "AD").status);
  LONGS_EQUAL(200, said(1, "AD").status);
  LONGS_EQUAL(400, said(2, "FB").status);  // another office's
  LONGS_EQUAL(400, said(1, "AD", makassar_token).status);
  UNSIGNED_LONGS_EQUAL(1, portal.office_keys().size());
  const auto since = portal.clock().now();
  portal.clock().advance(std::chrono::hours{1});
  LONGS_EQUAL(200, said(3, "AD").status);
  LONGS_EQUAL(200, said(1, "AD").status);  // the machine of before is back
  LONGS_EQUAL(200, said(1, "FB", makassar_token).status);
  const auto keys = portal.office_keys();
  UNSIGNED_LONGS_EQUAL(3, keys.size());
  CHECK(keys[0].known.state == codes::OfficeKeyState::first && keys[0].known.since == since);
  CHECK(keys[1].known.state == codes::OfficeKeyState::unconfirmed && keys[1].known.office == "AD");
  CHECK(keys[2].known.state == codes::OfficeKeyState::first && keys[2].known.office == "FB");
}

TEST(OfficeRoutes, HoldAnOfficesOwnHeadsOnly) {
  const std::string journal = "/office/v1/journal";
  LONGS_EQUAL(200, call("POST", journal, heads(300)).status);
  LONGS_EQUAL(200, call("POST", journal, heads(310)).status);
  // The same generation and event of another office is another office's.
  LONGS_EQUAL(200, call("POST", journal, heads(300, 'b'), {}, makassar_token).status);
  const auto held = [&](const std::string& query, const std::string& token = bandung_token) {
    return office_api::journal_page_from_json(call("GET", journal + query, {}, {}, token).body).value();
  };
  const std::string generation = "?generation=" + std::string(32, 'a');
  LONGS_EQUAL(1, held("").generations.size());
  LONGS_EQUAL(0, held("").heads.size());
  LONGS_EQUAL(2, held(generation).heads.size());
  CHECK(held(generation).heads[0].received == portal.clock().now());
  LONGS_EQUAL(1, held(generation + "&after=300").heads.size());
  const auto first = held(generation + "&limit=1");
  CHECK(first.more && first.heads.size() == 1 && first.heads[0].seq == 300);
  LONGS_EQUAL(1, held(generation, makassar_token).heads.size());
  STRCMP_EQUAL(std::string(64, 'b').c_str(), held(generation, makassar_token).heads[0].hash.c_str());
  // Another hash changes nothing that is held, and stays refused.
  const auto other = call("POST", journal, heads(300, 'c'));
  LONGS_EQUAL(409, other.status);
  CHECK(other.body.find("event 300") != std::string::npos);
  STRCMP_EQUAL(std::string(64, 'a').c_str(), held(generation).heads[0].hash.c_str());
  LONGS_EQUAL(409, call("POST", journal, heads(320)).status);
  LONGS_EQUAL(200, call("POST", journal, heads(320), {}, makassar_token).status);
}
