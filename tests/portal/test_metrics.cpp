// What monitoring sees of the portal.
#include <string>

#include <fmt/format.h>

#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;

TEST_GROUP(PortalMetrics) {
  PortalUnderTest portal;
  Browser browser{portal};

  std::string figures() { return portal.send({.method = "GET", .target = "/metrics", .headers = {}, .body = {}}).body; }
  void has(const std::string& line) {
    const auto text = "\n" + figures();
    CHECK_TEXT(text.find("\n" + line + "\n") != std::string::npos, (line + " is not in" + text).c_str());
  }
};

TEST(PortalMetrics, AreForThisMachineOnly) {
  const auto here = portal.send({.method = "GET", .target = "/metrics", .headers = {}, .body = {}});
  LONGS_EQUAL(200, here.status);
  CHECK(header(here, "Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(header(here, "Cache-Control") == "no-store");
  const auto there =
      portal.send({.method = "GET", .target = "/metrics", .headers = {{"X-Forwarded-For", "203.0.113.7"}}, .body = {}});
  LONGS_EQUAL(404, there.status);
  CHECK(there.body.find("antrean_") == std::string::npos);
}

TEST(PortalMetrics, CountWhatBecameOfBookings) {
  CHECK(!browser.book(1).empty());
  CHECK(!browser.book(2).empty());
  has("antrean_bookings_total{answer=\"booked\"} 2");
  browser.book(1);
  has("antrean_bookings_total{answer=\"person_has_booking\"} 1");
  auto form = browser.filled(3);
  form["nik"] = "1";
  browser.post("/book", form);
  has("antrean_bookings_total{answer=\"wrong_fields\"} 1");
  form["form"] = "made up";
  browser.post("/book", form);
  has("antrean_bookings_total{answer=\"expired\"} 1");
  form = browser.filled(4);
  portal.break_store(true);
  browser.post("/book", form);
  portal.break_store(false);
  has("antrean_bookings_total{answer=\"failed\"} 1");
  has("antrean_store_failures_total{operation=\"book\"} 1");
  has("antrean_requests_total{route=\"POST /book\",status=\"303\"} 2");
  has("antrean_requests_total{route=\"POST /book\",status=\"503\"} 1");
}

TEST(PortalMetrics, CountHowLongTheDatabaseTook) {
  browser.book(1);
  has("# TYPE antrean_store_seconds histogram");
  has("antrean_store_seconds_count{operation=\"book\"} 1");
  has("antrean_store_seconds_bucket{operation=\"book\",le=\"+Inf\"} 1");
  CHECK(figures().find("antrean_store_seconds_sum{operation=\"book\"} ") != std::string::npos);
}

TEST(PortalMetrics, SayWhenAnOfficeWasHeardLast) {
  has("antrean_office_last_contact_timestamp_seconds{office=\"AD\"} 0");
  portal.pull(bandung_token);
  has(fmt::format("antrean_office_last_contact_timestamp_seconds{{office=\"AD\"}} {}",
                  to_ms(portal.clock().now()) / 1000));
  has("antrean_office_last_contact_timestamp_seconds{office=\"FB\"} 0");
  // Whoever does not know the token was not the office.
  portal.send({.method = "GET",
               .target = "/office/v1/bookings",
               .headers = {{"Authorization", "Bearer " + std::string(40, 'x')}},
               .body = {}});
  has("antrean_office_last_contact_timestamp_seconds{office=\"FB\"} 0");
  has("antrean_requests_total{route=\"GET /office/v1/bookings\",status=\"401\"} 1");
}

TEST(PortalMetrics, CountWhatIsRefusedAndNameNobody) {
  portal.send({.method = "POST", .target = "/book", .headers = {{"Origin", "https://evil.example"}}, .body = {}});
  has("antrean_refused_total{reason=\"origin\"} 1");
  portal.send({.method = "GET", .target = "/no/such/page/3273012304900001", .headers = {}, .body = {}});
  browser.book(7);
  const auto text = figures();
  CHECK(text.find("antrean_requests_total{route=\"-\",status=\"404\"} 1") != std::string::npos);
  CHECK(text.find("3273") == std::string::npos);
  CHECK(text.find("booking/") == std::string::npos || text.find("GET /booking/{}") != std::string::npos);
}
