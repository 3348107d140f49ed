// When the office changes its mind about a day with bookings: who is told, and another place with one press.
// Through HTTP.
#include <algorithm>

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

const std::string holiday = R"toml(
[[holiday]]
date = 2026-11-23
name_id = "Hari Pahlawan"
name_en = "Heroes' Day"
offices = ["AD"]
)toml";

}  // namespace

TEST_GROUP(Instead) {
  PortalUnderTest portal;
  Browser browser{portal};
  Browser stranger{portal};
  std::string path;

  void setup() override {
    path = browser.book(1);
    portal.told();
  }
  /// Monday becomes a holiday at Bandung.
  Notice close() {
    portal.change_settings(settings_text() + holiday);
    LONGS_EQUAL(1, portal.tell_affected());
    const auto told = portal.told();
    LONGS_EQUAL(1, told.size());
    return told.front();
  }
  http::Response take(Browser & with, const std::string& link, Form form) {
    form["form"] = form_token(with.get(link));
    return with.post(path + "/instead", form);
  }
  std::string key_of(const Notice& notice) { return notice.links.action.substr(notice.links.action.find("key=") + 4); }
};

TEST(Instead, WhoIsAffectedIsToldOnceOfEachChange) {
  LONGS_EQUAL(0, portal.tell_affected());
  LONGS_EQUAL(0, portal.told().size());
  const auto told = close();
  CHECK(told.kind == NoticeKind::closed_by_office);
  STRCMP_EQUAL("hari libur: Hari Pahlawan", told.reason.c_str());
  STRCMP_EQUAL("siti@contoh.id", told.to.c_str());
  LONGS_EQUAL(1, portal.tell_affected());
  LONGS_EQUAL(1, portal.tell_affected());
  LONGS_EQUAL(0, portal.told().size());
  // The reminder of a day on which nobody is there is not sent.
  portal.clock().advance(20h);
  LONGS_EQUAL(0, portal.told().size());
}

TEST(Instead, WhoCanBeServedAfterAllIsToldThat) {
  close();
  portal.change_settings(settings_text());
  LONGS_EQUAL(0, portal.tell_affected());
  const auto told = portal.told();
  LONGS_EQUAL(1, told.size());
  CHECK(told[0].kind == NoticeKind::kept_after_all);
  LONGS_EQUAL(0, portal.tell_affected());
  LONGS_EQUAL(0, portal.told().size());
  // With its reminders.
  portal.clock().advance(20h);
  CHECK(!portal.told().empty());
}

TEST(Instead, ItsPagesSayItAndOpeningThemChangesNothing) {
  const auto told = close();
  CHECK(has(browser.get(path), "hari libur: Hari Pahlawan"));
  CHECK(has(browser.get(path), path + "/instead"));
  CHECK(has(stranger.get(path), "hari libur: Hari Pahlawan"));
  CHECK(has(stranger.get(path + "/now.json"), R"("state":"affected")"));
  for (int again = 0; again < 10; ++again) {
    const auto page = stranger.get(path_of(told.links.action));
    LONGS_EQUAL(200, page.status);
    CHECK(has(page, "Selasa, 24 November 2026"));
    CHECK(has(page, "Makassar"));
    CHECK_FALSE(has(page, "name=\"nik\""));
    CHECK_FALSE(has(page, "AD 2026-11-23"));
    CHECK_FALSE(has(page, "Siti"));
  }
  STRCMP_EQUAL("2026-11-23", portal.pull(bandung_token).bookings.at(0).day.text().c_str());
  LONGS_EQUAL(303, browser.get(path + "/move").status);
}

TEST(Instead, ThePressOfTheLinkMovesItOnce) {
  const auto told = close();
  const auto link = path_of(told.links.action);
  const Form form{{"place", "AD 2026-11-24T10:00"}, {"key", key_of(told)}};
  const auto moved = take(stranger, link, form);
  LONGS_EQUAL(303, moved.status);
  STRCMP_EQUAL(path.c_str(), std::string{header(moved, "Location")}.c_str());
  CHECK(has(stranger.get(path), "qr.png"));
  const auto page = portal.pull(bandung_token);
  LONGS_EQUAL(1, page.bookings.size());
  STRCMP_EQUAL("2026-11-24", page.bookings[0].day.text().c_str());
  const auto changed = portal.told();
  LONGS_EQUAL(1, changed.size());
  CHECK(changed[0].kind == NoticeKind::changed);
  CHECK(changed[0].before.has_value());
  LONGS_EQUAL(0, portal.tell_affected());
  // The link is used: it shows what its address shows, and moves nothing.
  Browser third{portal};
  const auto again = take(third, path, {{"place", "AD 2026-11-26T08:00"}, {"key", key_of(told)}});
  LONGS_EQUAL(303, again.status);
  CHECK_FALSE(has(third.get(path), "qr.png"));
  STRCMP_EQUAL("2026-11-24", portal.pull(bandung_token).bookings[0].day.text().c_str());
  LONGS_EQUAL(0, portal.told().size());
}

