#include <chrono>
#include <stdexcept>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "bookings/portal_link.hpp"
#include "fake_portal.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::bookings;
using namespace antrean::bookings::test;
using namespace std::chrono_literals;

namespace {

/// Made before the first test, or the leak detector counts spdlog's registry.
[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

http::Response page_of(std::uint64_t cursor, bool more, std::vector<Booking> rows) {
  office_api::BookingPage page;
  page.cursor = cursor;
  page.more = more;
  page.bookings = std::move(rows);
  return http::Response::json(office_api::to_json(page));
}

bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_GROUP(PortalConnection) {
  asio::io_context io{1};
  FakePortal portal{io};
  MemoryDayList day_list;
  MemoryOutbox outbox;
  MemoryJournal journal;
  MemoryDay day;
  process::ManualClock clock{from_ms(1'800'000'000'000)};
  LinkSettings settings;
  std::optional<PortalLink> link;
  asio::cancellation_signal cancel[3];
  int running = 0;
  int changes = 0;

  void setup() override {
    settings.url = portal.url() + "/";
    settings.token = "token-of-AD";
    settings.pull_every = 3ms;
    settings.send_every = 1h;
    settings.keys_every = 1h;
    settings.heads_every = 3ms;
    settings.today_every = 3ms;
    settings.deadline = 10s;
    settings.first_retry = 1ms;
    settings.last_retry = 5ms;
  }
  void teardown() override {
    stop();
    finish(portal.stop());
  }

  void until(const std::function<bool()>& done) {
    const auto bound = std::chrono::steady_clock::now() + 30s;  // limits a test that hangs
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
  void finish(asio::awaitable<void> work) {
    bool done = false;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr) { done = true; });
    until([&] { return done; });
  }
  PortalLink& make() {
    link.emplace(io, settings, clock, day_list, outbox);
    link->on_change([this](const LinkHealth&) { ++changes; });
    link->send_heads_of(journal);
    link->send_today_of(day);
    return *link;
  }
  void spawn(asio::awaitable<void> loop) {
    auto& signal = cancel[running++];
    asio::co_spawn(io, std::move(loop), asio::bind_cancellation_slot(signal.slot(), [this](std::exception_ptr e) {
                     --running;
                     CHECK(!e);
                   }));
  }
  void pull() { spawn(make().pull_bookings()); }
  void send() { spawn(make().send_results()); }
  void keys() { spawn(make().refresh_keys()); }
  void heads() { spawn(make().send_heads()); }
  void today() { spawn(make().send_today()); }
  /// What people said, as the office hears it; `refusals` of them cannot be kept at first.
  std::vector<office_api::TodayFeedback> heard;
  int refusals = 0;
  void today_with_feedback() {
    make().on_feedback([this](office_api::TodayFeedback said) -> asio::awaitable<bool> {
      heard.push_back(std::move(said));
      co_return refusals-- <= 0;
    });
    spawn(link->send_today());
  }
  office_api::TodayState state(std::size_t n) { return portal.days->find(day.day.tickets.at(n).key)->ticket->state; }
  JournalAtPortal told() { return link->health().journal; }
  void stop() {
    for (auto& signal : cancel) {
      signal.emit(asio::cancellation_type::terminal);
    }
    until([&] { return running == 0; });
  }
  const LineHealth& bookings() { return link->health().bookings; }
};

TEST(PortalConnection, OnlyWhatChangedIsPulledPageByPage) {
  settings.page_limit = 2;
  for (BookingId id = 1; id <= 5; ++id) {
    portal.change(booking(id));
  }
  pull();
  until([&] { return day_list.rows.size() == 5; });
  LONGS_EQUAL(3, day_list.pages);
  portal.change(booking(2, BookingStatus::cancelled));
  until([&] { return day_list.rows.at(2).status == BookingStatus::cancelled; });
  LONGS_EQUAL(4, day_list.pages);
  LONGS_EQUAL(6, day_list.at);
  LONGS_EQUAL(6, bookings().items);
  CHECK(portal.seen.back().query.at("cursor") >= "5");
}

TEST(PortalConnection, APullGoesOnWhereTheStoreStandsAfterARestart) {
  for (BookingId id = 1; id <= 3; ++id) {
    portal.change(booking(id));
  }
  day_list.at = 2;
  pull();
  until([&] { return day_list.pages == 1; });
  LONGS_EQUAL(1, day_list.rows.size());
  CHECK(day_list.rows.contains(3));
}

TEST(PortalConnection, EveryAnswerSaysWhatTimeItIsAtThePortal) {
  portal.faults.push_back(FakePortal::answers(http::Response::problem(503, "away", "away")));
  const auto clock_now = [] { return std::chrono::system_clock::now(); };
  const auto before = std::chrono::floor<std::chrono::seconds>(clock_now());
  std::vector<UtcTime> heard;
  make();
  link->on_time([&](UtcTime time) { heard.push_back(time); });
  spawn(link->pull_bookings());
  until([&] { return heard.size() >= 2; });
  for (const UtcTime time : heard) {
    CHECK(time >= before && time <= clock_now());
  }
}

TEST(PortalConnection, PagesAreHeardOfOnceTheyAreKept) {
  portal.change(booking(7));
  make();
  std::vector<BookingId> heard;
  link->on_page([&](const office_api::BookingPage& page) {
    CHECK(day_list.at == page.cursor);
    for (const auto& row : page.bookings) {
      heard.push_back(row.id);
    }
  });
  spawn(link->pull_bookings());
  until([&] { return !heard.empty(); });
  LONGS_EQUAL(7, heard.at(0));
}

TEST(PortalConnection, EveryKindOfBadAnswerIsSurvivedAndNamed) {
  const struct {
    http::Response answer;
    const char* words;
  } table[] = {
      {http::Response::text("down", 500), "answered 500"},
      {http::Response::text("down", 503), "in trouble itself"},
      {http::Response::problem(401, "who", "are you"), "token"},
      {http::Response::text("no", 404), "portal.url"},
      {http::Response::text("slow down", 429), "slow down"},
      {http::Response::redirect("/login"), "answered 303"},
      {http::Response::html("<html>please log in</html>"), "not a page of bookings"},
      {http::Response::json(""), "not a page of bookings"},
      {http::Response::json("{\"cursor\":9,\"more\":false,\"bookings\":[{\"id\":1}]}"), "not a page of bookings"},
      {http::Response::json("[" + std::string(300'000, ' ') + "]"), "larger than 256 KiB"},
      {page_of(4, true, {}), "does not get past 4"},
      {page_of(4, false, {booking(9)}), "does not get past 4"},
      {page_of(3, false, {booking(9)}), "behind the 4"},
  };
  for (BookingId id = 1; id <= 4; ++id) {
    portal.change(booking(id));
  }
  for (const auto& row : table) {
    day_list.at = 4;
    day_list.rows.clear();
    portal.faults = {FakePortal::answers(row.answer)};
    pull();
    until([&] { return portal.faults.empty() && bookings().working(); });
    CHECK_TEXT(has(bookings().last_error, row.words), (bookings().last_error + " / " + row.words).c_str());
    CHECK_TEXT(!day_list.rows.contains(9), row.words);  // nothing of it is used
    stop();
    LONGS_EQUAL(4, day_list.at);
  }
}

TEST(PortalConnection, ASilentPortalRunsIntoTheDeadline) {
  settings.deadline = 20ms;
  portal.change(booking(1));
  portal.faults = {FakePortal::silence(), FakePortal::silence()};
  pull();
  until([&] { return day_list.rows.size() == 1; });
  CHECK(has(bookings().last_error, "within 20 ms"));
}

TEST(PortalConnection, APortalThatIsAwayIsFoundAgain) {
  pull();
  until([&] { return bookings().working(); });
  finish(portal.stop());
  until([&] { return bookings().failures >= 3; });
  CHECK(!bookings().working());
  CHECK(has(bookings().last_error, "cannot be reached"));
  clock.advance(7s);
  LONGS_EQUAL(7000, bookings().lag(clock.monotonic())->count());
  portal.start();
  portal.change(booking(1));
  until([&] { return day_list.rows.size() == 1; });
  CHECK(bookings().working());
  LONGS_EQUAL(0, bookings().lag(clock.monotonic())->count());
  CHECK(*bookings().last_success == clock.now());
  LONGS_EQUAL(3, changes);  // works, fails, works
}

TEST(PortalConnection, AnOldPageRepeatedOnTheWayBringsNothingBack) {
  portal.change(booking(1));
  const auto old = page_of(1, false, {booking(1)});
  portal.change(booking(1, BookingStatus::cancelled));
  pull();
  until([&] { return day_list.at == 2; });
  bool seen_confirmed = false;
  link->on_page([&](const office_api::BookingPage&) {
    seen_confirmed = seen_confirmed || day_list.rows.at(1).status != BookingStatus::cancelled;
  });
  portal.faults = {FakePortal::answers(old), FakePortal::answers(old)};
  portal.change(booking(2));
  until([&] { return day_list.rows.contains(2) && portal.faults.empty(); });
  until([&] { return day_list.rows.at(1).status == BookingStatus::cancelled && day_list.at == 3; });
  CHECK(has(bookings().last_error, "behind"));
}

TEST(PortalConnection, APortalRestoredFromABackupIsTakenFromTheStart) {
  day_list.at = 50;
  day_list.rows[99] = booking(99);
  portal.faults = {FakePortal::answers(page_of(10, false, {}))};
  for (BookingId id = 1; id <= 3; ++id) {
    portal.change(booking(id));
  }
  pull();
  until([&] { return day_list.at == 3; });
  CHECK(day_list.rows.contains(1) && day_list.rows.contains(3));
}

TEST(PortalConnection, ACursorIsAskedWithItsGeneration) {
  portal.generation = "aa";
  portal.change(booking(1));
  pull();
  until([&] { return day_list.at == 1; });
  CHECK(!portal.seen.front().query.contains("generation"));
  portal.change(booking(2));
  until([&] { return day_list.at == 2; });
  CHECK(portal.seen.back().query.at("generation") == "aa");
  LONGS_EQUAL(0, portal.given_back.size());
}

TEST(PortalConnection, AnotherDatabaseIsTakenFromTheStartAndGetsBackWhatItLost) {
  settings.page_limit = 2;
  portal.generation = "aa";
  for (BookingId id = 1; id <= 5; ++id) {
    portal.change(booking(id));
  }
  make();
  int afresh = 0;
  std::vector<std::vector<std::string>> answers;
  link->on_afresh([&] { ++afresh; });
  link->on_given_back([&](const std::vector<std::string>& no_place) { answers.push_back(no_place); });
  spawn(link->pull_bookings());
  until([&] { return day_list.at == 5; });
  // A copy from when there were three bookings. Since then more were booked than were lost, so the cursor
  // alone fits.
  portal.put_back("bb");
  for (BookingId id = 1; id <= 3; ++id) {
    portal.change(booking(id));
  }
  for (BookingId id = 101; id <= 104; ++id) {
    portal.change(booking(id));
  }
  portal.no_place = {"proof of " + booking(5).code};
  until([&] { return !answers.empty(); });
  LONGS_EQUAL(1, afresh);
  for (BookingId id = 101; id <= 104; ++id) {
    CHECK(day_list.rows.contains(id));
  }
  LONGS_EQUAL(1, portal.given_back.size());
  const auto& back = portal.given_back.at(0);
  CHECK(back.complete);
  LONGS_EQUAL(2, back.bookings.size());
  CHECK(back.bookings.at(0).proof == "proof of " + booking(4).code);
  CHECK(back.bookings.at(0).name == "Orang 4");
  CHECK(answers.at(0) == std::vector<std::string>{"proof of " + booking(5).code});
  LONGS_EQUAL(1, link->health().given_back);
  // It is reported once.
  portal.change(booking(105));
  until([&] { return day_list.rows.contains(105); });
  LONGS_EQUAL(1, afresh);
  LONGS_EQUAL(1, portal.given_back.size());
}

TEST(PortalConnection, AnAnswerThatIsOwedIsGivenAfterARestartAndAlsoWhenItIsEmpty) {
  portal.generation = "aa";
  day_list.generation = "aa";
  day_list.owed = true;
  portal.faults = {FakePortal::answers(http::Response::text("", 503)),
                   FakePortal::answers(http::Response::json("{\"kept\":7,\"listed\":[]}"))};
  pull();
  until([&] { return !day_list.owed; });
  LONGS_EQUAL(1, portal.given_back.size());
  CHECK(portal.given_back.at(0).complete && portal.given_back.at(0).bookings.empty());
  CHECK(has(bookings().last_error, "what became of the bookings"));
}

TEST(PortalConnection, ADatabasePutBackTwiceIsPulledBeforeItIsAnswered) {
  portal.generation = "cc";
  portal.change(booking(1));
  day_list.generation = "bb";
  day_list.owed = true;
  day_list.rows[9] = booking(9);
  pull();
  until([&] { return !portal.given_back.empty(); });
  CHECK(portal.given_back.at(0).generation == "cc");
  LONGS_EQUAL(1, portal.given_back.at(0).bookings.size());
  until([&] { return !day_list.owed; });
}

TEST(PortalConnection, NoResultIsSentBeforeThePortalHasItsBookingsBack) {
  portal.generation = "aa";
  day_list.generation = "aa";
  day_list.owed = true;
  outbox.add(1);
  send();
  until([&] { return link->health().results.working(); });
  LONGS_EQUAL(0, portal.taken.size());
  spawn(link->pull_bookings());
  until([&] { return !day_list.owed; });
  link->results_waiting();
  until([&] { return outbox.waiting.empty(); });
  LONGS_EQUAL(1, portal.taken.size());
}

TEST(PortalConnection, APortalOfAnEarlierReleaseIsOwedNothing) {
  day_list.owed = true;
  portal.change(booking(1));
  portal.faults = {FakePortal::answers(http::Response::text("", 405))};
  pull();
  until([&] { return day_list.rows.contains(1); });
  CHECK(!day_list.owed);
}

TEST(PortalConnection, AWithdrawnKeyIsHeardOfWithTheNextPage) {
  const auto first = codes::make_key_pair();
  const auto second = codes::make_key_pair();
  portal.generation = "aa";
  portal.page_keys = {{1, codes::to_text(first.public_key)}, {2, codes::to_text(second.public_key)}};
  std::vector<codes::Keyring> heard;
  make().on_keys([&](const codes::Keyring& ring) { heard.push_back(ring); });
  spawn(link->pull_bookings());
  until([&] { return heard.size() == 1; });
  LONGS_EQUAL(2, heard.at(0).size());
  portal.page_keys.erase(portal.page_keys.begin());
  until([&] { return heard.size() == 2; });
  CHECK(!heard.at(1).contains(1));
  CHECK(heard.at(1).at(2) == second.public_key);
  portal.page_keys = {{3, "no key"}};
  const auto asked = portal.seen.size();
  until([&] { return portal.seen.size() > asked + 2; });
  LONGS_EQUAL(2, heard.size());
}

TEST(PortalConnection, ADiskThatIsFullStopsThePullAndHeals) {
  portal.change(booking(1));
  day_list.broken = true;
  pull();
  until([&] { return bookings().failures >= 2; });
  CHECK(has(bookings().last_error, "disk full"));
  day_list.broken = false;
  until([&] { return day_list.rows.size() == 1; });
}

TEST(PortalConnection, RetryAfterIsRespected) {
  auto slow_down = http::Response::text("", 429);
  slow_down.headers.emplace_back("Retry-After", "3600");
  portal.faults = {FakePortal::answers(slow_down)};
  pull();
  until([&] { return bookings().failures == 1; });
  link->pull_now();  // a request to pull does not shorten the wait that the portal asked for
  bool elapsed = false;
  asio::steady_timer later(io, 50ms);  // ten times last_retry
  later.async_wait([&](boost::system::error_code) { elapsed = true; });
  until([&] { return elapsed; });
  LONGS_EQUAL(1, portal.seen.size());
}

TEST(PortalConnection, ResultsGoOutAsTheyComeAndEachOnce) {
  outbox.add(1);
  send();
  until([&] { return outbox.waiting.empty(); });
  outbox.add(2);
  outbox.add(3);
  link->results_waiting();
  until([&] { return outbox.waiting.empty(); });
  LONGS_EQUAL(3, portal.taken.size());
  LONGS_EQUAL(3, portal.taken.at(2).booking);
  LONGS_EQUAL(3, link->health().results.items);
  CHECK(portal.seen.at(0).header("Authorization") == "Bearer token-of-AD");
}

TEST(PortalConnection, ALostOrNonsensicalAnswerRepeatsTheParcelUnderItsKey) {
  settings.deadline = 20ms;
  const auto take_and_answer = [this](std::optional<http::Response> answer) {
    return [this, answer](const http::Request& request) {
      const auto batch = office_api::batch_from_json(request.body);
      if (portal.batches.emplace(std::string(request.header("Idempotency-Key")), request.body).second) {
        portal.taken.push_back(batch->results.at(0));
      }
      return answer;
    };
  };
  portal.faults = {take_and_answer(std::nullopt),  // taken, and the line is cut before the answer
                   take_and_answer(http::Response::html("<html>log in</html>")),
                   take_and_answer(http::Response::json("{\"accepted\":7}")),
                   take_and_answer(http::Response::json("{}")), take_and_answer(http::Response::text("", 502))};
  outbox.add(1);
  send();
  until([&] { return outbox.waiting.empty(); });
  LONGS_EQUAL(1, portal.taken.size());
  LONGS_EQUAL(6, portal.seen.size());
  for (const auto& request : portal.seen) {
    CHECK(request.header("Idempotency-Key") == "key-1");
  }
}

TEST(PortalConnection, ADeliveryThatCouldNotBeNotedIsRepeatedWithoutASecondEffect) {
  outbox.broken_once = true;
  outbox.add(1);
  send();
  until([&] { return outbox.waiting.empty(); });
  LONGS_EQUAL(2, portal.seen.size());
  LONGS_EQUAL(1, portal.taken.size());
}

TEST(PortalConnection, WhatThePortalNeverTakesIsSetAsideAndTheRestGoes) {
  portal.faults = {FakePortal::answers(http::Response::problem(422, "key", "used before"))};
  outbox.add(1);
  outbox.add(2);
  send();
  until([&] { return outbox.waiting.empty(); });
  LONGS_EQUAL(1, outbox.aside.size());
  CHECK(has(outbox.aside.at(0).second, "422: ") && has(outbox.aside.at(0).second, "used before"));
  LONGS_EQUAL(2, portal.taken.at(0).booking);
  LONGS_EQUAL(1, link->health().results_refused);
}

TEST(PortalConnection, KeysAreTakenWholeOrNotAtAll) {
  const auto pair = codes::make_key_pair();
  office_api::KeyList list;
  list.keys.push_back({1, codes::to_text(pair.public_key)});
  const auto good = office_api::to_json(list);
  list.keys.push_back({1, codes::to_text(pair.public_key)});
  const auto doubled = office_api::to_json(list);
  list.keys.back() = {2, "short"};
  const auto half = office_api::to_json(list);
  portal.faults = {FakePortal::answers(http::Response::json("{\"keys\":[]}")),
                   FakePortal::answers(http::Response::json(half)), FakePortal::answers(http::Response::json(doubled)),
                   FakePortal::answers(http::Response::text("x", 500))};
  portal.keys_json = good;
  std::vector<codes::Keyring> heard;
  make().on_keys([&](const codes::Keyring& ring) { heard.push_back(ring); });
  spawn(link->refresh_keys());
  until([&] { return !heard.empty(); });
  LONGS_EQUAL(1, heard.size());
  CHECK(heard[0].at(1) == pair.public_key);
  LONGS_EQUAL(5, portal.seen.size());
}

TEST(PortalConnection, ALineThatHangsHoldsTheOthersUpInNothing) {
  portal.change(booking(1));
  portal.faults = {FakePortal::silence()};
  keys();
  until([&] { return portal.seen.size() == 1; });  // the request for keys waits for its ten seconds
  outbox.add(1);
  spawn(link->pull_bookings());
  spawn(link->send_results());
  until([&] { return outbox.waiting.empty() && day_list.rows.size() == 1; });
  CHECK(!link->health().keys.working());
}

TEST(PortalConnection, ALoopMayBeEndedByWhoHearsOfIt) {
  // At that moment no request is running, and the next one would come in an hour.
  office_api::KeyList list;
  list.keys.push_back({1, codes::to_text(codes::make_key_pair().public_key)});
  portal.keys_json = office_api::to_json(list);
  make().on_change([this](const LinkHealth&) { cancel[0].emit(asio::cancellation_type::terminal); });
  spawn(link->refresh_keys());
  until([&] { return running == 0; });
  LONGS_EQUAL(1, link->health().keys.items);
}

TEST(PortalConnection, SettingsThatMakeNoSenseAreRefused) {
  const auto made_with = [this](auto change) {
    auto wrong = settings;
    change(wrong);
    PortalLink refused(io, wrong, clock, day_list, outbox);
  };
  CHECK_THROWS(std::invalid_argument, made_with([](LinkSettings& s) { s.url = "portal.example"; }));
  CHECK_THROWS(std::invalid_argument, made_with([](LinkSettings& s) { s.token = ""; }));
  CHECK_THROWS(std::invalid_argument, made_with([](LinkSettings& s) { s.first_retry = 0ms; }));
  CHECK_THROWS(std::invalid_argument, made_with([](LinkSettings& s) { s.last_retry = 0ms; }));
}

TEST(PortalConnection, AHeadGoesOutWhenThereAreNewEventsAndOnlyThen) {
  heads();
  until([&] { return link->health().heads.working(); });
  CHECK(portal.seen.empty());  // there is no event yet
  journal.append(7);
  until([&] { return told() == JournalAtPortal::agrees; });
  STRCMP_EQUAL(std::string(64, 'a').c_str(), portal.heads->at(7).c_str());
  const auto requests = portal.seen.size();
  journal.append(9);
  until([&] { return portal.heads->contains(9); });
  LONGS_EQUAL(requests + 1, portal.seen.size());
  STRCMP_EQUAL("Bearer token-of-AD", std::string(portal.seen.back().header("Authorization")).c_str());
}

TEST(PortalConnection, AHeadGoesOutAfterEachParcelOfResults) {
  settings.heads_every = 1h;
  settings.send_every = 3ms;
  heads();
  spawn(link->send_results());
  until([&] { return link->health().heads.working() && link->health().results.working(); });
  journal.append(7);
  outbox.add(1);
  until([&] { return portal.heads->contains(7); });
  LONGS_EQUAL(1, portal.taken.size());
}

TEST(PortalConnection, ResultsDoNotWaitForAHeadThatIsNotAnswered) {
  settings.heads_every = 1h;
  settings.send_every = 3ms;
  journal.append(7);
  portal.faults.push_back(FakePortal::silence());
  heads();
  until([&] { return portal.seen.size() == 1; });
  spawn(link->send_results());
  outbox.add(1);
  until([&] { return portal.taken.size() == 1; });
  CHECK(portal.heads->empty());
}

TEST(PortalConnection, AHeadThatWasNotTakenIsSentAgain) {
  journal.append(7);
  portal.faults.push_back(FakePortal::answers(http::Response::problem(503, "later", "")));
  portal.faults.push_back(FakePortal::answers(http::Response::json("{}")));
  heads();
  until([&] { return told() == JournalAtPortal::agrees; });
  CHECK(portal.heads->contains(7));
  stop();
  finish(portal.stop());
  heads();
  journal.append(8);
  until([&] { return link->health().heads.failures > 0; });
  journal.append(9);
  portal.start();
  until([&] { return portal.heads->contains(9); });
}

TEST(PortalConnection, TheNewestHeadThatThePortalHoldsIsComparedBeforeAnyNewOne) {
  portal.heads->emplace(7, std::string(64, 'a'));
  journal.append(7);
  journal.append(9);
  heads();
  until([&] { return told() == JournalAtPortal::agrees && portal.heads->contains(9); });
  stop();
  // Meanwhile the chain was made anew, and has grown.
  LONGS_EQUAL(2, portal.heads->size());
  journal.append(7, 'f');
  journal.append(9, 'f');
  journal.append(12, 'f');
  heads();
  until([&] { return told() == JournalAtPortal::other_past; });
  STRCMP_EQUAL(std::string(64, 'a').c_str(), portal.heads->at(9).c_str());
  until([&] { return portal.heads->contains(12); });
  CHECK(told() == JournalAtPortal::other_past);
}

TEST(PortalConnection, AChainMadeAnewWhileTheOfficeRunsIsSeenAtTheNextHead) {
  journal.append(7);
  heads();
  until([&] { return told() == JournalAtPortal::agrees; });
  // Another machine with this office's token told more of this journal.
  portal.heads->emplace(9, std::string(64, 'f'));
  journal.append(9);
  until([&] { return told() == JournalAtPortal::other_past; });
  CHECK(changes > 0);
}

TEST(PortalConnection, AJournalThatEndsBeforeWhatThePortalWasToldIsSaidUntilItGetsThere) {
  portal.heads->emplace(20, std::string(64, 'a'));
  journal.append(7);
  heads();
  until([&] { return told() == JournalAtPortal::end_missing; });
  journal.append(20, 'f');
  journal.append(21, 'f');
  until([&] { return told() == JournalAtPortal::other_past; });
}

TEST(PortalConnection, APortalOfAnEarlierReleaseIsAskedQuietly) {
  portal.heads.reset();
  journal.append(7);
  heads();
  until([&] { return portal.seen.size() > 3; });
  CHECK(link->health().heads.working());
  LONGS_EQUAL(0, link->health().heads.failures);
  CHECK(told() == JournalAtPortal::unknown);
  portal.heads.emplace();
  until([&] { return portal.heads->contains(7); });
}

TEST(PortalConnection, AnEventThatIsNotKeptAnyMoreIsNotCompared) {
  portal.heads->emplace(3, std::string(64, 'a'));
  journal.append(7);
  heads();
  until([&] { return told() == JournalAtPortal::agrees; });
  CHECK(portal.heads->contains(7));
}

TEST(PortalConnection, AJournalThatCannotBeReadIsAFailureOfThisLineOnly) {
  journal.broken = true;
  heads();
  until([&] { return link->health().heads.failures > 0; });
  CHECK(has(link->health().heads.last_error, "disk full"));
  journal.broken = false;
  journal.append(7);
  until([&] { return portal.heads->contains(7); });
}

// How the day stands.

using office_api::TodayState;

TEST(PortalConnection, TheDayGoesOutWholeAndThenWhatDiffers) {
  today();
  until([&] { return link->health().today.working(); });
  CHECK(portal.told.empty());  // it is not known yet
  CHECK_FALSE(link->my_number().has_value());
  day.set(1);
  until([&] { return portal.told.size() == 1; });
  LONGS_EQUAL(0, portal.told[0].after);
  LONGS_EQUAL(2, portal.told[0].tickets.size());
  day.set(1, TodayState::called);
  until([&] { return portal.told.size() == 2; });
  LONGS_EQUAL(1, portal.told[1].tickets.size());
  LONGS_EQUAL(portal.told[0].seq, portal.told[1].after);
  until([&] { return link->my_number().has_value(); });
  STRCMP_EQUAL("https://portal.example/n/", link->my_number()->c_str());
  CHECK(state(0) == TodayState::waiting);
  CHECK(state(1) == TodayState::called);
  STRCMP_EQUAL("Bearer token-of-AD", std::string(portal.seen.back().header("Authorization")).c_str());
}

TEST(PortalConnection, NothingGoesOutWhileTheDayStandsAsItStoodUntilItIsTime) {
  day.set(0);
  today();
  until([&] { return portal.told.size() == 1 && link->my_number(); });
  const int asked = day.asked;
  ++day.number;  // something changed, and nothing of this
  until([&] { return day.asked > asked; });
  const auto turns = changes;
  clock.advance(19s);
  for (int i = 0; i < 20; ++i) {
    io.run_one_for(3ms);
  }
  LONGS_EQUAL(turns, changes);
  LONGS_EQUAL(1, portal.told.size());
  clock.advance(1s);
  until([&] { return portal.told.size() == 2; });
  LONGS_EQUAL(0, portal.told[1].tickets.size());
}

TEST(PortalConnection, APortalThatWasStartedAgainGetsTheDayWhole) {
  day.set(2);
  today();
  until([&] { return portal.told.size() == 1 && link->my_number(); });
  portal.days.emplace(std::string(32, 'e'));
  day.set(0, TodayState::called);
  until([&] { return portal.days->of_office("AD") != nullptr; });
  LONGS_EQUAL(3, portal.told.size());  // what differs, refused, and then everything
  CHECK(portal.told[1].after != 0 && portal.told[2].after == 0);
  CHECK(state(0) == TodayState::called);
  CHECK(state(2) == TodayState::waiting);
}

TEST(PortalConnection, ADayOfAnotherDateGoesOutWhole) {
  day.set(2);
  today();
  until([&] { return portal.told.size() == 1 && link->my_number(); });
  day.day.day = day.day.day.plus(1);
  day.day.tickets.clear();
  day.set(0);
  until([&] { return portal.told.size() == 2; });
  LONGS_EQUAL(0, portal.told[1].after);
  LONGS_EQUAL(1, portal.told[1].tickets.size());
}

TEST(PortalConnection, WhatCouldNotBeSentIsNotKeptAndTheNewestGoesOut) {
  day.set(0);
  today();
  until([&] { return portal.told.size() == 1 && link->my_number(); });
  finish(portal.stop());
  day.set(0, TodayState::called);
  until([&] { return link->health().today.failures > 1; });
  day.set(0, TodayState::serving);
  day.set(1);
  portal.start();
  until([&] { return portal.told.size() == 2; });
  LONGS_EQUAL(0, portal.told[1].after);
  CHECK(portal.told[1].tickets[0].state == TodayState::serving);
}

TEST(PortalConnection, APortalThatNeverAnswersHoldsUpNothingElse) {
  day.set(0);
  settings.send_every = 3ms;
  portal.faults.push_back(FakePortal::silence());
  today();
  until([&] { return portal.seen.size() == 1; });
  spawn(link->send_results());
  outbox.add(1);
  day.set(0, TodayState::called);
  until([&] { return portal.taken.size() == 1; });
  CHECK(portal.told.empty());
}

TEST(PortalConnection, ThePlaceOfMyNumberIsForgottenWhenThePortalIsAwayForAMinute) {
  day.set(0);
  today();
  until([&] { return link->my_number().has_value(); });
  finish(portal.stop());
  clock.advance(60s);
  until([&] { return link->health().today.failures > 0; });
  CHECK(link->my_number().has_value());
  clock.advance(1ms);
  CHECK_FALSE(link->my_number().has_value());
  portal.start();
  until([&] { return link->my_number().has_value(); });
}

TEST(PortalConnection, APortalOfAnEarlierReleaseTakesNoDayAndIsNotAskedAllTheTime) {
  portal.days.reset();
  day.set(0);
  today();
  until([&] { return portal.seen.size() == 1; });
  day.set(0, TodayState::called);
  for (int i = 0; i < 20; ++i) {
    io.run_one_for(3ms);
  }
  LONGS_EQUAL(1, portal.seen.size());
  LONGS_EQUAL(0, link->health().today.failures);
  CHECK_FALSE(link->my_number().has_value());
  portal.days.emplace(std::string(32, 'e'));
  clock.advance(60s);
  until([&] { return link->my_number().has_value(); });
}

TEST(PortalConnection, AnAnswerThatIsNoPortalsIsNotUsed) {
  day.set(0);
  portal.faults.push_back(FakePortal::answers(http::Response::html("<p>log in to the network")));
  portal.faults.push_back(FakePortal::answers(
      http::Response::json(R"({"run":"dddddddddddddddddddddddddddddddd","my_number":"javascript:0"})")));
  portal.faults.push_back(FakePortal::answers(http::Response::problem(409, "not in order", "")));
  today();
  until([&] { return link->my_number().has_value(); });
  STRCMP_EQUAL("https://portal.example/n/", link->my_number()->c_str());
  LONGS_EQUAL(4, portal.seen.size());
}

TEST(PortalConnection, ADayThatFitsNoBodyComesInParts) {
  day.set(4500);
  for (auto& ticket : day.day.tickets) {
    ticket.counter = std::string(100, 'x');
  }
  today();
  until([&] {
    const auto* news = portal.days->of_office("AD");
    return news != nullptr && news->tickets.size() == 4501;
  });
  CHECK(portal.told.size() > 1 && portal.told.size() < 10);
}

// What people say of the service comes with the answers.

namespace {

office_api::TodayFeedback said(char key, Feedback feedback) {
  return {.key = std::string(24, key), .feedback = feedback};
}

}  // namespace

TEST(PortalConnection, FeedbackIsHeardOnceAndAcknowledged) {
  portal.feedback = {said('a', Feedback::good), said('b', Feedback::bad)};
  day.set(1);
  today_with_feedback();
  until([&] { return portal.feedback.empty(); });
  LONGS_EQUAL(2, heard.size());
  CHECK(heard[0] == said('a', Feedback::good));
  CHECK(heard[1] == said('b', Feedback::bad));
  // What was acknowledged is not acknowledged for ever.
  day.set(1, TodayState::called);
  until([&] { return portal.told.back().feedback_taken.empty(); });
  LONGS_EQUAL(2, heard.size());
}

TEST(PortalConnection, AnAcknowledgementThatIsLostIsGivenAgain) {
  day.set(1);
  today_with_feedback();
  until([&] { return portal.told.size() == 1 && link->my_number(); });
  portal.feedback = {said('a', Feedback::poor)};
  clock.advance(20s);
  until([&] { return heard.size() == 1; });
  portal.faults = {FakePortal::answers(http::Response::problem(503, "later", "later"))};
  until([&] { return portal.feedback.empty(); });
  CHECK(heard.size() == 1 || heard.size() == 2);  // twice, if the portal gave it before it heard
}

TEST(PortalConnection, FeedbackThatCannotBeKeptIsNotAcknowledged) {
  refusals = 1;
  portal.feedback = {said('a', Feedback::very_good), said('b', Feedback::good)};
  day.set(1);
  today_with_feedback();
  until([&] { return portal.feedback.size() == 1; });
  STRCMP_EQUAL(std::string(24, 'a').c_str(), portal.feedback[0].key.c_str());
  until([&] { return portal.feedback.empty(); });
  LONGS_EQUAL(3, heard.size());
}

TEST(PortalConnection, APortalThatGivesTooMuchFeedbackIsNotBelieved) {
  portal.feedback.assign(office_api::most_today_feedback + 1, said('a', Feedback::good));
  day.set(1);
  today_with_feedback();
  until([&] { return link->health().today.failures > 0; });
  CHECK(heard.empty());
}
