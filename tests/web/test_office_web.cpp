#include <chrono>
#include <set>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <spdlog/spdlog.h>

#include "http/client.hpp"
#include "made_up_office.hpp"
#include "web/office_web.hpp"
#include "web/page.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::web;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

[[maybe_unused]] const bool warm = (spdlog::set_level(spdlog::level::off), assets().size() > 0);
bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

/// Delays a command until the test releases it.
class SlowSink final : public CommandSink {
 public:
  explicit SlowSink(asio::io_context& io) : gate(io, asio::steady_timer::time_point::max()) {}
  asio::awaitable<Answer> submit(queue::Command command) override {
    ++entered;
    if (slow) {
      boost::system::error_code ended;
      co_await gate.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
    co_return co_await inner.submit(std::move(command));
  }
  std::optional<Bilingual> why(std::string_view number) override { return inner.why(number); }
  std::vector<std::pair<CounterId, std::string>> officers() override { return inner.officers(); }
  test::TestSink inner;
  asio::steady_timer gate;
  bool slow = false;
  int entered = 0;
};

}  // namespace

TEST_GROUP(OfficePages) {
  asio::io_context io{1};
  http::Server everybody{io, {}};
  http::Server server{io, {}};  ///< the staff's
  http::Broadcast feed;
  queue::Plan plan = test::made_up_plan();
  std::shared_ptr<const Snapshot> snapshot = std::make_shared<const Snapshot>(test::made_up_snapshot());
  SlowSink sink{io};
  test::TestDesk desk;
  test::TestTickets tickets;
  Health health{"0.1.0", {{"journal", true, true, ""}}};
  std::function<std::optional<std::string>(std::string_view)> my_number = [](std::string_view) { return std::nullopt; };
  std::optional<OfficeWeb> web;
  std::string origin;
  std::string public_origin;

  void setup() override {
    web.emplace(OfficeWeb::Servers{.everybody = everybody, .staff = server}, feed, plan, sink, desk,
                OfficeWeb::Sources{[this] { return snapshot; }, [this] { return health; },
                                   [] {
                                     return std::vector<Figure>{{"antrean_more", "More.", false, {}, 2}};
                                   },
                                   [] { return from_ms(test::noon_utc); },
                                   [this](std::string_view number) { return my_number(number); }, &tickets});
    server.listen("127.0.0.1", 0);
    origin = "http://127.0.0.1:" + std::to_string(server.port());
    everybody.listen("127.0.0.1", 0);
    public_origin = "http://127.0.0.1:" + std::to_string(everybody.port());
  }
  void teardown() override {
    int stopped = 0;
    asio::co_spawn(io, server.stop(0ms), [&](std::exception_ptr) { ++stopped; });
    asio::co_spawn(io, everybody.stop(0ms), [&](std::exception_ptr) { ++stopped; });
    until([&] { return stopped == 2; });
  }
  void until(const std::function<bool()>& done) {
    const auto bound = std::chrono::steady_clock::now() + 30s;
    io.restart();
    while (!done()) {
      if (std::chrono::steady_clock::now() > bound) {
        FAIL("what the test waits for did not happen");
      }
      io.run_one_for(20ms);
      if (io.stopped()) {
        io.restart();
      }
    }
  }
  http::Response ask(http::ClientRequest what) {
    std::optional<boost::system::result<http::Response>> answer;
    what.url = (what.url.starts_with("/") ? origin : "") + what.url;
    asio::co_spawn(io, http::fetch(std::move(what)),
                   [&](std::exception_ptr, boost::system::result<http::Response> got) { answer = std::move(got); });
    until([&] { return answer.has_value(); });
    CHECK(answer->has_value());
    return std::move(**answer);
  }
  http::Response get_as_everybody(const std::string& path) { return get(public_origin + path); }
  http::Response get(const std::string& path) {
    http::ClientRequest what;
    what.url = path;
    return ask(std::move(what));
  }
  http::ClientRequest posting(const std::string& path, const std::string& body, http::Headers headers) {
    http::ClientRequest what;
    what.method = "POST";
    what.url = path;
    what.body = body;
    what.headers = std::move(headers);
    return what;
  }
  http::Response post(const std::string& path, const std::string& body) {
    return ask(posting(path, body, {{"Content-Type", "application/json"}, {"Origin", origin}}));
  }
  static std::string header(const http::Response& response, const char* name) {
    http::Request view;
    view.headers = response.headers;
    return std::string(view.header(name));
  }
};

