// Who did not come, or cancelled late, books again later; and nobody who could not come. In the database and
// through HTTP.
#include "portal_under_test.hpp"
#include "store/store.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;

namespace {

using namespace std::chrono_literals;

bool has(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

const OfficeDay monday = *OfficeDay::parse("2026-11-23");

const std::string rules = std::string{plain_rules} + R"(
absent_freeze_days = 30
late_cancel_freeze_days = 3
late_cancel_within = "12h"
)";

}  // namespace

TEST_GROUP(Freezing) {
  PortalUnderTest portal{100'000, 100'000, rules};
  Browser browser{portal};
  int batches = 0;

  void tell(const std::string& body) {
    const auto answer = portal.send({.method = "POST",
                                     .target = "/office/v1/results",
                                     .headers = {{"Authorization", "Bearer " + bandung_token},
                                                 {"Idempotency-Key", "batch-" + std::to_string(++batches)},
                                                 {"Content-Type", "application/json"}},
                                     .body = body});
    LONGS_EQUAL(200, answer.status);
  }
  /// `at`: on Monday, in Bandung's time.
  void day(const std::string& news, int hour = 15) {
    tell(R"({"results":[],"days":[{"day":"2026-11-23","news":")" + news + R"(","at":)" +
         std::to_string(to_ms(instant(monday, TimeOfDay{hour * 60}, Zone::wib))) + "}]}");
  }
  void result(std::size_t booking, const std::string& kind) {
    const auto one = portal.pull(bandung_token).bookings.at(booking);
    tell(R"({"results":[{"booking":)" + std::to_string(one.id) + R"(,"kind":")" + kind +
         R"(","at":1795400000000,"code":")" + one.code + "\"}]}");
  }
  bool may_book(int n) { return !Browser{portal}.book(n, "2026-11-26").empty(); }
  http::Response refused(int n) {
    Browser other{portal};
    return other.post("/book", other.filled(n, "2026-11-26"));
  }
};

TEST(Freezing, WhoDidNotComeBooksAgainAfterThirtyDaysAndIsToldSo) {
  browser.book(1);
  browser.book(2);
  result(1, "checked_in");
  portal.clock().advance(31h);  // Monday, 16:00
  CHECK(may_book(3));
  day("closed");
  const auto page = refused(1);
  LONGS_EQUAL(409, page.status);
  CHECK(has(page, "tidak datang pada antrean Senin, 23 November 2026"));
  CHECK(has(page, "Kamis, 24 Desember 2026 pukul 00.00 WIB"));
  CHECK(has(page, "datanglah langsung ke kantor"));
  CHECK(may_book(2));
  portal.clock().advance(30 * 24h + 8h);
  CHECK(!Browser{portal}.book(1, "2026-12-28").empty());
}

TEST(Freezing, NobodyIsHeldToADayWithoutAReportOrWithAnAlarm) {
  browser.book(1);
  portal.clock().advance(31h);
  day("disturbed", 9);
  day("closed");
  CHECK(may_book(1));
}

TEST(Freezing, AnAlarmThatIsToldLaterAndADayThatIsOpenAgainTakeItBack) {
  browser.book(1);
  browser.book(2);
  portal.clock().advance(31h);
  day("closed");
  LONGS_EQUAL(409, refused(1).status);
  day("reopened");
  CHECK(may_book(1));
  day("closed");
  LONGS_EQUAL(409, refused(2).status);
  day("disturbed");
  day("closed");
  CHECK(may_book(2));
}

TEST(Freezing, AResultThatComesLateUnfreezes) {
  browser.book(1);
  portal.clock().advance(31h);
  day("closed");
  LONGS_EQUAL(409, refused(1).status);
  result(0, "served");
  CHECK(may_book(1));
}

TEST(Freezing, WhoseHourCameAfterTheOfficeHadClosedIsNotHeldToIt) {
  browser.book(1, "2026-11-23", "10:00");
  browser.book(2, "2026-11-23", "08:00");
  portal.clock().advance(31h);
  day("closed", 11);
  CHECK(may_book(1));
  LONGS_EQUAL(409, refused(2).status);
}

TEST(Freezing, WhomTheOfficeToldThatItCannotKeepTheBookingIsNotHeldToIt) {
  browser.book(1);
  portal.change_settings(settings_text(rules) +
                         "[[holiday]]\ndate = 2026-11-23\nname_id = \"Libur\"\nname_en = \"Holiday\"\n");
  portal.tell_affected();
  portal.clock().advance(31h);
  day("closed");
  CHECK(may_book(1));
}

TEST(Freezing, TheOtherOfficesDaysAreTheirs) {
  browser.book(1);
  portal.clock().advance(31h);
  const auto answer =
      portal.send({.method = "POST",
                   .target = "/office/v1/results",
                   .headers = {{"Authorization", "Bearer " + makassar_token}, {"Idempotency-Key", "x"}},
                   .body = R"({"results":[],"days":[{"day":"2026-11-23","news":"closed","at":1795500000000}]})"});
  LONGS_EQUAL(200, answer.status);
  CHECK(may_book(1));
}

TEST(Freezing, AnOperatorLiftsItAndADayThatIsClosedAgainDoesNotBringItBack) {
  browser.book(1);
  browser.book(2);
  portal.clock().advance(31h);
  day("closed");
  LONGS_EQUAL(409, refused(1).status);
  const auto lifted = portal.lift(portal.pull(bandung_token).bookings.at(0).code);
  LONGS_EQUAL(1, lifted.size());
  STRCMP_EQUAL("AD", lifted[0].office.c_str());
  CHECK_FALSE(lifted[0].cancelled_late);
  day("reopened");
  day("closed");
  CHECK(may_book(1));
  LONGS_EQUAL(409, refused(2).status);
  LONGS_EQUAL(0, portal.lift("AD-XXXXXX").size());
}

TEST(Freezing, AFamilyThatDidNotComeIsOneOfEach) {
  auto form = browser.filled(1);
  form["name2"] = "Budi";
  form["nik2"] = nik(2);
  LONGS_EQUAL(303, browser.post("/book", form).status);
  portal.clock().advance(31h);
  day("closed");
  LONGS_EQUAL(409, refused(1).status);
  LONGS_EQUAL(409, refused(2).status);
}

TEST(Freezing, WhoCancelsLateIsWarnedAndFrozenAndWhoCancelsEarlyIsNot) {
  const auto early = browser.book(1);
  const auto cancel = [&](const std::string& path, int n) {
    const auto page = browser.get(path + "/cancel");
    LONGS_EQUAL(303, browser.post(path + "/cancel", {{"form", form_token(page)}, {"nik", nik(n)}}).status);
    return page;
  };
  CHECK_FALSE(has(cancel(early, 1), "terlambat"));
  CHECK(may_book(1));
  const auto late = browser.book(2);
  portal.clock().advance(12h);  // Sunday, 21:00: eleven hours before
  CHECK(has(cancel(late, 2), "mulai Kamis, 26 November 2026 pukul 00.00 WIB"));
  const auto page = refused(2);
  LONGS_EQUAL(409, page.status);
  CHECK(has(page, "terlambat membatalkan"));
}
