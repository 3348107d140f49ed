// The office day: what it contains, how it ends, and clocks that are wrong.
#include <string>

#include "office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

template <class Body>
const Body* last(const Office& office) {
  for (auto at = office.log.rbegin(); at != office.log.rend(); ++at) {
    if (const auto* body = std::get_if<Body>(&at->body)) {
      return body;
    }
  }
  return nullptr;
}

}  // namespace

TEST_GROUP(Day){};

TEST(Day, ATickOpensTheDayAndThenHasNothingToSay) {
  Office office;
  LONGS_EQUAL(1, office.act(office.clock, Tick{}).size());
  CHECK(office.state.day == monday());
  LONGS_EQUAL(0, office.act(office.clock, Tick{}).size());
}

TEST(Day, OnlyASupervisorOrTheSystemOpensAndCloses) {
  Office office;
  STRCMP_EQUAL("supervisor_needed", office.answer(OpenDay{monday()}).c_str());
  STRCMP_EQUAL("day_not_open", office.answer(office.supervisor, CloseDay{}).c_str());
  office.act(office.supervisor, OpenDay{monday()});
  STRCMP_EQUAL("day_already_open", office.answer(office.supervisor, OpenDay{monday()}).c_str());
  STRCMP_EQUAL("supervisor_needed", office.answer(CloseDay{}).c_str());
  STRCMP_EQUAL("supervisor_needed", office.answer(office.pad, Rollover{monday().plus(1), ""}).c_str());
  office.act(office.supervisor, CloseDay{});
  STRCMP_EQUAL("day_in_the_past", office.answer(office.supervisor, OpenDay{monday().plus(-1)}).c_str());
}

TEST(Day, ClosingAccountsForEveryTicketCounterAndOfficer) {
  Office office;
  office.open({1, 2, 3});
  office.act(Login{1, "sari"});
  for (int i = 0; i < 7; ++i) {
    office.walk_in();
  }
  office.book(1, "10:00", Standing::early_wait);
  office.call(1);
  office.act(Finish{1});
  office.call(3);
  office.act(Finish{3});  // A001 served
  office.call(1);
  office.act(NoShow{1});                          // A002 missed
  office.act(CancelTicket{"A003", "went home"});  // cancelled
  office.call(1);                                 // A004 called
  office.call(2);
  office.act(Start{2});  // A005 serving
  office.act(CloseCounter{3});
  office.act(office.supervisor, CloseDay{});  // A006, A007 waiting, B001 held
  const auto* closed = last<DayClosed>(office);
  LONGS_EQUAL(8, closed->issued);
  LONGS_EQUAL(1, closed->served);
  LONGS_EQUAL(1, closed->no_shows);
  LONGS_EQUAL(1, closed->cancelled);
  LONGS_EQUAL(5, closed->unserved);
  CHECK(office.ticket("A002").outcome == Outcome::no_show);
  for (const char* number : {"A004", "A005", "A006", "A007", "B001"}) {
    CHECK(office.ticket(number).outcome == Outcome::day_closed);
  }
  for (const auto& counter : office.state.counters) {
    CHECK(counter.state == CounterState::closed && counter.ticket == 0 && counter.officer.empty());
  }
  for (const auto& pool : office.state.lines.pools()) {
    for (const auto& class_line : pool.class_lines) {
      CHECK(class_line.by_position.empty() && class_line.by_join.empty());
    }
  }
  CHECK(office.state.lines.held().empty());
}

TEST(Day, MidnightRollsOverAndTheNumbersStartAgain) {
  Office office;
  office.open({1});
  office.walk_in();
  office.act(office.clock, RaiseAlarm{"board 3", "diam", "silent"});
  office.now = at("00:00", monday().plus(1));
  office.act(office.clock, Tick{});
  CHECK(office.state.day == monday().plus(1));
  LONGS_EQUAL(0, office.state.tickets.size());
  CHECK(office.state.alarm("board 3") != nullptr);
  office.now = at("08:00", monday().plus(1));
  STRCMP_EQUAL("A001", office.walk_in().c_str());
  LONGS_EQUAL(1, office.state.calls + 1);
}

