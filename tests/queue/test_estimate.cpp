// Estimated waits compared with real waits.
#include <string>
#include <vector>

#include "queue/snapshot.hpp"
#include "simulated_day.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

TEST_GROUP(Estimate){};

TEST(Estimate, TheSameArgumentsGiveTheSameAnswer) {
  Office office(day_office());
  office.open({1, 4});
  for (int i = 0; i < 12; ++i) {
    office.walk_in();
  }
  const auto a = estimate(office.state, office.plan, office.now), b = estimate(office.state, office.plan, office.now);
  LONGS_EQUAL(12, a.tickets.size());
  for (std::size_t i = 0; i < 12; ++i) {
    LONGS_EQUAL(a.tickets[i].wait.likely, b.tickets[i].wait.likely);
    CHECK(a.tickets[i].wait.low <= a.tickets[i].wait.likely && a.tickets[i].wait.likely <= a.tickets[i].wait.high);
    if (i > 0) {
      CHECK(a.tickets[i].wait.likely >= a.tickets[i - 1].wait.likely);
    }
  }
  LONGS_EQUAL(0, a.tickets[0].wait.high);  // a counter is free: now
}

TEST(Estimate, AClockThatSays1970IsNoReasonToForeseeHalfACentury) {
  Office office(day_office());
  office.open({1, 4});
  for (int i = 0; i < 12; ++i) {
    office.walk_in();
  }
  // Without a limit this would neither end nor fit into memory.
  const auto estimates = estimate(office.state, office.plan, from_ms(8 * 3'600'000));
  LONGS_EQUAL(12, estimates.tickets.size());
}

TEST(Estimate, InStepsItSaysTheSame) {
  Office office(day_office());
  office.open({1, 4});
  for (int i = 0; i < 5; ++i) {
    office.walk_in();
  }
  const auto at_once = estimate(office.state, office.plan, office.now);
  Estimating estimating(office.state, office.plan, office.now, {});
  // not considered, because the estimate uses the state at the beginning
  const auto later = office.walk_in();
  int steps = 1;
  while (!estimating.step(5)) {
    ++steps;
  }
  LONGS_EQUAL(13, steps);  // 64 simulations
  CHECK(estimating.step(5));
  const auto in_steps = estimating.take();
  LONGS_EQUAL(5, in_steps.tickets.size());
  for (std::size_t i = 0; i < 5; ++i) {
    LONGS_EQUAL(at_once.tickets[i].wait.low, in_steps.tickets[i].wait.low);
    LONGS_EQUAL(at_once.tickets[i].wait.likely, in_steps.tickets[i].wait.likely);
    LONGS_EQUAL(at_once.tickets[i].wait.high, in_steps.tickets[i].wait.high);
  }
  POINTERS_EQUAL(nullptr, in_steps.of(office.ticket(later).id));
}

TEST(Estimate, MoreCountersMeanLessWaiting) {
  const auto last_wait = [](std::initializer_list<CounterId> counters) {
    Office office(day_office());
    office.open(counters);
    std::string number;
    for (int i = 0; i < 20; ++i) {
      number = office.walk_in();
    }
    return estimate(office.state, office.plan, office.now).of(office.ticket(number).id)->likely;
  };
  CHECK(last_wait({1, 2}) < last_wait({1}));
  CHECK(last_wait({1, 2, 3}) < last_wait({1, 2}));
}

TEST(Estimate, NothingIsSaidWhereNothingCanBeSaid) {
  Office office(day_office());
  CHECK(estimate(office.state, office.plan, office.now).tickets.empty());  // no day
  office.open({4});                                                        // no counter for documents
  office.walk_in();
  const auto estimates = estimate(office.state, office.plan, office.now);
  POINTERS_EQUAL(nullptr, estimates.of(1));
  POINTERS_EQUAL(nullptr, estimates.of_service("paspor"));
  POINTERS_EQUAL(nullptr, estimates.of_service("sim"));
}

