// The time that the office works by, and how the command loop reacts to a wall clock that jumps. The test
// sets all clocks.
#include <algorithm>

#include <boost/asio/detached.hpp>

#include "small_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds day = std::chrono::hours{24};

UtcTime on(int days_later, int hour, int minute) { return at(hour, minute) + days_later * day; }

/// A machine: its wall clock, the time since it started, and the state of its kernel.
struct Machine {
  UtcTime wall = at(9, 0);
  Milliseconds boot = 1h;
  bool synchronised = false;
  KnownTime::Office office{.day = today, .somebody_waits = true, .newest = at(8, 59)};

  KnownTime time{{.clocks =
                      [this] {
                        return KnownTime::Clocks{wall, boot};
                      },
                  .synchronised = [this](UtcTime) { return synchronised; }},
                 Zone::wib,
                 at(0, 0) - 300 * day};

  void watch() {
    time.watch([this] { return office; });
  }
  void later(Milliseconds span) {
    wall += span;
    boot += span;
  }
};

bool doubted(const Machine& machine) { return machine.time.doubt().has_value(); }

}  // namespace

TEST_GROUP(TheOfficesTime) { Machine machine; };

TEST(TheOfficesTime, IsTheWallClocksAndFollowsSmallStepsAndThoseWithinTheDay) {
  machine.wall = on(5, 9, 0);
  CHECK_TRUE(machine.time.now() == on(5, 9, 0));  // nothing judges the clock yet
  machine.wall = at(9, 0);
  machine.watch();
  CHECK_TRUE(machine.time.now() == at(9, 0));
  machine.wall = at(9, 0) + 59s;
  CHECK_TRUE(machine.time.now() == machine.wall);
  for (const UtcTime set : {at(14, 0), at(7, 0), at(23, 59)}) {
    machine.wall = set;
    CHECK_TRUE(machine.time.now() == set);
    CHECK_FALSE(doubted(machine));
  }
}

TEST(TheOfficesTime, GoesOnWithoutALeapToAnotherDateAndFollowsWhenItIsOver) {
  machine.watch();
  machine.time.now();
  for (const auto leap : {day, -day, 400 * day, -400 * day, Milliseconds{16h}, Milliseconds{-10h}}) {
    const UtcTime before = machine.time.now();
    machine.wall += leap;
    machine.later(1min);
    CHECK_TRUE(machine.time.now() == before + 1min);
    CHECK_TRUE(doubted(machine));
    CHECK_TRUE(machine.time.doubt()->own == today);
    CHECK_TRUE(machine.time.doubt()->wall == OfficeDay::of(machine.wall, Zone::wib));
    CHECK_TRUE(machine.time.doubt()->why == KnownTime::Why::leapt);
    machine.later(1min);
    machine.wall -= leap;
    CHECK_TRUE(machine.time.now() == before + 2min);
    CHECK_FALSE(doubted(machine));
  }
}

TEST(TheOfficesTime, ALeapIsHeldBackAlsoWhenNobodyWaits) {
  machine.office.somebody_waits = false;
  machine.watch();
  machine.time.now();
  machine.wall += day;
  CHECK_TRUE(machine.time.now() == at(9, 0));
}

TEST(TheOfficesTime, ALeapInto1970IsHeldBack) {
  machine.watch();
  machine.time.now();
  machine.wall = UtcTime{3h};
  machine.later(5s);
  CHECK_TRUE(machine.time.now() == at(9, 0) + 5s);
}

TEST(TheOfficesTime, MidnightComesByTheTimeThatReallyPassedAndBySleep) {
  machine.watch();
  machine.time.now();
  machine.later(16h);  // the machine was asleep: boot time counts it
  CHECK_TRUE(machine.time.now() == on(1, 1, 0));
  CHECK_FALSE(doubted(machine));
  // The office's own midnight comes also while the clock is not followed.
  machine.office.day = today.plus(1);
  machine.wall += day;
  machine.later(24h);
  CHECK_TRUE(machine.time.now() == on(2, 1, 0));
  CHECK_TRUE(machine.time.doubt()->own == today.plus(2));
}

TEST(TheOfficesTime, TheQuestionIsAnsweredByOpeningThatDay) {
  machine.watch();
  machine.time.now();
  machine.wall += day;
  CHECK_TRUE(machine.time.now() == at(9, 0));
  machine.office.day = today.plus(1);
  CHECK_TRUE(machine.time.now() == on(1, 9, 0));
  CHECK_FALSE(doubted(machine));
}