TEST(OfficePages, ANumbersCodeForPhonesIsThereWhileThePortalIs) {
  LONGS_EQUAL(404, get("/entrance/my-number/B027").status);
  std::string asked;
  my_number = [&](std::string_view number) {
    asked = number;
    return std::optional("https://antrean.example/n/" + std::string(24, 'c'));
  };
  const auto code = get("/entrance/my-number/B027?for=3");
  LONGS_EQUAL(200, code.status);
  STRCMP_EQUAL("image/svg+xml", code.content_type.c_str());
  STRCMP_EQUAL("no-store", header(code, "Cache-Control").c_str());
  STRCMP_EQUAL("B027", asked.c_str());
  CHECK_FALSE(has(code.body, "antrean.example"));  // only as a picture
  LONGS_EQUAL(404, get_as_everybody("/entrance/my-number/B027").status);
}

TEST(OfficePages, EveryPageIsServedWithItsHeaders) {
  for (const auto& path : {origin + "/", origin + "/entrance", origin + "/entrance/visitor", origin + "/entrance/kiosk",
                           public_origin + "/ticket/B027"}) {
    const auto page = get(path);
    LONGS_EQUAL(200, page.status);
    CHECK(has(page.body, "Kantor Imigrasi Bandung"));
    CHECK(has(header(page, "Content-Security-Policy"), "script-src 'self'"));
    STRCMP_EQUAL("no-store", header(page, "Cache-Control").c_str());
    CHECK(has(header(page, "Content-Security-Policy"), "default-src 'none'"));
    CHECK(has(header(page, "Content-Security-Policy"), "base-uri 'none'"));
    CHECK(has(header(page, "Content-Security-Policy"), "frame-ancestors 'none'"));
    STRCMP_EQUAL("max-age=31536000; includeSubDomains", header(page, "Strict-Transport-Security").c_str());
    STRCMP_EQUAL("nosniff", header(page, "X-Content-Type-Options").c_str());
    STRCMP_EQUAL("no-referrer", header(page, "Referrer-Policy").c_str());
    STRCMP_EQUAL("text/html; charset=utf-8", header(page, "Content-Type").c_str());
    STRCMP_EQUAL("", header(page, "Access-Control-Allow-Origin").c_str());
    CHECK_TEXT(!has(page.body, "{{") && !has(page.body, " style=") && !has(page.body, "onclick="),
               path.c_str());  // the policy forbids them
  }
}

TEST(OfficePages, EveryAssetAPageNamesIsThereAndKeptForEver) {
  const std::pair<std::string, const char*> pages[] = {
      {origin, "/"},        {origin, "/entrance"},           {origin, "/entrance/visitor"}, {origin, "/entrance/kiosk"},
      {origin, "/nothing"}, {public_origin, "/ticket/B027"}, {public_origin, "/nothing"}};
  for (const auto& [where, path] : pages) {
    const auto page = get(where + path).body;
    int assets_named = 0;
    for (auto at = page.find("/static/"); at != std::string::npos; at = page.find("/static/", at + 1)) {
      const auto asset = get(where + page.substr(at, page.find('"', at) - at));
      LONGS_EQUAL(200, asset.status);
      CHECK(has(header(asset, "Cache-Control"), "immutable"));
      ++assets_named;
    }
    CHECK(assets_named >= 2);
  }
  LONGS_EQUAL(404, get("/static/nothing.js").status);
  LONGS_EQUAL(404, get("/static/..%2Foffice_web.cpp").status);
}

