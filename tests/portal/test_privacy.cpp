// What strangers, search engines and logs may learn: nothing.
#include <memory>
#include <set>
#include <sstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "http/client.hpp"
#include "portal_under_test.hpp"
#include "web/health.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::ostringstream& captured() {
  static std::ostringstream out;
  return out;
}
// Before any test, so that what spdlog keeps is no leak of one.
[[maybe_unused]] const bool is_captured = [] {
  spdlog::default_logger()->sinks() = {std::make_shared<spdlog::sinks::ostream_sink_st>(captured())};
  return true;
}();

/// Everything that is logged while it lives.
class Logged {
 public:
  Logged() { spdlog::set_level(spdlog::level::trace); }
  ~Logged() {
    spdlog::set_level(spdlog::level::off);
    std::ostringstream{}.swap(captured());
  }
  Logged(const Logged&) = delete;
  Logged& operator=(const Logged&) = delete;
  static std::string text() { return captured().str(); }
};

boost::json::object body_of(const http::Response& response) { return boost::json::parse(response.body).as_object(); }

}  // namespace

TEST_GROUP(PortalPrivacy) {
  PortalUnderTest portal;
  Browser browser{portal};
};

TEST(PortalPrivacy, OnlyWhatEverybodyIsShownMayBeFoundBySearchEngines) {
  const auto path = browser.book(1);
  for (const auto* target : {"/", "/book/AD", "/book/AD/paspor", "/book/AD/paspor/2026-11-23",
                             "/book/AD/paspor/2026-11-23/08:00", "/find", "/robots.txt", "/static/portal.css"}) {
    const auto answer = browser.get(target);
    CHECK_TEXT(answer.status == 200 || answer.status == 303, target);
    if (answer.status == 200) {
      CHECK_TEXT(header(answer, "X-Robots-Tag") == "all", target);
    }
  }
  for (const auto& target : {path, path + "/qr.png", path + "/move", path + "/cancel", path + "/correct",
                             std::string{"/own"}, std::string{"/health"}, std::string{"/booking/nobody"},
                             std::string{"/office/v1/bookings"}, std::string{"/nothing"}}) {
    CHECK_TEXT(header(browser.get(target), "X-Robots-Tag") == "noindex", target.c_str());
  }
  // What was typed comes back on the page.
  auto form = browser.filled(2);
  form["nik"] = "1";
  const auto again = browser.post("/book", form);
  LONGS_EQUAL(422, again.status);
  CHECK(header(again, "X-Robots-Tag") == "noindex");
  const auto robots = browser.get("/robots.txt");
  CHECK(has(robots.body, "Disallow: /booking/\n"));
  CHECK(has(robots.body, "Disallow: /own\n"));
}