TEST(TheOfficesTime, ALeapIsFollowedOnceTheKernelOrThePortalSayThatItIsRight) {
  machine.watch();
  machine.time.now();
  machine.wall += day;
  CHECK_TRUE(machine.time.now() == at(9, 0));
  CHECK_FALSE(machine.time.sure());
  machine.synchronised = true;
  CHECK_TRUE(machine.time.sure());
  CHECK_TRUE(machine.time.now() == on(1, 9, 0));

  machine.synchronised = false;
  machine.office.day = today.plus(1);
  machine.wall += day;
  machine.time.hear(on(2, 9, 2));  // too far away
  CHECK_TRUE(machine.time.now() == on(1, 9, 0));
  machine.time.hear(on(2, 9, 1));
  CHECK_TRUE(machine.time.now() == on(2, 9, 0));
  CHECK_TRUE(machine.time.sure());
}

TEST(TheOfficesTime, WhatThePortalSaidHoldsForADayByTheTimeThatPassed) {
  machine.time.hear(at(9, 0));
  machine.later(20h);
  CHECK_TRUE(machine.time.sure());
  machine.wall += 2min;
  CHECK_FALSE(machine.time.sure());
  machine.wall -= 2min;
  machine.later(4h);
  CHECK_TRUE(machine.time.sure());
  machine.later(1s);
  CHECK_FALSE(machine.time.sure());
}

TEST(TheOfficesTime, AStartOnAnotherDateWithPeopleWaitingGoesOnInTheOpenDay) {
  machine.wall = on(1, 12, 0);  // at noon, a day ahead
  machine.watch();
  CHECK_TRUE(machine.time.now() == at(12, 0));
  CHECK_TRUE(machine.time.doubt()->why == KnownTime::Why::people_wait);
  machine.later(10min);
  CHECK_TRUE(machine.time.now() == at(12, 10));
  machine.wall -= day;  // the clock is set
  CHECK_TRUE(machine.time.now() == at(12, 10));
  CHECK_FALSE(doubted(machine));
}

TEST(TheOfficesTime, SuchAStartIsNeverBeforeTheNewestEvent) {
  machine.office.newest = at(15, 50);
  machine.wall = on(1, 7, 45);  // the power is back in the morning
  machine.watch();
  CHECK_TRUE(machine.time.now() == at(15, 50));
  machine.later(1h);
  CHECK_TRUE(machine.time.now() == at(16, 50));
  machine.synchronised = true;
  CHECK_TRUE(machine.time.now() == on(1, 8, 45));
}

TEST(TheOfficesTime, AStartOnALaterDateIsFollowedWhenNobodyWaitsOrDoesNoMore) {
  machine.wall = on(1, 7, 45);
  machine.watch();
  CHECK_TRUE(machine.time.now() < on(1, 0, 0));
  machine.office.somebody_waits = false;
  CHECK_TRUE(machine.time.now() == on(1, 7, 45));
  CHECK_FALSE(doubted(machine));
}

TEST(TheOfficesTime, AStartOnAnEarlierDateIsHeldBackWhilePeopleWait) {
  machine.wall = on(-1, 10, 0);
  machine.watch();
  CHECK_TRUE(machine.time.now() == at(10, 0));
  CHECK_TRUE(machine.time.doubt()->wall == today.plus(-1));
  machine.office.somebody_waits = false;
  CHECK_TRUE(machine.time.now() == on(-1, 10, 0));
  CHECK_FALSE(doubted(machine));
}

TEST(TheOfficesTime, AStartIn1970IsTakenAsItIsAndWhatFollowsIsJudgedAsAStart) {
  machine.wall = UtcTime{3h};
  machine.watch();
  CHECK_TRUE(machine.time.now() == UtcTime{3h});
  machine.synchronised = true;  // 1970 is never known to be right
  CHECK_FALSE(machine.time.sure());
  machine.synchronised = false;
  machine.wall = on(1, 8, 0);
  CHECK_TRUE(machine.time.now() == at(8, 59));  // people wait, and it may be another morning
  CHECK_TRUE(machine.time.doubt()->why == KnownTime::Why::people_wait);
  machine.office.somebody_waits = false;
  CHECK_TRUE(machine.time.now() == on(1, 8, 0));
}

