// What the portal is told of the day: what the journal holds, and nothing of a person.
#include "../bookings/fake_portal.hpp"
#include "../command_loop/small_office.hpp"
#include "bookings/portal_link.hpp"
#include "service/day_summary.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;
using office_api::TodayState;

TEST_GROUP(DaySummaries) {
  RunningLoop office;
  DaySummary summary{office.loop, std::chrono::hours{2}};
  int made = 0;

  void setup() override {
    office.loop.make_page_keys([this] { return "key " + std::to_string(++made); });
    office.open_day();
  }
  void act(queue::Action action) {
    office.answers.clear();
    office.ask({.by = {.kind = queue::ActorKind::supervisor, .name = "wati"}, .action = std::move(action)});
    CHECK_TRUE(office.answers.at(0).done());
  }
  office_api::TodayTicket ticket(const std::string& key) const {
    for (auto& one : summary.now().tickets) {
      if (one.key == key) {
        return one;
      }
    }
    return {};
  }
};

TEST(DaySummaries, SayWhereEverybodyStands) {
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  act(queue::CallNext{.counter = 2});
  const auto told = summary.now();
  CHECK(told.day == today);
  CHECK(told.phase == DayPhase::open);
  LONGS_EQUAL(1, told.services.size());
  STRCMP_EQUAL("Passport", told.services[0].name.en.c_str());
  LONGS_EQUAL(2, told.services[0].waiting);
  LONGS_EQUAL(1, told.calls.size());
  STRCMP_EQUAL("A001", told.calls[0].number.c_str());
  STRCMP_EQUAL("Loket 2", told.calls[0].counter.c_str());
  LONGS_EQUAL(3, told.tickets.size());
  const auto called = ticket("key 1");
  CHECK(called.state == TodayState::called);
  STRCMP_EQUAL("Loket 2", called.counter.c_str());
  LONGS_EQUAL(1, called.call);
  const auto last = ticket("key 3");
  CHECK(last.state == TodayState::waiting);
  LONGS_EQUAL(1, last.ahead);
  STRCMP_EQUAL("", last.counter.c_str());
  STRCMP_EQUAL("paspor", last.service.c_str());
}

TEST(DaySummaries, SayACallAgainWhenItIsRepeatedAndEachNumberOnce) {
  office.walk_in();
  act(queue::CallNext{.counter = 1});
  act(queue::Recall{.counter = 1});
  LONGS_EQUAL(1, summary.now().calls.size());
  LONGS_EQUAL(2, ticket("key 1").call);
}

TEST(DaySummaries, AskForFeedbackForATimeAfterTheServiceAndOnce) {
  office.walk_in();
  act(queue::CallNext{.counter = 1});
  CHECK_FALSE(ticket("key 1").feedback_until.has_value());
  const auto served_at = office.now;
  act(queue::Finish{.counter = 1});
  CHECK(ticket("key 1").feedback_until == served_at + std::chrono::hours{2});
  CHECK_FALSE(ticket("key 1").feedback);
  const DaySummary asks_nobody{office.loop, Milliseconds{0}};
  CHECK_FALSE(asks_nobody.now().tickets.at(0).feedback_until.has_value());
  act(queue::GiveFeedback{.page_key = "key 1", .feedback = Feedback::good});
  CHECK(ticket("key 1").feedback);
  CHECK_FALSE(ticket("key 1").feedback_until.has_value());
}

TEST(DaySummaries, SayWhatTheSupervisorTellsEverybodyAndUntilWhenThereIsAPause) {
  act(queue::SetNotice{.text_id = "Loket 3 tutup", .text_en = "Counter 3 is closed"});
  act(queue::SetNotice{.severity = NoticeSeverity::emergency, .text_id = "Harap keluar"});
  const auto until = office.now + std::chrono::minutes{30};
  act(queue::PauseHall{.reason = "drill", .until = until});
  const auto told = summary.now();
  LONGS_EQUAL(2, told.notices.size());
  CHECK(told.notices[0].severity == NoticeSeverity::emergency);
  STRCMP_EQUAL("Harap keluar", told.notices[0].text.id.c_str());
  STRCMP_EQUAL("Counter 3 is closed", told.notices[1].text.en.c_str());
  CHECK(told.phase == DayPhase::on_break);
  CHECK(told.goes_on_at == until);
}