TEST(Instead, AnotherOfficeGetsItInOneStep) {
  const auto told = close();
  const auto link = path_of(told.links.action);
  const Form form{{"place", "FB 2026-11-23T08:00"}, {"key", key_of(told)}};
  const auto moved = take(stranger, link, form);
  LONGS_EQUAL(303, moved.status);
  const std::string there{header(moved, "Location")};
  CHECK(there != path);
  const auto bandung = portal.pull(bandung_token);
  CHECK(bandung.bookings.at(0).status == BookingStatus::cancelled);
  const auto makassar = portal.pull(makassar_token);
  LONGS_EQUAL(1, makassar.bookings.size());
  CHECK(makassar.bookings[0].status == BookingStatus::confirmed);
  CHECK(makassar.bookings[0].code.starts_with("FB-"));
  STRCMP_EQUAL("Siti Aminah", makassar.bookings[0].name.c_str());
  CHECK(has(stranger.get(there), "WITA"));
  // The place at Bandung is given back, and the old address leads to the new one.
  LONGS_EQUAL(0, portal.places("AD").at(0).booked);
  LONGS_EQUAL(1, portal.places("FB").at(0).booked);
  STRCMP_EQUAL(there.c_str(), std::string{header(browser.get(path), "Location")}.c_str());
  CHECK(has(browser.get(there), "qr.png"));
  // The Android app, which kept the old one, hears that.
  CHECK(has(stranger.get(path + "/now.json"), R"("state":"moved")"));
  // Sent twice, it is one booking.
  LONGS_EQUAL(303, stranger
                       .post(path + "/instead",
                             [&] {
                               auto twice = form;
                               twice["form"] = form_token(stranger.get(there));
                               return twice;
                             }())
                       .status);
  LONGS_EQUAL(1, portal.places("FB").at(0).booked);
  const auto changed = portal.told();
  LONGS_EQUAL(1, changed.size());
  CHECK(changed[0].booking.code == makassar.bookings[0].code);
}

TEST(Instead, WithoutTheLinkTheWholeNikIsAskedFor) {
  const auto told = close();
  const auto page = stranger.get(path + "/instead?key=00112233445566778899aabbccddeeff");
  CHECK(has(page, "name=\"nik\""));
  const auto wrong = take(stranger, path + "/instead", {{"place", "AD 2026-11-24T08:00"}, {"nik", nik(2)}});
  LONGS_EQUAL(422, wrong.status);
  STRCMP_EQUAL("2026-11-23", portal.pull(bandung_token).bookings.at(0).day.text().c_str());
  LONGS_EQUAL(303, take(stranger, path + "/instead", {{"place", "AD 2026-11-24T08:00"}, {"nik", nik(1)}}).status);
  STRCMP_EQUAL("2026-11-24", portal.pull(bandung_token).bookings.at(0).day.text().c_str());
}

TEST(Instead, APlaceThatWasJustTakenIsSaidAndTheNextOnesAreOffered) {
  const auto told = close();
  for (int n = 2; n < 4; ++n) {
    CHECK(!Browser{portal}.book(n, "2026-11-24", "10:00").empty());
  }
  const auto full =
      take(stranger, path_of(told.links.action), {{"place", "AD 2026-11-24T10:00"}, {"key", key_of(told)}});
  LONGS_EQUAL(422, full.status);
  CHECK(has(full, "baru saja penuh"));
  CHECK(has(full, "AD 2026-11-24T08:00"));
  CHECK_FALSE(has(full, "AD 2026-11-24T10:00"));
}

TEST(Instead, NeitherTheCutOffNorTheLimitsHoldForIt) {
  portal.clock().advance(22h);  // Monday 07:00: too late for the shipped cut-off
  const auto told = close();
  LONGS_EQUAL(
      303,
      take(stranger, path_of(told.links.action), {{"place", "AD 2026-11-24T08:00"}, {"key", key_of(told)}}).status);
}

TEST(Instead, WhatIsNotAffectedIsNotMovedThisWay) {
  LONGS_EQUAL(303, browser.get(path + "/instead").status);
  LONGS_EQUAL(303, take(browser, path, {{"place", "FB 2026-11-24T08:00"}, {"nik", nik(1)}}).status);
  STRCMP_EQUAL("AD", portal.pull(bandung_token).bookings.at(0).office.c_str());
  LONGS_EQUAL(0, portal.pull(makassar_token).bookings.size());
}

TEST(Instead, AnOfficeThatIsGoneKeepsNameAndZoneAndItsBookingGoesElsewhere) {
  auto gone = settings_text();
  gone.erase(gone.find("[[office]]\ncode = \"AD\""),
             gone.find("[[office]]\ncode = \"FB\"") - gone.find("[[office]]\ncode = \"AD\""));
  portal.change_settings(gone);
  LONGS_EQUAL(1, portal.tell_affected());
  const auto told = portal.told().front();
  const auto page = stranger.get(path_of(told.links.action));
  CHECK(has(page, "Bandung"));
  CHECK(has(page, "08.00–10.00 WIB"));
  CHECK(has(page, "FB 2026-11-23T08:00"));
  LONGS_EQUAL(
      303,
      take(stranger, path_of(told.links.action), {{"place", "FB 2026-11-23T10:00"}, {"key", key_of(told)}}).status);
  LONGS_EQUAL(1, portal.pull(makassar_token).bookings.size());
}
