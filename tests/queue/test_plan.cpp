// Settings that cannot work are refused, with all problems at once, in words.
#include <functional>
#include <string>
#include <vector>

#include "office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

std::string problems_of(PlanSettings settings) {
  const auto made = Plan::make(std::move(settings));
  const auto* problems = std::get_if<std::vector<PlanProblem>>(&made);
  if (problems == nullptr) {
    return "none";
  }
  std::string text;
  for (const auto& problem : *problems) {
    text += problem.where + ": " + problem.text + "\n";
  }
  return text;
}

struct Bad {
  std::function<void(PlanSettings&)> spoil;
  const char* said;
};

}  // namespace

TEST_GROUP(Plans){};

TEST(Plans, TheOfficeOfTheTestsIsFine) { STRCMP_EQUAL("none", problems_of(passport_office()).c_str()); }

TEST(Plans, EveryMistakeIsSaidWithItsPlace) {
  const std::vector<Bad> table{
      {[](auto& s) { s.series[0].key.clear(); }, "series[0].key: is empty"},
      {[](auto& s) { s.series[1].key = "walk_in"; }, "series[1].key: 'walk_in' is there twice"},
      {[](auto& s) { s.series[0].letters.clear(); }, "series[0].letters: is empty"},
      {[](auto& s) { s.series[0].letters = "a"; }, "series[0].letters: 'a' is not a letter"},
      {[](auto& s) { s.series[0].letters = "["; }, "series[0].letters: '[' is not a letter"},
      {[](auto& s) { s.series[0].letters = "B"; }, "series[1].letters: 'B' is used by 'walk_in' already"},
      {[](auto& s) { s.series[0].first = 0; }, "series[0]: numbers run from first to last"},
      {[](auto& s) { s.series[0].first = 1000; }, "series[0]: numbers run from first to last"},
      {[](auto& s) { s.series[0].last = 10000; }, "series[0]: numbers run from first to last"},
      {[](auto& s) { s.classes.clear(); }, "classes: there must be 1 to 16"},
      {[](auto& s) { s.classes.resize(17); }, "classes: there must be 1 to 16"},
      {[](auto& s) { s.classes[0].weight = 0; }, "classes[0].weight: must be 1 to 16"},
      {[](auto& s) { s.classes[0].weight = 17; }, "classes[0].weight: must be 1 to 16"},
      {[](auto& s) { s.classes[0].series = "Z"; },
       "classes[0].series: 'Z' is no series; there are: collection online priority walk_in"},
      {[](auto& s) { s.classes[0].waiting_limit = Minutes{-1}; }, "classes[0].waiting_limit: cannot be negative"},
      {[](auto& s) { s.services[0].series = "Z"; }, "services[0].series: 'Z' is no series"},
      {[](auto& s) {
         s.series.clear();
         for (auto& klass : s.classes) {
           klass.series.clear();
         }
       },
       "services[0].series: 'walk_in' is no series; there are none"},
      {[](auto& s) { s.services[0].booked_class = "Z"; }, "services[0].booked_class: 'Z' is no class"},
      {[](auto& s) { s.services[0].walk_in_class = "Z"; }, "services[0].walk_in_class: 'Z' is no class"},
      {[](auto& s) { s.services[1].key = "paspor"; }, "services[1].key: 'paspor' is there twice"},
      {[](auto& s) { s.services[0].stages.clear(); }, "services[0].stages: a journey has 1 to 5 stages"},
      {[](auto& s) { s.services[0].stages.resize(6); }, "services[0].stages: a journey has 1 to 5 stages"},
      {[](auto& s) { s.services[0].stages[1].key = "berkas"; }, "services[0].stages[1].key: 'berkas' is there twice"},
      {[](auto& s) { s.services[0].stages[1].series = "Z"; }, "services[0].stages[1].series: 'Z' is no series"},
      {[](auto& s) { s.services[0].stages[1].typical = Minutes{0}; },
       "services[0].stages[1].typical: must be at least"},
      {[](auto& s) { s.services[0].walk_in[0].to = TimeOfDay{0}; }, "services[0].walk_in[0]: ends before it begins"},
      {[](auto& s) { s.services[0].walk_in.push_back(s.services[0].walk_in[0]); },
       "services[0].walk_in[1]: overlaps with walk_in[0]"},
      {[](auto& s) { s.week[1]->close = TimeOfDay{0}; }, "week[1]: closes before it opens"},
      {[](auto& s) { s.week[1]->last_numbers = TimeOfDay{0}; }, "week[1].last_numbers: must lie between"},
      {[](auto& s) { s.week[1]->last_numbers = TimeOfDay{1400}; }, "week[1].last_numbers: must lie between"},
      {[](auto& s) { s.week[1]->breaks[0].to = TimeOfDay{0}; }, "week[1].breaks[0]: must end after it begins"},
      {[](auto& s) { s.week[1]->breaks[0].from = TimeOfDay{0}; }, "week[1].breaks[0]: must end after it begins"},
      {[](auto& s) { s.week[1]->breaks[0].to = TimeOfDay{1400}; }, "week[1].breaks[0]: must end after it begins"},
      {[](auto& s) { s.policy.waiting_limit = Minutes{-5}; }, "policy.waiting_limit: cannot be negative"},
      {[](auto& s) { s.calls.pad_guard = Milliseconds{-5}; }, "calls.pad_guard: cannot be negative"},
      {[](auto& s) { s.calls.oldest_press = std::chrono::seconds{29}; },
       "calls.oldest_press: must be between 30s and 24h"},
      {[](auto& s) { s.calls.oldest_press = std::chrono::hours{25}; },
       "calls.oldest_press: must be between 30s and 24h"},
      {[](auto& s) { s.clock.tolerance = Milliseconds{-5}; }, "clock.tolerance: cannot be negative"},
      {[](auto& s) { s.counters[0].id = 0; }, "counters[0].id: counters are numbered from 1"},
      {[](auto& s) { s.counters[1].id = 1; }, "counters[1].id: 1 is there twice"},
      {[](auto& s) { s.counters[0].serves[0].pool = "Z"; },
       "counters[0].serves[0].pool: 'Z' is no line; there are: ambil/ambil paspor/berkas paspor/foto"},
      {[](auto& s) { s.counters[0].serves[0].class_key = "Z"; }, "counters[0].serves[0].class: 'Z' is no class"},
      {[](auto& s) { s.officers[1].pools[0] = "Z"; }, "officers[1].pools: 'Z' is no line"},
      {[](auto& s) { s.officers[1].key = "sari"; }, "officers[1].key: 'sari' is there twice"},
      {[](auto& s) { s.counters[2].serves.clear(); }, "counters: no counter serves the line 'paspor/foto'\n"},
      {[](auto& s) { s.counters[2].serves[0].class_key = "booked"; },
       "counters: no counter serves the line 'paspor/foto' for class 'priority'"},
  };
  for (const auto& bad : table) {
    auto settings = passport_office();
    bad.spoil(settings);
    STRCMP_CONTAINS(bad.said, problems_of(settings).c_str());
  }
}

