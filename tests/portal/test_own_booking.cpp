// A booking's own pages: the held place and its confirmation, what an address alone shows, and changes by
// whoever has the NIK. Through HTTP.
#include <algorithm>

#include "codes/booking_code.hpp"
#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
using portal::Notice;
using portal::NoticeKind;

namespace {

using namespace std::chrono_literals;

bool has(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

std::string path_of(const std::string& url) {
  const std::string site = "https://antrean.example.go.id";
  return url.starts_with(site) ? url.substr(site.size()) : std::string{};
}

const Notice* of_kind(const std::vector<Notice>& told, NoticeKind kind) {
  const auto found = std::ranges::find(told, kind, &Notice::kind);
  return found == told.end() ? nullptr : &*found;
}

constexpr std::string_view name = "Siti Aminah";  // as Browser::filled types it

}  // namespace

TEST_GROUP(HeldPlace) {
  PortalUnderTest portal{100'000, 100'000, shipped_rules};
  Browser browser{portal};

  http::Response send(const std::string& path, Form form) {
    form["form"] = form_token(browser.get(path));
    return browser.post(path + "/confirm", form);
  }
  std::string code_at_the_office() { return portal.pull(bandung_token).bookings.at(0).code; }
};

TEST(HeldPlace, IsConfirmedByTheDigitsOfTheMail) {
  const auto path = browser.book(1);
  const auto held = browser.get(path);
  LONGS_EQUAL(200, held.status);
  CHECK(has(held, "Satu langkah lagi"));
  CHECK(has(held, "09.15 WIB"));
  CHECK_FALSE(has(held, "qr.png"));
  LONGS_EQUAL(0, portal.pull(bandung_token).bookings.size());
  LONGS_EQUAL(404, browser.get(path + "/qr.png").status);

  const auto told = portal.told();
  LONGS_EQUAL(1, told.size());
  CHECK(told[0].kind == NoticeKind::confirm_contact);
  LONGS_EQUAL(6, told[0].digits.size());
  CHECK(told[0].booking.code.empty());
  STRCMP_EQUAL(path.c_str(), path_of(told[0].links.page).c_str());

  const auto wrong = send(path, {{"digits", told[0].digits == "000000" ? "000001" : "000000"}});
  LONGS_EQUAL(422, wrong.status);
  CHECK(has(wrong, "Masih bisa dicoba 4 kali"));
  CHECK(has(wrong, "<title>Ada yang salah"));
  CHECK(has(wrong, "data-address=\"" + path + "\""));  // Reload sends nothing again
  CHECK_FALSE(has(held, "data-address"));
  // As a mail shows them, with a space.
  const auto digits = told[0].digits.substr(0, 3) + " " + told[0].digits.substr(3);
  LONGS_EQUAL(303, send(path, {{"digits", digits}}).status);
  const auto booked = browser.get(path);
  CHECK(has(booked, code_at_the_office()));
  CHECK(has(booked, name));
  LONGS_EQUAL(200, browser.get(path + "/qr.png").status);
  const auto confirmation = portal.told();
  const auto* mail = of_kind(confirmation, NoticeKind::booked);
  CHECK(mail != nullptr);
  STRCMP_EQUAL(code_at_the_office().c_str(), mail->booking.code.c_str());
  STRCMP_EQUAL("siti@contoh.id", mail->to.c_str());
  CHECK(mail->booking.qr.starts_with("AQ1"));
}

TEST(HeldPlace, IsConfirmedByTheLinksButtonAndByNothingLess) {
  const auto path = browser.book(1);
  const auto link = path_of(portal.told().at(0).links.action);
  Browser phone{portal};
  for (int scans = 0; scans < 10; ++scans) {  // a mail program looks at the link before the person does
    CHECK(has(phone.get(link), "Konfirmasi pesanan ini"));
  }
  LONGS_EQUAL(0, portal.pull(bandung_token).bookings.size());
  const auto page = phone.get(link);
  const auto key = link.substr(link.find("key=") + 4);
  CHECK(has(page, key));
  CHECK_FALSE(has(page, name));
  LONGS_EQUAL(422, phone.post(path + "/confirm", {{"form", form_token(page)}, {"key", std::string(32, '0')}}).status);
  const auto done = phone.post(path + "/confirm", {{"form", form_token(page)}, {"key", key}});
  LONGS_EQUAL(303, done.status);
  CHECK(has(phone.get(path), code_at_the_office()));
  // The link again, on somebody else's machine: no more than the address.
  Browser stranger{portal};
  const auto again = stranger.get("/");
  const auto form = form_token(stranger.get(path));
  LONGS_EQUAL(303, stranger.post(path + "/confirm", {{"form", form}, {"key", key}}).status);
  CHECK_FALSE(has(stranger.get(path), code_at_the_office()));
}

TEST(HeldPlace, IsGivenBackWhenItsTimeIsOver) {
  const auto path = browser.book(1, "2026-11-23", "10:00");
  Browser other{portal};
  other.book(2, "2026-11-23", "10:00");
  Browser third{portal};
  CHECK(third.book(3, "2026-11-23", "10:00").empty());  // two places
  portal.clock().advance(15min);
  CHECK(has(browser.get(path), "Tempat ini sudah dilepas"));
  portal.sweep();
  LONGS_EQUAL(410, browser.get(path).status);
  CHECK_FALSE(third.book(3, "2026-11-23", "10:00").empty());
}

TEST(HeldPlace, SendsFreshDigitsThreeTimesAtMost) {
  const auto path = browser.book(1);
  const auto first = portal.told().at(0).digits;
  const auto resend = [&] { return browser.post(path + "/resend", {{"form", form_token(browser.get(path))}}); };
  CHECK(has(resend(), "Angka baru sudah dikirim"));
  const auto second = portal.told().at(0).digits;
  resend();
  LONGS_EQUAL(1, portal.told().size());
  LONGS_EQUAL(429, resend().status);
  if (first != second) {
    LONGS_EQUAL(422, send(path, {{"digits", first}}).status);
  }
}

TEST(HeldPlace, CanBeGivenUpAndShowsAStrangerOnlyPlaceAndTime) {
  const auto path = browser.book(1);
  Browser stranger{portal};
  const auto seen = stranger.get(path);
  CHECK(has(seen, "menunggu konfirmasi"));
  CHECK_FALSE(has(seen, name));
  CHECK_FALSE(has(seen, "siti@contoh.id"));
  LONGS_EQUAL(403, stranger.post(path + "/release", {{"form", form_token(seen)}}).status);
  browser.post(path + "/release", {{"form", form_token(browser.get(path))}});
  LONGS_EQUAL(410, browser.get(path).status);
}

TEST(HeldPlace, IsNotNeededWithoutAMailAddress) {
  auto form = browser.filled(1);
  form["mail"] = "";
  const auto booked = browser.post("/book", form);
  LONGS_EQUAL(303, booked.status);
  CHECK(has(browser.get(std::string{header(booked, "Location")}), "Antrean Anda terpesan"));
  LONGS_EQUAL(0, portal.told().size());
  // One place in ten of the hour's twenty.
  for (const int n : {2, 3}) {
    auto next = Browser{portal};
    auto without = next.filled(n);
    without["mail"] = "";
    LONGS_EQUAL(n == 2 ? 303 : 409, next.post("/book", without).status);
  }
}

TEST(HeldPlace, AFamilyComesOnOneCodeAndTheOfficeIsToldHowMany) {
  auto form = browser.filled(1);
  form["name2"] = "Budi";
  form["nik2"] = nik(2);
  form["name4"] = "Ani";
  form["nik4"] = nik(1);
  const auto twice = browser.post("/book", form);
  LONGS_EQUAL(422, twice.status);
  CHECK(has(twice, "NIK ini sudah ada di formulir ini"));
  CHECK(has(twice, R"(value="Budi")"));
  form = browser.filled(1);
  form["name2"] = "Budi";
  form["nik2"] = nik(2);
  form["name4"] = "Ani";
  form["nik4"] = nik(4);
  const auto held = browser.post("/book", form);
  LONGS_EQUAL(303, held.status);
  const std::string path{header(held, "Location")};
  send(path, {{"digits", portal.told().at(0).digits}});
  const auto booked = browser.get(path);
  CHECK(has(booked, "Budi"));
  CHECK(has(booked, "Ani"));
  // The office gets each person.
  const auto pulled = portal.pull(bandung_token).bookings.at(0);
  LONGS_EQUAL(3, pulled.party);
  CHECK((pulled.companions == std::vector<Companion>{{"Budi", nik(2).substr(12)}, {"Ani", nik(4).substr(12)}}));
  LONGS_EQUAL(3, portal.places("AD").at(0).booked);
  Browser other{portal};
  auto child = other.filled(4);
  LONGS_EQUAL(409, other.post("/book", child).status);
}

TEST_GROUP(OwnBooking) {
  PortalUnderTest portal;
  Browser browser{portal};
  Browser stranger{portal};
  std::string path = browser.book(1);
  std::string code = portal.pull(bandung_token).bookings.at(0).code;

  http::Response post(Browser & who, const std::string& what, Form form) const {
    form["form"] = form_token(who.get(path + "/" + what));
    if (form["form"].empty()) {
      form["form"] = form_token(who.get(path));
    }
    return who.post(path + "/" + what, form);
  }
};

TEST(OwnBooking, TheAddressAloneShowsPlaceAndTimeAndChangesNothing) {
  const auto seen = stranger.get(path);
  LONGS_EQUAL(200, seen.status);
  CHECK(has(seen, "Bandung"));
  CHECK(has(seen, "Senin, 23 November 2026"));
  CHECK(has(seen, "08.00–10.00 WIB"));
  for (const std::string& secret : {code, std::string{name}, std::string{"0002"}, std::string{"qr.png"}}) {
    CHECK_FALSE(has(seen, secret));
  }
  LONGS_EQUAL(404, stranger.get(path + "/qr.png").status);
  LONGS_EQUAL(404, stranger.get(path + "/code.png").status);
  LONGS_EQUAL(404, stranger.get(path + "/booking.pdf").status);
  CHECK_FALSE(has(stranger.get(path + "/correct"), std::string{name}));
  LONGS_EQUAL(422, post(stranger, "cancel", {}).status);
  LONGS_EQUAL(422, post(stranger, "cancel", {{"nik", nik(7)}}).status);
  LONGS_EQUAL(422, post(stranger, "move", {{"slot", "2026-11-24T08:00"}, {"nik", nik(7)}}).status);
  LONGS_EQUAL(1, portal.places("AD").at(0).booked);
}

TEST(OwnBooking, ItsSheetOfPaperIsForTheOneWhoBooked) {
  CHECK(has(browser.get(path), path + "/booking.pdf"));
  const auto pdf = browser.get(path + "/booking.pdf");
  LONGS_EQUAL(200, pdf.status);
  STRCMP_EQUAL("application/pdf", pdf.content_type.c_str());
  CHECK(pdf.body.starts_with("%PDF-"));
  LONGS_EQUAL(303, post(stranger, "show", {{"nik", nik(1)}}).status);
  LONGS_EQUAL(200, stranger.get(path + "/booking.pdf").status);
  LONGS_EQUAL(303, post(browser, "cancel", {{"nik", nik(1)}}).status);
  LONGS_EQUAL(404, browser.get(path + "/booking.pdf").status);
}

TEST(OwnBooking, TheWholeNikShowsItAndFiveTriesAreADaysWorth) {
  LONGS_EQUAL(422, post(stranger, "show", {{"nik", "0002"}}).status);
  LONGS_EQUAL(303, post(stranger, "show", {{"nik", nik(1)}}).status);
  CHECK(has(stranger.get(path), code));
  Browser robot{portal};
  for (int n = 0; n < 4; ++n) {
    LONGS_EQUAL(422, post(robot, "show", {{"nik", nik(100 + n)}}).status);
  }
  LONGS_EQUAL(429, post(robot, "show", {{"nik", nik(1)}}).status);  // the right one, too late
  portal.clock().advance(24h);
  LONGS_EQUAL(303, post(robot, "show", {{"nik", nik(1)}}).status);
}

TEST(OwnBooking, TheRightNikIsNoTry) {
  for (int n = 0; n < 7; ++n) {
    Browser each{portal};
    LONGS_EQUAL(303, post(each, "show", {{"nik", nik(1)}}).status);
  }
  for (int n = 0; n < 5; ++n) {
    LONGS_EQUAL(422, post(stranger, "show", {{"nik", nik(100 + n)}}).status);
  }
  LONGS_EQUAL(429, post(stranger, "show", {{"nik", nik(1)}}).status);
}

TEST(OwnBooking, AForgedCookieIsNobodys) {
  stranger.cookies["bookings"] = path.substr(9) + std::string(32, '0');
  CHECK_FALSE(has(stranger.get(path), code));
  stranger.cookies["bookings"] = browser.cookies["bookings"];
  CHECK(has(stranger.get(path), code));
}

TEST(OwnBooking, IsListedInTheBrowserThatMadeIt) {
  CHECK(has(browser.get("/own"), path));
  CHECK(has(browser.get("/own"), code));
  CHECK(has(stranger.get("/own"), "belum ada pesanan"));
  CHECK(has(browser.get("/"), R"(href="/own")"));
}

TEST(OwnBooking, IsSentToTheStoredContactOnceMore) {
  portal.told();
  LONGS_EQUAL(200, post(browser, "send", {}).status);
  const auto told = portal.told();
  LONGS_EQUAL(1, told.size());
  CHECK(told[0].kind == NoticeKind::booked);
  STRCMP_EQUAL("siti@contoh.id", told[0].to.c_str());
  const auto cursor = portal.pull(bandung_token).cursor;
  LONGS_EQUAL(0, portal.pull(bandung_token, cursor).bookings.size());  // the office learns nothing new
}

TEST(OwnBooking, MovesToAnotherHourWithTheSameCode) {
  portal.told();
  LONGS_EQUAL(303, post(browser, "move", {{"slot", "2026-11-24T10:00"}, {"nik", nik(1)}}).status);
  const auto moved = portal.pull(bandung_token).bookings.at(0);
  STRCMP_EQUAL(code.c_str(), moved.code.c_str());
  STRCMP_EQUAL("2026-11-24", moved.day.text().c_str());
  const auto told = portal.told();
  const auto* changed = of_kind(told, NoticeKind::changed);
  CHECK(changed != nullptr && changed->before.has_value());
  STRCMP_EQUAL("2026-11-23", changed->before->day.text().c_str());
  LONGS_EQUAL(1, changed->booking.revision);
  for (const auto& places : portal.places("AD")) {
    LONGS_EQUAL(places.slot.day.text() == "2026-11-24" ? 1 : 0, places.booked);
  }
  CHECK(has(browser.get(path), "Selasa, 24 November 2026"));
}

TEST(OwnBooking, DoesNotMoveToAFullHourOrTooOften) {
  for (const int n : {2, 3}) {
    Browser{portal}.book(n, "2026-11-24", "10:00");
  }
  const auto full = post(browser, "move", {{"slot", "2026-11-24T10:00"}, {"nik", nik(1)}});
  LONGS_EQUAL(422, full.status);
  CHECK(has(full, "data-address=\"" + path + "/move\""));
  CHECK_FALSE(has(browser.get(path + "/move"), "data-address"));
  CHECK(has(full, "baru saja penuh"));
  CHECK(has(browser.get(path), "Senin, 23 November 2026"));
  LONGS_EQUAL(303, post(browser, "move", {{"slot", "2026-11-26T08:00"}, {"nik", nik(1)}}).status);
  LONGS_EQUAL(303, post(browser, "move", {{"slot", "2026-11-27T08:00"}, {"nik", nik(1)}}).status);
  CHECK(has(browser.get(path + "/move"), "tidak dapat dipindah lagi"));
}

TEST(OwnBooking, AMistypedNameOrAddressIsPutRight) {
  portal.told();
  LONGS_EQUAL(422, post(browser, "correct", {{"name", "1234"}, {"mail", ""}, {"nik", nik(1)}}).status);
  LONGS_EQUAL(303,
              post(browser, "correct", {{"name", "Siti Amina"}, {"mail", "siti@Contoh.ID"}, {"nik", nik(1)}}).status);
  STRCMP_EQUAL("Siti Amina", portal.pull(bandung_token).bookings.at(0).name.c_str());
  STRCMP_EQUAL("siti@contoh.id", portal.told().at(0).to.c_str());
  portal.clock().advance(15h);  // its day has begun
  CHECK(has(browser.get(path + "/correct"), "Hari kunjungan sudah tiba"));
}

TEST(OwnBooking, RemindersComeOnceAndCanBeEnded) {
  portal.told();
  portal.clock().advance(9h);  // 18.00 of the day before
  const auto evening = portal.told();
  const auto* reminder = of_kind(evening, NoticeKind::reminder_day);
  CHECK(reminder != nullptr);
  const auto link = path_of(reminder->links.unsubscribe);
  const auto page = stranger.get(link);
  LONGS_EQUAL(200, page.status);
  CHECK_FALSE(has(page, name));
  stranger.get(link);
  // A mail program posts to the link itself (RFC 8058).
  LONGS_EQUAL(200, stranger.post(link, {{"List-Unsubscribe", "One-Click"}}).status);
  portal.clock().advance(13h);
  LONGS_EQUAL(0, portal.told().size());
}

TEST(OwnBooking, ACancellationIsToldAndItsRemindersGo) {
  portal.told();
  LONGS_EQUAL(303, post(browser, "cancel", {{"nik", nik(1)}}).status);
  const auto told = portal.told();
  LONGS_EQUAL(1, told.size());
  CHECK(told[0].kind == NoticeKind::cancelled);
  portal.clock().advance(9h);
  LONGS_EQUAL(0, portal.told().size());
  CHECK(has(browser.get(path), "dibatalkan"));
}

TEST(OwnBooking, IsOverWhenItsDayIsOver) {
  portal.clock().advance(39h);  // Tuesday, 00.00
  for (auto* who : {&browser, &stranger}) {
    const auto page = who->get(path);
    CHECK(has(page, "Kunjungan ini sudah lewat"));
    CHECK(has(page, R"(href="/")"));
    CHECK_FALSE(has(page, "qr.png"));
  }
}
