// The waitlist through HTTP: leaving a contact, the offer of a mail, and when nobody is asked.
#include <algorithm>

#include "booking/offer_time.hpp"
#include "portal_settings/portal_settings.hpp"
#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
using portal::Notice;
using portal::NoticeKind;
using portal::OfferTime;

namespace {

using namespace std::chrono_literals;

bool has(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

std::string path_of(const std::string& url) {
  const std::string site = "https://antrean.example.go.id";
  return url.starts_with(site) ? url.substr(site.size()) : std::string{};
}

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
UtcTime at(OfficeDay day, int hour, int minute = 0) { return instant(day, TimeOfDay{hour * 60 + minute}, Zone::wib); }

}  // namespace

TEST_GROUP(OfferTimes) {
  portal::PortalSettings settings = portal::portal_settings_from(settings::Source::text(settings_text(), "test.toml"));
  OfferTime look(UtcTime now, OfficeDay day = monday, TimeOfDay start = TimeOfDay{8 * 60}) const {
    return portal::offer_time(settings.offices, *settings.offices.find("AD"), "paspor", day, start, now);
  }
};

TEST(OfferTimes, ByDayAtOnceForHalfAnHour) {
  const auto time = look(at(monday.plus(-1), 9));
  CHECK(time.when == OfferTime::When::now);
  CHECK(time.until == at(monday.plus(-1), 9, 30));
  CHECK(look(at(monday.plus(-1), 7)).when == OfferTime::When::now);
  CHECK(look(at(monday.plus(-1), 19, 59)).when == OfferTime::When::now);
}

TEST(OfferTimes, AtNightInTheMorning) {
  CHECK(look(at(monday.plus(-1), 20)).when == OfferTime::When::later);
  CHECK(look(at(monday, 6, 59)).when == OfferTime::When::later);
  CHECK(look(at(monday.plus(-2), 23)).when == OfferTime::When::later);
}

TEST(OfferTimes, NeverWhenTheHourClosesBefore) {
  CHECK(look(at(monday, 7, 30)).when == OfferTime::When::now);
  CHECK(look(at(monday, 7, 31)).when == OfferTime::When::never);
  CHECK(look(at(monday, 9)).when == OfferTime::When::never);
  CHECK(look(at(monday.plus(-1), 9), *OfficeDay::parse("2026-11-25")).when == OfferTime::When::never);
  CHECK(look(at(monday.plus(-1), 9), monday, TimeOfDay{9 * 60}).when == OfferTime::When::never);
}

TEST_GROUP(WaitlistPages) {
  PortalUnderTest portal;
  Browser browser{portal};
  Browser waits{portal};
  std::string last;

  void fill() {
    for (int n = 1; n <= 20; ++n) {
      last = browser.book(n);
    }
    for (int n = 21; n <= 22; ++n) {
      browser.book(n, "2026-11-23", "10:00");
    }
    portal.told();
  }
  std::string join(Browser & who, const std::string& mail) {
    const auto page = who.get("/waitlist/AD/paspor/2026-11-23");
    const auto answer = who.post("/waitlist", {{"form", form_token(page)},
                                               {"office", "AD"},
                                               {"service", "paspor"},
                                               {"day", "2026-11-23"},
                                               {"mail", mail},
                                               {"people", "1"}});
    return answer.status == 303 ? std::string{header(answer, "Location")} : std::to_string(answer.status);
  }
  void cancel_one() {
    const auto page = browser.get(last + "/cancel");
    LONGS_EQUAL(303, browser.post(last + "/cancel", {{"form", form_token(page)}, {"nik", nik(20)}}).status);
    portal.sweep();
    portal.sweep();
  }
  std::optional<Notice> offer() {
    for (auto& one : portal.told()) {
      if (one.kind == NoticeKind::waitlist_offer) {
        return std::move(one);
      }
    }
    return std::nullopt;
  }
  http::Response take(Browser & who, const Notice& offer, int n) {
    const auto link = path_of(offer.links.action);
    const auto page = who.get(link);
    return who.post(link.substr(0, link.find('?')) + "/take", {{"form", form_token(page)},
                                                               {"key", link.substr(link.find("key=") + 4)},
                                                               {"name", "Siti Aminah"},
                                                               {"nik", nik(n)}});
  }
};

TEST(WaitlistPages, AFullDayLeadsToItAndAFreeOneDoesNot) {
  CHECK_FALSE(has(browser.get("/book/AD/paspor/2026-11-23"), "/waitlist/"));
  fill();
  CHECK(has(browser.get("/book/AD/paspor/2026-11-23"), "href=\"/waitlist/AD/paspor/2026-11-23\""));
  const auto path = join(waits, "tunggu@contoh.id");
  CHECK(path.starts_with("/waiting/"));
  const auto page = waits.get(path);
  LONGS_EQUAL(200, page.status);
  CHECK(has(page, "Anda masuk daftar tunggu"));
  CHECK_FALSE(has(page, "tunggu@contoh.id"));
  STRCMP_EQUAL("422", join(browser, "tidak benar").c_str());
  // The same address again says the same, and gives no right over the first.
  STRCMP_EQUAL("200", join(browser, "tunggu@contoh.id").c_str());
}

TEST(WaitlistPages, TheButtonOfTheMailTakesThePlaceOnce) {
  fill();
  const auto path = join(waits, "tunggu@contoh.id");
  cancel_one();
  const auto told = offer();
  CHECK(told.has_value());
  STRCMP_EQUAL("tunggu@contoh.id", told->to.c_str());
  CHECK(*told->held_until == portal.clock().now() + 30min);
  STRCMP_EQUAL(path.c_str(), path_of(told->links.action).substr(0, path.size()).c_str());
  STRCMP_EQUAL("", browser.book(30).c_str());
  for (int again = 0; again < 10; ++again) {
    const auto page = browser.get(path_of(told->links.action));
    LONGS_EQUAL(200, page.status);
    CHECK(has(page, "ditahan untuk Anda"));
    CHECK_FALSE(has(page, "tunggu@contoh.id"));
  }
  LONGS_EQUAL(410, browser.get(path + "?key=00112233445566778899aabbccddeeff").status);
  LONGS_EQUAL(303, take(waits, *told, 31).status);
}

TEST(WaitlistPages, WhoTakesItIsBooked) {
  fill();
  join(waits, "tunggu@contoh.id");
  cancel_one();
  const auto told = offer();
  const auto wrong = waits.post(path_of(told->links.action).substr(0, 41) + "/take",
                                {{"form", form_token(waits.get(path_of(told->links.action)))},
                                 {"key", path_of(told->links.action).substr(46)},
                                 {"name", ""},
                                 {"nik", "1"}});
  LONGS_EQUAL(422, wrong.status);
  const auto taken = take(waits, *told, 31);
  LONGS_EQUAL(303, taken.status);
  const std::string booking{header(taken, "Location")};
  CHECK(booking.starts_with("/booking/"));
  CHECK(has(waits.get(booking), "qr.png"));
  LONGS_EQUAL(23, portal.pull(bandung_token).bookings.size());
  bool confirmed = false;
  for (const auto& one : portal.told()) {
    confirmed = confirmed || (one.kind == NoticeKind::booked && one.to == "tunggu@contoh.id");
  }
  CHECK(confirmed);
  LONGS_EQUAL(303, waits.get(path_of(told->links.action)).status);
  LONGS_EQUAL(20, portal.places("AD").at(0).booked);
}

TEST(WaitlistPages, WhoIsTooLateIsToldAndTheNextOneIsAsked) {
  fill();
  join(waits, "tunggu@contoh.id");
  Browser second{portal};
  join(second, "kedua@contoh.id");
  cancel_one();
  const auto first = offer();
  portal.clock().advance(30min);
  portal.sweep();
  const auto next = offer();
  CHECK(next.has_value());
  STRCMP_EQUAL("kedua@contoh.id", next->to.c_str());
  LONGS_EQUAL(410, waits.get(path_of(first->links.action)).status);
  LONGS_EQUAL(303, take(second, *next, 32).status);
}

TEST(WaitlistPages, WhoSaysNoGivesThePlaceToTheNextAtOnce) {
  fill();
  join(waits, "tunggu@contoh.id");
  Browser second{portal};
  join(second, "kedua@contoh.id");
  cancel_one();
  const auto first = offer();
  const auto link = path_of(first->links.action);
  const auto waiting = link.substr(0, link.find('?'));
  Browser elsewhere{portal};  // the mail is opened in another browser than the one that joined
  const auto page = elsewhere.get(link);
  CHECK(has(page, "formaction=\"" + waiting + "/leave\""));
  const auto wrong = elsewhere.post(waiting + "/leave", {{"form", form_token(page)}, {"key", "salah"}});
  LONGS_EQUAL(410, wrong.status);
  CHECK(!offer());
  const auto said =
      elsewhere.post(waiting + "/leave", {{"form", form_token(page)}, {"key", link.substr(link.find("key=") + 4)}});
  LONGS_EQUAL(200, said.status);
  portal.sweep();
  const auto next = offer();
  CHECK(next.has_value());
  STRCMP_EQUAL("kedua@contoh.id", next->to.c_str());
  LONGS_EQUAL(410, waits.get(link).status);
  LONGS_EQUAL(303, take(second, *next, 32).status);
}

TEST(WaitlistPages, AtNightNobodyIsAskedAndInTheMorningSomebodyIs) {
  fill();
  join(waits, "tunggu@contoh.id");
  portal.clock().advance(11h);  // Sunday, 20:00
  cancel_one();
  CHECK(!offer());
  STRCMP_EQUAL("", browser.book(30).c_str());
  portal.clock().advance(11h);
  portal.sweep();
  const auto told = offer();
  CHECK(told.has_value());
  CHECK(*told->held_until == portal.clock().now() + 30min);
}

TEST(WaitlistPages, WhoJoinedLeavesWithOnePressAndNobodyElse) {
  fill();
  const auto path = join(waits, "tunggu@contoh.id");
  const auto form = form_token(waits.get(path));
  Browser stranger{portal};
  LONGS_EQUAL(403, stranger.post(path + "/leave", {{"form", form_token(stranger.get("/find"))}}).status);
  LONGS_EQUAL(200, waits.post(path + "/leave", {{"form", form}}).status);
  LONGS_EQUAL(410, waits.get(path).status);
  cancel_one();
  CHECK(!offer());
  CHECK(!browser.book(30).empty());
}
