#include <future>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "accounts/accounts_service.hpp"
#include "process/clock.hpp"
#include "rig.hpp"
#include "worker/worker.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::accounts;
using namespace antrean::accounts::rig;
namespace asio = boost::asio;

namespace {

const NewMachine loket{.name = "Loket 1", .counter = 1};

std::ostringstream logged;

// Before any test, so that the logger it makes is no leak of the first one.
const bool quiet = [] {
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_st>(logged)));
  spdlog::set_level(spdlog::level::off);
  return true;
}();

}  // namespace

TEST_GROUP(AccountsService) {
  asio::io_context io{1};
  Office office;
  process::ManualClock clock{morning};
  std::unique_ptr<accounts::AccountsService> service;
  std::vector<std::string> ended;

  void setup() override {
    {  // what Asio keeps from its first use on is no leak of a test
      Worker worker("warm-up");
      wait([](Worker& warm) -> asio::awaitable<int> { co_return co_await warm.run([] { return 1; }); }(worker));
    }
    start();
  }
  void start() {
    service = std::make_unique<accounts::AccountsService>(std::move(office.accounts), clock);
    service->watch_ended([this](const Session& session) { ended.push_back(session.user); });
  }
  void restart() {
    service.reset();
    office.open();
    start();
  }

  template <class T>
  T wait(asio::awaitable<T> work) {
    std::optional<T> result;
    asio::co_spawn(io, std::move(work), [&result](const std::exception_ptr& error, T value) {
      if (error) {
        std::rethrow_exception(error);
      }
      result = std::move(value);
    });
    io.run();
    io.restart();
    return std::move(*result);
  }
  std::string siti(const Place& place = hall) {
    const auto signed_in = wait(service->sign_in_with_password("siti", siti_password, place));
    CHECK_TRUE(signed_in.has_value());
    return signed_in->token;
  }
};

TEST(AccountsService, ATokenGivesItsSessionAndAForgedOneNothing) {
  const std::string token = siti();
  STRCMP_EQUAL("siti", service->session(token)->user.c_str());
  for (const std::string& forged : {std::string(), random_token(), token + "x", service->session(token)->id}) {
    CHECK_FALSE(service->session(forged).has_value());
  }
}

TEST(AccountsService, ARequestReadsNoDatabase) {
  const std::string token = siti();
  wait([](accounts::AccountsService& s) -> asio::awaitable<int> {
    (void)co_await s.people();
    co_return 0;
  }(*service));
  // The file is gone as far as SQLite is concerned; sessions go on.
  std::filesystem::remove(office.options.file);
  for (int i = 0; i < 1000; ++i) {
    CHECK_TRUE(service->session(token).has_value());
  }
}

TEST(AccountsService, SessionsStayOverARestart) {
  const std::string token = siti();
  restart();
  STRCMP_EQUAL("siti", service->session(token)->user.c_str());
  CHECK_TRUE(wait(service->sign_out(token)).has_value());
  restart();
  CHECK_FALSE(service->session(token).has_value());
}

TEST(AccountsService, UseIsWrittenOnceAMinuteAndCountsOverARestart) {
  const std::string token = siti();
  for (int i = 0; i < 40; ++i) {
    clock.advance(Minutes{1});
    CHECK_TRUE(service->session(token).has_value());
  }
  restart();
  CHECK_TRUE(service->session(token).has_value());
}

TEST(AccountsService, WhatAPageDoesByItselfIsNoUse) {
  const std::string token = siti();
  for (int i = 0; i < 29; ++i) {
    clock.advance(Minutes{1});
    CHECK_TRUE(service->seen(token).has_value());
  }
  clock.advance(Minutes{1});
  CHECK_FALSE(service->seen(token).has_value());
  CHECK_FALSE(service->session(token).has_value());
}

