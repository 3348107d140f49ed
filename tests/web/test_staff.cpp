// Signing in at the real server with the real accounts (a hash that costs nothing), and what a session may
// do.
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <spdlog/spdlog.h>

#include "accounts/accounts_service.hpp"
#include "accounts/password_hash.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "made_up_office.hpp"
#include "process/clock.hpp"
#include "web/counter_routes.hpp"
#include "web/office_web.hpp"
#include "web/page.hpp"
#include "web/staff.hpp"
#include "web/technician.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::web;
namespace asio = boost::asio;
namespace json = boost::json;

namespace {

class FreeHash final : public accounts::PasswordHash {
 public:
  std::string hash(std::string_view secret) override { return "h:" + std::string(secret); }
  bool verify(const std::string& stored, std::string_view secret) override {
    std::exchange(during_verify, [] {})();
    return stored == "h:" + std::string(secret);
  }
  std::function<void()> during_verify = [] {};
  bool needs_rehash(const std::string&) override { return false; }
};

// What is made once for the whole program is no leak of the first test.
[[maybe_unused]] const bool warm = (spdlog::set_level(spdlog::level::off), load_pages(), true);

constexpr const char* good_password = "tujuh belas gajah terbang rendah";

}  // namespace

TEST_GROUP(Staff) {
  std::filesystem::path folder;
  asio::io_context io{1};
  process::ManualClock clock{from_ms(test::noon_utc)};
  FreeHash hash;
  std::optional<accounts::AccountsService> accounts_service;
  accounts::Accounts* accounts_ = nullptr;
  std::optional<web::Staff> staff;
  std::shared_ptr<http::Gate> gate;
  std::optional<http::Server> server, everybody;
  http::Broadcast feed;
  std::optional<queue::Plan> plan;
  test::TestSink sink;
  test::TestDesk entrance;
  test::TestCounters counters;
  std::optional<OfficeWeb> pages;
  std::string origin;
  std::string cookies;
  http::Headers more;  ///< sent with every request

  void setup() override {
    std::string name = "/tmp/antrean-staff-XXXXXX";
    folder = ::mkdtemp(name.data());
    auto opened = std::make_unique<accounts::Accounts>(
        accounts::OpenAccounts{.file = folder / "accounts.db", .issuer = "Antrean", .names = {}, .limits = {}}, hash);
    accounts_ = opened.get();
    add("sari", {accounts::Role::officer});
    add("siti", {accounts::Role::clerk});
    add("tono", {accounts::Role::technician});
    serve(std::move(opened));
  }
  /// With the machines that were enrolled in the file meanwhile.
  void reopen() {
    stop();
    auto opened = std::make_unique<accounts::Accounts>(
        accounts::OpenAccounts{.file = folder / "accounts.db", .issuer = "Antrean", .names = {}, .limits = {}}, hash);
    accounts_ = opened.get();
    serve(std::move(opened));
  }
  void serve(std::unique_ptr<accounts::Accounts> opened) {
    accounts_service.emplace(std::move(opened), clock, Worker::Jobs::in_place);
    staff.emplace(*accounts_service, web::Staff::Options{.office_name = [] { return std::string("Kantor Uji"); },
                                                         .clock_trusted = [] { return true; }});
    plan.emplace(test::made_up_plan());
    http::Site site;
    site.trusted_proxies.add("127.0.0.1");
    gate = std::make_shared<http::Gate>(http::ShareLimits{});
    server.emplace(io, http::Limits{}, site, gate);
    everybody.emplace(io, http::Limits{});
    pages.emplace(
        OfficeWeb::Servers{.everybody = *everybody, .staff = *server}, feed, *plan, sink, entrance,
        OfficeWeb::Sources{.snapshot = [] { return std::make_shared<const Snapshot>(test::made_up_snapshot()); },
                           .health = [] { return Health{}; },
                           .figures = {},
                           .now = [this] { return clock.now(); },
                           .staff = &*staff});
    add_counter_routes(*server, counters, *plan, &*staff);
    server->listen("127.0.0.1", 0);
    origin = "http://127.0.0.1:" + std::to_string(server->port());
  }
  void teardown() override {
    stop();
    std::filesystem::remove_all(folder);
  }
  void stop() {
    asio::co_spawn(io, server->stop(std::chrono::milliseconds(0)), asio::detached);
    io.restart();
    io.run();
    pages.reset();
    staff.reset();
    accounts_service.reset();
  }

  void add(const std::string& user, accounts::Roles roles) {
    CHECK(accounts_->add({.user = user, .name = user, .roles = roles}, clock.now()).has_value());
    CHECK(accounts_->set_password(user, good_password, clock.now()).has_value());
  }

  http::Response ask(const char* method, const std::string& path, const std::string& body = {}) {
    http::ClientRequest asked;
    asked.method = method;
    asked.url = origin + path;
    asked.headers = more;
    if (!cookies.empty()) {
      asked.headers.emplace_back("Cookie", cookies);
    }
    if (asked.method == "POST") {
      asked.headers.emplace_back("Content-Type", "application/json");
      asked.headers.emplace_back("Sec-Fetch-Site", "same-origin");
      asked.body = body;
    } else {
      asked.headers.emplace_back("Sec-Fetch-Site", "same-origin");
    }
    auto got = answer_to(std::move(asked));
    for (const auto& [header, value] : got.headers) {
      if (header == "Set-Cookie") {
        cookies = value.substr(0, value.find(';'));
        CHECK_TEXT(value.find("HttpOnly") != std::string::npos, value.c_str());
        CHECK_TEXT(value.find("SameSite=Strict") != std::string::npos, value.c_str());
      }
    }
    return got;
  }
  http::Response answer_to(http::ClientRequest asked) {
    const std::string url = asked.url;
    std::optional<http::Response> got;
    asio::co_spawn(io, http::fetch(std::move(asked)), [&](std::exception_ptr, auto answer) {
      if (answer) {
        got = std::move(*answer);
      }
      io.stop();
    });
    io.restart();
    io.run();
    CHECK_TEXT(got.has_value(), url.c_str());
    return std::move(*got);
  }
  void sign_in(const std::string& user) {
    const auto answer = ask("POST", "/sign-in", R"({"user":")" + user + R"(","password":")" + good_password + R"("})");
    UNSIGNED_LONGS_EQUAL_TEXT(200, answer.status, answer.body.c_str());
  }
};