TEST(Plans, AllMistakesAreSaidAtOnce) {
  auto settings = passport_office();
  settings.series[0].letters = "1";
  settings.classes[0].weight = 0;
  settings.counters[0].id = 0;
  const auto text = problems_of(settings);
  STRCMP_CONTAINS("series[0]", text.c_str());
  STRCMP_CONTAINS("classes[0]", text.c_str());
  STRCMP_CONTAINS("counters[0]", text.c_str());
}

TEST(Plans, RulesOnDifferentWeekdaysDoNotOverlap) {
  auto settings = passport_office();
  auto& rules = settings.services[0].walk_in;
  rules.push_back(rules[0]);
  rules[0].weekdays = 0x02;
  rules[1].weekdays = 0x04;
  STRCMP_EQUAL("none", problems_of(settings).c_str());
}

TEST(Plans, WaitingLimitsAreTheSmallerOfTwo) {
  auto settings = passport_office();
  settings.policy.waiting_limit = Minutes{20};
  CHECK(plan_of(settings).waiting_limit(1) == Minutes{20});
  settings.policy.waiting_limit = Minutes{60};
  CHECK(plan_of(settings).waiting_limit(1) == Minutes{30});
  CHECK(plan_of(settings).waiting_limit(0) == Minutes{60});
  CHECK(plan_of(settings).waiting_limit(15) == Minutes{60});  // a class that only the journal knows
  settings.policy.waiting_limit.reset();
  CHECK(plan_of(settings).waiting_limit(1) == Minutes{30});
  CHECK(!plan_of(settings).waiting_limit(0));
}

TEST(Plans, WhatOnlyTheJournalKnowsHasModestDefaults) {
  const Plan plan = plan_of(passport_office());
  LONGS_EQUAL(1, plan.weight(15));
  CHECK(!plan.fills(15));
  CHECK(!plan.stage("sim", "x") && !plan.stage("paspor", "x") && plan.stage("paspor", "foto") == StageIndex{1});
  POINTERS_EQUAL(nullptr, plan.skills("nobody"));
  POINTERS_EQUAL(nullptr, plan.skills(""));
  POINTERS_EQUAL(nullptr, plan.skills("sari"));
  CHECK(plan.skills("budi") != nullptr);
}