TEST(PortalPrivacy, LogsNameRoutesAndNoTokensNamesOrNiks) {
  const auto path = browser.book(1);
  const auto token = path.substr(path.rfind('/') + 1);
  Browser stranger{portal};
  const auto form = form_token(stranger.get(path));
  [[maybe_unused]] const Logged logged;
  LONGS_EQUAL(403, stranger.post(path + "/cancel", {{"form", "stale"}, {"nik", nik(1)}}).status);
  LONGS_EQUAL(404, stranger.get(path + "/qr.png").status);
  LONGS_EQUAL(404, stranger.get(path + "/unknown").status);
  stranger.post(path + "/show", {{"form", form}, {"nik", nik(2)}});
  LONGS_EQUAL(413, stranger.post(path + "/correct", {{"form", std::string(20'000, 'x')}}).status);
  for (int i = 0; i < 6; ++i) {
    stranger.post(path + "/send", {{"form", form}});
  }
  portal.break_store(true);
  LONGS_EQUAL(500, browser.get(path).status);
  LONGS_EQUAL(500, browser.post(path + "/cancel", {{"form", form}, {"nik", nik(1)}}).status);
  const auto text = Logged::text();
  CHECK_TEXT(has(text, "POST /booking/{}/cancel"), text.c_str());
  CHECK_TEXT(has(text, "GET /booking/{}: the handler failed"), text.c_str());
  for (const auto& secret : {token, nik(1), nik(2), std::string{"Siti"}, std::string{"siti@"}}) {
    CHECK_TEXT(!has(text, secret), text.c_str());
  }
}

TEST(PortalPrivacy, WhoMustWaitIsToldHowLong) {
  PortalUnderTest strict{1, 1};
  Browser other{strict};
  const auto path = other.book(1);
  auto form = other.filled(2, "2026-11-24");
  const auto busy = other.post("/book", form);
  LONGS_EQUAL(429, busy.status);
  STRCMP_EQUAL("60", std::string{header(busy, "Retry-After")}.c_str());
  const auto token = form_token(other.get("/find"));
  other.post("/find", {{"form", token}, {"code", "AD-AAAAAA"}, {"nik", nik(3)}});
  STRCMP_EQUAL("60", std::string{header(other.post("/find", {{"form", token}, {"code", "AD-AAAAAA"}, {"nik", nik(3)}}),
                                        "Retry-After")}
                         .c_str());
  Browser stranger{strict};
  http::Response last;
  for (int i = 0; i < 6; ++i) {
    last = stranger.post(path + "/show", {{"form", form_token(stranger.get(path))}, {"nik", nik(9)}});
  }
  LONGS_EQUAL(429, last.status);
  STRCMP_EQUAL("17280", std::string{header(last, "Retry-After")}.c_str());  // five tries a day
  strict.break_store(true);
  const auto down =
      strict.send({.target = "/office/v1/bookings", .headers = {{"Authorization", "Bearer " + bandung_token}}});
  LONGS_EQUAL(503, down.status);
  CHECK_FALSE(header(down, "Retry-After").empty());
}

TEST(PortalPrivacy, HealthAsksTheStoreAndTellsOfTheMails) {
  const auto well = portal.send({.target = "/health"});
  LONGS_EQUAL(200, well.status);
  STRCMP_EQUAL("no-store", std::string{header(well, "Cache-Control")}.c_str());
  CHECK(body_of(well)["status"] == "ok");
  CHECK(body_of(well)["mail"].as_object()["state"] == "ok");
  portal.mail_state().failures = 3;
  portal.mail_state().trouble = "wrong password";
  const auto waits = portal.send({.target = "/health"});
  LONGS_EQUAL(200, waits.status);
  CHECK(body_of(waits)["mail"].as_object()["trouble"] == "wrong password");
  // Through the proxy: one word.
  const auto outside = portal.send({.target = "/health", .headers = {{"X-Forwarded-For", "198.51.100.7"}}});
  CHECK(body_of(outside)["mail"] == "waits");
  portal.break_store(true);
  LONGS_EQUAL(200, portal.send({.target = "/health"}).status);  // asked a moment ago
  portal.clock().advance(2s);
  const auto failing = portal.send({.target = "/health"});
  LONGS_EQUAL(503, failing.status);
  CHECK_FALSE(header(failing, "Retry-After").empty());
  CHECK(body_of(failing)["store"] == "database or disk is full");
  portal.clock().advance(2s);
  const auto to_others = portal.send({.target = "/health", .headers = {{"X-Forwarded-For", "198.51.100.7"}}});
  CHECK(body_of(to_others)["store"] == "failing");
  CHECK(has(to_others.body, "bookings cannot be taken"));
  portal.break_store(false);
  portal.clock().advance(2s);
  LONGS_EQUAL(200, portal.send({.target = "/health"}).status);
}

TEST(PortalPrivacy, AStoreThatHangsIsNotWaitedForAndNotAskedTwice) {
  boost::asio::io_context io{1};
  const process::ManualClock clock{UtcTime{}};
  boost::asio::steady_timer hanging{io};
  int asked = 0;
  auto ask = [&]() -> boost::asio::awaitable<void> {
    ++asked;
    hanging.expires_after(1h);
    boost::system::error_code ended;
    co_await hanging.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ended));
  };
  portal::Health health{io, ask, {}, clock, 20ms};
  http::Server server{io, {}, {}};
  health.serve(server);
  server.listen("127.0.0.1", 0);
  std::vector<unsigned> answers;
  const auto fetch = [&] {
    boost::asio::co_spawn(io,
                          http::fetch({.url = "http://" + http::host_and_port("127.0.0.1", server.port()) + "/health",
                                       .deadline = std::chrono::minutes{1}}),
                          [&](const std::exception_ptr&, boost::system::result<http::Response> answer) {
                            answers.push_back(answer.value().status);
                          });
  };
  const auto wait_for = [&](std::size_t count) {
    while (answers.size() < count) {
      io.run_one();
    }
  };
  fetch();
  fetch();
  wait_for(2);
  fetch();  // its time is over: at once
  wait_for(3);
  CHECK((answers == std::vector<unsigned>{503, 503, 503}));
  LONGS_EQUAL(1, asked);
  hanging.cancel();  // it answers at last
  while (answers.back() != 200) {
    fetch();
    wait_for(answers.size() + 1);
  }
  LONGS_EQUAL(1, asked);
  boost::asio::co_spawn(io, server.stop(1s), [](const std::exception_ptr&) {});
  io.run();
}