TEST(AccountsService, AWallClockThatLeapsSignsNobodyOutAndKeepsNobodyIn) {
  const std::string token = siti();
  clock.step_to(morning + std::chrono::hours{24 * 365});
  CHECK_TRUE(service->session(token).has_value());
  clock.step_to(from_ms(0));
  CHECK_TRUE(service->session(token).has_value());
  for (int i = 0; i < 26; ++i) {
    clock.advance(Minutes{29});
    if (i < 24) {
      CHECK_TRUE(service->session(token).has_value());
    } else {
      CHECK_EQUAL(29 * (i + 1) < 12 * 60, service->session(token).has_value());
    }
  }
  CHECK_FALSE(service->session(token).has_value());
}

TEST(AccountsService, DisablingEndsEverySessionAtOnce) {
  const std::string here = siti(), there = siti(street);
  bool still_there = true;
  wait([](accounts::AccountsService& s, const std::string& token, bool& there_yet) -> asio::awaitable<int> {
    auto work = s.disable("siti");
    (void)co_await std::move(work);
    there_yet = s.session(token).has_value();
    co_return 0;
  }(*service, here, still_there));
  CHECK_FALSE(still_there);
  CHECK_FALSE(service->session(there).has_value());
  LONGS_EQUAL(2, ended.size());
  CHECK_WHY(Why::wrong, wait(service->sign_in_with_password("siti", siti_password, hall)));
  restart();
  CHECK_FALSE(service->session(here).has_value());
}

TEST(AccountsService, DisablingDoesNotWaitForTheWorker) {
  const std::string token = siti();
  std::promise<void> go_on;
  office.hash.during_verify = [held = go_on.get_future().share()] { held.wait(); };
  asio::co_spawn(io, service->sign_in_with_password("budi", budi_password, hall),
                 [](const std::exception_ptr&, const Result<SignedIn>&) {});
  asio::co_spawn(io, service->disable("siti"), [](const std::exception_ptr&, const Result<void>&) {});
  io.poll();
  const bool still_there = service->session(token).has_value();
  go_on.set_value();
  io.restart();
  io.run();
  io.restart();
  office.hash.during_verify = [] {};
  CHECK_FALSE(still_there);
}

TEST(AccountsService, WhoIsSigningInWhileTheyAreDisabledIsOut) {
  std::optional<Result<SignedIn>> signed_in;
  bool disabled = false;
  asio::co_spawn(io, service->sign_in_with_password("siti", siti_password, hall),
                 [&](const std::exception_ptr&, Result<SignedIn> result) { signed_in = std::move(result); });
  asio::co_spawn(io, service->disable("siti"),
                 [&](const std::exception_ptr&, const Result<void>& result) { disabled = result.has_value(); });
  io.run();
  io.restart();
  CHECK_TRUE(disabled);
  CHECK_TRUE(signed_in->has_value());  // the worker came to it first
  CHECK_FALSE(service->session((*signed_in)->token).has_value());
}

TEST(AccountsService, SigningOutEverywhereEndsTheSessionsOfOnePerson) {
  const std::string here = siti(), there = siti(street);
  const auto budi = wait(service->sign_in_with_password("budi", budi_password, hall));
  CHECK_TRUE(wait(service->sign_out_everywhere("siti")).has_value());
  CHECK_FALSE(service->session(here).has_value());
  CHECK_FALSE(service->session(there).has_value());
  CHECK_TRUE(service->session(budi->token).has_value());
  LONGS_EQUAL(2, ended.size());
}

TEST(AccountsService, OneOfOnesOwnSessionsIsEndedByWhoSignedInJustNow) {
  const std::string old = siti();
  const std::string old_id = service->session(old)->id;
  clock.advance(std::chrono::minutes(11));
  LONGS_EQUAL(static_cast<int>(Why::not_now), static_cast<int>(wait(service->sign_out_one(old, old_id)).error().why));
  const std::string fresh = siti();
  CHECK_FALSE(wait(service->sign_out_one(fresh, "no such session")).has_value());
  CHECK_TRUE(wait(service->sign_out_one(fresh, old_id)).has_value());
  CHECK_FALSE(service->session(old).has_value());
  CHECK_TRUE(service->session(fresh).has_value());
  STRCMP_EQUAL("siti", ended.at(0).c_str());
  restart();
  CHECK_FALSE(service->session(old).has_value());
}