TEST(Staff, WithoutASessionNothingIsDoneAndThePagesLeadToTheSignIn) {
  for (const char* page : {"/", "/entrance"}) {
    UNSIGNED_LONGS_EQUAL(303, ask("GET", page).status);
  }
  for (const char* path :
       {"/console/plan", "/console/officers", "/console/why/B025", "/console/counter/3", "/console/transfer/C002"}) {
    UNSIGNED_LONGS_EQUAL_TEXT(401, ask("GET", path).status, path);
  }
  // Nor for a program on this machine that is no browser.
  http::ClientRequest program;
  program.url = origin + "/console/why/B025";
  UNSIGNED_LONGS_EQUAL(401, answer_to(std::move(program)).status);
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/console/command", R"({"command":"close_day","supervisor":"xx"})").status);
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/entrance/check", R"({"code":"AD-QFJ8BD"})").status);
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/entrance/find", R"({"name":"dewi"})").status);
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/staff/people").status);
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/staff/people", R"({"do":"disable","user":"sari"})").status);
  CHECK(sink.got.empty());
  CHECK(entrance.got.empty());
}

TEST(Staff, TheCommandOfATechnicianMakesNoSupervisor) {
  http::Gate gate{http::ShareLimits{}};
  http::Server technician(io, {}, {}, nullptr);
  SoundPlayed sound{.played = true, .device = "USB Audio", .failure = {}};
  add_technician_routes(technician, {.health = [] { return Health{}; },
                                     .snapshot = [] { return std::string("{}"); },
                                     .why = [this](std::string_view number) { return sink.why(number); },
                                     .copy_journal = []() -> asio::awaitable<JournalCopy> { co_return JournalCopy(); },
                                     .play_sound = [&] { return sound; },
                                     .staff = &*staff,
                                     .log = gate.log});
  technician.listen(http::LocalSocket(folder / "technician.sock"));
  const auto at_socket = [&](const char* method, const std::string& path, const std::string& body = {}) {
    http::ClientRequest asked;
    asked.method = method;
    asked.url = "http://office" + path;
    asked.socket = folder / "technician.sock";
    asked.body = body;
    return answer_to(std::move(asked));
  };
  CHECK(at_socket("GET", "/why/B025").body.find("B025 is next") != std::string::npos);
  UNSIGNED_LONGS_EQUAL(404, at_socket("GET", "/why/X999").status);
  UNSIGNED_LONGS_EQUAL(503, at_socket("POST", "/journal-copy").status);
  STRCMP_EQUAL(R"({"device":"USB Audio"})", at_socket("POST", "/sound").body.c_str());
  sound = {.played = false, .device = {}, .failure = "no audio device is there"};
  UNSIGNED_LONGS_EQUAL(503, at_socket("POST", "/sound").status);
  CHECK(at_socket("POST", "/sound").body.find("no audio device is there") != std::string::npos);
  UNSIGNED_LONGS_EQUAL(400, at_socket("POST", "/people", "[]").status);
  CHECK(at_socket("GET", "/people").body.find(R"("user":"sari","name":"sari","roles":"officer")") != std::string::npos);
  UNSIGNED_LONGS_EQUAL(200, at_socket("POST", "/people", R"({"do":"disable","user":"sari"})").status);
  // Root may do everything, others of the group what a technician may.
  CHECK_TRUE(may_administer(roles_of(http::Program{.uid = 0, .pid = 1}), {accounts::Role::supervisor}));
  CHECK_FALSE(may_administer(roles_of(http::Program{.uid = 1000, .pid = 1}), {accounts::Role::supervisor}));
  CHECK_TRUE(may_administer(roles_of(http::Program{.uid = 1000, .pid = 1}), {accounts::Role::officer}));
  // Over TCP none of it is there.
  technician.listen("127.0.0.1", 0);
  http::ClientRequest over_tcp;
  over_tcp.url = "http://127.0.0.1:" + std::to_string(technician.port()) + "/people";
  UNSIGNED_LONGS_EQUAL(404, answer_to(std::move(over_tcp)).status);
  asio::co_spawn(io, technician.stop(std::chrono::milliseconds(0)), [this](std::exception_ptr) { io.stop(); });
  io.restart();
  io.run();
}

