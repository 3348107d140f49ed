// Which office, and when: what people are told before they choose a date.
#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;

namespace {

/// Bandung gives passports, Makassar electronic ones too, Medan (Polonia) only electronic ones on Mondays;
/// Bogor is booked by WhatsApp. One place a slot.
std::string four_offices(const std::string& booking) {
  return R"toml(
[portal]
database = "portal.db"
https = false
[signing]
use = 7
[[signing.key]]
id = 7
file = "signing.key"
[booking]
)toml" + std::string(plain_rules) +
         booking +
         R"toml(
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
[[service]]
key = "epaspor"
name_id = "Paspor elektronik"
name_en = "Electronic passport"
[[slots.week.slot]]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "10:00"
quota = { paspor = 1 }
[[slots.both.slot]]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "10:00"
quota = { paspor = 1, epaspor = 1 }
[[slots.monday.slot]]
days = ["mon"]
from = "08:00"
to = "10:00"
quota = { epaspor = 1 }
[[holiday]]
date = 2026-11-24
name_id = "Hari Guru"
name_en = "Teachers' Day"
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "week"
city = "Bandung"
latitude = -6.9
longitude = 107.6
address = "Jalan Surapati 82"
phone = "022 1234567"
map = "https://www.openstreetmap.org/node/1"
[[office]]
code = "FB"
name = "Makassar"
zone = "WITA"
slots = "both"
city = "Makassar"
latitude = -5.1
longitude = 119.4
[[office]]
code = "P1"
name = "Polonia"
zone = "WIB"
slots = "monday"
city = "Medan"
latitude = 3.6
longitude = 98.7
[[office]]
code = "BG"
name = "Bogor"
zone = "WIB"
slots = "week"
city = "Bogor"
latitude = -6.6
longitude = 106.8
channels = ["whatsapp"]
)toml";
}

bool has(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

/// The card of an office: from its name to the next card.
std::string card(const http::Response& page, const std::string& office) {
  const auto at = page.body.find(">" + office + "</a>");
  if (at == std::string::npos) {
    return {};
  }
  return page.body.substr(at, page.body.find("</li>", at) - at);
}
bool card_has(const http::Response& page, const std::string& office, std::string_view text) {
  return card(page, office).find(text) != std::string::npos;
}
bool in_order(const http::Response& page, std::initializer_list<const char*> offices) {
  std::size_t at = 0;
  for (const char* office : offices) {
    at = page.body.find(">" + std::string(office) + "</a>", at);
    if (at == std::string::npos) {
      return false;
    }
  }
  return true;
}

}  // namespace

TEST_GROUP(Choosing) {
  // The clock is at Sunday, 22 November 2026, 09:00 WIB: Monday is released.
  PortalUnderTest portal{four_offices("days_ahead = 1\nrelease_time = \"08:00\"\n")};
  Browser browser{portal};

  void wait_for_the_summary() { portal.clock().advance(std::chrono::seconds{1}); }
};

