#include <random>
#include <string>

#include <boost/json.hpp>

#include "feed/feed_json.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

Snapshot busy_morning() {
  const OfficeDay day = *OfficeDay::parse("2026-11-23");
  const UtcTime at = instant(day, *TimeOfDay::parse("08:14"), Zone::wib);
  Snapshot s;
  s.version = 9'007'199'254'740'993;  // a double cannot hold it
  s.journal_seq = 4711;
  s.office = "AD";
  s.office_name = "Kantor Imigrasi \"Bandung\" – 印";
  s.zone = Zone::wita;
  s.day = day;
  s.phase = DayPhase::last_numbers;
  s.at = at;
  s.counters = {{.id = 1,
                 .name = "Loket 1",
                 .state = CounterState::open,
                 .number = "A001",
                 .phase = TicketPhase::called,
                 .call = 7,
                 .called_at = at,
                 .waiting = 65535,
                 .offer_no_show = true,
                 .stages = {"paspor/foto", "sakit/foto"}},
                {.id = 65535, .name = "", .state = CounterState::paused, .number = {}, .phase = {}}};
  s.calls = {{.call = 7,
              .number = "A001",
              .counter = 1,
              .service = "paspor",
              .recall = true,
              .at = at,
              .stage = "foto",
              .language = Language::en}};
  s.services = {{.key = "paspor",
                 .name = "Paspor",
                 .letter = "A",
                 .waiting = 3,
                 .wait = WaitRange{1, 2, 3},
                 .slots = {{.start = TimeOfDay{600}, .wait = WaitRange{0, 4, 9}}},
                 .name_en = "Passport",
                 .stages = {{.key = "foto", .name = "Foto", .name_en = "Photo", .waiting = 2}}},
                {.key = "sakit", .name = "Sakit\n\t\\", .letter = "C", .waiting = 0, .wait = {}}};
  s.tickets = {{.number = "A002",
                .service = "paspor",
                .stage = "foto",
                .phase = TicketPhase::waiting,
                .counter = {},
                .ahead = 2,
                .wait = WaitRange{0, 0, 65535},
                .until = at,
                .language = Language::id},
               {.number = "A001", .service = "paspor", .stage = "", .phase = TicketPhase::called, .counter = 1}};
  const EntranceAnswer latest{.seq = 12,
                              .outcome = "admitted",
                              .numbers = {"A002", "A003"},
                              .message_id = "Silakan",
                              .message_en = "Please",
                              .at = at};
  static_cast<EntranceAnswer&>(s.entrance) = latest;
  s.entrance.before = {latest, latest};
  s.entrance.before.back().numbers.clear();
  s.entrance.notice = latest;
  s.alarms = {{.subject = "board 3", .text_id = "diam", .text_en = "silent", .since = at}};
  s.running_text = "Selamat datang";
  s.on_phones = "https://antrean.example/n/AD";
  s.opens_next = at;
  s.break_until = at;
  s.notices = {{NoticeSeverity::emergency, "Tinggalkan gedung", "Leave the building", at, std::nullopt},
               {NoticeSeverity::notice, "Pindah ke loket 9", "", at, at}};
  return s;
}

}  // namespace

TEST_GROUP(Feed){};

TEST(Feed, ASnapshotComesBackAsItWent) {
  const Snapshot full = busy_morning();
  CHECK(feed::from_json(feed::to_json(full)).value() == full);
  const Snapshot empty;
  CHECK(feed::from_json(feed::to_json(empty)).value() == empty);
}

TEST(Feed, KeysAreTheMembersNamesAndValuesPlainForAPageToRead) {
  const auto json = boost::json::parse(feed::to_json(busy_morning())).as_object();
  CHECK(json.at("zone").as_string() == "WITA");
  CHECK(json.at("day").as_string() == "2026-11-23");
  CHECK(json.at("phase").as_string() == "last_numbers");
  CHECK(json.at("at").as_int64() == to_ms(busy_morning().at));
  CHECK(json.at("counters").at(0).at("number").as_string() == "A001");
  CHECK(json.at("counters").at(1).at("number").is_null());
  CHECK(json.at("tickets").at(0).at("wait").at("high").as_int64() == 65535);
}

TEST(Feed, UnknownKeysAreIgnoredForANewerOfficeFeedsAnOlderTv) {
  std::string text = feed::to_json(busy_morning());
  text.insert(1, R"("weather":{"rain":[1,2,null]},)");
  CHECK(feed::from_json(text).value() == busy_morning());
}

TEST(Feed, AMessageSaysWhenItWasSent) {
  const UtcTime now{Milliseconds{1'764'228'300'123}};
  const std::string document = feed::to_json(busy_morning());
  const std::string message = feed::opening(now) + feed::without_opening(document);
  CHECK(feed::sent(message) == now);
  CHECK_FALSE(feed::is_beat(message));
  CHECK(feed::from_json(message).value() == busy_morning());
  CHECK_FALSE(feed::speaking(message).has_value());
  CHECK_FALSE(feed::speaking(feed::beat(now)).has_value());
  for (const bool speaking : {true, false}) {
    const std::string said = feed::opening(now, speaking) + feed::without_opening(document);
    CHECK(feed::speaking(said) == speaking);
    CHECK(feed::sent(said) == now);
    CHECK_FALSE(feed::is_beat(said));
    CHECK(feed::from_json(said).value() == feed::from_json(document).value());
  }
  STRCMP_EQUAL("{\"sent\":1764228300123}", feed::beat(now).c_str());
  CHECK(feed::sent(feed::beat(now)) == now);
  CHECK(feed::is_beat(feed::beat(now)));
  CHECK(boost::json::parse(message).as_object().at("sent").as_int64() == to_ms(now));
}

