// What people say of the service: asked on the page of their number, kept, and given to the office.
#include "office_api/today.hpp"
#include "portal_under_test.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
using office_api::Today;
using office_api::TodayState;
using office_api::TodayTicket;

namespace {

const std::string key(24, 'c');
const std::string other_key(24, 'e');
const std::string question = "How was the service?";

bool has(const http::Response& page, std::string_view text) { return page.body.find(text) != std::string::npos; }

}  // namespace

TEST_GROUP(supervisor_feedback) {
  PortalUnderTest portal;
  Browser browser{portal};
  std::uint64_t seq = 0;
  OfficeDay day = *OfficeDay::parse("2026-11-22");
  std::vector<office_api::TodayNotice> notices;

  TodayTicket served(const std::string& of = key) {
    return {.key = of,
            .number = "B021",
            .service = "paspor",
            .state = TodayState::served,
            .feedback_until = portal.clock().now() + std::chrono::hours{2}};
  }
  /// What the office is told in answer.
  std::vector<office_api::TodayFeedback> tell(std::vector<TodayTicket> tickets, std::vector<std::string> taken = {}) {
    const Today today{.sender = std::string(32, 'a'),
                      .seq = ++seq,
                      .run = {},
                      .day = day,
                      .phase = DayPhase::open,
                      .tickets = std::move(tickets),
                      .notices = notices,
                      .feedback_taken = std::move(taken)};
    const auto answer =
        portal.send({.method = "PUT",
                     .target = "/office/v1/today",
                     .headers = {{"Authorization", "Bearer " + bandung_token}, {"Content-Type", "application/json"}},
                     .body = office_api::to_json(today)});
    LONGS_EQUAL(200, answer.status);
    return office_api::today_answer_from_json(answer.body).value().feedback;
  }
  http::Response number(const std::string& of = key, const std::string& language = "en") {
    return browser.get("/n/" + of + "?lang=" + language);
  }
  http::Response say(const std::string& word, const std::string& of = key) {
    return browser.post("/n/" + of + "/feedback", {{"form", form_token(number(of))}, {"feedback", word}});
  }
};

TEST(supervisor_feedback, IsAskedOnceTheServiceIsOverAndThankedFor) {
  TodayTicket ticket = served();
  ticket.state = TodayState::serving;
  ticket.feedback_until.reset();
  tell({ticket});
  CHECK_FALSE(has(number(), question));
  tell({served()});
  const auto asks = number();
  for (const char* text : {question.c_str(), "Very good", "Good", "Poor", "Bad", "<fieldset><legend>"}) {
    CHECK_TEXT(has(asks, text), text);
  }
  CHECK(has(number(key, "id"), "Bagaimana pelayanan kami?"));
  const auto answer = say("poor");
  LONGS_EQUAL(303, answer.status);
  STRCMP_EQUAL(("/n/" + key).c_str(), std::string(header(answer, "Location")).c_str());
  const auto thanks = number();
  CHECK(has(thanks, "Thank you. We have your answer"));
  CHECK_FALSE(has(thanks, question));
  CHECK(has(number(key, "id"), "Terima kasih. Jawaban Anda"));
  // Also a form that was open meanwhile changes nothing.
  const auto stale = form_token(browser.get("/find"));
  LONGS_EQUAL(303, browser.post("/n/" + key + "/feedback", {{"form", stale}, {"feedback", "bad"}}).status);
  const auto given = tell({served()});
  LONGS_EQUAL(1, given.size());
  CHECK(given[0].feedback == Feedback::poor);
}

TEST(supervisor_feedback, IsGivenToItsOfficeUntilThatHasTakenItAndThenTheOfficeSaysSo) {
  tell({served()});
  say("very_good");
  const office_api::TodayFeedback said{.key = key, .feedback = Feedback::very_good};
  CHECK(tell({served()}).at(0) == said);
  CHECK(tell({served()}).at(0) == said);
  TodayTicket known = served();
  known.feedback_until.reset();
  known.feedback = true;
  CHECK(tell({known}, {key}).empty());
  CHECK(has(number(), "Thank you. We have your answer"));
  CHECK(tell({known}).empty());
}

TEST(supervisor_feedback, IsTakenOnlyInItsTimeAndOnlyOfWhoWasServed) {
  tell({served()});
  const auto form = form_token(number());
  portal.clock().advance(std::chrono::hours{2});
  CHECK_FALSE(has(number(), question));
  const auto late = browser.post("/n/" + key + "/feedback", {{"form", form}, {"feedback", "good"}});
  LONGS_EQUAL(409, late.status);
  CHECK(has(late, "The time to answer is over"));
  TodayTicket waiting = served();
  waiting.state = TodayState::waiting;
  waiting.feedback_until.reset();
  tell({waiting});
  LONGS_EQUAL(409, browser.post("/n/" + key + "/feedback", {{"form", form}, {"feedback", "good"}}).status);
  CHECK(tell({served()}).empty());
}