TEST(OfficePages, HealthSaysReadyOrNotAndWhatIsWrong) {
  LONGS_EQUAL(200, get("/health").status);
  health.parts[0] = {"journal", false, true, "disk full"};
  const auto sick = get("/health");
  LONGS_EQUAL(503, sick.status);
  CHECK(has(sick.body, "disk full"));
}

TEST(OfficePages, FiguresCoverTheQueueAndWhatTheServiceAdds) {
  const auto text = get("/metrics").body;
  for (const char* line :
       {"antrean_waiting_tickets{service=\"paspor\"} 14\n", "antrean_open_counters 4\n", "antrean_feed_clients 0\n",
        "antrean_well{part=\"journal\"} 1\n", "antrean_commands_total{answer=\"done\"} 0\n", "antrean_more 2\n"}) {
    CHECK_TEXT(has(text, line), line);
  }
}

TEST(OfficePages, ThePlanTellsThePagesWhatToOffer) {
  const auto document = boost::json::parse(get("/console/plan").body).as_object();
  LONGS_EQUAL(6, document.at("counters").as_array().size());
  LONGS_EQUAL(420, document.at("utc_offset_minutes").as_int64());
  CHECK(document.at("services").at(0).at("walk_in_reasons").at(0) == "hilang");
  CHECK(document.at("classes").at(0).at("granted") == false);
  CHECK(document.at("classes").at(2).at("granted") == true);
  STRCMP_EQUAL(R"({"officers":{"3":"budi"}})", get("/console/officers").body.c_str());
}

TEST(OfficePages, TheAnswerTellsWhatWasDoneWithNumbersAndEvents) {
  sink.inner.next.happened = {{"finished", "C002", 421}, {"called", "B025", 422}};
  STRCMP_EQUAL(
      R"({"done":true,"numbers":["C002","B025"],"seq":422,"events":[{"event":"finished","seq":421,"number":"C002"},)"
      R"({"event":"called","seq":422,"number":"B025"}]})",
      post("/console/command", R"({"command":"finish_and_next","counter":3})").body.c_str());
  sink.inner.next.happened = {{"counter_opened", "", 423}};
  STRCMP_EQUAL(R"({"done":true,"numbers":[],"seq":423,"events":[{"event":"counter_opened","seq":423}]})",
               post("/console/command", R"({"command":"open_counter","counter":6})").body.c_str());
  sink.inner.next.happened = {{"handed_back", "C002", 424}, {"transferred", "C002", 425}, {"counter_closed", "", 426}};
  const auto closed = boost::json::parse(post("/console/command", R"({"command":"close_counter","counter":3})").body);
  LONGS_EQUAL(1, closed.at("numbers").as_array().size());
  LONGS_EQUAL(426, closed.at("seq").as_int64());
}

TEST(OfficePages, WhoAsksAgainWithAKeyIsToldSo) {
  sink.inner.next.happened = {{"ticket_issued", "A007", 400}};
  sink.inner.next.again = true;
  const auto answer = post("/console/command", R"({"command":"walk_in","service":"paspor","key":"k1"})");
  LONGS_EQUAL(200, answer.status);
  STRCMP_EQUAL(R"({"done":true,"numbers":["A007"],"seq":400,"again":true,)"
               R"("events":[{"event":"ticket_issued","seq":400,"number":"A007"}]})",
               answer.body.c_str());
  STRCMP_EQUAL("k1", std::get<queue::WalkIn>(sink.inner.got[0].action).key.c_str());
}

TEST(OfficePages, AnUnknownFieldIsRefusedAndNothingIsDone) {
  const auto answer = post("/console/command", R"({"command":"park","counter":3,"reason":"bank","until":"10:30"})");
  LONGS_EQUAL(400, answer.status);
  CHECK(has(answer.body, "there is no field 'until' in 'park'"));
  LONGS_EQUAL(0, sink.entered);
}

