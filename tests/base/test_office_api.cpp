#include <functional>
#include <random>
#include <string>

#include <boost/json.hpp>

#include "office_api/office_api.hpp"
#include "office_api/today.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office_api;

namespace {

BookingPage page() {
  const Booking booking{.id = 18'446'744'073'709'551'615U,
                        .code = "AD-QFJ8BD",
                        .office = "AD",
                        .service = "paspor",
                        .day = *OfficeDay::parse("2026-11-23"),
                        .slot = {*TimeOfDay::parse("08:00"), *TimeOfDay::parse("10:00")},
                        .party = 5,
                        .name = "Siti \"Aminah\" Nuraini",
                        .nik_last4 = "0001",
                        .status = BookingStatus::cancelled};
  Booking walk_in = booking;
  walk_in.nik_last4.clear();
  walk_in.status = BookingStatus::confirmed;
  return {.cursor = 4711, .more = true, .bookings = {booking, walk_in}};
}

/// With all fields that came with a later release.
BookingPage full_page() {
  auto full = page();
  full.bookings.back().language = Language::en;
  full.generation = "00112233445566778899aabbccddeeff";
  full.afresh = true;
  full.proofs = {"AQ1AAAA", ""};
  full.used = {{.booking = 7, .at = from_ms(1'700'000'000'123), .numbers = {"B001", "B002"}, .over = true}};
  full.keys = {{.id = 7, .public_key = "AAAA"}};
  return full;
}

ResultBatch batch() {
  return {.results = {{.booking = 1, .kind = ResultKind::checked_in, .at = from_ms(1'700'000'000'123)},
                      {.booking = 2, .kind = ResultKind::no_show, .at = from_ms(0)}}};
}

}  // namespace

TEST_GROUP(OfficeApi) {
  std::string good = to_json(page());

  void refuses(std::string_view from, std::string_view to) const {
    const auto at = good.find(from);
    CHECK_TEXT(at != std::string::npos, std::string(from).c_str());
    const std::string text = good.substr(0, at) + std::string(to) + good.substr(at + from.size());
    const auto result = page_from_json(text);
    CHECK_TEXT(result.has_error(), text.c_str());
    CHECK(result.error() == boost::system::errc::bad_message);
  }
};

TEST(OfficeApi, EveryDocumentComesBackAsItWent) {
  CHECK(page_from_json(good).value() == page());
  CHECK(page_from_json(to_json(BookingPage{})).value() == BookingPage{});
  CHECK(batch_from_json(to_json(batch())).value() == batch());
  const KeyList keys{.keys = {{.id = 1, .public_key = "AAAA"}, {.id = 255, .public_key = ""}}};
  CHECK(keys_from_json(to_json(keys)).value() == keys);
}

TEST(OfficeApi, WhatCameWithALaterReleaseMayBeAbsentAndComesBackAsItWent) {
  CHECK(page_from_json(to_json(full_page())).value() == full_page());
  CHECK(page_from_json(R"({"cursor":1,"more":false,"bookings":[]})").value() == BookingPage{.cursor = 1});
  ResultBatch told;
  told.results = {{.booking = 1, .at = from_ms(5), .code = "AD-QFJ8BD", .numbers = {"B001"}}};
  told.days = {{.day = *OfficeDay::parse("2026-11-23"), .news = DayNews::closed, .at = from_ms(7)}};
  CHECK(batch_from_json(to_json(told)).value() == told);
  const Return back{.generation = "00", .complete = true, .bookings = {{"AQ1AAAA", "Siti", "0001"}}};
  CHECK(return_from_json(to_json(back)).value() == back);
  const ReturnAnswer answer{.kept = 3, .listed = {"AD-QFJ8BD"}};
  CHECK(return_answer_from_json(to_json(answer)).value() == answer);
}

TEST(OfficeApi, WhatCameWithALaterReleaseSpoilsTheDocumentWhenItIsWrong) {
  good = to_json(full_page());
  refuses("\"generation\":\"0011", "\"generation\":7,\"x\":\"0011");
  refuses("\"afresh\":true", "\"afresh\":1");
  refuses("\"proofs\":[\"AQ1AAAA\",", "\"proofs\":[");  // fewer than the bookings
  refuses("\"numbers\":[\"B001\"", "\"numbers\":[1");
  refuses("\"over\":true", "\"over\":1");
  refuses("\"keys\":[{\"id\":7", "\"keys\":[{\"id\":256");
  CHECK(return_from_json(R"({"generation":"0","complete":true,"bookings":[)"
                         R"({"proof":"","name":"","nik_last4":"12","status":"confirmed"}]})")
            .has_error());
}

