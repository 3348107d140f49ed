// The interface for offices against openapi.yaml: every status it names is provoked, every body is held to its schema,
// and what the schema names must be there. And the rules the description states in words.
#include <functional>
#include <regex>
#include <set>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>
#include <boost/json.hpp>

#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;

namespace {

// Read before any test runs: what yaml-cpp keeps of it is no test's leak.
const YAML::Node whole_description = YAML::LoadFile(PORTAL_OPENAPI);
const YAML::Node& description() { return whole_description; }

YAML::Node resolve(const YAML::Node& node) {
  if (!node["$ref"]) return node;
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

/// What is wrong with `value` by `schema`; "" for nothing. A field the schema doesn't name is wrong too.
std::string complaint(const boost::json::value& value, const YAML::Node& schema_or_ref, const std::string& where) {
  const auto schema = resolve(schema_or_ref);
  const auto type = schema["type"].as<std::string>();
  if (type == "object") {
    if (!value.is_object()) return where + " is no object";
    for (const auto& field : value.get_object()) {
      const std::string name{field.key()};
      if (!schema["properties"][name]) return where + "." + name + " is not described";
      const auto inner = complaint(field.value(), schema["properties"][name], where + "." + name);
      if (!inner.empty()) return inner;
    }
    for (const auto& name : schema["required"]) {
      if (!value.get_object().contains(name.as<std::string>()))
        return where + "." + name.as<std::string>() + " is missing";
    }
    return {};
  }
  if (type == "array") {
    if (!value.is_array()) return where + " is no array";
    for (const auto& item : value.get_array()) {
      const auto inner = complaint(item, schema["items"], where + "[]");
      if (!inner.empty()) return inner;
    }
    return {};
  }
  if (type == "boolean") return value.is_bool() ? "" : where + " is no boolean";
  if (type == "integer") {
    if (!value.is_int64() && !value.is_uint64()) return where + " is no integer";
    const auto number = value.to_number<std::int64_t>();
    if (schema["minimum"] && number < schema["minimum"].as<std::int64_t>()) return where + " is too small";
    if (schema["maximum"] && number > schema["maximum"].as<std::int64_t>()) return where + " is too large";
    return {};
  }
  if (type != "string" || !value.is_string()) return where + " is no " + type;
  const std::string text{value.get_string()};
  if (schema["pattern"] && !std::regex_match(text, std::regex{schema["pattern"].as<std::string>()})) {
    return where + " '" + text + "' does not match its pattern";
  }
  if (schema["enum"]) {
    for (const auto& word : schema["enum"]) {
      if (word.as<std::string>() == text) return {};
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
    if (!key.empty()) request.headers.emplace_back("Idempotency-Key", key);
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    return portal.send(request);
  }
  http::Response results(const std::string& body, const std::string& key = "key-1") {
    return call("POST", "/office/v1/results", body, key);
  }
  static std::string batch(std::uint64_t booking, const char* kind = "checked_in") {
    return fmt::format(R"({{"results":[{{"booking":{},"kind":"{}","at":1795000000000}}]}})", booking, kind);
  }
  http::Response until_429(const std::function<http::Response()>& ask) {
    auto answer = ask();
    for (int n = 0; n < 100 && answer.status != 429; ++n) answer = ask();
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
  browser.post(cancelled + "/cancel", {{"form", form_token(browser.get(cancelled))}});
  const auto mine = portal.pull(bandung_token).bookings.at(0).id;
  const std::string bookings = "/office/v1/bookings";
  const std::string stranger(40, 'x');

  const std::map<std::string, std::function<http::Response()>> calls{
      {"get /office/v1/bookings 200", [&] { return call("GET", bookings); }},
      {"get /office/v1/bookings 400", [&] { return call("GET", bookings + "?limit=501"); }},
      {"get /office/v1/bookings 401", [&] { return call("GET", bookings, {}, {}, stranger); }},
      {"get /office/v1/bookings 429", [&] { return until_429([&] { return call("GET", bookings); }); }},
      {"get /office/v1/bookings 503", [&] { return while_broken([&] { return call("GET", bookings); }); }},
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
        const auto wrong = complaint(boost::json::parse(response.body), content[media]["schema"], name);
        STRCMP_EQUAL("", wrong.c_str());
      }
    }
  }
  for (const auto& [name, provoke] : calls) CHECK_TEXT(described.contains(name), ("not described: " + name).c_str());
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
  for (const char* body : {"", "[]", "{\"results\":{}}", "{\"results\":[{\"booking\":1}]}", "nonsense",
                           "{\"results\":[{\"booking\":1,\"kind\":\"eaten\",\"at\":1}]}"}) {
    LONGS_EQUAL(400, results(body).status);
  }
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
  LONGS_EQUAL(400, call("POST", "/office/v1/results", batch(mine), "k", makassar_token).status);
  for (const char* token : {"", "b", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}) {
    LONGS_EQUAL(401, call("GET", "/office/v1/bookings", {}, {}, token).status);
  }
}

TEST(OfficeRoutes, ShowACheckInOnTheConfirmation) {
  const auto path = browser.book(1);
  const auto mine = portal.pull(bandung_token).bookings.at(0).id;
  LONGS_EQUAL(200, results(batch(mine)).status);
  const auto page = browser.get(path);
  CHECK(page.body.find("Kode dipindai di kantor") != std::string::npos);
  CHECK(page.body.find("/cancel") == std::string::npos);
}