TEST(Staff, TheActorIsWhoeverIsSignedInWhateverTheBodySays) {
  sign_in("sari");
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/").status);
  const auto answer =
      ask("POST", "/console/command",
          R"({"command":"call_next","counter":3,"officer":"budi","supervisor":"the boss","desk":"entrance"})");
  UNSIGNED_LONGS_EQUAL_TEXT(200, answer.status, answer.body.c_str());
  CHECK(sink.got.back().by ==
        (queue::Actor{.kind = queue::ActorKind::officer, .name = "sari", .role = "officer", .machine = "127.0.0.1"}));
  UNSIGNED_LONGS_EQUAL(200,
                       ask("POST", "/console/command", R"({"command":"login","counter":3,"officer":"budi"})").status);
  STRCMP_EQUAL("sari", std::get<queue::Login>(sink.got.back().action).officer.c_str());
}

TEST(Staff, TheRecordSaysInWhichRoleAndAtWhichMachine) {
  add("rina", {accounts::Role::clerk, accounts::Role::officer});
  sign_in("tono");
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/staff/machine", R"({"name":"Pintu 1"})").status);
  const std::string machine = cookies;
  sign_in("rina");
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/entrance/check", R"({"code":"AD-QFJ8BD"})").status);
  STRCMP_EQUAL("rina", entrance.got.back().by.c_str());
  STRCMP_EQUAL("clerk", entrance.got.back().role.c_str());
  STRCMP_EQUAL("127.0.0.1", entrance.got.back().machine.c_str());
  cookies += "; " + machine;
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/console/command", R"({"command":"call_next","counter":3})").status);
  STRCMP_EQUAL("officer", sink.got.back().by.role.c_str());
  STRCMP_EQUAL("Pintu 1", sink.got.back().by.machine.c_str());
}