TEST(TheOfficesTime, WhatAPersonChoseStandsAlsoAgainstAClockThatIsKnownToBeRight) {
  machine.office = {.day = today.plus(1), .somebody_waits = false, .newest = on(1, 8, 0)};
  machine.wall = on(1, 8, 0);
  machine.synchronised = true;
  machine.watch();
  machine.time.now();
  machine.office.day = today;
  machine.time.choose();
  CHECK_TRUE(machine.time.now() == at(8, 0));
  CHECK_TRUE(machine.time.doubt()->why == KnownTime::Why::chosen);
  machine.later(10min);
  CHECK_TRUE(machine.time.now() == at(8, 10));
  machine.synchronised = false;
  machine.wall -= day;
  CHECK_TRUE(machine.time.now() == at(8, 10));
  CHECK_FALSE(doubted(machine));
  // The day is chosen while the battery is empty. No rule uses such a clock, so it is taken as it is.
  machine.wall = UtcTime{3h};
  CHECK_TRUE(machine.time.now() == at(8, 10));  // a jump
  machine.time.choose();
  CHECK_TRUE(machine.time.now() == UtcTime{3h});
  machine.wall = on(1, 8, 10);
  CHECK_TRUE(machine.time.now() == at(8, 10));
  machine.wall = at(8, 10);
  CHECK_TRUE(machine.time.now() == at(8, 10));
  // The day is chosen as the clock shows it: there is no doubt, and later jumps are judged as usual.
  machine.time.choose();
  machine.time.now();
  machine.synchronised = true;
  machine.wall += day;
  CHECK_TRUE(machine.time.now() == on(1, 8, 10));
}

TEST(TheOfficesTime, BeforeTheFirstDayEveryClockIsFollowed) {
  machine.office = {};
  machine.wall = UtcTime{3h};
  machine.watch();
  CHECK_TRUE(machine.time.now() == UtcTime{3h});
  machine.wall = on(7, 8, 0);
  CHECK_TRUE(machine.time.now() == on(7, 8, 0));
}

TEST_GROUP(HallUnderAClockThatLeaps) {
  Machine machine;
  asio::io_context io;
  MemoryEventLog before{io};  ///< what a start finds

  /// The command loop works by the machine's known time.
  static void by(Machine & machine, RunningLoop & office) {
    office.read_now = [&machine] { return machine.time.now(); };
    office.loop.watch_clock(machine.time);
  }
  static void tick(RunningLoop & office) {
    asio::co_spawn(office.io, office::tick(office.loop), asio::detached);
    office.settle();
  }
  static std::string called_one_after_another(RunningLoop & office) {
    std::string order;
    for (;;) {
      office.ask({.by = {}, .action = queue::FinishAndNext{.counter = 1}});
      const std::string number = number_at(*office.loop.snapshot(), 1);
      if (number.empty()) {
        return order;
      }
      order += (order.empty() ? "" : " ") + number;
    }
  }
};

TEST(HallUnderAClockThatLeaps, ADayAheadForAWhileWithSixWaitingEndsNoDayAndIsAskedAbout) {
  RunningLoop office;
  by(machine, office);
  office.open_day();
  for (int i = 0; i < 6; ++i) {
    office.walk_in();
  }
  tick(office);
  machine.wall += day;
  for (int second = 0; second < 3; ++second) {
    machine.later(1s);
    tick(office);
  }
  LONGS_EQUAL(0, office.event_log.count("day_closed"));
  LONGS_EQUAL(1, office.event_log.count("day_opened"));
  LONGS_EQUAL(6, office.loop.snapshot()->tickets.size());
  const std::string subject = "date " + today.plus(1).text();
  const AlarmView* asked = alarm(*office.loop.snapshot(), subject);
  CHECK_TRUE(asked != nullptr);
  STRCMP_CONTAINS(("leapt to " + today.plus(1).text()).c_str(), asked->text_en.c_str());
  STRCMP_CONTAINS(("Is today " + today.plus(1).text() + "?").c_str(), asked->text_en.c_str());
  STRCMP_CONTAINS(("Apakah hari ini " + today.plus(1).text() + "?").c_str(), asked->text_id.c_str());
  LONGS_EQUAL(1, office.event_log.count("alarm_raised"));  // reported once
  office.walk_in();                                        // people can still come
  CHECK_TRUE(office.answers.back().done());

  machine.wall -= day;
  tick(office);
  POINTERS_EQUAL(nullptr, alarm(*office.loop.snapshot(), subject));
  LONGS_EQUAL(0, office.event_log.count("clock_stepped"));
  STRCMP_EQUAL("A001 A002 A003 A004 A005 A006 A007", called_one_after_another(office).c_str());
}

