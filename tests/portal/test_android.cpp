// What the portal has for the Android app: what its pages tell it, how a booking stands, and whose app opens
// links of this host. Through HTTP.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "codes/booking_code.hpp"
#include "office_api/today.hpp"
#include "portal_settings/portal_settings.hpp"
#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
namespace json = boost::json;

namespace {

const std::string fingerprint =
    "0F:10:AB:CD:0F:10:AB:CD:0F:10:AB:CD:0F:10:AB:CD:0F:10:AB:CD:0F:10:AB:CD:0F:10:AB:CD:0F:10:AB:CD";

std::string with_app(const std::string& lines) { return settings_text() + "\n[app]\n" + lines + "\n"; }

bool has(const http::Response& page, std::string_view text) { return page.body.find(text) != std::string::npos; }

/// The value of the page's attribute; "" when it has none.
std::string attribute(const http::Response& page, const std::string& name) {
  const auto begin = page.body.find(" " + name + "=\"");
  if (begin == std::string::npos) {
    return {};
  }
  const auto from = begin + name.size() + 3;
  return page.body.substr(from, page.body.find('"', from) - from);
}

std::string text_of(const json::value& object, std::string_view key) { return std::string{object.at(key).as_string()}; }

std::string complaint(const std::string& lines) {
  try {
    portal::portal_settings_from(settings::Source::text(with_app(lines), "p.toml"));
  } catch (const settings::SettingsError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_GROUP(AndroidApp) {
  PortalUnderTest portal;
  Browser browser{portal};

  json::value now_of(const std::string& path, const std::string& language = "en") {
    const auto answer = browser.get(path + "/now.json?lang=" + language);
    LONGS_EQUAL(200, answer.status);
    STRCMP_EQUAL("no-store", std::string(header(answer, "Cache-Control")).c_str());
    return json::parse(answer.body);
  }
  void tell(office_api::TodayTicket ticket) {
    const office_api::Today today{.sender = std::string(32, 'a'),
                                  .seq = 1,
                                  .after = 0,
                                  .run = {},
                                  .day = *OfficeDay::parse("2026-11-23"),
                                  .phase = DayPhase::open,
                                  .services = {},
                                  .calls = {},
                                  .tickets = {std::move(ticket)}};
    LONGS_EQUAL(
        200, portal
                 .send({.method = "PUT",
                        .target = "/office/v1/today",
                        .headers = {{"Authorization", "Bearer " + bandung_token}, {"Content-Type", "application/json"}},
                        .body = office_api::to_json(today)})
                 .status);
  }
};

TEST(AndroidApp, FindsOnTheBookingsPageWhatItKeeps) {
  const auto path = browser.book(1);
  const auto page = browser.get(path);
  const auto pair = codes::make_key_pair(codes::Seed{1, 2, 3});
  const auto scan = codes::read_scan(attribute(page, "data-qr"), {{7, pair.public_key}});
  const auto* code = std::get_if<codes::Signed>(&scan);
  CHECK(code != nullptr);
  STRCMP_EQUAL(code->payload.code().c_str(), attribute(page, "data-code").c_str());
  STRCMP_EQUAL("2026-11-23", attribute(page, "data-day").c_str());
  STRCMP_EQUAL("08:00", attribute(page, "data-from").c_str());
  STRCMP_EQUAL("10:00", attribute(page, "data-to").c_str());
  STRCMP_EQUAL("WIB", attribute(page, "data-zone").c_str());
  STRCMP_EQUAL("Bandung", attribute(page, "data-office").c_str());
  STRCMP_EQUAL("1", attribute(page, "data-people").c_str());
  CHECK_FALSE(attribute(page, "data-service").empty());
  // Whoever has only the address gets none of it.
  Browser stranger{portal};
  CHECK_FALSE(has(stranger.get(path), "data-qr"));
}

TEST(AndroidApp, HearsHowABookingStands) {
  const auto path = browser.book(1);
  auto now = now_of(path);
  STRCMP_EQUAL("booked", text_of(now, "state").c_str());
  STRCMP_EQUAL("2026-11-23", text_of(now, "day").c_str());
  STRCMP_EQUAL("10:00", text_of(now, "to").c_str());
  CHECK_FALSE(now.as_object().contains("age"));
  const auto booking = portal.pull(bandung_token).bookings.at(0);
  office_api::TodayTicket ticket{.key = std::string(24, 'c'), .number = "B021", .service = "paspor", .ahead = 3};
  ticket.wait = WaitRange{.low = 12, .likely = 15, .high = 20};
  ticket.booking = booking.id;
  ticket.code = booking.code;
  portal.clock().advance(std::chrono::hours{24});
  tell(ticket);
  portal.clock().advance(std::chrono::seconds{12});
  now = now_of(path);
  LONGS_EQUAL(12, now.at("age").as_int64());
  STRCMP_EQUAL("09:00 WIB", text_of(now, "as_of").c_str());
  LONGS_EQUAL(5, now.at("every").as_int64());
  const auto number = now.at("numbers").at(0);
  STRCMP_EQUAL("B021", text_of(number, "number").c_str());
  STRCMP_EQUAL("waiting", text_of(number, "state").c_str());
  STRCMP_EQUAL("12–20 more minutes", text_of(number, "detail").c_str());
  CHECK(has(browser.get(path + "/now.json?lang=id"), "Anda kira-kira urutan ke-4"));
  // As the address's page: nothing that says whose it is, or is the code.
  const auto answer = browser.get(path + "/now.json");
  CHECK_FALSE(has(answer, booking.code));
  CHECK_FALSE(has(answer, booking.name));
  portal.clock().advance(std::chrono::hours{24});
  STRCMP_EQUAL("over", text_of(now_of(path), "state").c_str());
  LONGS_EQUAL(0, now_of(path).at("numbers").as_array().size());
}

TEST(AndroidApp, HearsThatABookingIsCancelledOrUnknown) {
  const auto path = browser.book(1);
  const auto form = form_token(browser.get(path + "/cancel"));
  LONGS_EQUAL(303, browser.post(path + "/cancel", {{"form", form}, {"nik", nik(1)}}).status);
  STRCMP_EQUAL("cancelled", text_of(now_of(path), "state").c_str());
  STRCMP_EQUAL("cancelled", attribute(browser.get(path), "data-gone").c_str());
  LONGS_EQUAL(404, browser.get("/booking/" + std::string(32, '0') + "/now.json").status);
}

TEST(AndroidApp, IsNeitherNamedNorOfferedWithoutSettings) {
  LONGS_EQUAL(404, browser.get("/.well-known/assetlinks.json").status);
  CHECK_FALSE(has(browser.get("/"), "data-app"));
  CHECK_FALSE(has(browser.get(browser.book(1)), "data-app"));
}

TEST_GROUP(AndroidAppSettings) {
  PortalUnderTest portal{with_app("android_fingerprint = [\"" + fingerprint +
                                  "\"]\nandroid_link = \"https://play.example/app?id=id.antrean.app&hl=id\"")};
  Browser browser{portal};
};

TEST(AndroidAppSettings, SayWhoseAppOpensLinks) {
  const auto answer = browser.get("/.well-known/assetlinks.json");
  LONGS_EQUAL(200, answer.status);
  CHECK(answer.content_type.starts_with("application/json"));
  STRCMP_EQUAL(("[{\"relation\":[\"delegate_permission/common.handle_all_urls\"],\"target\":{\"namespace\":"
                "\"android_app\",\"package_name\":\"id.antrean.app\",\"sha256_cert_fingerprints\":[\"" +
                fingerprint + "\"]}}]")
                   .c_str(),
               json::serialize(json::parse(answer.body)).c_str());
}

TEST(AndroidAppSettings, OfferItOnTheFirstPageAndOnABooking) {
  const std::string link = "<a href=\"https://play.example/app?id=id.antrean.app&amp;hl=id\">aplikasi Android</a>";
  CHECK(has(browser.get("/"), link));
  CHECK(has(browser.get(browser.book(1)), link));
}

TEST(AndroidAppSettings, AreRefusedWhenTheyCannotBeRight) {
  STRCMP_EQUAL("", complaint("android_fingerprint = [\"" + fingerprint + "\"]").c_str());
  const auto lower = portal::portal_settings_from(
      settings::Source::text(with_app("android_fingerprint = [\"0f" + fingerprint.substr(2) + "\"]"), "p.toml"));
  STRCMP_EQUAL(fingerprint.c_str(), lower.app.android_fingerprints.at(0).c_str());
  for (const auto& wrong :
       {std::string{"AB:CD"}, fingerprint.substr(0, 94) + "G", fingerprint + ":00", std::string{}}) {
    STRCMP_CONTAINS("./dev apk prints it", complaint("android_fingerprint = [\"" + wrong + "\"]").c_str());
  }
  STRCMP_CONTAINS("id.antrean.app", complaint("android_package = \"antrean\"").c_str());
  STRCMP_CONTAINS("https://play", complaint("android_link = \"http://play.example/app\"").c_str());
  STRCMP_CONTAINS("android_fingerprint", complaint("android_fingerprints = []").c_str());
}