TEST(Staff, ARoleMayDoItsOwnAndNoMore) {
  sign_in("siti");
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/entrance/find", R"({"name":"dewi"})").status);
  const auto no = ask("POST", "/console/command", R"({"command":"call_next","counter":3})");
  UNSIGNED_LONGS_EQUAL(403, no.status);
  STRCMP_CONTAINS("not_allowed", no.body.c_str());
  const auto lent = ask("POST", "/console/command", R"({"command":"close_day"})");
  UNSIGNED_LONGS_EQUAL(403, lent.status);
  STRCMP_CONTAINS("supervisor_needed", lent.body.c_str());
  UNSIGNED_LONGS_EQUAL(403, ask("GET", "/staff/people").status);
  sign_in("tono");
  UNSIGNED_LONGS_EQUAL(403, ask("POST", "/entrance/check", R"({"code":"AD-QFJ8BD"})").status);
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/staff/people").status);
  CHECK(sink.got.empty());
}

TEST(Staff, WhoIsAtTheCounterIsToldToWhoMayServeThemAndToNobodyElse) {
  sign_in("sari");
  const auto told = ask("GET", "/console/counter/3");
  UNSIGNED_LONGS_EQUAL_TEXT(200, told.status, told.body.c_str());
  const auto answer = json::parse(told.body).as_object();
  const auto& person = answer.at("person").as_object();
  STRCMP_EQUAL("Dewi <Lestari>", person.at("name").as_string().c_str());
  STRCMP_EQUAL("0042", person.at("nik_last4").as_string().c_str());
  STRCMP_EQUAL("08:00", person.at("hour").at("start").as_string().c_str());
  STRCMP_EQUAL("finished", person.at("steps").at(0).at("kind").as_string().c_str());
  STRCMP_EQUAL("B025", answer.at("next").at("number").as_string().c_str());
  // The refusal that she would get, with the name of who is there.
  STRCMP_EQUAL("not_your_counter", answer.at("undo").at("reason").as_string().c_str());
  STRCMP_CONTAINS("Budi Santoso", answer.at("undo").at("id").as_string().c_str());
  CHECK(counters.asked.back().by == (queue::Actor{.kind = queue::ActorKind::officer, .name = "sari"}));
  STRCMP_EQUAL("", json::parse(ask("GET", "/console/counter/4").body).at("undo").at("reason").as_string().c_str());
  UNSIGNED_LONGS_EQUAL(404, ask("GET", "/console/counter/9").status);
  UNSIGNED_LONGS_EQUAL(404, ask("GET", "/console/counter/3x").status);
  counters.listed = false;
  CHECK(json::parse(ask("GET", "/console/counter/3").body).at("person").at("name").is_null());
  for (const char* user : {"siti", "tono"}) {
    sign_in(user);
    for (const char* path : {"/console/counter/3", "/console/transfer/C002"}) {
      const auto no = ask("GET", path);
      UNSIGNED_LONGS_EQUAL_TEXT(403, no.status, user);
      CHECK(no.body.find("Dewi") == std::string::npos);
    }
  }
}

