// The pages of an office's day in the whole portal: what the office tells is what people read.
#include "office_api/today.hpp"
#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
using office_api::Today;
using office_api::TodayState;
using office_api::TodayTicket;

namespace {

const WaitRange wait{.low = 12, .likely = 15, .high = 20};
const std::string key(24, 'c');
const std::string other_key(24, 'e');

TodayTicket waiting() { return {.key = key, .number = "B021", .service = "paspor", .ahead = 3, .wait = wait}; }

bool has(const http::Response& page, std::string_view text) { return page.body.find(text) != std::string::npos; }

}  // namespace

TEST_GROUP(PagesOfADay) {
  PortalUnderTest portal;
  Browser browser{portal};
  std::uint64_t seq = 0;

  void tell(std::vector<TodayTicket> tickets, const char* day = "2026-11-22") {
    const Today today{
        .sender = std::string(32, 'a'),
        .seq = ++seq,
        .after = 0,
        .run = {},
        .day = *OfficeDay::parse(day),
        .phase = DayPhase::open,
        .services = {{.key = "paspor", .name = {"Paspor", "Passport"}, .waiting = 4, .wait = wait},
                     {.key = "ambil", .name = {"Pengambilan", "Collection"}, .waiting = 0, .wait = {}}},
        .calls = {{.number = "B017",
                   .counter = "Loket 3",
                   .service = "paspor",
                   .at = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{8 * 60 + 58}, Zone::wib)},
                  {.number = "C001", .counter = "Loket 9", .service = "ambil", .at = from_ms(1'795'000'000'000)}},
        .tickets = std::move(tickets)};
    const auto answer =
        portal.send({.method = "PUT",
                     .target = "/office/v1/today",
                     .headers = {{"Authorization", "Bearer " + bandung_token}, {"Content-Type", "application/json"}},
                     .body = office_api::to_json(today)});
    LONGS_EQUAL(200, answer.status);
  }
  void tell(TodayTicket ticket) { tell(std::vector{std::move(ticket)}); }
  http::Response number(const std::string& of = key, const std::string& language = "en") {
    return browser.get("/n/" + of + "?lang=" + language);
  }
};

TEST(PagesOfADay, TellNumberPlaceWaitAndWhoIsCalled) {
  tell(waiting());
  const auto page = number();
  LONGS_EQUAL(200, page.status);
  for (const char* text : {"Number B021", "You are about the 4th", "12–20 more minutes", "B017 is called to Loket 3",
                           "08:58", "4 numbers waiting", "Bandung", "As the office told at 09:00 WIB."}) {
    CHECK_TEXT(has(page, text), text);
  }
  CHECK_FALSE(has(page, "if you come now"));  // it is not this person's wait
  CHECK_FALSE(has(page, "C001"));             // another service's line
  CHECK_FALSE(has(page, "Collection"));
  const auto in_indonesian = number(key, "id");
  for (const char* text : {"Nomor B021", "Anda kira-kira urutan ke-4", "12–20 menit lagi", "B017 dipanggil ke Loket 3",
                           "08.58", "4 nomor menunggu", "Kabar kantor pukul 09.00 WIB."}) {
    CHECK_TEXT(has(in_indonesian, text), text);
  }
  CHECK_FALSE(has(in_indonesian, "Latest"));
}

TEST(PagesOfADay, AreNotKeptAndNotFoundByOthers) {
  tell(waiting());
  for (const auto& page : {number(), number(std::string(24, '0')), browser.get("/n/AD")}) {
    STRCMP_EQUAL("noindex", std::string(header(page, "X-Robots-Tag")).c_str());
    STRCMP_EQUAL("no-store", std::string(header(page, "Cache-Control")).c_str());
  }
}

TEST(PagesOfADay, HaveWordsForEveryState) {
  const std::vector<std::pair<TodayState, std::string>> states{
      {TodayState::called, "Please go to Loket 3"},
      {TodayState::serving, "Being served at Loket 3"},
      {TodayState::parked, "On hold"},
      {TodayState::missed, "Please see the staff at the entrance now."},
      {TodayState::served, "Thank you."},
      {TodayState::cancelled, "This number was cancelled"},
      {TodayState::closed, "The day is over"}};
  for (const auto& [state, text] : states) {
    TodayTicket ticket = waiting();
    ticket.state = state;
    ticket.counter = "Loket 3";
    tell(ticket);
    const auto page = number();
    CHECK_TEXT(has(page, text), text.c_str());
    CHECK_TEXT(!has(page, "You are about"), text.c_str());
  }
}

TEST(PagesOfADay, SayAPlaceAsPeopleSayIt) {
  const std::vector<std::pair<std::uint16_t, std::string>> places{
      {0, "You are next"},    {1, "about the 2nd"},     {2, "about the 3rd"},    {10, "about the 11th"},
      {20, "about the 21st"}, {110, "about the 111th"}, {122, "about the 123rd"}};
  for (const auto& [ahead, text] : places) {
    TodayTicket ticket = waiting();
    ticket.ahead = ahead;
    tell(ticket);
    CHECK_TEXT(has(number(), text), text.c_str());
  }
}

