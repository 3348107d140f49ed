// How many counters a day ahead needs, played with the queue's own simulation.
#include <string>
#include <variant>

#include "../queue/office.hpp"
#include "staffing/staffing.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::staffing;
using namespace antrean::queue::test;

TEST_GROUP(Staffing) {
  queue::PlanSettings plan = passport_office();

  Question question(std::uint32_t people_at_nine) {
    Question asked;
    asked.ahead.day = monday().plus(1);
    asked.ahead.runs = 60;
    for (int hour = 8; hour < 12; ++hour) {
      asked.ahead.booked.push_back(
          {.service = "paspor", .start = TimeOfDay{hour * 60}, .people = hour == 9 ? people_at_nine : 8});
    }
    asked.planned = counters_for(plan, asked.ahead);
    return asked;
  }
  staffing::Staffing answer(const Question& asked) {
    auto result = staffing_of(plan, asked, [] { return false; });
    if (const auto* problem = std::get_if<std::string>(&result)) {
      FAIL(problem->c_str());
    }
    return std::get<staffing::Staffing>(std::move(result));
  }
  static std::size_t most_needed(const staffing::Staffing& staffing) {
    std::size_t most = 0;
    for (const HalfHour& one : staffing.half_hours) {
      most = std::max(most, one.needed);
    }
    return most;
  }
};

TEST(Staffing, MorePeopleNeedMoreCountersAndOnlyFromThenOn) {
  const auto quiet = answer(question(8)), busy = answer(question(60));
  CHECK(most_needed(busy) > most_needed(quiet) + 2);
  CHECK(busy.half_hours.size() >= 4);
  // Those of eight o'clock come from 7:35 on, before the many of nine o'clock.
  CHECK(busy.half_hours.front().start < TimeOfDay{8 * 60});
  LONGS_EQUAL(quiet.half_hours.front().needed, busy.half_hours.front().needed);
}

TEST(Staffing, WithWhatIsNeededNobodyWaitsLongerAndWithOneLessSomebodyDoes) {
  const Question asked = question(40);
  const auto staffing = answer(asked);
  const auto longest = [&](std::size_t less, std::uint64_t seed) {
    std::vector<OpenPart> parts;
    for (const HalfHour& one : staffing.half_hours) {
      CHECK_TRUE(one.enough);
      parts.push_back({.from = one.start, .to = TimeOfDay{24 * 60}, .counters = one.needed});
    }
    parts.front().from = TimeOfDay{0};
    for (std::size_t i = 1; i < parts.size(); ++i) {
      parts[i - 1].to = parts[i].from;
    }
    for (OpenPart& part : parts) {
      part.counters = std::max(fewest_counters(plan, asked.ahead), part.counters - less);
    }
    DayAhead again = asked.ahead;
    again.seed = seed;
    again.runs = seed == asked.ahead.seed ? 80 : 400;
    std::uint32_t seconds = 0;
    const auto waits = std::get<Waits>(play_day(plan, again, parts));
    for (const auto& period : waits.periods) {
      seconds = std::max(seconds, period.wait ? period.wait->high : 24 * 3600);
    }
    return seconds;
  };
  CHECK(longest(0, asked.ahead.seed) <= 30 * 60);
  CHECK(longest(1, asked.ahead.seed) > 30 * 60);
  CHECK(longest(0, 7) < 40 * 60);  // other days than those of the search differ a little
}

TEST(Staffing, WhoComesWithoutABookingCounts) {
  Question asked = question(8);
  const auto without = answer(asked);
  asked.ahead.walk_ins = {
      {.service = "paspor", .class_key = "walk_in", .from = TimeOfDay{600}, .to = TimeOfDay{660}, .people = 40}};
  const auto with = answer(asked);
  CHECK(most_needed(with) > most_needed(without));
  double walk_ins = 0;
  for (const HalfHour& one : with.half_hours) {
    CHECK(one.walk_ins == 0 || (one.start >= TimeOfDay{600} && one.start < TimeOfDay{660}));
    walk_ins += one.walk_ins;
  }
  DOUBLES_EQUAL(40, walk_ins, 3);
  asked.ahead.booked.clear();
  CHECK(!answer(asked).half_hours.empty());
}