TEST(Day, WhoIsAtACounterAtMidnightIsNotThrownOutUntilThreeInTheMorning) {
  Office office;
  office.open({1});
  office.walk_in();
  office.call(1);
  office.now = at("00:10", monday().plus(1));
  LONGS_EQUAL(0, office.act(office.clock, Tick{}).size());
  Office other = office;
  office.act(Finish{1});
  office.act(office.clock, Tick{});
  CHECK(office.state.day == monday().plus(1));
  other.now = at("03:00", monday().plus(1));
  other.act(other.clock, Tick{});
  CHECK(other.state.day == monday().plus(1));
}

TEST(Day, AServiceThatWasOffForAWeekClosesTheOldDayFirst) {
  Office office;
  office.open({1});
  office.walk_in();
  office.now = at("07:00", monday().plus(7));
  office.act(office.clock, Tick{});
  CHECK(office.state.day == monday().plus(7));
  CHECK(last<DayClosed>(office)->day == monday());
  LONGS_EQUAL(1, last<DayClosed>(office)->unserved);
}

TEST(Day, AClosedDayStaysClosedUntilTheNext) {
  Office office;
  office.open({});
  office.act(office.supervisor, CloseDay{});
  LONGS_EQUAL(0, office.act(office.clock, Tick{}).size());
  office.now = at("06:00", monday().plus(1));
  LONGS_EQUAL(1, office.act(office.clock, Tick{}).size());
  CHECK(office.state.day_state == DayState::open);
}

TEST(Day, ARolloverOpensTheFirstDayAndTheOneAfterAClosedDay) {
  Office office;
  office.act(office.supervisor, Rollover{monday(), ""});
  CHECK(office.state.day == monday() && office.state.day_state == DayState::open);
  office.act(office.supervisor, CloseDay{});
  const auto events = office.act(office.supervisor, Rollover{monday().plus(1), ""});
  STRCMP_EQUAL("day_opened", names(events).c_str());  // nobody is left to account for
  CHECK(office.state.day == monday().plus(1) && office.state.day_state == DayState::open);
}

TEST(Day, ADayThatIsOpenedAgainGoesOnCounting) {
  Office office;
  office.open({});
  office.walk_in();
  office.walk_in();
  office.act(office.supervisor, CloseDay{});
  office.act(office.supervisor, OpenDay{monday()});
  STRCMP_EQUAL("A003", office.walk_in().c_str());
  // The clock was wrong and the office rolled over; then a supervisor goes back.
  office.act(office.supervisor, Rollover{monday().plus(30), ""});
  STRCMP_EQUAL("day_in_the_past", office.answer(office.clock, Rollover{monday(), "x"}).c_str());
  STRCMP_EQUAL("reason_missing", office.answer(office.supervisor, Rollover{monday(), " "}).c_str());
  STRCMP_EQUAL("day_already_open", office.answer(office.supervisor, Rollover{monday().plus(30), "x"}).c_str());
  office.act(office.supervisor, Rollover{monday(), "the clock was wrong"});
  STRCMP_EQUAL("A004", office.walk_in().c_str());
  STRCMP_EQUAL("the clock was wrong", last<DayReopened>(office)->reason.c_str());
}

namespace {

PlanSettings open_all_week() {
  auto settings = passport_office();
  settings.week[0] = settings.week[6] = settings.week[1];
  settings.holidays.clear();
  return settings;
}

}  // namespace

TEST(Day, NoNumberOfADayIsGivenTwiceHoweverManyOtherDaysWereOpened) {
  Office office(open_all_week());
  office.open({});
  STRCMP_EQUAL("A001", office.walk_in().c_str());
  for (int other = 1; other <= 9; ++other) {
    office.act(office.supervisor, Rollover{monday().plus(-other), "a slip of the finger"});
    office.now = at("08:00", monday().plus(-other));
    STRCMP_EQUAL("A001", office.walk_in().c_str());
  }
  office.act(office.supervisor, Rollover{monday(), "back to today"});
  office.now = at("08:00");
  STRCMP_EQUAL("A002", office.walk_in().c_str());
}

