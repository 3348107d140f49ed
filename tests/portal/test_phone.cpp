// The portal as an app on a phone, and who is told on the day: what the phone is given, and to whom.
#include <algorithm>

#include <boost/json/parse.hpp>

#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;

namespace {

using namespace std::chrono_literals;

bool has(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

constexpr std::string_view digest_of_phone_1 = "149ddd19d9422f009031dfad1bafb4f10884f653c0aa787ea7b960b2400327c9";

/// A subscription of the example in RFC 8291.
Form phone(int n = 1) {
  return {{"endpoint", "https://push.example/phone/" + std::to_string(n)},
          {"p256dh", "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"},
          {"auth", "BTBZMqHH6r4Tts7J_aSIgg"}};
}

}  // namespace

TEST_GROUP(OnAPhone) {
  PortalUnderTest portal;
  Browser browser{portal};
  Browser stranger{portal};

  boost::json::object own(Browser & of) { return boost::json::parse(of.get("/own.json").body).as_object(); }
  http::Response post(Browser & who, const std::string& path, const std::string& form_of, Form form) {
    form["form"] = form_token(who.get(form_of));
    return who.post(path, form);
  }
  std::string cancel(const std::string& path) {
    return std::string{header(post(browser, path + "/cancel", path + "/cancel", {{"nik", nik(1)}}), "Location")};
  }
};

TEST(OnAPhone, TheManifestIsInTheLanguageOfThePageAndUnderItsPath) {
  for (const auto& [language, word] : {std::pair{"id", "Antrean daring"}, std::pair{"en", "queue online"}}) {
    CHECK(has(browser.get(std::string{"/?lang="} + language),
              std::string{"<link rel=\"manifest\" href=\"/manifest.webmanifest?lang="} + language));
    const auto answer = browser.get(std::string{"/manifest.webmanifest?lang="} + language);
    STRCMP_EQUAL("application/manifest+json; charset=utf-8", answer.content_type.c_str());
    const auto manifest = boost::json::parse(answer.body).as_object();
    CHECK(std::string{manifest.at("name").as_string()}.find(word) != std::string::npos);
    STRCMP_EQUAL(language, manifest.at("lang").as_string().c_str());
    for (const auto& icon : manifest.at("icons").as_array()) {
      const std::string file{icon.as_object().at("src").as_string()};
      CHECK_FALSE(file.starts_with('/'));
      CHECK(browser.get("/" + file).body.starts_with("\x89PNG"));
    }
  }
  CHECK(std::string{header(browser.get("/"), "Content-Security-Policy")}.find("manifest-src 'self'") !=
        std::string::npos);
}

TEST(OnAPhone, TheServiceWorkerNamesFilesThatThereAre) {
  const auto worker = browser.get("/sw.js");
  STRCMP_EQUAL("text/javascript; charset=utf-8", worker.content_type.c_str());
  STRCMP_EQUAL("no-cache", std::string{header(worker, "Cache-Control")}.c_str());
  const auto from = worker.body.find("const files = [");
  const auto list = worker.body.substr(from, worker.body.find("];", from) - from);
  int files = 0;
  for (auto at = list.find('\''); at != std::string::npos; at = list.find('\'', at + 1)) {
    const auto end = list.find('\'', at + 1);
    LONGS_EQUAL_TEXT(200, browser.get("/" + list.substr(at + 1, end - at - 1)).status, list.c_str());
    at = end;
    ++files;
  }
  LONGS_EQUAL(8, files);
}

TEST(OnAPhone, SavesItsOwnLiveBookingsAndNobodyElses) {
  const auto path = browser.book(1);
  const auto list = own(browser);
  const auto& booking = list.at("bookings").as_array().at(0).as_object();
  STRCMP_EQUAL(path.substr(1).c_str(), booking.at("page").as_string().c_str());
  CHECK(booking.at("until").to_number<std::int64_t>() ==
        to_ms(instant(*OfficeDay::parse("2026-11-24"), TimeOfDay{0}, Zone::wib)));
  const auto saved = browser.get(path + "/saved/en");
  LONGS_EQUAL(200, saved.status);
  STRCMP_EQUAL("no-store", std::string{header(saved, "Cache-Control")}.c_str());
  for (const char* text : {"Your booking, without a network", "/qr.png", "Siti Aminah", "Saved on"}) {
    CHECK_TEXT(has(saved, text), text);
  }
  for (const char* needs_the_network : {"<form", "/move", "/cancel", "booking.pdf"}) {
    CHECK_TEXT(!has(saved, needs_the_network), needs_the_network);
  }
  CHECK(has(browser.get(path + "/saved/id"), "Antrean Anda, tanpa internet"));
  LONGS_EQUAL(404, browser.get(path + "/saved/fr").status);
  LONGS_EQUAL(404, stranger.get(path + "/saved/id").status);
  LONGS_EQUAL(0, own(stranger).at("bookings").as_array().size());
  CHECK(has(browser.get("/offline/en"), path));
  CHECK_FALSE(has(stranger.get("/offline/en"), path));
  LONGS_EQUAL(404, browser.get("/offline/fr").status);
}

TEST(OnAPhone, WhatIsSavedIsAskedForAgainWhenItSaysSomethingElse) {
  const auto path = browser.book(1);
  const auto first = own(browser);
  portal.clock().advance(1h);
  CHECK(own(browser) == first);
  post(browser, path + "/correct", path + "/correct",
       {{"name", "Siti Rahma"}, {"mail", "siti@contoh.id"}, {"nik", nik(1)}});
  CHECK(own(browser).at("bookings") != first.at("bookings"));
  CHECK(own(browser).at("offline") == first.at("offline"));
}

TEST(OnAPhone, SavesNothingOfWhatIsCancelledOrOver) {
  const auto path = browser.book(1);
  const auto other = browser.book(2, "2026-11-24");
  STRCMP_EQUAL(path.c_str(), cancel(path).c_str());
  LONGS_EQUAL(1, own(browser).at("bookings").as_array().size());
  LONGS_EQUAL(404, browser.get(path + "/saved/id").status);
  CHECK(has(browser.get("/own"), path));
  CHECK_FALSE(has(browser.get("/offline/id"), path));
  portal.clock().advance(72h);
  LONGS_EQUAL(0, own(browser).at("bookings").as_array().size());
  LONGS_EQUAL(404, browser.get(other + "/saved/id").status);
}

TEST(OnAPhone, ABrowserForgetsWhatItHasAndTheBookingStays) {
  const auto path = browser.book(1);
  LONGS_EQUAL(403, browser.post("/own/forget", {{"form", "x"}}).status);
  const auto forgotten = post(browser, "/own/forget", "/own", {});
  LONGS_EQUAL(200, forgotten.status);
  CHECK(has(forgotten, "Sudah dilupakan"));
  STRCMP_EQUAL("", browser.cookies["bookings"].c_str());
  LONGS_EQUAL(0, own(browser).at("bookings").as_array().size());
  CHECK_FALSE(has(browser.get(path), "Siti Aminah"));
  LONGS_EQUAL(200, browser.get(path).status);
  CHECK_FALSE(has(browser.get("/own"), "data-forget"));
}

TEST(OnAPhone, APhoneIsToldOnlyByWhoeverHasTheBooking) {
  const auto path = browser.book(1);
  CHECK(has(browser.get(path), "data-push=\"BPortalsPublicKey\""));
  CHECK_FALSE(has(stranger.get(path), "data-push"));
  LONGS_EQUAL(204, post(browser, path + "/push", path, phone()).status);
  // The digest of its address, so that the page's script knows its own.
  CHECK(has(browser.get(path), "data-told=\"" + std::string{digest_of_phone_1} + "\""));
  CHECK_FALSE(has(browser.get(path), "push.example"));
  LONGS_EQUAL(403, post(stranger, path + "/push", path, phone(2)).status);
  LONGS_EQUAL(403, post(stranger, path + "/push/end", path, phone()).status);
  LONGS_EQUAL(403, post(stranger, path + "/mail-me", path, {{"on", "yes"}}).status);
  LONGS_EQUAL(403, browser.post(path + "/push", phone(2)).status);  // no form of ours
  auto wrong = phone();
  wrong["endpoint"] = "https://192.168.1.1/phone";
  LONGS_EQUAL(422, post(browser, path + "/push", path, wrong).status);
  wrong = phone();
  wrong["auth"] = "x";
  LONGS_EQUAL(422, post(browser, path + "/push", path, wrong).status);
  LONGS_EQUAL(204, post(browser, path + "/push/end", path, phone()).status);
  CHECK(has(browser.get(path), "data-told=\"\""));
  for (int n = 0; n < 5; ++n) {
    LONGS_EQUAL(204, post(browser, path + "/push", path, phone(n)).status);
  }
  LONGS_EQUAL(409, post(browser, path + "/push", path, phone(5)).status);
}

TEST(OnAPhone, AMailIsChosenAndUnchosenWithoutAScript) {
  const auto path = browser.book(1);
  CHECK(has(browser.get(path), "Beri tahu lewat surel"));
  LONGS_EQUAL(303, post(browser, path + "/mail-me", path, {{"on", "yes"}}).status);
  CHECK(has(browser.get(path), "Anda akan diberi tahu lewat surel."));
  LONGS_EQUAL(303, post(browser, path + "/mail-me", path, {{"on", ""}}).status);
  CHECK_FALSE(has(browser.get(path), "Anda akan diberi tahu lewat surel."));
}

TEST(OnAPhone, ABookingThatIsOverTellsNobody) {
  const auto path = browser.book(1);
  const auto token = form_token(browser.get(path));
  portal.clock().advance(23h);
  auto form = phone();
  form["form"] = token;
  LONGS_EQUAL(204, browser.post(path + "/push", form).status);
  portal.clock().advance(48h);
  LONGS_EQUAL(409, post(browser, path + "/push", "/find", phone(2)).status);
}