TEST(Staffing, TheWaitAsPlannedIsThatOfTheSimulation) {
  Question asked = question(60);
  const auto staffing = answer(asked);
  const auto waits = std::get<Waits>(play_day(plan, asked.ahead, asked.planned));
  LONGS_EQUAL(waits.periods.size(), staffing.half_hours.size());
  for (std::size_t i = 0; i < waits.periods.size(); ++i) {
    CHECK(staffing.half_hours[i].start == waits.periods[i].start);
    LONGS_EQUAL(waits.periods[i].wait->high, staffing.half_hours[i].wait->high);
  }
  asked.planned += 6;
  const auto more = answer(asked);
  for (std::size_t i = 0; i < staffing.half_hours.size(); ++i) {
    CHECK(more.half_hours[i].wait->high < staffing.half_hours[i].wait->high);
    LONGS_EQUAL(staffing.half_hours[i].needed, more.half_hours[i].needed);  // whatever is planned
  }
}

TEST(Staffing, TooFewCountersForTheLinesAreRefused) {
  Question asked = question(8);
  asked.planned = 0;
  CHECK(std::holds_alternative<std::string>(staffing_of(plan, asked, [] { return false; })));
  asked.planned = 2;
  CHECK(std::holds_alternative<std::string>(staffing_of(plan, asked, [] { return true; })));
}

namespace {

/// Every rule of the document and photo lines names a class, so that each counter is for one class.
queue::PlanSettings counters_for_one_class() {
  queue::PlanSettings plan = passport_office();
  plan.counters = {
      {1, "Umum", {{"paspor/berkas", "booked", 0}, {"paspor/foto", "booked", 0}}},
      {2, "Langsung", {{"paspor/berkas", "walk_in", 0}, {"paspor/foto", "walk_in", 0}}},
      {3, "Prioritas", {{"paspor/berkas", "priority", 0}, {"paspor/foto", "priority", 0}, {"ambil/ambil", "", 0}}}};
  return plan;
}

}  // namespace

TEST(Staffing, ACounterForTheirClassAloneCallsThoseWhoCome) {
  plan = counters_for_one_class();
  CHECK(std::holds_alternative<queue::Plan>(queue::Plan::make(plan)));
  Question asked = question(8);
  LONGS_EQUAL(1, asked.planned);
  LONGS_EQUAL(1, fewest_counters(plan, asked.ahead));
  for (const HalfHour& one : answer(asked).half_hours) {
    CHECK_TRUE(one.wait.has_value());
  }
  asked.ahead.walk_ins = {
      {.service = "paspor", .class_key = "walk_in", .from = TimeOfDay{600}, .to = TimeOfDay{660}, .people = 4}};
  LONGS_EQUAL(2, fewest_counters(plan, asked.ahead));
  CHECK(std::holds_alternative<std::string>(play_day(plan, asked.ahead, 1)));
  const auto waits = std::get<Waits>(play_day(plan, asked.ahead, 2));
  LONGS_EQUAL(1, waits.open[0]);
  LONGS_EQUAL(2, waits.open[1]);
  for (const auto& period : waits.periods) {
    CHECK_TRUE(period.wait.has_value());
  }
}

TEST(Staffing, ALineThatOnlyOneClassRuleReachesGetsThatCounter) {
  plan = passport_office();
  plan.counters.push_back({5, "Loket 5", {{"paspor/foto", "booked", 0}}});
  plan.counters[2].serves = {{"paspor/foto", "walk_in", 0}, {"paspor/foto", "priority", 0}};
  const Question asked = question(8);
  const auto waits = std::get<Waits>(play_day(plan, asked.ahead, 2));
  LONGS_EQUAL(5, waits.open[1]);
  for (const HourWait& hour : waits.hours) {
    CHECK_TRUE(hour.wait.has_value());
  }
}

TEST(Staffing, WhoComesForAServiceOrClassThatIsGoneIsAnErrorAndNoEndOfTheOffice) {
  Question asked = question(8);
  asked.ahead.booked.clear();
  asked.planned = 4;
  const auto refused = [&] {
    LONGS_EQUAL(0, counters_for(plan, asked.ahead));
    return std::holds_alternative<std::string>(staffing_of(plan, asked, [] { return false; }));
  };
  CHECK_TRUE(refused());  // nobody at all
  asked.ahead.walk_ins = {
      {.service = "visa", .class_key = "walk_in", .from = TimeOfDay{600}, .to = TimeOfDay{660}, .people = 4}};
  CHECK_TRUE(refused());
  asked.ahead.walk_ins[0].service = "paspor";
  asked.ahead.walk_ins[0].class_key = "gone";
  CHECK_TRUE(refused());
}