TEST(HallUnderAClockThatLeaps, MidnightClosesTheDayAndOpensTheNext) {
  RunningLoop office;
  by(machine, office);
  office.open_day();
  office.walk_in();
  machine.later(15h);
  tick(office);
  LONGS_EQUAL(1, office.event_log.count("day_closed"));
  CHECK_TRUE(office.loop.snapshot()->day == today.plus(1));
}

TEST(HallUnderAClockThatLeaps, ASupervisorWhoSaysYesOpensThatDayAndTheClockIsFollowed) {
  RunningLoop office;
  by(machine, office);
  office.open_day();
  office.walk_in();
  machine.wall += day;
  tick(office);
  office.ask({.by = {.kind = queue::ActorKind::supervisor, .name = "wati"},
              .action = queue::Rollover{.day = today.plus(1), .reason = ""}});
  CHECK_TRUE(office.answers.back().done());
  tick(office);
  CHECK_TRUE(office.loop.snapshot()->day == today.plus(1));
  CHECK_TRUE(office.loop.snapshot()->alarms.empty());
  CHECK_TRUE(machine.time.now() == machine.wall);
}

TEST(HallUnderAClockThatLeaps, TheOfficeGoesOnByItselfWhenTheTimeIsKnown) {
  RunningLoop office;
  by(machine, office);
  office.open_day();
  office.walk_in();
  machine.wall += day;
  tick(office);
  CHECK_TRUE(office.loop.snapshot()->day == today);
  machine.synchronised = true;
  tick(office);
  CHECK_TRUE(office.loop.snapshot()->day == today.plus(1));
  CHECK_TRUE(office.loop.snapshot()->alarms.empty());
  // The clock goes back: nobody waits in the day that was opened.
  machine.wall -= day;
  tick(office);
  CHECK_TRUE(office.loop.snapshot()->day == today);
  LONGS_EQUAL(1, office.event_log.count("day_reopened"));
  LONGS_EQUAL(1, office.loop.snapshot()->tickets.size());
}

TEST(HallUnderAClockThatLeaps, ARestartADayAheadKeepsTheDayAndItsPeople) {
  {
    RunningLoop office;
    by(machine, office);
    office.open_day();
    for (int i = 0; i < 3; ++i) {
      office.walk_in();
    }
    before.batches = office.event_log.batches;
    before.last_seq = office.event_log.last_seq;
  }
  Machine restarted;
  restarted.wall = on(1, 12, 0);
  RunningLoop again(&before);
  by(restarted, again);
  tick(again);
  CHECK_TRUE(again.loop.snapshot()->day == today);
  LONGS_EQUAL(3, again.loop.snapshot()->tickets.size());
  const AlarmView* asked = alarm(*again.loop.snapshot(), "date " + today.plus(1).text());
  CHECK_TRUE(asked != nullptr);
  STRCMP_CONTAINS("people still wait", asked->text_en.c_str());
  again.walk_in();
  STRCMP_EQUAL("A001 A002 A003 A004", called_one_after_another(again).c_str());
}

TEST(HallUnderAClockThatLeaps, PowerBackAfterANightWithPeopleLeftAsksUntilThePortalSaysWhatDayItIs) {
  {
    RunningLoop office;
    office.now = at(15, 50);
    office.open_day();
    office.walk_in();
    before.batches = office.event_log.batches;
    before.last_seq = office.event_log.last_seq;
  }
  machine.wall = on(1, 7, 30);
  RunningLoop again(&before);
  by(machine, again);
  tick(again);
  CHECK_TRUE(again.loop.snapshot()->day == today);
  CHECK_TRUE(alarm(*again.loop.snapshot(), "date " + today.plus(1).text()) != nullptr);
  machine.later(5min);
  machine.time.hear(machine.wall);
  tick(again);
  CHECK_TRUE(again.loop.snapshot()->day == today.plus(1));
  CHECK_TRUE(again.loop.snapshot()->alarms.empty());
  LONGS_EQUAL(1, again.event_log.count("day_closed"));
  // The person who was left has a number of yesterday. A supervisor can open that day again.
  again.ask({.by = {.kind = queue::ActorKind::supervisor, .name = "wati"},
             .action = queue::Rollover{.day = today, .reason = "the portal was wrong"}});
  for (int second = 0; second < 3; ++second) {
    machine.later(1s);
    tick(again);
  }
  LONGS_EQUAL(1, again.loop.snapshot()->tickets.size());
  CHECK_TRUE(again.loop.snapshot()->day == today);
  const AlarmView* asked = alarm(*again.loop.snapshot(), "date " + today.plus(1).text());
  CHECK_TRUE(asked != nullptr);
  STRCMP_CONTAINS("a supervisor opened another day", asked->text_en.c_str());
}