TEST(supervisor_feedback, IsTakenOnlyFromAFormOfThePageAndOnlyWithItsKey) {
  tell({served()});
  const auto form = form_token(number());
  const std::string target = "/n/" + key + "/feedback";
  LONGS_EQUAL(403, browser.post(target, {{"feedback", "good"}}).status);
  Browser stranger{portal};
  LONGS_EQUAL(403, stranger.post(target, {{"form", form}, {"feedback", "good"}}).status);
  auto foreign = browser.prepare_post(target, {{"form", form}, {"feedback", "good"}});
  foreign.headers[1] = {"Origin", "https://evil.example"};
  LONGS_EQUAL(403, portal.send(foreign).status);
  LONGS_EQUAL(404, browser.post("/n/" + other_key + "/feedback", {{"form", form}, {"feedback", "good"}}).status);
  // The page of the office's day, where anybody may type a number, does not ask.
  const auto typed = browser.get("/n/AD?number=B021&lang=en");
  CHECK(has(typed, "Done"));
  CHECK_FALSE(has(typed, question));
  CHECK_FALSE(has(typed, key));
  // An answer that does not exist is none, and leads back to the question.
  LONGS_EQUAL(303, browser.post(target, {{"form", form}, {"feedback", "lovely"}}).status);
  LONGS_EQUAL(303, browser.post(target, {{"form", form}}).status);
  LONGS_EQUAL(303, browser.get(target).status);
  CHECK(tell({served()}).empty());
}

TEST(supervisor_feedback, ComesInASteadyStreamOnlySoFast) {
  PortalUnderTest slow{3};
  Browser phone{slow};
  const Today today{
      .sender = std::string(32, 'a'), .seq = 1, .run = {}, .day = day, .phase = DayPhase::open, .tickets = {served()}};
  slow.send({.method = "PUT",
             .target = "/office/v1/today",
             .headers = {{"Authorization", "Bearer " + bandung_token}, {"Content-Type", "application/json"}},
             .body = office_api::to_json(today)});
  const auto form = form_token(phone.get("/n/" + key));
  http::Response answer;
  for (int i = 0; i < 4; ++i) {
    answer = phone.post("/n/" + key + "/feedback", {{"form", form}, {"feedback", "lovely"}});
  }
  LONGS_EQUAL(429, answer.status);
  CHECK_FALSE(header(answer, "Retry-After").empty());
}

TEST(supervisor_feedback, AnOfficeOfAnEarlierReleaseAsksNobody) {
  TodayTicket ticket = served();
  ticket.feedback_until.reset();
  tell({ticket});
  CHECK_FALSE(has(number(), question));
  CHECK(has(number(), "Done"));
}

TEST(supervisor_feedback, ABookingsPageLeadsToTheNumbersPage) {
  const auto path = browser.book(1);
  const auto booking = portal.pull(bandung_token).bookings.at(0);
  portal.clock().advance(std::chrono::hours{24});
  day = *OfficeDay::parse("2026-11-23");
  TodayTicket ticket = served();
  ticket.booking = booking.id;
  ticket.code = booking.code;
  tell({ticket});
  const auto page = browser.get(path + "?lang=en");
  CHECK(has(page, "href=\"/n/" + key + "\""));
  CHECK(has(page, question));
  CHECK_FALSE(has(page, "<fieldset>"));
}

TEST(supervisor_feedback, NoticesOfTheSupervisorStandOnThePhoneInItsLanguage) {
  notices = {
      {.severity = NoticeSeverity::emergency, .text = {"Harap keluar <sekarang>", ""}},
      {.text = {"Loket 3 tutup", "Counter 3 is closed"}, .until = portal.clock().now() + std::chrono::minutes{30}}};
  TodayTicket ticket = served();
  ticket.state = TodayState::waiting;
  ticket.feedback_until.reset();
  tell({ticket});
  for (const auto& page : {number(), browser.get("/n/AD?lang=en")}) {
    CHECK(has(page, "Counter 3 is closed"));
    CHECK(has(page, "emergency\" lang=\"id\">Harap keluar &lt;sekarang&gt;"));
  }
  CHECK(has(number(key, "id"), "Loket 3 tutup"));
  portal.clock().advance(std::chrono::minutes{31});
  CHECK_FALSE(has(number(), "Counter 3 is closed"));
  CHECK(has(number(), "Harap keluar"));
}