TEST(Choosing, ShowsEachOfficesNextFreeDayAndWhatItHasFilledIn) {
  const auto page = browser.get("/");
  LONGS_EQUAL(200, page.status);
  CHECK(card_has(page, "Bandung", "Kosong mulai"));
  CHECK(card_has(page, "Bandung", R"(href="/book/AD/paspor/2026-11-23")"));
  CHECK(card_has(page, "Bandung", "Jalan Surapati 82"));
  CHECK(card_has(page, "Bandung", "022 1234567"));
  CHECK(card_has(page, "Bandung", R"(href="https://www.openstreetmap.org/node/1")"));
  CHECK(card_has(page, "Makassar", "Sen 23 Nov 2026"));
  CHECK_FALSE(card_has(page, "Makassar", "reach"));
  CHECK(has(page, R"(data-place="-5.1 119.4")"));
  CHECK(in_order(page, {"Bandung", "Bogor", "Makassar", "Medan (Polonia)"}));
}

TEST(Choosing, SaysFullOnlyWhenPlacesAreTaken) {
  CHECK_FALSE(browser.book(1).empty());
  wait_for_the_summary();
  const auto page = browser.get("/");
  CHECK(card_has(page, "Bandung", "Penuh. Tanggal berikutnya dibuka Selasa, 24 November 2026 pukul 08.00 WIB."));
  CHECK_FALSE(card_has(page, "Bandung", "Tutup"));
  CHECK(card_has(page, "Makassar", "Kosong mulai"));
  const auto dates = browser.get("/book/AD/paspor");
  CHECK(has(dates, "Penuh: semua tempat yang sudah dibuka"));
  CHECK(has(dates, "Kantor terdekat yang masih kosong"));
  CHECK(card_has(dates, "Makassar", R"(href="/book/FB/paspor/2026-11-23")"));
  CHECK(has(dates, "Senin, 23 November 2026, penuh"));
  CHECK(has(dates, "Selasa, 24 November 2026, tutup, Hari Guru"));
  CHECK(has(dates, "Rabu, 25 November 2026, belum dibuka; dibuka Selasa, 24 November 2026 pukul 08.00 WIB"));
  CHECK(has(dates, "Sabtu, 28 November 2026, tutup"));
  CHECK(has(browser.get("/book/AD/paspor/2026-11-23"), "Kantor terdekat yang masih kosong"));
}

TEST(Choosing, TellsDaysThatAreClosedOverAndNotOpenApart) {
  CHECK(has(browser.get("/book/AD/paspor/2026-11-24"), "Tutup: Hari Guru."));
  CHECK(has(browser.get("/book/AD/paspor/2026-11-28"), "Tutup: kantor ini tidak memberi layanan ini"));
  CHECK(has(browser.get("/book/AD/paspor/2026-11-20"), "Tanggal ini sudah lewat."));
  CHECK(has(browser.get("/book/AD/paspor/2026-11-25"),
            "Tanggal ini belum dibuka. Dibuka Selasa, 24 November 2026 pukul 08.00 WIB."));
  for (const char* day : {"2026-11-20", "2026-11-24", "2026-11-25", "2026-11-28"}) {
    const auto page = browser.get("/book/AD/paspor/" + std::string(day));
    CHECK_FALSE(has(page, "enuh"));
    CHECK(has(page, R"(Tempat kosong terdekat: <a href="/book/AD/paspor/2026-11-23">)"));
  }
}

TEST(Choosing, SaysWhereElseAServiceIs) {
  const auto services = browser.get("/book/AD");
  LONGS_EQUAL(200, services.status);
  CHECK(card_has(services, "Permohonan paspor", "Kosong mulai"));
  CHECK(has(services, "Tidak dilayani di sini, tetapi di kantor ini:"));
  CHECK(in_order(services, {"Makassar", "Medan (Polonia)"}));  // the nearer first
  CHECK(has(services, R"(href="/book/FB/epaspor")"));
  CHECK_FALSE(has(services, R"(href="/book/AD/epaspor")"));
  CHECK_FALSE(has(services, "enuh"));
  const auto there = browser.get("/book/AD/epaspor");
  LONGS_EQUAL(303, there.status);
  STRCMP_EQUAL("/book/AD", std::string{header(there, "Location")}.c_str());
  const auto page = browser.get("/?service=epaspor");
  CHECK(card_has(page, "Bandung", "Tidak dilayani di sini, tetapi di Makassar mulai Senin, 23 November 2026."));
  CHECK(card_has(page, "Medan (Polonia)", "Kosong mulai"));
  CHECK(has(page, R"(<option value="epaspor" selected>)"));
  CHECK(has(browser.get("/?service=epaspor&lang=en"),
            "Not offered here, but at Makassar from Monday, 23 November 2026."));
}

TEST(Choosing, SaysHowAnOfficeIsBookedThatIsNotBookedHere) {
  CHECK(card_has(browser.get("/"), "Bogor", "Hanya lewat WhatsApp."));
  const auto page = browser.get("/book/BG");
  LONGS_EQUAL(200, page.status);
  CHECK(has(page, "#NAMA<wbr>#DDMMYYYY<wbr>#DDMMYYYY"));
  CHECK(has(page, "Tanyakan nomor WhatsApp kepada kantor ini."));
  CHECK(in_order(page, {"Bandung", "Makassar"}));
  for (const char* path : {"/book/BG/paspor", "/book/BG/paspor/2026-11-23"}) {
    LONGS_EQUAL(303, browser.get(path).status);
  }
  LONGS_EQUAL(404, browser.get("/book/BG/paspor/2026-11-23/08:00").status);
  auto form = browser.filled(1);
  form["office"] = "BG";
  LONGS_EQUAL(404, browser.post("/book", form).status);
}

TEST(Choosing, FindsOfficesByNameAndCityWithoutAScript) {
  const auto found = browser.get("/?q=M%C3%89DAN");
  LONGS_EQUAL(200, found.status);
  CHECK(in_order(found, {"Medan (Polonia)", "Bogor", "Bandung", "Makassar"}));  // then those nearby, nearest first
  CHECK(has(found, "Kantor lain di dekatnya"));
  CHECK(has(found, "value=\"M\u00c9DAN\""));
  CHECK(has(found, R"(href="/?service=paspor&amp;q=M%C3%89DAN&amp;lang=en")"));
  const auto none = browser.get("/?q=%3Cscript%3E+nowhere");
  CHECK(has(none, "<title>Ada yang salah: "));
  CHECK(has(none, "&lt;script&gt; nowhere"));
  CHECK_FALSE(has(none, "<script> nowhere"));
  CHECK(in_order(none, {"Bandung", "Bogor", "Makassar", "Medan (Polonia)"}));
  LONGS_EQUAL(200, browser.get("/?q=" + std::string(500, 'x')).status);
  LONGS_EQUAL(200, browser.get("/?q=%FF").status);
  CHECK(in_order(browser.get("/?q="), {"Bandung", "Bogor", "Makassar", "Medan (Polonia)"}));
  const std::string tag{header(found, "ETag")};
  LONGS_EQUAL(304, browser.get("/?q=M%C3%89DAN", {{"If-None-Match", tag}}).status);
}

TEST(Choosing, SortsByTheEarliestFreeDay) {
  CHECK_FALSE(browser.book(1).empty());
  portal.clock().advance(std::chrono::hours{48});  // Tuesday 09:00: Wednesday is released
  const auto page = browser.get("/?sort=earliest&service=epaspor");
  CHECK(in_order(page, {"Makassar", "Medan (Polonia)", "Bandung", "Bogor"}));
  CHECK(card_has(page, "Makassar", "Rab 25 Nov 2026"));
  CHECK(card_has(page, "Medan (Polonia)", "Dibuka Minggu, 29 November 2026 pukul 08.00 WIB."));
  CHECK(has(page, R"(href="/?service=epaspor&amp;sort=earliest&amp;lang=en")"));
}

TEST(Choosing, ShowsOfficesWithoutTheirDaysWhenTheStoreIsAway) {
  portal.break_store(true);
  const auto page = browser.get("/");
  LONGS_EQUAL(200, page.status);
  CHECK(in_order(page, {"Bandung", "Bogor", "Makassar", "Medan (Polonia)"}));
  CHECK_FALSE(has(page, "Kosong mulai"));
  CHECK_FALSE(has(page, "enuh"));
  portal.break_store(false);
  wait_for_the_summary();
  CHECK(card_has(browser.get("/"), "Bandung", "Kosong mulai"));
}

TEST(Choosing, AsksTheStoreOnlyWhenSomethingChangedAndOnceASecond) {
  const auto asked = [&] { return portal.summaries(); };
  const std::string tag{header(browser.get("/"), "ETag")};
  const auto first = asked();
  CHECK(first > 0);
  for (int n = 0; n < 5; ++n) {
    wait_for_the_summary();
    LONGS_EQUAL(304, browser.get("/", {{"If-None-Match", tag}}).status);
    browser.get("/?q=medan");
  }
  LONGS_EQUAL(first, asked());
  const auto path = browser.book(1);
  for (int n = 0; n < 5; ++n) {
    browser.get("/");
  }
  LONGS_EQUAL(first + 2, asked());  // once a service
  CHECK(card_has(browser.get("/"), "Bandung", "Penuh"));
  browser.post(path + "/cancel", {{"form", form_token(browser.get(path))}, {"nik", nik(1)}});
  for (int n = 0; n < 5; ++n) {
    browser.get("/");
  }
  LONGS_EQUAL(first + 2, asked());
  wait_for_the_summary();
  CHECK(card_has(browser.get("/"), "Bandung", "Kosong mulai"));
  LONGS_EQUAL(first + 4, asked());
}

TEST(Choosing, LetsThePageAskWhereThePersonIsAndSendsItNowhere) {
  const auto page = browser.get("/");
  CHECK(std::string{header(page, "Permissions-Policy")}.find("geolocation=(self)") != std::string::npos);
  const auto script = browser.get("/static/portal.js").body;
  for (const char* way : {"fetch(", "XMLHttpRequest", "sendBeacon", "location.href", "location =", "WebSocket"}) {
    CHECK_TEXT(script.find(way) == std::string::npos, way);
  }
}

TEST_GROUP(WeeklyRelease) {
  PortalUnderTest portal{four_offices("days_ahead = 6\nrelease_time = \"18:00\"\nrelease_days = [\"sun\"]\n")};
  Browser browser{portal};
};

TEST(WeeklyRelease, OpensOnSundayAndIsNotFullBefore) {
  portal.clock().advance(std::chrono::hours{24 * 6 + 1});  // Saturday, 28 November, 10:00
  const auto page = browser.get("/");
  CHECK(card_has(page, "Bandung", "Dibuka Minggu, 29 November 2026 pukul 18.00 WIB."));
  CHECK(card_has(page, "Makassar", "Dibuka Minggu, 29 November 2026 pukul 18.00 WITA."));
  const auto dates = browser.get("/book/AD/paspor");
  CHECK(has(dates, "Belum dibuka. Tanggal di kantor ini dibuka Minggu, 29 November 2026 pukul 18.00 WIB."));
  CHECK(has(browser.get("/?lang=en"), "Opens on Sunday, 29 November 2026 at 18:00 WIB."));
  CHECK(has(browser.get("/book/AD/paspor"), "Dates at this office open on Sunday, 29 November 2026 at 18:00 WIB."));
  CHECK_FALSE(has(dates, "enuh:"));
  portal.clock().advance(std::chrono::hours{32});
  CHECK(card_has(browser.get("/?lang=id"), "Bandung", "Kosong mulai"));
  CHECK(has(browser.get("/book/AD/paspor"), R"(href="/book/AD/paspor/2026-11-30")"));
}