TEST(OfficePages, ACommandReachesTheQueueAndIsAnsweredWhenDone) {
  const auto answer = post("/console/command", R"({"command":"recall","counter":3,"officer":"budi","expect":"C002"})");
  LONGS_EQUAL(200, answer.status);
  STRCMP_EQUAL(R"({"done":true,"numbers":[],"events":[]})", answer.body.c_str());
  LONGS_EQUAL(1, sink.inner.got.size());
  LONGS_EQUAL(3, std::get<queue::Recall>(sink.inner.got[0].action).counter);
  STRCMP_EQUAL("budi", sink.inner.got[0].by.name.c_str());
}

TEST(OfficePages, ARefusalComesWithItsReasonInBothLanguages) {
  queue::Refusal refusal;
  refusal.reason = queue::Reason::nobody_waiting;
  refusal.counter = 4;
  sink.inner.next.refusal = refusal;
  const auto answer = post("/console/command", R"({"command":"call_next","counter":4})");
  LONGS_EQUAL(409, answer.status);
  const auto document = boost::json::parse(answer.body).as_object();
  CHECK(document.at("reason") == "nobody_waiting");
  CHECK(document.at("id").as_string().size() > 5 && document.at("en").as_string().size() > 5);
}

TEST(OfficePages, WhatIsNotDurableIsNotDone) {
  sink.inner.next.failure = "disk full";
  const auto answer = post("/console/command", R"({"command":"call_next","counter":4})");
  LONGS_EQUAL(503, answer.status);
  CHECK(has(answer.body, "not_durable") && !has(answer.body, "\"done\":true"));
}

TEST(OfficePages, ACommandMeantForAnotherNumberIsNotTried) {
  for (const char* expect : {"B020", ""}) {
    const auto answer =
        post("/console/command", std::string(R"({"command":"no_show","counter":3,"expect":")") + expect + "\"}");
    LONGS_EQUAL(409, answer.status);
    CHECK(has(answer.body, "outdated"));
  }
  LONGS_EQUAL(0, sink.entered);
  LONGS_EQUAL(200, post("/console/command", R"({"command":"call_next","counter":4,"expect":""})").status);
}

TEST(OfficePages, ADoubleClickIsOnePress) {
  sink.slow = true;
  std::vector<unsigned> answers;
  for (int i = 0; i < 2; ++i) {
    auto what = posting(origin + "/console/command", R"({"command":"call_next","counter":4})",
                        {{"Content-Type", "application/json"}});
    asio::co_spawn(
        io, http::fetch(std::move(what)),
        [&](std::exception_ptr, boost::system::result<http::Response> got) { answers.push_back(got->status); });
  }
  until([&] { return answers.size() == 1; });
  LONGS_EQUAL(409, answers[0]);
  sink.gate.cancel();
  until([&] { return answers.size() == 2; });
  LONGS_EQUAL(200, answers[1]);
  LONGS_EQUAL(1, sink.entered);
  sink.slow = false;
  LONGS_EQUAL(200, post("/console/command", R"({"command":"call_next","counter":4})").status);
}

TEST(OfficePages, OtherSitesCannotSendCommands) {
  const std::string body = R"({"command":"call_next","counter":4})";
  const http::Headers table[] = {
      {{"Content-Type", "application/json"}, {"Origin", "http://evil.example"}},
      {{"Content-Type", "application/json"}, {"Origin", "null"}},
      {{"Content-Type", "text/plain"}, {"Origin", origin}},
      {{"Content-Type", "application/x-www-form-urlencoded"}},
      {},
  };
  for (const auto& headers : table) {
    LONGS_EQUAL(403, ask(posting("/console/command", body, headers)).status);
    LONGS_EQUAL(403, ask(posting("/entrance/check", R"({"code":"x"})", headers)).status);
    LONGS_EQUAL(403, ask(posting("/entrance/find", R"({"name":"x"})", headers)).status);
    LONGS_EQUAL(403, ask(posting("/entrance/show", R"({"number":"B027"})", headers)).status);
    LONGS_EQUAL(403, ask(posting("/entrance/print", R"({"number":"B027"})", headers)).status);
  }
  LONGS_EQUAL(0, sink.entered);
  LONGS_EQUAL(0, desk.got.size());
}