TEST(DaySummaries, SayHowATicketEnded) {
  for (int i = 0; i < 4; ++i) {
    office.walk_in();
  }
  act(queue::CallNext{.counter = 1});
  act(queue::Start{.counter = 1});
  CHECK(ticket("key 1").state == TodayState::serving);
  act(queue::Finish{.counter = 1});
  CHECK(ticket("key 1").state == TodayState::served);
  act(queue::CancelTicket{.number = "A002", .reason = "pulang"});
  CHECK(ticket("key 2").state == TodayState::cancelled);
  act(queue::CallNext{.counter = 1});
  act(queue::NoShow{.counter = 1});
  CHECK(ticket("key 3").state == TodayState::missed);
  act(queue::CloseDay{});
  CHECK(ticket("key 3").state == TodayState::closed);
  CHECK(ticket("key 4").state == TodayState::closed);
  CHECK(ticket("key 1").state == TodayState::served);
}

TEST(DaySummaries, SayTheBookingThatATicketWasGivenOn) {
  act(queue::Admit{.booking = 81,
                   .code = "AD-QFJ8BD",
                   .service = "paspor",
                   .slot = {TimeOfDay{9 * 60}, TimeOfDay{10 * 60}},
                   .party = 2,
                   .people = 2,
                   .numbers = 2,
                   .class_key = {},
                   .reason = {}});
  for (const char* key : {"key 1", "key 2"}) {
    LONGS_EQUAL(81, ticket(key).booking);
    STRCMP_EQUAL("AD-QFJ8BD", ticket(key).code.c_str());
  }
}

TEST(DaySummaries, SayOnlyWhatIsDurable) {
  office.walk_in();
  office.event_log.hold = true;
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  CHECK(ticket("key 1").state == TodayState::waiting);
  office.event_log.go_on();
  office.settle();
  CHECK(ticket("key 1").state == TodayState::called);
}

// Office, press and portal in one thread, as in the program.
TEST(DaySummaries, APortalThatNeverAnswersHoldsUpNoPress) {
  bookings::test::FakePortal portal{office.io};
  portal.faults.push_back(bookings::test::FakePortal::silence());
  bookings::test::MemoryDayList day_list;
  bookings::test::MemoryOutbox outbox;
  const process::ManualClock clock{office.now};
  bookings::PortalLink link{office.io, {.url = portal.url(), .token = "token-of-AD"}, clock, day_list, outbox};
  link.send_today_of(summary);
  bool over = false;
  asio::cancellation_signal end;
  asio::co_spawn(office.io, link.send_today(),
                 asio::bind_cancellation_slot(end.slot(), [&](const std::exception_ptr&) { over = true; }));
  const auto until = [this](const std::function<bool()>& done) {
    const auto bound = std::chrono::steady_clock::now() + std::chrono::seconds{30};  // limits a test that hangs
    while (!done()) {
      CHECK_TRUE(std::chrono::steady_clock::now() < bound);
      office.io.restart();
      office.io.run_one_for(std::chrono::milliseconds{20});
    }
  };
  until([&] { return portal.seen.size() == 1; });
  for (int i = 0; i < 20; ++i) {
    office.walk_in();
    act(queue::CallNext{.counter = 1});  // answered by what was ready: it waited for nothing
    act(queue::Finish{.counter = 1});
  }
  LONGS_EQUAL(1, portal.seen.size());
  CHECK(portal.told.empty());
  end.emit(asio::cancellation_type::terminal);
  until([&] { return over; });
  bool stopped = false;
  asio::co_spawn(office.io, portal.stop(), [&](const std::exception_ptr&) { stopped = true; });
  until([&] { return stopped; });
}

TEST(DaySummaries, LeaveOutTicketsOfAnEarlierRelease) {
  office.loop.make_page_keys({});
  office.walk_in();
  LONGS_EQUAL(0, summary.now().tickets.size());
  LONGS_EQUAL(1, summary.now().services[0].waiting);
}

TEST(DaySummaries, KeysAreOfTheirFormAndDiffer) {
  const auto key = random_page_key();
  CHECK(office_api::is_page_key(key));
  CHECK(key != random_page_key());
}