TEST(Staff, LookingAtACounterIsNoUseOfTheSession) {
  sign_in("sari");
  const std::string sari = cookies;
  clock.advance(std::chrono::minutes(20));
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/console/counter/3").status);
  clock.advance(std::chrono::minutes(20));
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/counter/3").status);
}

TEST(Staff, APersonReadsInTheirOwnLanguageWhereverTheySignIn) {
  UNSIGNED_LONGS_EQUAL(403, ask("POST", "/staff/language", R"({"language":"en"})").status);
  sign_in("sari");
  STRCMP_CONTAINS(R"("language":"")", ask("GET", "/staff/me").body.c_str());
  UNSIGNED_LONGS_EQUAL(400, ask("POST", "/staff/language", R"({"language":"fr"})").status);
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/staff/language", R"({"language":"en"})").status);
  STRCMP_CONTAINS(R"("language":"en")", ask("GET", "/staff/me").body.c_str());
  sign_in("siti");
  STRCMP_CONTAINS(R"("language":"")", ask("GET", "/staff/me").body.c_str());
  sign_in("sari");
  STRCMP_CONTAINS(R"("language":"en")", ask("GET", "/staff/me").body.c_str());
  STRCMP_EQUAL("en", accounts_->sessions(clock.now()).front().language.c_str());
}

TEST(Staff, ATransferIsOfferedWhereItWouldNotBeRefused) {
  sign_in("sari");
  const auto told = ask("GET", "/console/transfer/C002");
  UNSIGNED_LONGS_EQUAL_TEXT(200, told.status, told.body.c_str());
  STRCMP_EQUAL(R"({"targets":[{"service":"paspor","stage":"foto"},{"to_counter":1},{"to_counter":2}]})",
               told.body.c_str());
  const auto& asked = std::get<queue::Transfer>(counters.asked.front().action);
  STRCMP_EQUAL("C002", asked.number.c_str());
}

TEST(Staff, WhoIsSignedOutWhileTheSupervisorsPinIsCheckedDoesNothing) {
  add("wati", {accounts::Role::supervisor});
  const auto machine = accounts_->enrol({.name = "Loket 3", .counter = 3}, "tono", clock.now());
  const auto code = accounts_->pin_link("wati", clock.now());
  CHECK(accounts_->use_pin_link(*code, machine.key, "481593", clock.now()).has_value());
  sign_in("sari");
  cookies += "; antrean-machine=" + machine.key;
  const std::string close_day = R"({"command":"close_day","supervisor_user":"wati","supervisor_pin":"481593"})";
  hash.during_verify = [this] {
    asio::co_spawn(io, accounts_service->disable("sari"), asio::detached);
    io.poll();
  };
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/console/command", close_day).status);
  CHECK(sink.got.empty());
}

