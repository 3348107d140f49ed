// The line when new dates open. Rules first, then the whole portal through HTTP.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <sodium.h>

#include "codes/booking_code.hpp"
#include "portal_under_test.hpp"
#include "web/opening_line.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
using namespace std::chrono_literals;
using portal::OpeningLine;

namespace {

const codes::SecretKey secret = codes::make_key_pair(codes::Seed{4, 5, 6}).secret_key;
constexpr UtcTime eight{std::chrono::hours{500'000}};
constexpr auto drawn = eight + OpeningLine::drawing;

http::Request with(const http::Response& response) {
  const auto cookie = std::string{header(response, "Set-Cookie")};
  http::Request request;
  request.headers.emplace_back("Cookie", cookie.substr(0, cookie.find(';')));
  return request;
}
http::Request browser_of(const OpeningLine& line, const OpeningLine::Place& place) {
  http::Response response;
  line.remember(response, place);
  return with(response);
}
bool has(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

}  // namespace

TEST_GROUP(OpeningLineRules) {
  OpeningLine line{secret, false, 60, "AD"};
  void setup() override { CHECK(sodium_init() >= 0); }

  std::vector<OpeningLine::Place> come(int people, UtcTime at) {
    std::vector<OpeningLine::Place> places;
    for (int person = 0; person < people; ++person) {
      places.push_back(line.enter(eight, at));
    }
    return places;
  }
};

TEST(OpeningLineRules, WhoComesEarlierIsNotNearerToTheFront) {
  const auto first = come(500, eight - 20min);
  const auto last = come(500, eight - 1s);
  LONGS_EQUAL(1'000, line.waiting(eight));
  const auto mean = [&](const std::vector<OpeningLine::Place>& places) {
    std::int64_t sum = 0;
    for (const auto& place : places) {
      sum += line.before(place, eight);
    }
    return sum / static_cast<std::int64_t>(places.size());
  };
  // 500 both, but for chance: one in millions is 100 away.
  CHECK(mean(first) > 400 && mean(first) < 600);
  CHECK(mean(last) > 400 && mean(last) < 600);
  std::set<UtcTime> turns;
  for (const auto& place : first) {
    CHECK(line.turn(place) >= drawn && line.turn(place) < drawn + 1'000s);
    turns.insert(line.turn(place));
  }
  CHECK(turns.size() > 300);  // spread over the line
}

TEST(OpeningLineRules, WhoComesLaterStandsBehindThemInTheOrderOfComing) {
  const auto early = come(100, eight - 1min);
  UtcTime behind = drawn + 90s;  // ten at once, then one a second
  for (const auto& place : early) {
    CHECK(line.turn(place) <= behind);
  }
  for (const auto& place : come(5, eight + 1s)) {
    CHECK(line.turn(place) == behind);
    behind += 1s;
  }
  CHECK(line.stands(eight, eight));
  CHECK(line.stands(eight, drawn + 94s));
  CHECK_FALSE(line.stands(eight, drawn + 95s));
  CHECK_FALSE(line.stands(eight + 24h, drawn));
}

TEST(OpeningLineRules, NobodyStandsWhereNobodyWaits) {
  CHECK_FALSE(line.stands(eight, eight));
  const auto few = come(3, eight - 1min);
  CHECK_FALSE(line.stands(eight, eight - 1s));
  for (const auto& place : few) {
    CHECK(line.turn(place) == drawn);
  }
  CHECK_FALSE(line.stands(eight, drawn));
}

TEST(OpeningLineRules, APlaceHoldsThroughAReloadARestartAndOnAnotherPortal) {
  const auto places = come(200, eight - 10min);
  OpeningLine other{secret, false, 60, "AD"};
  for (int person = 0; person < 100; ++person) {
    other.enter(eight, eight - 9min);
  }
  for (const auto& count : other.counted()) {
    line.heard(count, eight);
  }
  for (const auto& count : line.counted()) {
    other.heard(count, eight);
  }
  CHECK(line.counted().empty());
  LONGS_EQUAL(300, line.waiting(eight));
  OpeningLine restarted{secret, false, 60, "AD"};
  for (const auto* last : {&places.back()}) {
    restarted.of(browser_of(line, *last), eight, drawn);  // it learns from the cookies how many there were
  }
  LONGS_EQUAL(200, restarted.waiting(eight));
  for (const auto& count : other.counted()) {
    restarted.heard(count, drawn);
  }
  restarted.heard({eight, other.enter(eight, eight - 1s).portal, 100}, drawn);
  for (const auto& place : places) {
    const auto browser = browser_of(line, place);
    const auto turn = line.turn(place);
    for (auto* each : {&line, &restarted}) {
      const auto found = each->of(browser, eight, drawn);
      CHECK(found.has_value());
      CHECK(each->turn(*found) == turn);
      CHECK(each->of(browser, eight, turn + 9min).has_value());
      CHECK_FALSE(each->of(browser, eight, turn + 10min).has_value());
    }
  }
  // Who came after the opening is known again, too: nobody passes them.
  const auto late = line.enter(eight, drawn);
  OpeningLine once_more{secret, false, 60, "AD"};
  CHECK_FALSE(once_more.stands(eight, drawn));
  CHECK(once_more.of(browser_of(line, late), eight, drawn).has_value());
  CHECK(once_more.stands(eight, drawn));
  CHECK(once_more.turn(once_more.enter(eight, drawn)) > line.turn(late));
  line.used(places[0], drawn);
  CHECK_FALSE(line.of(browser_of(line, places[0]), eight, drawn).has_value());
  line.not_used(places[0]);  // nothing came of it
  CHECK(line.of(browser_of(line, places[0]), eight, drawn).has_value());
  CHECK_FALSE(line.of(browser_of(line, places[1]), eight + 24h, drawn).has_value());  // for another opening
  OpeningLine elsewhere{secret, false, 60, "FB"};
  CHECK_FALSE(elsewhere.of(browser_of(line, places[1]), eight, drawn).has_value());  // nor for another office
}

TEST(OpeningLineRules, APlaceOfSomebodysOwnMakingIsNone) {
  OpeningLine stranger{codes::make_key_pair(codes::Seed{7}).secret_key, false, 60, "AD"};
  const auto place = stranger.enter(eight, eight - 1min);
  CHECK_FALSE(line.of(browser_of(stranger, place), eight, eight).has_value());
  LONGS_EQUAL(0, line.waiting(eight));
  http::Request request;
  for (const char* value : {"line-AD=", "line-AD=0", "line-AD=zz"}) {
    request.headers = {{"Cookie", value}};
    CHECK_FALSE(line.of(request, eight, eight).has_value());
  }
  // Nor is a count or an end that cannot be.
  line.heard({eight + 72h, 1, 1'000'000}, eight);
  LONGS_EQUAL(0, line.waiting(eight + 72h));
  line.others_are_at(eight, eight + 72h, eight);
  CHECK(line.turn(line.enter(eight, eight)) <= drawn + 1h);
}

TEST(OpeningLineRules, PortalsTellEachOtherOfEachOfficesLine) {
  portal::OpeningLines one{secret, false, 60}, other{secret, false, 60};
  std::vector<std::vector<std::string>> news;
  const auto tell = [&](const std::string& kind, const std::string& key, const std::string& body) {
    news.push_back({kind, key, body});
  };
  const auto hear_all = [&] {
    for (const auto& what : news) {
      other.heard(what[0], what[1], what[2], drawn);
    }
    news.clear();
  };
  for (int person = 0; person < 40; ++person) {
    one.at("AD").enter(eight, eight - 1min);
  }
  one.at("FB").enter(eight, eight - 1min);
  one.tell_counts(tell);
  hear_all();
  LONGS_EQUAL(40, other.at("AD").waiting(eight));
  LONGS_EQUAL(1, other.at("FB").waiting(eight));
  CHECK(other.stands("AD", eight, drawn));
  CHECK_FALSE(other.stands("FB", eight, drawn));  // few want that office, and none of them waits
  const auto late = one.at("AD").enter(eight, drawn);
  portal::OpeningLines::tell_end(tell, "AD", eight, *one.at("AD").end(eight));
  hear_all();
  CHECK(other.at("AD").turn(other.at("AD").enter(eight, drawn)) > one.at("AD").turn(late));
  const auto browser = browser_of(one.at("AD"), late);
  CHECK(other.at("AD").of(browser, eight, drawn).has_value());
  portal::OpeningLines::tell_used(tell, "AD", late);
  hear_all();
  CHECK_FALSE(other.at("AD").of(browser, eight, drawn).has_value());
  for (const char* key : {"", "AD", "AD x", "AD 1 2 3"}) {
    for (const char* kind : {"early", "line", "line turn", "what"}) {
      other.heard(kind, key, "99999999999999999999", drawn);
    }
  }
}

TEST_GROUP(WhenDatesOpen) {
  // On Monday at 08:00, Wednesday, 23 December opens.
  PortalUnderTest portal{100'000, 100'000, std::string{plain_rules} + "[pressure]\nopening_per_minute = 60\n"};
  static constexpr const char* opening = "/opening/AD/paspor";
  static constexpr const char* dates = "/book/AD/paspor";

  static bool come(const http::Response& response) { return response.status == 303; }
};

TEST(WhenDatesOpen, ThePageIsThereHalfAnHourBefore) {
  Browser browser{portal};
  portal.clock().advance(22h + 29min);
  CHECK_FALSE(has(browser.get(dates), opening));
  LONGS_EQUAL(303, browser.get(opening).status);
  portal.clock().advance(1min);
  CHECK(has(browser.get(dates), opening));
  const auto page = browser.get(opening);
  LONGS_EQUAL(200, page.status);
  CHECK(has(page, "<dt>Dibuka</dt><dd>08.00 WIB</dd>"));
  CHECK(has(page, "<dd>1 orang</dd>"));
  STRCMP_EQUAL("20", std::string{header(page, "Refresh")}.c_str());
  CHECK(has(browser.get(opening), "<dd>1 orang</dd>"));  // a reload is nobody new
  LONGS_EQUAL(404, browser.get("/opening/AD/nothing").status);
  portal.clock().advance(2h);  // nobody stands in it
  CHECK_FALSE(has(browser.get(dates), opening));
  LONGS_EQUAL(303, browser.get(opening).status);
}

TEST(WhenDatesOpen, EachHasATurnAndOnlyWithItABooking) {
  portal.clock().advance(22h + 50min);
  std::vector<Browser> people;
  for (int person = 0; person < 40; ++person) {
    people.emplace_back(portal);
    LONGS_EQUAL(200, people.back().get(opening).status);
  }
  Browser late{portal};
  portal.clock().advance(10min + 1s);
  // Before the lot is known nobody books what opened; the form keeps what was typed.
  const auto early = late.post("/book", late.filled(90, "2026-12-23", "08:00"));
  LONGS_EQUAL(503, early.status);
  CHECK(has(early, nik(90)));
  CHECK(has(late.get(opening), "dengan undian"));
  // What was open before is not in line.
  CHECK_FALSE(late.book(91, "2026-11-24").empty());
  portal.clock().advance(2s);
  Browser* first = nullptr;
  Browser* waiting = nullptr;
  int at_once = 0;
  for (auto& one : people) {
    const auto page = one.get(opening);
    at_once += come(page) ? 1 : 0;
    (come(page) ? first : waiting) = &one;
  }
  CHECK_TEXT(at_once > 0 && at_once < 40, std::to_string(at_once).c_str());
  const auto now_late = late.get(opening);
  CHECK(has(now_late, "<dt>Orang sebelum Anda</dt><dd>29</dd>"));
  LONGS_EQUAL(303, first->post("/book", first->filled(1, "2026-12-23", "08:00")).status);
  LONGS_EQUAL(503, first->post("/book", first->filled(2, "2026-12-23", "08:00")).status);  // one booking a turn
  LONGS_EQUAL(503, waiting->post("/book", waiting->filled(3, "2026-12-23", "08:00")).status);
  portal.clock().advance(30s);
  LONGS_EQUAL(303, late.get(opening).status);
  LONGS_EQUAL(303, waiting->post("/book", waiting->filled(3, "2026-12-23", "08:00")).status);
  LONGS_EQUAL(303, late.post("/book", late.filled(90, "2026-12-23", "08:00")).status);
  // Nobody stands in line any more.
  portal.clock().advance(1min);
  Browser anybody{portal};
  LONGS_EQUAL(303, anybody.post("/book", anybody.filled(4, "2026-12-23", "08:00")).status);
}

TEST(WhenDatesOpen, ABookingIsNotMovedPastTheLine) {
  Browser browser{portal};
  const auto booking = browser.book(1, "2026-11-26");
  portal.clock().advance(22h + 50min);
  for (int person = 0; person < 40; ++person) {
    Browser{portal}.get(opening);
  }
  portal.clock().advance(10min + 1s);
  const auto move = [&] {
    return browser.post(
        booking + "/move",
        {{"form", form_token(browser.get(booking + "/move"))}, {"nik", nik(1)}, {"slot", "2026-12-23T08:00"}});
  };
  CHECK(has(move(), "masih ada orang dalam antrean"));
  portal.clock().advance(1min);
  LONGS_EQUAL(303, move().status);
}