TEST(Day, TheNumbersOf64DaysAreKnownAndNoEarlierDayIsOpened) {
  Office office(open_all_week());
  office.open({});
  for (int day = 0; day < 64; ++day) {
    office.now = at("08:00", monday().plus(day));
    office.act(office.clock, Tick{});
    office.walk_in();
  }
  office.act(office.supervisor, CloseDay{});
  office.now = at("08:00", monday().plus(25));
  STRCMP_EQUAL("ok", office.answer(office.supervisor, Rollover{monday(), "x"}).c_str());
  office.now = at("08:00", monday().plus(64));
  office.act(office.clock, Tick{});
  LONGS_EQUAL(64, office.state.numbers_before.size());
  office.walk_in();
  office.now = at("08:00", monday().plus(25));
  STRCMP_EQUAL("day_forgotten", office.answer(office.supervisor, Rollover{monday(), "x"}).c_str());
  STRCMP_EQUAL("day_forgotten", office.answer(office.supervisor, Rollover{monday().plus(-1), "x"}).c_str());
  office.act(office.supervisor, Rollover{monday().plus(1), "x"});
  office.now = at("08:00", monday().plus(1));
  STRCMP_EQUAL("A002", office.walk_in().c_str());
}

TEST(Day, ADayIsOpenedAroundTheClockOnly) {
  Office office;
  office.open({});
  STRCMP_EQUAL("day_too_far", office.answer(office.supervisor, Rollover{monday().plus(32), "x"}).c_str());
  STRCMP_EQUAL("day_too_far", office.answer(office.supervisor, Rollover{monday().plus(-32), "x"}).c_str());
  STRCMP_EQUAL("ok", office.answer(office.supervisor, Rollover{monday().plus(31), "x"}).c_str());
  STRCMP_EQUAL("ok", office.answer(office.supervisor, Rollover{monday().plus(-31), "x"}).c_str());
  // The clock is a year behind, so the distance counts from the day after the last day.
  office.now = at("08:00", monday().plus(-365));
  STRCMP_EQUAL("ok", office.answer(office.supervisor, Rollover{monday().plus(1), "x"}).c_str());
  STRCMP_EQUAL("day_too_far", office.answer(office.supervisor, Rollover{monday().plus(32), "x"}).c_str());
  office.act(office.supervisor, CloseDay{});
  STRCMP_EQUAL("day_too_far", office.answer(office.supervisor, OpenDay{monday().plus(32)}).c_str());
}

namespace {

/// People in every state: A001 served, A002 missed, A003 called at 1, A004 being served at 2, A005 parked
/// until 08:30, A006 and B001 waiting, A007 waiting in class priority, B002 held for its hour.
void people_everywhere(Office& office) {
  office.open({1, 2, 3, 4});
  office.act(Login{1, "sari"});
  for (int i = 0; i < 7; ++i) {
    office.walk_in();
  }
  office.call(4);
  office.act(Finish{4});
  office.call(3);
  office.act(Finish{3});
  office.call(4);
  office.act(NoShow{4});
  office.call(1);
  office.call(2);
  office.act(Start{2});
  office.call(4);
  office.act(Park{4, "a form", at("08:30")});
  office.act(GrantClass{"A007", "priority", "elderly"});
  office.book(1, "08:00");
  office.book(2, "10:00", Standing::early_wait);
  office.act(PauseCounter{3, "prayer"});
}

State without_time(State state) {
  state.seq = 0;
  state.clock = {};
  return state;
}

}  // namespace

TEST(Day, ADayClosedByMistakeIsOpenAgainAsItStood) {
  Office office;
  people_everywhere(office);
  const State stood = office.state;
  office.later(Minutes{1});
  office.act(office.supervisor, CloseDay{});
  STRCMP_EQUAL("day_not_open", office.answer(CallNext{2}).c_str());
  office.later(Minutes{1});
  const auto events = office.act(office.supervisor, Rollover{monday(), "closed too early"});
  STRCMP_EQUAL("day_reopened logged_in", names(events).c_str());
  CHECK(without_time(stood) == without_time(office.state));
  CHECK(office.ticket("A003").state == TicketState::called);
  CHECK(office.ticket("A002").state == TicketState::missed);
  // Durations continue: two minutes since the start.
  office.act(Finish{2});
  LONGS_EQUAL(120, last<Finished>(office)->seconds);
  // Check-ins continue, and a code that was used stays used.
  STRCMP_EQUAL("already_admitted", office.answer(office.entrance, Office::booking(1, "08:00")).c_str());
  STRCMP_EQUAL("B003", office.book(3, "08:00").c_str());
  STRCMP_EQUAL("A008", office.walk_in().c_str());
  // And the end of the day accounts for each of them once.
  office.act(office.supervisor, CloseDay{});
  LONGS_EQUAL(11, last<DayClosed>(office)->issued);
  LONGS_EQUAL(1, last<DayClosed>(office)->served);
}