TEST(OfficePages, ANameThatWasLedHereByAStrangerCommandsNothing) {
  const std::string body = R"({"command":"call_next","counter":4})";
  const auto answer =
      ask(posting("/console/command", body,
                  {{"Content-Type", "application/json"}, {"Host", "evil.example"}, {"Origin", "http://evil.example"}}));
  LONGS_EQUAL(421, answer.status);
  CHECK(has(answer.body, "does not answer to the name 'evil.example'"));
  LONGS_EQUAL(0, sink.entered);
  auto page = posting("/", "", {{"Host", "evil.example"}});
  page.method = "GET";
  CHECK(has(ask(page).body, "does not answer to the name &#39;evil.example&#39;"));
}

TEST(OfficePages, ABadCommandSaysWhatIsWrong) {
  const auto answer = post("/console/command", R"({"command":"recall"})");
  LONGS_EQUAL(400, answer.status);
  CHECK(has(answer.body, "'counter' is missing"));
}

TEST(OfficePages, ACheckInIsAnsweredWithNumbersAndWords) {
  const auto answer = post("/entrance/check", R"({"code":"ad-qfj8bd"})");
  STRCMP_EQUAL(R"({"outcome":"admitted","id":"Nomor Anda B039.","en":"Your number is B039.","numbers":["B039"],)"
               R"("force_helps":false,"seq":0})",
               answer.body.c_str());
  STRCMP_EQUAL("ad-qfj8bd", desk.got.at(0).line.c_str());
  desk.next.failure = "disk full";
  LONGS_EQUAL(503, post("/entrance/check", R"({"code":"x"})").status);
}

TEST(OfficePages, NamesAreFoundForStaffAndNeverCached) {
  const auto answer = post("/entrance/find", R"({"name":"dewi","hour":"08:00"})");
  CHECK(has(answer.body, "Dewi <Lestari>") && has(answer.body, "\"nik_last4\":\"0042\""));
  CHECK(has(answer.body, R"("found_name":"Budi Lestari","companions":["Budi Lestari"])"));
  STRCMP_EQUAL("application/json", answer.content_type.c_str());
  STRCMP_EQUAL("no-store", header(answer, "Cache-Control").c_str());
  STRCMP_EQUAL("dewi", desk.asked_name.c_str());
  CHECK(desk.asked_hour == TimeOfDay(8 * 60));
  post("/entrance/find", R"({"name":"dewi","hour":""})");
  CHECK(!desk.asked_hour);
  LONGS_EQUAL(400, post("/entrance/find", R"({"name":"dewi","hour":"8am"})").status);
  LONGS_EQUAL(400, post("/entrance/find", R"({"name":17})").status);
  // a name must not be in an address, because addresses are logged
  LONGS_EQUAL(405, get("/entrance/find?name=dewi").status);
}

TEST(OfficePages, WhoIsInAlreadyIsFoundWithHourAndNumber) {
  const auto answer = post("/entrance/find", R"({"name":"dewi"})");
  const auto found = boost::json::parse(answer.body).at("found").as_array();
  CHECK(found.at(0).at("in").is_null());
  STRCMP_EQUAL("Sudah masuk pukul 12.00, nomor B027", found.at(1).at("in").at("id").as_string().c_str());
  STRCMP_EQUAL("B027", found.at(1).at("in").at("numbers").at(0).as_string().c_str());
}