TEST(OfficeApi, TheWireIsWhatTheDescriptionSays) {
  STRCMP_EQUAL(
      R"({"results":[{"booking":1,"kind":"checked_in","at":1700000000123},{"booking":2,"kind":"no_show","at":0}]})",
      to_json(batch()).c_str());
  STRCMP_EQUAL(R"({"keys":[{"id":7,"public":"AAAA"}]})",
               to_json(KeyList{.keys = {{.id = 7, .public_key = "AAAA"}}}).c_str());
  BookingPage one = page();
  one.bookings.pop_back();
  STRCMP_EQUAL(R"({"cursor":4711,"more":true,"bookings":[{"id":18446744073709551615,"code":"AD-QFJ8BD","office":"AD",)"
               R"("service":"paspor","day":"2026-11-23","slot":{"start":"08:00","end":"10:00"},"party":5,)"
               R"("name":"Siti \"Aminah\" Nuraini","nik_last4":"0001","status":"cancelled"}]})",
               to_json(one).c_str());
}

TEST(OfficeApi, AnythingMissingMistypedOrOutOfRangeSpoilsTheWholeDocument) {
  refuses("\"cursor\":4711", "\"cursor\":-1");
  refuses("\"cursor\":4711", "\"cursor\":\"4711\"");
  refuses("\"cursor\":4711", "\"curser\":4711");
  refuses("\"more\":true", "\"more\":1");
  refuses("\"bookings\":[", "\"bookings\":[7,");
  refuses("\"id\":18446744073709551615", "\"id\":18446744073709551616");
  refuses("\"id\":18446744073709551615", "\"id\":0.5");
  refuses("\"day\":\"2026-11-23\"", "\"day\":\"2026-02-30\"");
  refuses("\"day\":\"2026-11-23\"", "\"day\":20261123");
  refuses("\"start\":\"08:00\"", "\"start\":\"8:00\"");
  refuses("\"start\":\"08:00\"", "\"start\":\"10:00\"");
  refuses("\"end\":\"10:00\"", "\"end\":\"07:00\"");
  refuses("\"party\":5", "\"party\":0");
  refuses("\"party\":5", "\"party\":6");
  refuses("\"party\":5", "\"party\":256");
  refuses("\"nik_last4\":\"0001\"", "\"nik_last4\":\"3273012501870001\"");
  refuses("\"nik_last4\":\"0001\"", "\"nik_last4\":\"000x\"");
  refuses("\"status\":\"cancelled\"", "\"status\":\"canceled\"");
  refuses("\"name\":\"Siti", "\"name\":\"\xff\xfe");
  CHECK(batch_from_json(R"({"results":[{"booking":1,"kind":"eaten","at":0}]})").has_error());
  CHECK(batch_from_json(R"({"results":[{"booking":1,"kind":"served","at":-1}]})").has_error());
  CHECK(keys_from_json(R"({"keys":[{"id":256,"public":""}]})").has_error());
  for (const char* text : {"", "null", "[]", "{}", "{\"keys\":{}}"}) {
    CHECK(page_from_json(text).has_error());
    CHECK(batch_from_json(text).has_error());
    CHECK(keys_from_json(text).has_error());
  }
}

TEST(OfficeApi, HeadsOfAJournalComeBackAsTheyWere) {
  const std::string first(32, 'a');
  const std::string second(32, 'b');
  const std::string hash(64, '0');
  const JournalHeads said{.generations = {{.id = first, .after = 0}, {.id = second, .after = 300}},
                          .heads = {{.generation = second, .seq = 301, .at = from_ms(5), .hash = hash}}};
  CHECK(journal_heads_from_json(to_json(said)).value() == said);
  CHECK(to_json(said).find("received") == std::string::npos);
  CHECK(to_json(said).find("key") == std::string::npos);
  auto with_key = said;
  with_key.key = "k";
  with_key.key_proof = "p";
  CHECK(journal_heads_from_json(to_json(with_key)).value() == with_key);
  const JournalAnswer answer{.generation = first, .seq = 299};
  CHECK(journal_answer_from_json(to_json(answer)).value() == answer);
  CHECK(journal_answer_from_json(to_json(JournalAnswer{})).value() == JournalAnswer{});
  const JournalPage page{
      .generations = {{.id = first, .after = 0, .noticed = from_ms(7)}},
      .heads = {{.generation = first, .seq = 1, .at = from_ms(5), .hash = hash, .received = from_ms(6)}},
      .more = true};
  CHECK(journal_page_from_json(to_json(page)).value() == page);
}