TEST(HallUnderAClockThatLeaps, AStartOnTheNextMorningOpensItWhenNobodyWasWaiting) {
  {
    RunningLoop office;
    office.open_day();
    before.batches = office.event_log.batches;
    before.last_seq = office.event_log.last_seq;
  }
  machine.wall = on(1, 7, 30);
  RunningLoop again(&before);
  by(machine, again);
  tick(again);
  CHECK_TRUE(again.loop.snapshot()->day == today.plus(1));
  CHECK_TRUE(again.loop.snapshot()->alarms.empty());
}

TEST_GROUP(DayOpenedAgain){static void supervisor(RunningLoop & office, queue::Action action){
    office.ask({.by = {.kind = queue::ActorKind::supervisor, .name = "wati"}, .action = std::move(action)});
}
static void comes(RunningLoop& office, BookingId booking) {
  office.ask({.by = {.kind = queue::ActorKind::entrance, .name = "scanner"},
              .action = queue::Admit{.booking = booking,
                                     .code = "AD-QFJ8B" + std::to_string(booking),
                                     .service = "paspor",
                                     .slot = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
                                     .class_key = "booked",
                                     .reason = {}}});
}
}
;

TEST(DayOpenedAgain, AfterARestartOnTheWrongDayThePeopleAreBackAndAFurtherStartShowsTheSame) {
  RunningLoop office;
  office.open_day();
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  supervisor(office, queue::Rollover{.day = today.plus(1), .reason = ""});
  office.walk_in();

  // The journal gives a start the events since the newest day was opened.
  MemoryEventLog event_log(office.io);
  event_log.batches = office.event_log.batches;
  event_log.last_seq = office.event_log.last_seq;
  journal::Found found = event_log.found();
  const auto opened = std::find_if(found.events.rbegin(), found.events.rend(), [](const queue::Event& event) {
    return std::holds_alternative<queue::DayOpened>(event.body);
  });
  found.events.erase(found.events.begin(), opened.base() - 1);
  RunningLoop again(&event_log, {}, &found);
  CHECK_TRUE(again.loop.snapshot()->day == today.plus(1));
  supervisor(again, queue::Rollover{.day = today, .reason = "the clock was wrong"});
  CHECK_TRUE(again.answers.back().done());
  CHECK_TRUE(again.loop.snapshot()->day == today);
  LONGS_EQUAL(3, again.loop.snapshot()->tickets.size());
  STRCMP_EQUAL("A001", number_at(*again.loop.snapshot(), 1).c_str());
  LONGS_EQUAL(1, again.event_log.count("day_reopened"));
  again.walk_in();
  STRCMP_EQUAL("A004", again.loop.snapshot()->tickets.back().number.c_str());

  RunningLoop further(&again.event_log);
  LONGS_EQUAL(4, further.loop.snapshot()->tickets.size());
  CHECK_TRUE(further.loop.snapshot()->counters == again.loop.snapshot()->counters);
}

TEST(DayOpenedAgain, ANoShowByTheDaysEndIsTakenBackAtThePortal) {
  RunningLoop office;
  office.open_day();
  comes(office, 8);
  comes(office, 9);
  office.walk_in();
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  office.ask({.by = {}, .action = queue::NoShow{.counter = 1}});
  supervisor(office, queue::CloseDay{});
  supervisor(office, queue::Rollover{.day = today, .reason = "closed too early"});
  const auto& results = office.event_log.batches.back().results;
  LONGS_EQUAL(1, results.size());
  CHECK_TRUE(results[0].booking == 8 && results[0].kind == office_api::ResultKind::checked_in);
}