TEST(PagesOfADay, SayOnlyAWaitThatIsKnown) {
  TodayTicket ticket = waiting();
  ticket.wait.reset();
  tell(ticket);
  CHECK(has(number(), "The wait cannot be estimated yet."));
  ticket.wait = WaitRange{0, 0, 0};
  tell(ticket);
  CHECK(has(number(), "any moment now"));
  ticket.wait = WaitRange{0, 3, 6};
  tell(ticket);
  CHECK(has(number(), "about 6 more minutes"));
  ticket.until = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{10 * 60}, Zone::wib);
  tell(ticket);
  CHECK(has(number(), "Called from 10:00 on"));
}

TEST(PagesOfADay, SayHowOldTheirNewsIs) {
  tell(waiting());
  portal.clock().advance(std::chrono::seconds{59});
  CHECK(has(number(), " hidden>No news from the office for 0 minutes"));
  portal.clock().advance(std::chrono::minutes{2});
  auto page = number();
  CHECK(has(page, ">No news from the office for 2 minutes."));
  CHECK_FALSE(has(page, " hidden>No news"));
  CHECK(has(page, "data-age=\"179\""));
  tell(waiting());
  CHECK(has(number(), " hidden>No news"));
  // Who is done is not waiting for news.
  TodayTicket served = waiting();
  served.state = TodayState::served;
  tell(served);
  portal.clock().advance(std::chrono::hours{2});
  page = number();
  CHECK(has(page, " hidden>No news"));
  CHECK(has(page, "data-done"));
}

TEST(PagesOfADay, AnAddressThatNobodyToldOfLooksAgainByItself) {
  const auto page = number();
  LONGS_EQUAL(404, page.status);
  CHECK(has(page, "This number is not known yet"));
  CHECK(has(page, "http-equiv=\"refresh\""));
  tell(waiting());
  LONGS_EQUAL(200, number().status);
  for (const char* none : {"/n/C", "/n/XX", "/n/cccccccccccccccccccccccC", "/n/ccccccccccccccccccccccccc"}) {
    LONGS_EQUAL_TEXT(404, browser.get(none).status, none);
  }
}

TEST(PagesOfADay, ANumberThatGotAnotherOneSaysWhichItWas) {
  TodayTicket ticket = waiting();
  ticket.was = "A003";
  tell(ticket);
  CHECK(has(number(), "it was A003 before"));
}

TEST(PagesOfADay, OfAnOfficeShowEveryLineAndANumberThatIsTyped) {
  LONGS_EQUAL(200, browser.get("/n/AD?lang=en").status);
  CHECK(has(browser.get("/n/AD?lang=en"), "This office has not told yet how its queue stands."));
  tell(waiting());
  const auto page = browser.get("/n/AD");
  CHECK(has(page, "C001 is called to Loket 9"));
  CHECK(has(page, "Collection"));
  CHECK(has(page, "if you come now: 12–20 minutes"));
  CHECK_FALSE(has(page, "B021"));
  CHECK_FALSE(has(page, key));
  CHECK_FALSE(has(page, "http-equiv=\"refresh\""));  // what is typed would be lost
  const auto asked = browser.get("/n/AD?number=b+021");
  CHECK(has(asked, "You are about the 4th"));
  CHECK_FALSE(has(asked, key));
  CHECK(has(browser.get("/n/AD?number=Z999"), "Number Z999 is not in the queue today."));
}

TEST(PagesOfADay, ABookingsPageSaysOnItsDayHowItsNumbersStand) {
  const auto path = browser.book(1);
  const auto booking = portal.pull(bandung_token).bookings.at(0);
  TodayTicket first = waiting();
  first.booking = booking.id;
  first.code = booking.code;
  TodayTicket second = first;
  second.key = other_key;
  second.number = "B022";
  second.state = TodayState::called;
  second.counter = "Loket 3";
  tell({first, second}, "2026-11-22");
  CHECK_FALSE(has(browser.get(path), "B021"));  // not its day
  portal.clock().advance(std::chrono::hours{24});
  tell({first, second}, "2026-11-23");
  Browser stranger{portal};
  for (const auto& page : {browser.get(path + "?lang=en"), stranger.get(path + "?lang=en")}) {
    for (const char* text : {"B021", "You are about the 4th", "12–20 more minutes", "B022", "Please go to Loket 3",
                             "B017 is called to Loket 3"}) {
      CHECK_TEXT(has(page, text), text);
    }
  }
  // One number's page has those that were given with it, and nothing that names the booking.
  const auto of_second = number(other_key);
  CHECK(has(of_second, "Number B022"));
  CHECK(has(of_second, "B021"));
  CHECK_FALSE(has(of_second, booking.code));
  CHECK_FALSE(has(of_second, booking.name));
  portal.clock().advance(std::chrono::hours{24});
  CHECK_FALSE(has(browser.get(path), "B021"));  // over
}

TEST(PagesOfADay, SomebodyElsesTicketIsNotOnABookingsPage) {
  const auto path = browser.book(1);
  const auto booking = portal.pull(bandung_token).bookings.at(0);
  portal.clock().advance(std::chrono::hours{24});
  TodayTicket other = waiting();
  other.booking = booking.id;  // an id under another code is another booking
  other.code = "AD-BBBBBB";
  tell({other}, "2026-11-23");
  const auto page = browser.get(path + "?lang=en");
  CHECK_FALSE(has(page, "B021"));
  CHECK(has(page, "B017 is called to Loket 3"));  // whoever has not come yet sees how the line moves
}