TEST(Estimate, WhoIsHeldWaitsAtLeastForTheHourAndBreaksCount) {
  auto settings = passport_office();
  settings.calls.calls_in_break = false;
  Office office(settings, "11:55");
  office.open({1, 2});
  const auto held = office.book(1, "14:00", Standing::early_wait);
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.call(1);
  office.call(2);
  office.now = at("12:01");
  const auto estimates = estimate(office.state, office.plan, office.now);
  CHECK(estimates.of(office.ticket(held).id)->low >= 119 * 60);
  CHECK(estimates.of(office.ticket("A003").id)->low >= 58 * 60);
  CHECK(estimates.of(office.ticket("A003").id)->high <= 62 * 60);
  LONGS_EQUAL(1, estimates.slots.size());
}

TEST(Estimate, OnADayWithoutHoursThatASupervisorOpenedWaitsAreSaidToo) {
  Office office(day_office());
  office.now = at("09:00", monday().plus(-1));
  office.act(office.supervisor, OpenDay{monday().plus(-1)});
  office.act(OpenCounter{1});
  for (BookingId id = 1; id < 6; ++id) {
    office.book(id, "09:00");
  }
  office.call(1);
  Forecast forecast;
  forecast.expected = {{"paspor", TimeOfDay{10 * 60}, 3}};
  const auto estimates = estimate(office.state, office.plan, office.now, forecast);
  LONGS_EQUAL(4, estimates.tickets.size());
  CHECK(estimates.tickets.front().wait.likely < estimates.tickets.back().wait.likely);
}

TEST(Estimate, PeopleStillExpectedWithAnEarlierHourGoBefore) {
  Office office(day_office(), "08:30");
  office.open({1, 4});
  for (BookingId id = 1; id < 5; ++id) {
    office.book(id, "08:00");
  }
  const auto mine = office.book(9, "10:00");
  Forecast forecast;
  const auto alone = estimate(office.state, office.plan, office.now, forecast).of(office.ticket(mine).id)->likely;
  forecast.expected = {{"paspor", TimeOfDay{9 * 60}, 10}, {"sim", TimeOfDay{9 * 60}, 10}};
  const auto estimates = estimate(office.state, office.plan, office.now, forecast);
  CHECK(estimates.of(office.ticket(mine).id)->likely > alone + 600);
  LONGS_EQUAL(3, estimates.slots.size());
  CHECK(estimates.slots[1].start == TimeOfDay{9 * 60});
}

TEST(Estimate, PastTimesAreUsedUntilTheDayHasItsOwn) {
  Office office(day_office());
  office.open({1, 4});
  for (int i = 0; i < 10; ++i) {
    office.walk_in();
  }
  Forecast forecast;
  forecast.past = {{"paspor/berkas", std::vector<std::uint32_t>(30, 60)}};
  const auto quick = estimate(office.state, office.plan, office.now, forecast).tickets.back().wait;
  CHECK(quick.likely > 8 * 60 && quick.likely < 10 * 60);
  CHECK(estimate(office.state, office.plan, office.now).tickets.back().wait.likely > 25 * 60);
}

TEST(Estimate, OnSimulatedDaysTheRangeHoldsWhatItPromises) {
  const auto verdicts = judge(judged_days(60, 0));
  const auto text = std::to_string(verdicts.count) + " waits, median error " + std::to_string(verdicts.median_error) +
                    ", range held " + std::to_string(verdicts.held);
  CHECK_TEXT(verdicts.count > 500, text.c_str());
  CHECK_TEXT(verdicts.median_error <= 0.20, text.c_str());
  CHECK_TEXT(verdicts.held >= 0.75 && verdicts.held <= 0.85, text.c_str());
}

TEST(Estimate, MinutesRoundOutwards) {
  const WaitRange range = WaitSeconds{119, 150, 181}.minutes();
  LONGS_EQUAL(1, range.low);
  LONGS_EQUAL(3, range.likely);
  LONGS_EQUAL(4, range.high);
}
