#include <set>
#include <string>

#include <boost/json.hpp>

#include "journal/event_json.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

TEST_GROUP(EventJson){};

TEST(EventJson, TheSampleHasEveryKindOnce) {
  std::set<std::size_t> kinds;
  for (const auto& event : every_kind()) {
    kinds.insert(event.body.index());
  }
  CHECK_EQUAL(std::variant_size_v<queue::EventBodies>, kinds.size());
}

TEST(EventJson, EveryKindReadsBackAsItWasWritten) {
  for (const auto& event : every_kind()) {
    const std::string name{queue::name_of(event)};
    const auto read = read_body(name, body_json(event.body));
    CHECK_TEXT(read.has_value(), name.c_str());
    CHECK_TEXT(*read == event.body, name.c_str());
  }
}

TEST(EventJson, AKindOfANewerVersionIsSaidToBeUnknown) {
  for (const char* name : {"ticket_split", "", "CALLED", "called "}) {
    const auto read = read_body(name, "{}");
    CHECK_TRUE(read.has_error());
    CHECK_TRUE(read.error() == boost::system::errc::not_supported);
  }
}

TEST(EventJson, ABodyThatDoesNotFitIsRefused) {
  const char* bodies[] = {
      "",
      "[]",
      "null",
      "{}",
      "{\"ticket\":1}",
      "{\"ticket\":-1,\"number\":\"A001\",\"counter\":3}",
      "{\"ticket\":1,\"number\":2,\"counter\":3}",
      "{\"ticket\":1,\"number\":\"A001\",\"counter\":70000}",
      "{\"ticket\":1,\"number\":\"A001\",\"counter\":3",
      "{\"ticket\":1.5,\"number\":\"A001\",\"counter\":3}",
  };
  for (const char* body : bodies) {
    const auto read = read_body("missed", body);
    CHECK_TEXT(read.has_error(), body);
    CHECK_TEXT(read.error() == boost::system::errc::bad_message, body);
  }
  CHECK_TRUE(read_body("missed", "{\"ticket\":1,\"number\":\"A001\",\"counter\":3}").has_value());
}

TEST(EventJson, AFieldOfANewerVersionIsIgnored) {
  CHECK_TRUE(read_body("missed", "{\"ticket\":1,\"number\":\"A001\",\"counter\":3,\"mood\":\"sad\"}").has_value());
}

TEST(EventJson, ARowKeepsInWhichRoleAndWhere) {
  for (auto event : every_kind()) {
    event.by = {.kind = queue::ActorKind::entrance, .name = "siti", .role = "clerk", .machine = "Pintu \"1\""};
    const std::string body = row_body(event);
    const std::string name{queue::name_of(event)};
    const EventRow row{event.seq, to_ms(event.at), "entrance", "siti", name, body};
    const auto read = read_row(row);
    CHECK_TEXT(read.has_value(), body.c_str());
    CHECK_TEXT(*read == event, body.c_str());
    CHECK_TEXT(*read_body(name, body) == event.body, "an older release reads it too");
    event.by = {.kind = queue::ActorKind::pad, .name = "pad 3", .officer = "sari"};
    const std::string pressed = row_body(event);
    CHECK_TEXT(*read_row({event.seq, to_ms(event.at), "pad", "pad 3", name, pressed}) == event, pressed.c_str());
    event.by.officer = "";
    STRCMP_EQUAL(body_json(event.body).c_str(), row_body(event).c_str());  // as rows always were
  }
  const auto damaged = read_row({1, 0, "pad", "pad 3", "missed", R"({"by":7,"ticket":1,"number":"A001","counter":3})"});
  CHECK_TRUE(damaged.error() == boost::system::errc::bad_message);
}

TEST(EventJson, AnEventIsOneLineForExports) {
  for (const auto& event : every_kind()) {
    const std::string line = event_json(event);
    CHECK_TRUE(line.find('\n') == std::string::npos);
    const auto value = boost::json::parse(line);
    CHECK_EQUAL(event.seq, value.at("seq").to_number<std::uint64_t>());
    CHECK_TRUE(value.at("event").as_string() == std::string{queue::name_of(event)}.c_str());
    STRCMP_EQUAL("supervisor", value.at("by").at("kind").as_string().c_str());
  }
}