TEST(Day, ADayThatAWrongClockEndedIsOpenAgainAsItStoodAfterOtherDays) {
  Office office;
  people_everywhere(office);
  const State stood = office.state;
  office.now = at("08:00", monday().plus(1));
  office.act(office.supervisor, Rollover{monday().plus(1), ""});
  office.act(office.supervisor, Rollover{monday().plus(2), ""});
  office.act(OpenCounter{2});
  office.act(office.clock, RaiseAlarm{"board 3", "diam", "silent"});
  office.now = at("08:00", monday().plus(2));
  office.walk_in();
  office.now = at("08:05");
  office.act(office.supervisor, Rollover{monday(), "the clock was wrong"});
  CHECK(office.state.day == monday());
  CHECK(office.state.tickets == stood.tickets);
  CHECK(office.state.lines == stood.lines);
  CHECK(office.state.counters == stood.counters);
  CHECK(office.state.admissions == stood.admissions);
  CHECK(office.state.alarm("board 3") != nullptr);
  STRCMP_EQUAL("A008", office.walk_in().c_str());
  // Numbers of the days in between are not given twice either, and a replay gives the same state.
  office.act(office.supervisor, Rollover{monday().plus(2), ""});
  office.now = at("08:00", monday().plus(2));
  STRCMP_EQUAL("A002", office.walk_in().c_str());
  State replayed(office.plan);
  for (const Event& event : office.log) {
    apply(replayed, office.plan, event);
  }
  CHECK(replayed == office.state);
}

TEST(Day, WithoutMemoryOfHowADayStoodItIsOpenedAnewAndGoesOnCounting) {
  Office office;
  people_everywhere(office);
  office.act(office.supervisor, Rollover{monday().plus(1), ""});
  office.state.closed_days = {};  // a start after that, with the latest DayOpened
  office.act(office.supervisor, Rollover{monday(), "back"});
  CHECK(last<DayOpened>(office)->day == monday());
  LONGS_EQUAL(0, office.state.tickets.size());
  STRCMP_EQUAL("A008", office.walk_in().c_str());
}

TEST(Day, MidnightOpensADayThatWasOpenedTooEarlyAnewWithItsOwnNumbers) {
  Office office;
  office.open({1});
  office.now = at("08:00", monday().plus(1));
  office.act(office.supervisor, Rollover{monday().plus(1), ""});
  office.walk_in();  // for a person who came on Monday
  office.now = at("08:05");
  office.act(office.supervisor, Rollover{monday(), "the clock was wrong"});
  office.now = at("00:00", monday().plus(1));
  office.act(office.clock, Tick{});
  CHECK(office.state.day == monday().plus(1));
  LONGS_EQUAL(0, office.state.tickets.size());
  office.now = at("08:00", monday().plus(1));
  STRCMP_EQUAL("A002", office.walk_in().c_str());
}

TEST(Day, ADayIsNotOpenAgainOverAnotherNorAnUnknownOne) {
  Office office;
  office.open({1});
  office.act(office.supervisor, CloseDay{});
  const auto reopened = [&](std::uint64_t opening, OfficeDay day) {
    return Event{office.state.seq + 1, office.now, office.supervisor, DayReopened{day, opening, "x"}};
  };
  CHECK_THROWS(ReplayError, apply(office.state, office.plan, reopened(2, monday())));
  CHECK_THROWS(ReplayError, apply(office.state, office.plan, reopened(1, monday().plus(1))));
  office.act(office.supervisor, Rollover{monday(), "x"});
  CHECK_THROWS(ReplayError, apply(office.state, office.plan, reopened(1, monday())));
  CHECK_THROWS(ReplayError, apply(office.state, office.plan,
                                  {office.state.seq + 1, office.now, office.supervisor, DayClosing{monday().plus(1)}}));
}

TEST(Day, HowTheLatestDaysStoodIsKnownAndNotMore) {
  Office office;
  office.open({});
  for (int day = 0; day < 12; ++day) {
    office.now = at("08:00", monday().plus(day));
    office.act(office.clock, Tick{});
  }
  LONGS_EQUAL(7, office.state.closed_days.days.size());
  POINTERS_EQUAL(nullptr, office.state.closed(monday().plus(3)));
  CHECK(office.state.closed(monday().plus(4)) != nullptr);
  office.act(office.supervisor, Rollover{monday().plus(4), "the earliest that is known"});
  STRCMP_EQUAL("2026-11-27", last<DayReopened>(office)->day.text().c_str());
}