TEST(OfficePages, ANumberIsShownAgainOrThereIsNone) {
  LONGS_EQUAL(200, post("/entrance/show", R"({"number":"B027"})").status);
  LONGS_EQUAL(409, post("/entrance/show", R"({"number":"Z999"})").status);
  LONGS_EQUAL(400, post("/entrance/show", R"({"numbers":["B027"]})").status);
  LONGS_EQUAL(2, desk.shown.size());
}

TEST(OfficePages, ATicketIsPrintedAgainAndThePrinterSaysHowItIs) {
  LONGS_EQUAL(200, post("/entrance/print", R"({"number":"B027"})").status);
  LONGS_EQUAL(409, post("/entrance/print", R"({"number":"Z999"})").status);
  LONGS_EQUAL(400, post("/entrance/print", R"({"numbers":["B027"]})").status);
  LONGS_EQUAL(2, tickets.printed.size());
  STRCMP_EQUAL(R"({"well":true,"id":"","en":"","not_printed":[]})", get("/entrance/printer").body.c_str());
  tickets.now = {.well = false, .words = {"kertas habis", "no paper"}, .not_printed = {"B025", "B027"}};
  STRCMP_EQUAL(R"({"well":false,"id":"kertas habis","en":"no paper","not_printed":["B025","B027"]})",
               get("/entrance/printer").body.c_str());
  CHECK(has(get("/console/plan").body, R"("printer":true)"));
}

TEST(OfficePages, TheVisitorsScreenLeadsToNoOtherPageAndKnowsWhereToGo) {
  for (const char* path : {"/entrance/visitor", "/entrance/kiosk"}) {
    const std::string page = get(path).body;
    CHECK_FALSE(has(page, "<a "));
    CHECK(has(page, std::string("data-mode=\"") + (path + 10) + "\""));
  }
  const auto places = boost::json::parse(get("/entrance/places").body);
  STRCMP_EQUAL("AD", places.at("office").as_string().c_str());
  STRCMP_EQUAL("petugas di meja informasi", places.at("ask_id").as_string().c_str());
  const auto& stages = places.at("services").at(0).at("stages").as_array();
  CHECK(stages.at(0).at("counters") == (boost::json::array{1, 2, 3}));
  CHECK(stages.at(1).at("counters") == (boost::json::array{4, 5, 6}));
}