TEST(AccountsService, WhoIsSignedInIsListed) {
  siti();
  clock.advance(Minutes{20});
  const std::string there = siti(street);
  LONGS_EQUAL(2, service->signed_in().size());
  clock.advance(Minutes{10});
  const auto left = service->signed_in();
  LONGS_EQUAL(1, left.size());
  STRCMP_EQUAL(service->seen(there)->id.c_str(), left[0].id.c_str());
}

TEST(AccountsService, APasswordTypedAsANameIsNotLogged) {
  spdlog::set_level(spdlog::level::info);
  (void)wait(service->sign_in_with_password("kopi-tubruk.pagi", "x", hall));
  (void)wait(service->sign_in_with_password("SITI", "not the password", hall));
  (void)siti();
  spdlog::set_level(spdlog::level::off);
  const std::string log = logged.str();
  std::ostringstream().swap(logged);
  CHECK(log.find("kopi") == std::string::npos);
  CHECK(log.find("not the password") == std::string::npos);
  CHECK(log.find("nobody we know by password at 10.1.2.3 refused") != std::string::npos);
  CHECK(log.find("siti by password at 10.1.2.3 refused") != std::string::npos);
}

TEST(AccountsService, OtherRolesAndAResetEndSessions) {
  const std::string first = siti();
  CHECK_TRUE(wait(service->set_roles("siti", {Role::clerk})).has_value());
  CHECK_FALSE(service->session(first).has_value());
  const std::string second = siti();
  const auto link = wait(service->reset("siti"));
  CHECK_FALSE(service->session(second).has_value());
  CHECK_TRUE(wait(service->use_password_link(*link, "becak biru di gunung")).has_value());
}

TEST(AccountsService, ChangingThePasswordKeepsThisSessionAndEndsTheOthers) {
  const std::string here = siti(), there = siti(street);
  CHECK_TRUE(wait(service->change_password(here, siti_password, "becak biru di gunung", hall)).has_value());
  CHECK_TRUE(service->session(here).has_value());
  CHECK_FALSE(service->session(there).has_value());
}

TEST(AccountsService, OnlyATechnicianOrSupervisorByPasswordEnrolsAMachine) {
  CHECK_WHY(Why::not_now, wait(service->enrol(siti(), loket)));
  const auto half = wait(service->sign_in_with_password("budi", budi_password, hall));
  CHECK_WHY(Why::not_now, wait(service->enrol(half->token, loket)));
  CHECK_WHY(Why::session_over, wait(service->enrol(random_token(), loket)));
  CHECK_TRUE(wait(service->set_roles("siti", {Role::technician})).has_value());
  const auto enrolled = wait(service->enrol(siti(), loket));
  CHECK_TRUE(enrolled.has_value());
  STRCMP_EQUAL("Loket 1", service->machine(enrolled->key)->name.c_str());
  CHECK_FALSE(service->machine("").has_value());
  CHECK_FALSE(service->machine(enrolled->key)->entrance);
  const auto kiosk = wait(service->enrol(siti(), {.name = "Pintu", .counter = 1, .entrance = true}));
  restart();
  LONGS_EQUAL(2, service->machines().size());
  CHECK_TRUE(service->machine(kiosk->key)->entrance);
  CHECK_FALSE(service->machine(kiosk->key)->counter.has_value());
  CHECK_TRUE(wait(service->withdraw(enrolled->machine.id)).has_value());
  CHECK_WHY(Why::unknown_machine, wait(service->withdraw(enrolled->machine.id)));
  CHECK_FALSE(service->machine(enrolled->key).has_value());
}