TEST(OfficeApi, HeadsThatNoJournalHasAreRefused) {
  const std::string text = to_json(JournalHeads{
      .generations = {{.id = std::string(32, 'a'), .after = 0}, {.id = std::string(32, 'b'), .after = 300}},
      .heads = {{.generation = std::string(32, 'b'), .seq = 301, .at = from_ms(5), .hash = std::string(64, '0')}}});
  const auto refuses_heads = [&](const std::string& from, const std::string& to) {
    std::string wrong = text;
    const auto place = wrong.rfind(from);
    CHECK_TEXT(place != std::string::npos, from.c_str());
    wrong.replace(place, from.size(), to);
    CHECK_TEXT(journal_heads_from_json(wrong).has_error(), to.c_str());
  };
  refuses_heads("\"after\":300", "\"after\":-1");
  refuses_heads("\"after\":0", "\"after\":301");
  refuses_heads("\"seq\":301", "\"seq\":0");
  refuses_heads("\"seq\":301", "\"seq\":9223372036854775808");
  refuses_heads(std::string(64, '0'), std::string(63, '0'));
  refuses_heads(std::string(64, '0'), std::string(64, 'A'));
  refuses_heads(std::string(32, 'b'), std::string(32, 'c'));  // a generation that was not named
  refuses_heads("{\"id\":\"" + std::string(32, 'b'), "{\"id\":\"" + std::string(32, 'a'));
  CHECK(journal_heads_from_json(R"({"generations":[],"heads":[]})").has_error());
  for (const char* nothing : {"", "null", "[]", "{}"}) {
    CHECK(journal_heads_from_json(nothing).has_error());
    CHECK(journal_answer_from_json(nothing).has_error());
    CHECK(journal_page_from_json(nothing).has_error());
  }
}

TEST(OfficeApi, ALargeBodyIsNotEvenParsed) {
  good.resize(max_body_bytes, ' ');
  CHECK(page_from_json(good).value() == page());
  good.push_back(' ');
  CHECK(page_from_json(good).error() == boost::system::errc::message_size);
}

TEST(OfficeApi, AFullPageOfLongNamesFitsABody) {
  // The most that the portal sends: each booking with its signed code and two numbers.
  BookingPage full = full_page();
  full.bookings.assign(300, page().bookings.front());
  full.proofs.assign(300, std::string(154, 'A'));
  full.used.assign(300, full.used.front());
  for (Booking& booking : full.bookings) {
    booking.name.assign(200, 'x');
  }
  CHECK(to_json(full).size() <= max_body_bytes);
}

TEST(OfficeApi, AFullPageOfHeadsFitsABody) {
  const std::uint64_t largest = INT64_MAX;
  const UtcTime late = from_ms(253'402'300'799'999);
  JournalPage full{.generations = {}, .heads = {}, .more = true};
  full.generations.assign(most_generations, {.id = std::string(32, 'a'), .after = largest, .noticed = late});
  full.heads.assign(
      1000,
      {.generation = std::string(32, 'a'), .seq = largest, .at = late, .hash = std::string(64, '0'), .received = late});
  CHECK(to_json(full).size() <= max_body_bytes);
}

TEST(OfficeApi, DamageNeverThrows) {
  std::mt19937 random(20261122);
  for (int round = 0; round < 5'000; ++round) {
    std::string text = good;
    for (int changes = 0; changes < 3; ++changes) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    (void)page_from_json(text);
    (void)batch_from_json(text);
    (void)keys_from_json(text);
  }
}

namespace {

Today a_day() {
  const WaitRange wait{.low = 12, .likely = 15, .high = 20};
  return {.sender = std::string(32, 'a'),
          .seq = 5,
          .after = 4,
          .run = std::string(32, 'd'),
          .day = *OfficeDay::parse("2026-11-23"),
          .phase = DayPhase::open,
          .services = {{.key = "paspor", .name = {"Paspor", "Passport"}, .waiting = 4, .wait = wait},
                       {.key = "ambil", .name = {"Ambil", "Collect"}, .waiting = 0, .wait = {}}},
          .calls = {{.number = "B017", .counter = "Loket 3", .service = "paspor", .at = from_ms(1'795'000'000'000)}},
          .tickets = {{.key = std::string(24, 'c'),
                       .number = "B018",
                       .was = "A003",
                       .service = "paspor",
                       .state = TodayState::waiting,
                       .ahead = 3,
                       .wait = wait,
                       .until = from_ms(1'795'000'000'000),
                       .counter = "Loket 3",
                       .call = 7,
                       .booking = 81,
                       .code = "AD-QFJ8BD",
                       .feedback_until = from_ms(1'795'000'000'001)},
                      {.key = std::string(24, 'd'), .number = "B019", .service = "paspor", .feedback = true}},
          .notices = {{.severity = NoticeSeverity::emergency, .text = {"Harap keluar", "Please leave"}},
                      {.text = {"Loket 3 tutup", ""}, .until = from_ms(1'795'000'000'000)}},
          .goes_on_at = from_ms(1'795'000'000'002),
          .feedback_taken = {std::string(24, 'e')}};
}

}  // namespace