TEST(Day, MeasuredServiceTimesLiveOn) {
  Office office;
  office.open({1});
  for (int i = 0; i < 210; ++i) {
    office.book(static_cast<BookingId>(i + 1), "08:00");
    office.call(1);
    office.later(std::chrono::seconds{100 + i});
    office.act(Finish{1});
  }
  const auto pool = *office.plan.pool("paspor/berkas");
  LONGS_EQUAL(200, office.state.times[pool].size());
  LONGS_EQUAL(110, office.state.times[pool].front());
  office.now = at("07:00", monday().plus(1));
  office.act(office.clock, Tick{});
  LONGS_EQUAL(200, office.state.times[pool].size());
  LONGS_EQUAL(309, office.state.times[pool].back());
}

TEST(Day, PhasesFollowTheHoursOfTheDay) {
  const Plan plan = plan_of(passport_office());
  const auto phase = [&](const char* time, OfficeDay day) { return plan.phase(day, at(time, day)); };
  const auto friday = monday().plus(4);
  CHECK(phase("07:59", monday()) == DayPhase::before_opening);
  CHECK(phase("08:00", monday()) == DayPhase::open);
  CHECK(phase("11:45", monday()) == DayPhase::open);
  CHECK(phase("11:45", friday) == DayPhase::on_break);
  CHECK(phase("12:00", monday()) == DayPhase::on_break);
  CHECK(phase("13:00", monday()) == DayPhase::open);
  CHECK(phase("15:00", monday()) == DayPhase::last_numbers);
  CHECK(phase("16:00", monday()) == DayPhase::closed);
  CHECK(plan.phase(monday(), at("00:30", monday().plus(1))) == DayPhase::closed);
  CHECK(phase("10:00", monday().plus(5)) == DayPhase::closed);
  CHECK(phase("10:00", *OfficeDay::parse("2026-12-25")) == DayPhase::closed);
}

TEST_GROUP(Clocks){};

TEST(Clocks, AStepBackIsRecognisedAndNoWaitIsNegative) {
  Office office;
  office.open({1});
  office.walk_in();
  office.later(Minutes{10});
  office.walk_in();
  office.now = at("07:30");
  const auto events = office.act(CallNext{1});
  LONGS_EQUAL(3, events.size());
  CHECK(std::get<ClockStepped>(events[0].body).back_ms == 40 * 60 * 1000);
  STRCMP_EQUAL("clock step", std::get<AlarmRaised>(events[1].body).subject.c_str());
  const auto& called = std::get<Called>(events[2].body);
  STRCMP_EQUAL("A001", called.number.c_str());
  LONGS_EQUAL(600, called.waited_s);  // until the step; how long the step took is not known
  office.later(Minutes{5});
  office.act(Finish{1});
  LONGS_EQUAL(300, last<Finished>(office)->seconds);
  office.walk_in();
  STRCMP_EQUAL("A002", office.call(1).c_str());
  CHECK(office.state.alarm("clock step") != nullptr);
  office.now = at("07:00", monday().plus(1));
  office.act(office.clock, Tick{});
  CHECK(office.state.alarm("clock step") == nullptr);
  LONGS_EQUAL(0, office.state.clock.shift.count());
}

TEST(Clocks, AHairBackIsNoStep) {
  Office office;
  office.open({1});
  office.walk_in();
  office.now -= Milliseconds{2000};
  const auto events = office.act(CallNext{1});
  LONGS_EQUAL(1, events.size());
  LONGS_EQUAL(0, std::get<Called>(events[0].body).waited_s);
  office.now += Milliseconds{500};
  office.act(Finish{1});
  LONGS_EQUAL(0, last<Finished>(office)->seconds);
}