TEST(Staff, AMachineOfTheEntranceTakesCodesWithNobodySignedInAndDoesNothingElse) {
  const auto key = [this](const accounts::NewMachine& machine) {
    return "antrean-machine=" + accounts_->enrol(machine, "tono", clock.now()).key;
  };
  const std::string kiosk = key({.name = "Pintu 1", .entrance = true});
  const std::string counter = key({.name = "Loket 3", .counter = 3});
  reopen();
  cookies = kiosk;
  for (const char* page : {"/entrance/visitor", "/entrance/kiosk", "/entrance/places"}) {
    UNSIGNED_LONGS_EQUAL_TEXT(200, ask("GET", page).status, page);
  }
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/entrance/check", R"({"code":"AD-QFJ8BD","scanned":true})").status);
  STRCMP_EQUAL("machine Pintu 1", entrance.got.back().by.c_str());
  STRCMP_EQUAL("", entrance.got.back().role.c_str());
  STRCMP_EQUAL("Pintu 1", entrance.got.back().machine.c_str());
  STRCMP_CONTAINS("\"machine_of_entrance\":true", ask("GET", "/staff/me").body.c_str());
  const std::size_t taken = entrance.got.size();
  for (
      const char* body :
      {R"({"booking":17})", R"({"booking":17,"scanned":true})", R"({"code":"AD-QFJ8BD"})",
       R"({"code":"AD-QFJ8BD","scanned":true,"people":2})",
       R"({"code":"AD-QFJ8BD","scanned":true,"class_key":"priority"})",
       R"({"code":"AD-QFJ8BD","scanned":true,"force":{"supervisor":"rina","reason":"x"}})",
       R"({"code":"AD-QFJ8BD","scanned":true,"force":{"reason":"x"},"supervisor_user":"rina","supervisor_pin":"1"})"}) {
    UNSIGNED_LONGS_EQUAL_TEXT(401, ask("POST", "/entrance/check", body).status, body);
  }
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/entrance/find", R"({"name":"dewi"})").status);
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/entrance/show", R"({"number":"B027"})").status);
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/entrance/print", R"({"number":"B027"})").status);
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/entrance/printer").status);
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/console/command", R"({"command":"walk_in","service":"paspor"})").status);
  for (const char* path : {"/console/plan", "/console/officers", "/console/why/B025", "/staff/people"}) {
    UNSIGNED_LONGS_EQUAL_TEXT(401, ask("GET", path).status, path);
  }
  for (const char* page : {"/", "/entrance", "/people"}) {
    UNSIGNED_LONGS_EQUAL_TEXT(303, ask("GET", page).status, page);
  }
  UNSIGNED_LONGS_EQUAL(taken, entrance.got.size());
  CHECK(sink.got.empty() && entrance.shown.empty());

  // A counter's machine has no permission of its own, and one that was withdrawn has none any more.
  cookies = counter;
  UNSIGNED_LONGS_EQUAL(303, ask("GET", "/entrance/visitor").status);
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/entrance/check", R"({"code":"AD-QFJ8BD","scanned":true})").status);
  const auto machines = accounts_service->machines();
  const auto door = std::ranges::find(machines, true, &accounts::Machine::entrance);
  sign_in("tono");
  UNSIGNED_LONGS_EQUAL(200,
                       ask("POST", "/staff/people", R"({"do":"withdraw","machine":")" + door->id + R"("})").status);
  cookies = kiosk;
  UNSIGNED_LONGS_EQUAL(401, ask("POST", "/entrance/check", R"({"code":"AD-QFJ8BD","scanned":true})").status);
  UNSIGNED_LONGS_EQUAL(303, ask("GET", "/entrance/kiosk").status);
}

TEST(Staff, AMachineIsEnrolledForTheEntranceWithANameThatHoldsNothingHidden) {
  sign_in("tono");
  UNSIGNED_LONGS_EQUAL(
      200, ask("POST", "/staff/machine", "{\"name\":\"Pintu\xE2\x80\xAE 1\",\"counter\":3,\"entrance\":true}").status);
  const auto machine = accounts_service->machines().at(0);
  STRCMP_EQUAL("Pintu 1", machine.name.c_str());
  CHECK(machine.entrance && !machine.counter);
}

TEST(Staff, TheClerksCheckInIsInTheirName) {
  sign_in("siti");
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/entrance/check", R"({"booking":17})").status);
  STRCMP_EQUAL("siti", entrance.got.back().by.c_str());
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/entrance/check", R"({"code":"AD-QFJ8BD","scanned":true})").status);
  STRCMP_EQUAL("siti", entrance.got.back().by.c_str());
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/entrance/visitor").status);
  sign_in("sari");  // who has no business at the entrance
  UNSIGNED_LONGS_EQUAL(303, ask("GET", "/entrance/visitor").status);
  UNSIGNED_LONGS_EQUAL(403, ask("POST", "/entrance/show", R"({"number":"B027"})").status);
  UNSIGNED_LONGS_EQUAL(403, ask("POST", "/entrance/print", R"({"number":"B027"})").status);
  sign_in("siti");
  UNSIGNED_LONGS_EQUAL(404, ask("POST", "/entrance/print", R"({"number":"B027"})").status);  // there is no printer
  UNSIGNED_LONGS_EQUAL(404, ask("GET", "/entrance/printer").status);
}