TEST_GROUP(OfficeApiToday){static bool taken(const std::function<void(Today&)>& change){Today today = a_day();
change(today);
return today_from_json(to_json(today)).has_value();
}
}
;

TEST(OfficeApiToday, ReadsBackAsItWasWritten) {
  CHECK(today_from_json(to_json(a_day())).value() == a_day());
  for (std::size_t state = 0; state < words<TodayState>.size(); ++state) {
    Today today = a_day();
    today.tickets[0].state = static_cast<TodayState>(state);
    CHECK(today_from_json(to_json(today)).value() == today);
  }
  const TodayAnswer answer{.run = std::string(32, 'd'), .my_number = "https://antrean.example/n/"};
  CHECK(today_answer_from_json(to_json(answer)).value() == answer);
  for (std::size_t one = 0; one < feedbacks; ++one) {
    TodayAnswer said = answer;
    said.feedback = {{.key = std::string(24, 'c'), .feedback = static_cast<Feedback>(one)}};
    CHECK(today_answer_from_json(to_json(said)).value() == said);
  }
}

TEST(OfficeApiToday, EarlierReleasesUnderstandIt) {
  // They knew none of the fields that came later, and these leave no trace when there is nothing to say.
  Today today = a_day();
  today.notices.clear();
  today.goes_on_at.reset();
  today.feedback_taken.clear();
  today.tickets[0].feedback_until.reset();
  today.tickets[1].feedback = false;
  const auto text = to_json(today) + to_json(TodayAnswer{std::string(32, 'd'), "https://antrean.example/n/", {}});
  for (const char* later : {"notices", "goes_on_at", "feedback"}) {
    CHECK_TEXT(text.find(later) == std::string::npos, later);
  }
}

TEST(OfficeApiToday, SaysLittleOfATicketThatHasLittle) {
  Today today = a_day();
  today.tickets = {{.key = std::string(24, 'd'), .number = "B019", .service = "paspor"}};
  CHECK(to_json(today).find(
            R"([{"key":"dddddddddddddddddddddddd","number":"B019","service":"paspor","state":"waiting"}])") !=
        std::string::npos);
}

TEST(OfficeApiToday, WhatIsNotOfItsFormSpoilsTheWhole) {
  CHECK(taken([](Today&) {}));
  CHECK(taken([](Today& it) { it.run.clear(); }));
  CHECK_FALSE(taken([](Today& it) { it.run = "x"; }));
  CHECK_FALSE(taken([](Today& it) { it.sender.clear(); }));
  CHECK_FALSE(taken([](Today& it) { it.seq = it.after = 0; }));
  CHECK_FALSE(taken([](Today& it) { it.after = it.seq; }));
  CHECK_FALSE(taken([](Today& it) { it.tickets[0].key = "C" + std::string(23, 'c'); }));
  CHECK_FALSE(taken([](Today& it) { it.tickets[1].key = it.tickets[0].key; }));
  CHECK_FALSE(taken([](Today& it) { it.tickets[0].number.clear(); }));
  CHECK_FALSE(taken([](Today& it) { it.tickets[0].counter = std::string(201, 'x'); }));
  CHECK_FALSE(taken([](Today& it) { it.services.resize(most_today_services + 1); }));
  CHECK_FALSE(taken([](Today& it) { it.calls.resize(most_today_calls + 1); }));
  CHECK_FALSE(taken([](Today& it) { it.notices[0].text.id.clear(); }));
  CHECK_FALSE(taken([](Today& it) { it.notices[0].text.en = std::string(601, 'x'); }));
  CHECK_FALSE(taken([](Today& it) { it.notices.resize(most_today_notices + 1, it.notices[0]); }));
  CHECK_FALSE(taken([](Today& it) { it.feedback_taken[0] = "../"; }));
  CHECK_FALSE(taken([](Today& it) { it.feedback_taken.resize(most_today_feedback + 1, std::string(24, 'e')); }));
  CHECK_FALSE(today_from_json("{}").has_value());
  CHECK_FALSE(today_from_json(std::string(max_body_bytes + 1, ' ')).has_value());
}

TEST(OfficeApiToday, AnAddressThatNoBrowserShouldOpenIsRefused) {
  const auto taken_address = [](const std::string& address) {
    return today_answer_from_json(to_json(TodayAnswer{std::string(32, 'd'), address, {}})).has_value();
  };
  CHECK(taken_address("http://127.0.0.1:8080/n/"));
  for (const std::string address :
       {"", "javascript:alert(1)//", "https://x/ n/", "https://x/\n/", "https://x/\u00e9/n/", "https://x/\"/n/"}) {
    CHECK_FALSE(taken_address(address));
  }
  CHECK_FALSE(taken_address("https://" + std::string(longest_address, 'x')));
}