TEST(Clocks, BeforeTheFloorNoDayIsOpenedByItselfAndAnAlarmSaysWhy) {
  auto settings = passport_office();
  settings.clock.floor = at("00:00", *OfficeDay::parse("2026-01-01"));
  Office office(settings);
  office.now = UtcTime{std::chrono::hours{3}};
  office.act(office.clock, Tick{});
  CHECK(office.state.day_state == DayState::none);
  STRCMP_EQUAL("The clock says 1970-01-01; set it before a new day is opened",
               office.state.alarm("clock")->text_en.c_str());
  LONGS_EQUAL(0, office.act(office.clock, Tick{}).size());
  // A supervisor who knows the date opens the day, and the office works.
  office.act(office.supervisor, OpenDay{monday()});
  office.act(OpenCounter{1});
  STRCMP_EQUAL("B001", office.book(1, "08:00").c_str());
  STRCMP_EQUAL("B001", office.call(1).c_str());
  office.now = at("08:10");
  office.act(office.clock, Tick{});
  CHECK(office.state.alarm("clock") == nullptr);
  CHECK(office.state.day == monday());
}

TEST(Clocks, AClockThatWentBackADayDoesNotReopenYesterdayAndSaysSoUntilItIsRight) {
  Office office;
  office.open({});
  office.walk_in();
  office.now = at("08:00", monday().plus(-1));
  office.act(office.clock, Tick{});
  CHECK(office.state.day == monday());
  STRCMP_CONTAINS("The day that was opened is 2026-11-23, but the clock says 2026-11-22",
                  office.state.alarm("office day")->text_en.c_str());
  LONGS_EQUAL(0, office.act(office.clock, Tick{}).size());  // reported once
  STRCMP_EQUAL("A002", [&] { return office.walk_in(); }().c_str());
  office.now = at("08:20");
  office.act(office.clock, Tick{});
  POINTERS_EQUAL(nullptr, office.state.alarm("office day"));
}

TEST(Clocks, AClockThatRanADayAheadAndCameBackNeedsASupervisorAndGivesNoNumberTwice) {
  Office office;
  office.open({1});
  const auto before = office.walk_in();
  office.now = at("08:00", monday().plus(1));
  office.act(office.clock, Tick{});  // the day is closed, everybody accounted for, tomorrow opened
  CHECK(office.state.day == monday().plus(1));
  office.now = at("08:10");
  office.act(office.clock, Tick{});
  CHECK(office.state.day == monday().plus(1));
  CHECK(office.state.alarm("office day") != nullptr);
  STRCMP_EQUAL("day_in_the_past", office.answer(office.clock, Rollover{monday(), "x"}).c_str());
  STRCMP_EQUAL("reason_missing", office.answer(office.supervisor, Rollover{monday(), " "}).c_str());
  office.act(office.supervisor, Rollover{monday(), "the clock was wrong"});
  CHECK(office.state.day == monday());
  POINTERS_EQUAL(nullptr, office.state.alarm("office day"));
  STRCMP_EQUAL("A002", office.walk_in().c_str());
  office.later(Minutes{5});
  // The waiting person is back, and has waited a quarter of an hour.
  STRCMP_EQUAL(before.c_str(), office.call(1).c_str());
  LONGS_EQUAL(900, last<Called>(office)->waited_s);
}

TEST(Clocks, AClockKnownToBeRightLeavesADayOpenedTooEarlyWhenNobodyWaits) {
  Office office;
  office.open({1});
  office.now = at("07:30", monday().plus(1));
  office.act(office.clock, Tick{});
  CHECK(office.state.day == monday().plus(1));
  const auto number = office.walk_in();
  office.now = at("07:35");
  office.act(office.clock, Tick{true});
  CHECK(office.state.day == monday().plus(1));  // somebody waits, so a person decides
  CHECK(office.state.alarm("office day") != nullptr);
  office.act(CancelTicket{number, "went home"});
  office.act(office.clock, Tick{});
  CHECK(office.state.day == monday().plus(1));
  office.act(office.clock, Tick{true});
  CHECK(office.state.day == monday());
  STRCMP_EQUAL("the clock had been ahead", last<DayReopened>(office)->reason.c_str());
  office.act(office.clock, Tick{true});
  POINTERS_EQUAL(nullptr, office.state.alarm("office day"));
}