TEST(Feed, AMessageThatDoesNotSayWhenItWasSentIsNoneAndNoBeat) {
  for (const char* text : {"", "{", "{\"sent\":", "{\"sent\":}", "{\"sent\":x}", "{\"sent\":-1}",
                           "{\"version\":1,\"sent\":2}", "{\"sent\":99999999999999999999}", "{\"sent\":null}"}) {
    CHECK_FALSE_TEXT(feed::sent(text).has_value(), text);
  }
  CHECK_FALSE(feed::is_beat("{\"sent\":1} "));
  CHECK_FALSE(feed::is_beat("{\"sent\":1,\"version\":2}"));
}

TEST(Feed, AnOlderOfficeSaysNothingOfAnswersBefore) {
  auto json = boost::json::parse(feed::to_json(busy_morning())).as_object();
  json.at("entrance").as_object().erase("before");
  json.at("entrance").as_object().erase("notice");
  json.erase("on_phones");
  Snapshot expected = busy_morning();
  expected.entrance.before.clear();
  expected.entrance.notice.reset();
  expected.on_phones.clear();
  CHECK(feed::from_json(boost::json::serialize(json)).value() == expected);
}

TEST(Feed, LobbyAnOlderOfficeSaysNothingOfHoursNoticesAndStages) {
  auto json = boost::json::parse(feed::to_json(busy_morning())).as_object();
  for (const char* key : {"opens_next", "break_until", "notices"}) {
    json.erase(key);
  }
  json.at("counters").as_array().at(0).as_object().erase("stages");
  json.at("calls").as_array().at(0).as_object().erase("stage");
  json.at("calls").as_array().at(0).as_object().erase("language");
  Snapshot expected = busy_morning();
  expected.opens_next.reset();
  expected.break_until.reset();
  expected.notices.clear();
  expected.counters[0].stages.clear();
  expected.calls[0].stage.clear();
  expected.calls[0].language.reset();
  CHECK(feed::from_json(boost::json::serialize(json)).value() == expected);
}

TEST(Feed, WhatIsNotASnapshotIsRefused) {
  const std::string good = feed::to_json(busy_morning());
  const auto changed = [&](std::string_view from, std::string_view to) {
    const auto at = good.find(from);
    CHECK_TEXT(at != std::string::npos, std::string(from).c_str());
    return good.substr(0, at) + std::string(to) + good.substr(at + from.size());
  };
  const std::string bad[] = {
      "",
      " ",
      "null",
      "[]",
      "{}",
      "1",
      "{",
      "\"",
      "\xff\xfe",
      std::string(1, '\0'),
      good + "x",
      good + good,
      std::string(10'000, '['),
      std::string(10'000, '{'),
      changed("\"version\":", "\"versoin\":"),
      changed("\"version\":9007199254740993", "\"version\":-1"),
      changed("\"version\":9007199254740993", "\"version\":1.5"),
      changed("\"version\":9007199254740993", "\"version\":\"1\""),
      changed("\"version\":9007199254740993", "\"version\":1e400"),
      changed("\"zone\":\"WITA\"", "\"zone\":\"UTC\""),
      changed("\"zone\":\"WITA\"", "\"zone\":1"),
      changed("\"day\":\"2026-11-23\"", "\"day\":\"2026-11-31\""),
      changed("\"phase\":\"last_numbers\"", "\"phase\":\"lunch\""),
      changed("\"counters\":[", "\"counters\":[null,"),
      changed("\"counters\":[", "\"counters\":[[],"),
      changed("\"id\":1,", "\"id\":65536,"),
      changed("\"recall\":true", "\"recall\":1"),
      changed("\"numbers\":[", "\"numbers\":[1,"),
      changed("\"at\":", "\"at\":-"),
      changed("\"at\":", "\"at\":9223372036854775"),
      changed("Selamat", "\xc3\x28"),
      changed("\"severity\":\"emergency\"", "\"severity\":\"panic\""),
      changed("\"language\":\"en\"", "\"language\":\"fr\""),
      changed("\"opens_next\":", "\"opens_next\":-"),
  };
  for (const std::string& text : bad) {
    const auto result = feed::from_json(text);
    CHECK_TEXT(result.has_error(), text.substr(0, 80).c_str());
    CHECK(result.error() == boost::system::errc::bad_message);
  }
}

TEST(Feed, MoreThanAMebibyteIsNotEvenParsed) {
  const std::string good = feed::to_json(busy_morning());
  CHECK(feed::from_json(good + std::string(feed::max_bytes - good.size(), ' ')).has_value());
  CHECK(feed::from_json(good + std::string(feed::max_bytes - good.size() + 1, ' ')).error() ==
        boost::system::errc::message_size);
}

TEST(Feed, NoDamageToADocumentThrowsAndEveryTruncationIsRefused) {
  const std::string good = feed::to_json(busy_morning());
  for (std::size_t length = 0; length < good.size(); ++length) {
    CHECK(feed::from_json(std::string_view(good).substr(0, length)).has_error());
  }
  std::mt19937 random(20261122);
  for (int round = 0; round < 5'000; ++round) {
    std::string text = good;
    for (int changes = 0; changes < 3; ++changes) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    (void)feed::from_json(text);
  }
}