TEST(Staff, AWrongPasswordAndAnUnknownNameAreToldAlike) {
  const auto wrong = ask("POST", "/sign-in", R"({"user":"sari","password":"x"})");
  const auto unknown = ask("POST", "/sign-in", R"({"user":"nobody","password":"x"})");
  UNSIGNED_LONGS_EQUAL(403, wrong.status);
  UNSIGNED_LONGS_EQUAL(403, unknown.status);
  STRCMP_EQUAL(wrong.body.c_str(), unknown.body.c_str());
}

TEST(Staff, SigningOutEndsItAndADisabledPersonIsOutAtOnce) {
  sign_in("sari");
  const std::string sari = cookies;
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/console/plan").status);
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/sign-out", "{}").status);
  cookies = sari;
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/plan").status);
  sign_in("sari");
  const std::string again = cookies;
  cookies.clear();
  sign_in("tono");
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/staff/people", R"({"do":"disable","user":"sari"})").status);
  cookies = again;
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/plan").status);
}

TEST(Staff, ATechnicianMakesNoSupervisorAndTakesNoSupervisorsPlace) {
  add("rina", {accounts::Role::supervisor});
  sign_in("tono");
  for (const char* body :
       {R"({"do":"add","user":"own","name":"Own","roles":"supervisor"})",
        R"({"do":"add","user":"own","name":"Own","roles":"auditor"})",
        R"({"do":"roles","user":"tono","roles":"technician supervisor"})", R"({"do":"reset","user":"rina"})",
        R"({"do":"reset","user":"RINA"})", R"({"do":"link","user":"rina"})", R"({"do":"disable","user":"rina"})"}) {
    UNSIGNED_LONGS_EQUAL_TEXT(403, ask("POST", "/staff/people", body).status, body);
  }
  UNSIGNED_LONGS_EQUAL(
      200, ask("POST", "/staff/people", R"({"do":"add","user":"baru","name":"Baru","roles":"officer clerk"})").status);
}

TEST(Staff, ThePublicListenerKnowsNothingOfSigningIn) {
  everybody->listen("127.0.0.1", 0);
  origin = "http://127.0.0.1:" + std::to_string(everybody->port());
  for (const std::string& route : server->routes()) {
    if (route.find("sign") == std::string::npos && route.find("staff") == std::string::npos &&
        route.find("console") == std::string::npos && route.find("people") == std::string::npos) {
      continue;
    }
    const std::size_t blank = route.find(' ');
    std::string path = route.substr(blank + 1);
    if (const auto gap = path.find("{}"); gap != std::string::npos) {
      path.replace(gap, 2, "3");
    }
    UNSIGNED_LONGS_EQUAL_TEXT(404, ask(route.substr(0, blank).c_str(), path, "{}").status, route.c_str());
  }
  asio::co_spawn(io, everybody->stop(std::chrono::milliseconds(0)), asio::detached);
}

TEST(Staff, OverHttpsACookieIsOfThisHostAlone) {
  more = {{"X-Forwarded-For", "203.0.113.7"}, {"X-Forwarded-Proto", "https"}};
  const auto answer = ask("POST", "/sign-in", R"({"user":"sari","password":")" + std::string(good_password) + R"("})");
  std::string set;
  for (const auto& [name, value] : answer.headers) {
    set = name == "Set-Cookie" ? value : set;
  }
  CHECK_TEXT(set.starts_with("__Host-antrean-session="), set.c_str());
  CHECK_TEXT(set.find("; Path=/;") != std::string::npos && set.ends_with("; Secure"), set.c_str());
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/console/plan").status);
  cookies = cookies.substr(std::string("__Host-").size());  // what another site under our domain could plant
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/plan").status);
}