TEST(OfficePages, EachListenerAnswersItsOwnPathsAndNoneOfTheOthers) {
  struct Row {
    const char* route;
    const char* path;
    unsigned by_everybody;  ///< status of the public listener
    unsigned by_staff;
  };
  const Row table[] = {
      {"GET /ticket/{}", "/ticket/B027", 200, 404},
      {"GET /", "/", 404, 200},
      {"GET /entrance", "/entrance", 404, 200},
      {"GET /entrance/visitor", "/entrance/visitor", 404, 200},
      {"GET /entrance/kiosk", "/entrance/kiosk", 404, 200},
      {"GET /entrance/places", "/entrance/places", 404, 200},
      {"GET /entrance/my-number/{}", "/entrance/my-number/B027", 404, 404},
      {"GET /metrics", "/metrics", 404, 200},
      {"GET /console/plan", "/console/plan", 404, 200},
      {"GET /console/officers", "/console/officers", 404, 200},
      {"GET /console/why/{}", "/console/why/B025", 404, 200},
      {"POST /console/command", "/console/command", 404, 400},
      {"POST /entrance/check", "/entrance/check", 404, 400},
      {"POST /entrance/find", "/entrance/find", 404, 200},
      {"POST /entrance/show", "/entrance/show", 404, 400},
      {"POST /entrance/print", "/entrance/print", 404, 400},
      {"GET /entrance/printer", "/entrance/printer", 404, 200},
      {"GET /health", "/health", 200, 200},
      {"GET /static/{}", "/static/office.css", 200, 200},
      {"GET /static/{}", "/static/feed.js", 200, 200},
      {"GET /static/{}", "/static/ticket.js", 200, 404},
      {"GET /static/{}", "/static/console.js", 404, 200},
      {"GET /static/{}", "/static/entrance.js", 404, 200},
      {"GET /static/{}", "/static/entrance.css", 404, 200},
      {"GET /static/{}", "/static/visitor.js", 404, 200},
      {"GET /static/{}", "/static/visitor_answers.js", 404, 200},
      {"GET /static/{}", "/static/words.js", 404, 200},
      {"GET /static/{}", "/static/ask.js", 404, 200},
      {"GET /static/{}", "/static/wedge.js", 404, 200},
      {"GET /static/{}", "/static/sign_in.js", 404, 200},
      {"GET /static/{}", "/static/people.js", 404, 200},
      {"GET /static/{}", "/static/live.js", 404, 200},
      {"GET /static/{}", "/static/audit.js", 404, 200},
      {"GET /static/{}", "/static/staff_page.js", 404, 200},
      {"GET /static/{}", "/static/day.css", 404, 200},
      {"GET /static/{}", "/static/account.js", 404, 200},
      {"GET /staff/me", "/staff/me", 404, 200},
      {"WebSocket /feed", "/feed", 426, 426},
  };
  std::set<std::string> walked;
  for (const auto& row : table) {
    walked.insert(row.route);
    const std::string route = row.route;
    for (const auto& [where, status] : {std::pair(public_origin, row.by_everybody), std::pair(origin, row.by_staff)}) {
      http::ClientRequest asked;
      asked.method = route.starts_with("POST") ? "POST" : "GET";
      asked.url = where + row.path;
      if (asked.method == "POST") {
        asked.headers = {{"Content-Type", "application/json"}};
        asked.body = "{}";
      }
      UNSIGNED_LONGS_EQUAL_TEXT(status, ask(std::move(asked)).status, (where + " " + row.route).c_str());
    }
  }
  for (const auto* one : {&everybody, &server}) {
    for (const auto& route : one->routes()) {
      CHECK_TEXT(walked.contains(route), (route + " is not in this test's table").c_str());
    }
  }
}

TEST(OfficePages, HealthForEverybodyTellsNoMoreThanReadyOrNot) {
  health.parts[0] = {"journal", true, true, "on /dev/sda1"};
  STRCMP_EQUAL(R"({"ready":true})", get_as_everybody("/health").body.c_str());
  health.parts[0] = {"journal", false, true, "disk full"};
  const auto sick = get_as_everybody("/health");
  LONGS_EQUAL(503, sick.status);
  STRCMP_EQUAL(R"({"ready":false})", sick.body.c_str());
}

TEST(OfficePages, WhyIsOneSentence) {
  CHECK(has(get("/console/why/B025").body, "B025 is next"));
  LONGS_EQUAL(404, get("/console/why/X999").status);
}

TEST(OfficePages, ErrorsHaveTheOfficesLook) {
  const auto missing = get("/nothing");
  LONGS_EQUAL(404, missing.status);
  CHECK(has(missing.body, "Halaman tidak dapat ditampilkan"));
  LONGS_EQUAL(405, get("/console/command").status);
}

TEST(OfficePages, TheFeedIsTheSnapshotAsPublished) {
  feed.publish("{\"version\":1}");
  std::string heard[2];
  for (const auto& [where, into] : {std::pair(origin, &heard[0]), std::pair(public_origin, &heard[1])}) {
    asio::co_spawn(io,
                   http::follow(
                       "ws://" + where.substr(7) + "/feed", 1000,
                       [into = into](std::string text) { *into = std::move(text); }, [] {}),
                   [](std::exception_ptr) {});
  }
  until([&] { return !heard[0].empty() && !heard[1].empty(); });
  STRCMP_EQUAL("{\"version\":1}", heard[0].c_str());
  STRCMP_EQUAL("{\"version\":1}", heard[1].c_str());
}
