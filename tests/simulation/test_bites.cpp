// The simulated days are only useful if they fail when the office is wrong. Eleven offices are broken on
// purpose, and each must be detected by the promise that it breaks. And a seed must always give the same day.

#include <initializer_list>

#include <spdlog/spdlog.h>

#include "day.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::simulation;

namespace {

// What all days share is made once; it is no leak of the first test.
[[maybe_unused]] const bool ready = (spdlog::set_level(spdlog::level::off), prepare_process(), true);

constexpr std::uint64_t days_at_most = 300;

/// The promise that the first failing day breaks; 0 if no day fails.
int found_out_by(Mutant mutant) {
  for (std::uint64_t seed = 1; seed <= days_at_most; ++seed) {
    const DayReport report = run_day(make_plan(seed, {}), mutant);
    if (report.broken) {
      return report.broken->promise;
    }
  }
  return 0;
}

}  // namespace

TEST_GROUP(SimulatedDays){};

TEST(SimulatedDays, FindAJournalThatDoesNotSyncItsCommits) { LONGS_EQUAL(9, found_out_by(Mutant::unsynced)); }

TEST(SimulatedDays, FindAnOfficeThatAnswersBeforeTheCommit) { LONGS_EQUAL(9, found_out_by(Mutant::early_answer)); }

TEST(SimulatedDays, FindAPressCountKeptOutsideTheCommit) { LONGS_EQUAL(1, found_out_by(Mutant::count_apart)); }

TEST(SimulatedDays, FindAFlashThatIsOwedInMemoryOnly) { LONGS_EQUAL(1, found_out_by(Mutant::forgets_flashes)); }

TEST(SimulatedDays, FindAnOfficeThatLetsAnOldPressAct) { LONGS_EQUAL(1, found_out_by(Mutant::acts_late)); }

TEST(SimulatedDays, FindAnEntranceThatHidesAnAnswerSaidBefore) { LONGS_EQUAL(2, found_out_by(Mutant::hidden_again)); }

TEST(SimulatedDays, FindAnOfficeThatDoesNotSayWhomTheSettingsLeftBehind) {
  LONGS_EQUAL(4, found_out_by(Mutant::hides_stranded));
}

TEST(SimulatedDays, FindAnOfficeThatFollowsAClockThatLeaps) {
  LONGS_EQUAL(7, found_out_by(Mutant::follows_leaps));  // people who were not served
}

TEST(SimulatedDays, FindAnOfficeThatBelievesWhomACommandNames) { LONGS_EQUAL(11, found_out_by(Mutant::trusts_names)); }

TEST(SimulatedDays, FindAnOfficeWhereAnEndedSessionLeavesTheCounter) {
  LONGS_EQUAL(11, found_out_by(Mutant::session_is_seat));
}

TEST(SimulatedDays, FindAnOfficeThatLetsADisabledPersonGoOn) { LONGS_EQUAL(11, found_out_by(Mutant::keeps_disabled)); }

TEST(SimulatedDays, OfOneSeedAreTheSameDayEveryTime) {
  for (const std::uint64_t seed : {3U, 14U, 15U}) {
    const DayPlan plan = make_plan(seed, {});
    const DayReport once = run_day(plan);
    const DayReport again = run_day(plan);
    CHECK(once.digest == again.digest);
    CHECK(once.steps == again.steps);
  }
}

TEST(SimulatedDays, ThatFailAreToldAsShortAsTheyCanBe) {
  for (std::uint64_t seed = 1; seed <= days_at_most; ++seed) {
    const DayPlan plan = make_plan(seed, {});
    const DayReport report = run_day(plan, Mutant::count_apart);
    if (report.broken) {
      const DayPlan shorter = shortest(plan, *report.broken, Mutant::count_apart);
      const DayReport again = run_day(shorter, Mutant::count_apart, true);
      CHECK(again.broken.has_value());
      LONGS_EQUAL(report.broken->promise, again.broken->promise);
      CHECK(shorter.people.size() < plan.people.size());
      CHECK(!again.journal.empty());
      return;
    }
  }
  FAIL("no day found the press count that is kept apart");
}