TEST(Staff, SigningInAgainEndsTheSessionBefore) {
  sign_in("sari");
  const std::string before = cookies;
  sign_in("sari");
  CHECK(before != cookies);
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/console/plan").status);
  cookies = before;
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/plan").status);
}

TEST(Staff, APasswordIsChangedByWhoKnowsItAndEndsTheOtherSessions) {
  sign_in("sari");
  const std::string other = cookies;
  cookies.clear();
  UNSIGNED_LONGS_EQUAL(403, ask("POST", "/staff/password", R"({"current":"x","password":"y"})").status);
  sign_in("sari");
  std::string four_bytes_each;
  for (int i = 0; i < 128; ++i) {
    four_bytes_each += "\xf0\x9f\x90" + std::string(1, static_cast<char>(0x80 + i % 63));
  }
  const auto change = [&](const std::string& current, const std::string& password) {
    return ask("POST", "/staff/password", R"({"current":")" + current + R"(","password":")" + password + R"("})");
  };
  UNSIGNED_LONGS_EQUAL(403, change("wrong", four_bytes_each).status);
  UNSIGNED_LONGS_EQUAL(403, change(good_password, "sari").status);
  UNSIGNED_LONGS_EQUAL(200, change(good_password, four_bytes_each).status);
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/console/plan").status);
  cookies = other;
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/plan").status);
  UNSIGNED_LONGS_EQUAL(200,
                       ask("POST", "/sign-in", R"({"user":"sari","password":")" + four_bytes_each + R"("})").status);
}

TEST(Staff, OnesOwnSessionsAreSeenAndEndedAndNobodyElses) {
  sign_in("siti");
  const std::string siti = cookies;
  cookies.clear();
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/staff/sessions").status);
  sign_in("sari");
  const std::string other = cookies;
  cookies.clear();
  sign_in("sari");
  const auto told = json::parse(ask("GET", "/staff/sessions").body);
  const auto& sessions = told.at("sessions").as_array();
  LONGS_EQUAL(2, sessions.size());
  std::string end;
  for (const auto& session : sessions) {
    if (!session.at("this").as_bool()) {
      end = std::string(session.at("id").as_string().c_str());
    }
  }
  UNSIGNED_LONGS_EQUAL(403, ask("POST", "/staff/sessions", R"({"end":"no such"})").status);
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/staff/sessions", R"({"end":")" + end + R"("})").status);
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/console/plan").status);
  cookies = other;
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/plan").status);
  cookies = siti;
  UNSIGNED_LONGS_EQUAL(200, ask("GET", "/console/plan").status);
}

TEST(Staff, WhoAdministersSignsSomebodyOut) {
  sign_in("sari");
  const std::string sari = cookies;
  cookies.clear();
  sign_in("tono");
  UNSIGNED_LONGS_EQUAL(200, ask("POST", "/staff/people", R"({"do":"sign_out","user":"SARI"})").status);
  cookies = sari;
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/plan").status);
}

TEST(Staff, WhatIsRefusedIsInTheSecurityLogsFiguresWithWhoAsked) {
  sign_in("siti");
  const auto no = ask("POST", "/console/command", R"({"command":"call_next","counter":3})");
  UNSIGNED_LONGS_EQUAL(403, no.status);
  LONGS_EQUAL(1, gate->log.counts().at("not_allowed"));
}

TEST(Staff, AForgedOrForeignCookieIsNobody) {
  cookies = "antrean-session=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  UNSIGNED_LONGS_EQUAL(401, ask("GET", "/console/plan").status);
  const auto me = ask("GET", "/staff/me");
  STRCMP_CONTAINS("\"signed_in\":false", me.body.c_str());
}