TEST(Clocks, AStartIn1970ThatTheNetworkMendsMakesNobodyWaitForDecades) {
  auto settings = passport_office();
  settings.clock.floor = at("00:00", *OfficeDay::parse("2026-01-01"));
  Office office(settings, "09:00");
  office.open({1, 3});
  office.walk_in();
  office.walk_in();
  office.call(1);
  // The power fails, the battery of the clock is empty, and the day continues in 1970 for two minutes.
  office.now = UtcTime{std::chrono::seconds{20}};
  office.act(office.clock, Tick{});
  CHECK(office.state.alarm("clock") != nullptr);
  CHECK(office.state.day == monday());
  office.later(Minutes{2});
  office.act(Finish{1});
  LONGS_EQUAL(120, last<Finished>(office)->seconds);
  office.now = at("09:10");
  office.act(office.clock, Tick{});
  POINTERS_EQUAL(nullptr, office.state.alarm("clock"));
  LONGS_EQUAL(0, office.state.clock.shift.count());
  office.act(CallNext{1});
  LONGS_EQUAL(600, last<Called>(office)->waited_s);
  office.later(Minutes{4});
  office.act(Finish{1});
  LONGS_EQUAL(240, last<Finished>(office)->seconds);
}

TEST(Clocks, ADayOpenedIn1970GoesOnWhenTheClockIsSet) {
  auto settings = passport_office();
  settings.clock.floor = at("00:00", *OfficeDay::parse("2026-01-01"));
  Office office(settings);
  office.now = UtcTime{std::chrono::hours{3}};
  office.act(office.clock, Tick{});
  office.act(office.supervisor, OpenDay{monday()});
  office.act(OpenCounter{1});
  STRCMP_EQUAL("A001",
               [&] { return office.walk_in(); }().c_str());  // the hour of walk-ins is not known: the first rule
  office.later(Minutes{3});
  office.call(1);
  office.later(Minutes{1});
  office.now = at("09:00");
  office.act(office.clock, Tick{});
  office.later(Minutes{5});
  office.act(Finish{1});
  LONGS_EQUAL(300, last<Finished>(office)->seconds);  // nothing was measured across the setting of the clock
  CHECK(office.state.day == monday());
}

TEST(Day, NumbersGivenByAJournalThatIsLostAreNotGivenAgain) {
  Office office;
  STRCMP_EQUAL("day_not_open", office.answer(office.clock, NoteNumbers{{"A012"}}).c_str());
  office.act(office.clock, Tick{});
  const auto number = [&](const std::vector<Event>& events) {
    for (const Event& event : events) {
      if (const auto* issued = std::get_if<TicketIssued>(&event.body)) {
        return issued->number;
      }
    }
    return std::string("none");
  };
  WalkIn walk_in;
  walk_in.service = office.plan.settings().services.front().key;
  STRCMP_EQUAL("A001", number(office.act(walk_in)).c_str());
  LONGS_EQUAL(0, office.act(office.clock, NoteNumbers{{"A001", "nonsense", ""}}).size());
  LONGS_EQUAL(1, office.act(office.clock, NoteNumbers{{"A007", "B003", "A012", "A002"}}).size());
  CHECK((last<NumbersSkipped>(office)->up_to == std::vector<std::string>{"A012", "B003"}));
  LONGS_EQUAL(0, office.act(office.clock, NoteNumbers{{"A012", "B003"}}).size());
  STRCMP_EQUAL("A013", number(office.act(walk_in)).c_str());
}

TEST_GROUP(Alarms){};

TEST(Alarms, AreRaisedOnceChangedAndCleared) {
  Office office;
  LONGS_EQUAL(1, office.act(office.clock, RaiseAlarm{"portal", "putus", "away"}).size());
  LONGS_EQUAL(0, office.act(office.clock, RaiseAlarm{"portal", "putus", "away"}).size());
  LONGS_EQUAL(1, office.act(office.clock, RaiseAlarm{"board 3", "diam", "silent"}).size());
  const auto since = office.now;
  office.later(Minutes{1});
  LONGS_EQUAL(1, office.act(office.clock, RaiseAlarm{"portal", "putus", "away for an hour"}).size());
  LONGS_EQUAL(1, office.act(office.clock, RaiseAlarm{"portal", "masih putus", "away for an hour"}).size());
  LONGS_EQUAL(2, office.state.alarms.size());
  STRCMP_EQUAL("board 3", office.state.alarms[0].subject.c_str());
  CHECK(office.state.alarm("portal")->since == since);
  office.act(office.clock, ClearAlarm{"portal"});
  STRCMP_EQUAL("no_such_alarm", office.answer(office.clock, ClearAlarm{"portal"}).c_str());
}