TEST(AccountsService, ASupervisorsPinIsAYesAndAnOfficersIsNot) {
  CHECK_TRUE(wait(service->set_roles("siti", {Role::technician})).has_value());
  const auto machine = wait(service->enrol(siti(), loket));
  CHECK_TRUE(wait(service->set_roles("siti", {Role::officer})).has_value());
  for (const char* user : {"siti", "budi"}) {
    const auto link = wait(service->pin_link(user));
    CHECK_TRUE(wait(service->use_pin_link(*link, machine->key, "483920")).has_value());
  }
  const Place counter = at(*machine);
  STRCMP_EQUAL("Budi", wait(service->check_supervisor_pin("budi", "483920", counter))->name.c_str());
  CHECK_WHY(Why::wrong, wait(service->check_supervisor_pin("siti", "483920", counter)));
  CHECK_WHY(Why::wrong, wait(service->check_supervisor_pin("budi", "483921", counter)));
  CHECK_WHY(Why::unknown_machine, wait(service->check_supervisor_pin("budi", "483920", hall)));
  CHECK_TRUE(service->session(wait(service->sign_in_with_pin("siti", "483920", counter))->token).has_value());
}

TEST(AccountsService, ASecondFactorIsConfirmedByTheTokenOfItsSession) {
  const auto half = wait(service->sign_in_with_password("budi", budi_password, hall));
  CHECK_FALSE(service->session(half->token)->complete());
  CHECK_TRUE(wait(service->begin_second_factor(half->token)).has_value());
  CHECK_WHY(Why::wrong_code, wait(service->finish_second_factor(half->token, "000000", true)));
  CHECK_WHY(Why::session_over, wait(service->confirm_second_factor(random_token(), "000000", hall, true)));
  CHECK_WHY(Why::not_now, wait(service->confirm_second_factor(half->token, "000000", hall, true)));
}

TEST(AccountsService, AFloodOfSignInsFromOnePlaceKeepsNobodyElseOut) {
  std::vector<Why> answers;
  bool siti_in = false;
  for (int i = 0; i < 10; ++i) {
    asio::co_spawn(io, service->sign_in_with_password("nobody", "x", street),
                   [&](const std::exception_ptr&, const Result<SignedIn>& result) { answers.push_back(why(result)); });
  }
  asio::co_spawn(io, service->sign_in_with_password("siti", siti_password, hall),
                 [&](const std::exception_ptr&, const Result<SignedIn>& result) { siti_in = result.has_value(); });
  io.run();
  io.restart();
  LONGS_EQUAL(8, std::count(answers.begin(), answers.end(), Why::busy));
  CHECK_TRUE(siti_in);
}

TEST(AccountsService, AFloodFromManyPlacesKeepsNoCounterOut) {
  CHECK_TRUE(wait(service->set_roles("siti", {Role::technician})).has_value());
  const auto machine = wait(service->enrol(siti(), loket));
  int busy = 0;
  bool siti_in = false;
  for (int i = 0; i < 100; ++i) {
    asio::co_spawn(
        io, service->sign_in_with_password("nobody", "x", {.machine_key = "", .address = std::to_string(i)}),
        [&](const std::exception_ptr&, const Result<SignedIn>& result) { busy += why(result) == Why::busy; });
  }
  asio::co_spawn(io, service->sign_in_with_password("siti", siti_password, at(*machine)),
                 [&](const std::exception_ptr&, const Result<SignedIn>& result) { siti_in = result.has_value(); });
  io.run();
  io.restart();
  LONGS_EQUAL(84, busy);
  CHECK_TRUE(siti_in);
}

TEST(AccountsService, ADiskThatTakesNothingIsSaidAndWhoIsInGoesOn) {
  const std::string token = siti();
  service.reset();
  {
    SQLite::Database file(office.options.file, SQLite::OPEN_READWRITE);
    file.exec("CREATE TRIGGER full BEFORE INSERT ON tries BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  }
  office.open();
  start();
  CHECK_WHY(Why::storage, wait(service->sign_in_with_password("budi", budi_password, hall)));
  CHECK_TRUE(service->session(token).has_value());
}
