// Rules about waits: told once when they are broken, and once when it is over.
#include <string>
#include <vector>

#include "../queue/office.hpp"
#include "sla/breach_text.hpp"
#include "sla/sla.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;
using namespace std::chrono_literals;

TEST_GROUP(Sla) {
  Office office;
  sla::Watch watch;
  std::vector<sla::Rule> rules{{.wait_over = Minutes{45}, .service = "paspor", .class_key = {}}};

  void setup() override { office.open({1, 4}); }
  /// "+45 -45": which rules begin and end, by their limit.
  std::string look() {
    std::string told;
    for (const auto& change : watch.look(rules, office.state, office.now)) {
      told += (told.empty() ? "" : " ") + std::string(change.begins ? "+" : "-") +
              std::to_string(change.rule.wait_over.count());
    }
    return told;
  }
};

TEST(Sla, ABreachIsToldOnceAndItsEndOnce) {
  office.walk_in();
  office.later(45min);
  STRCMP_EQUAL("", look().c_str());
  office.later(1s);
  STRCMP_EQUAL("+45", look().c_str());
  office.later(30min);
  STRCMP_EQUAL("", look().c_str());
  office.call(1);
  STRCMP_EQUAL("-45", look().c_str());
  STRCMP_EQUAL("", look().c_str());
}

TEST(Sla, ALineAroundTheLimitDoesNotTellAgainAndAgain) {
  office.walk_in();
  office.later(2min);
  office.walk_in();
  office.later(44min);
  STRCMP_EQUAL("+45", look().c_str());
  office.call(1);  // the next has waited 44 minutes: a little below the limit
  STRCMP_EQUAL("", look().c_str());
  office.later(2min);
  STRCMP_EQUAL("", look().c_str());
  office.act(Finish{1});
  office.call(1);
  STRCMP_EQUAL("-45", look().c_str());
}

TEST(Sla, OnlyWhoTheRuleIsAboutCounts) {
  rules = {{.wait_over = Minutes{10}, .service = "ambil", .class_key = {}},
           {.wait_over = Minutes{20}, .service = {}, .class_key = "priority"},
           {.wait_over = Minutes{30}, .service = {}, .class_key = {}}};
  office.walk_in();
  office.later(25min);
  STRCMP_EQUAL("", look().c_str());
  office.walk_in("priority");
  office.later(21min);
  STRCMP_EQUAL("+20 +30", look().c_str());
}

TEST(Sla, WhoDoesNotStandInALineDoesNotWait) {
  office.walk_in();
  const std::string number = office.call(1);
  office.later(50min);
  STRCMP_EQUAL("", look().c_str());
  office.act(NoShow{1});
  office.later(50min);
  STRCMP_EQUAL("", look().c_str());
}

TEST(Sla, TheLongestAndHowManyAreSaid) {
  office.walk_in();
  office.walk_in();
  office.later(30min);
  office.walk_in();
  office.later(20min);
  const auto changes = watch.look(rules, office.state, office.now);
  LONGS_EQUAL(1, changes.size());
  LONGS_EQUAL(2, changes[0].waiting);
  CHECK(changes[0].longest == 50min);
}

TEST(Sla, ADayThatClosesAndARuleThatIsGoneEndIt) {
  office.walk_in();
  office.later(50min);
  STRCMP_EQUAL("+45", look().c_str());
  const auto kept = std::exchange(rules, {});
  STRCMP_EQUAL("-45", look().c_str());
  rules = kept;
  STRCMP_EQUAL("+45", look().c_str());
  office.act(office.supervisor, CloseDay{});
  STRCMP_EQUAL("-45", look().c_str());
  STRCMP_EQUAL("", look().c_str());
}

TEST(Sla, WhatWasToldBeforeARestartIsNotToldAgain) {
  office.walk_in();
  office.later(50min);
  watch.told_before(rules[0]);
  STRCMP_EQUAL("", look().c_str());
  office.call(1);
  STRCMP_EQUAL("-45", look().c_str());
}

TEST(Sla, AClockThatWasSetBackMakesNobodyWaitLess) {
  office.walk_in();
  office.later(40min);
  office.walk_in();  // the clock is known by the latest event
  office.now -= 60min;
  office.act(office.clock, Tick{});
  STRCMP_EQUAL("", look().c_str());
  office.later(6min);
  STRCMP_EQUAL("+45", look().c_str());
}

TEST(Sla, TheWordsNameServiceAndClass) {
  const sla::Rule rule{.wait_over = Minutes{20}, .service = "paspor", .class_key = "priority"};
  const auto words = sla::words_of(rule, office.plan.settings());
  STRCMP_CONTAINS("20 menit", words.id.c_str());
  STRCMP_CONTAINS("20 minutes", words.en.c_str());
  STRCMP_EQUAL("sla paspor priority 20", sla::subject_of(rule).c_str());
  STRCMP_EQUAL("sla * * 30", sla::subject_of({.wait_over = Minutes{30}, .service = {}, .class_key = {}}).c_str());
}

TEST(Sla, AMailSaysTheRuleWhoWaitsHowLongAndWhatToDo) {
  office.walk_in();
  office.later(10min);
  office.walk_in();
  office.later(41min);
  const sla::Rule rule{.wait_over = Minutes{45}, .service = "paspor", .class_key = {}};
  auto waiting = sla::waiting_longer(rule, office.state, office.now);
  LONGS_EQUAL(1, waiting.size());
  office.later(5min);
  waiting = sla::waiting_longer(rule, office.state, office.now);
  LONGS_EQUAL(2, waiting.size());
  const auto id =
      sla::breach_text({.rule = rule, .waiting = waiting, .at = office.now}, office.plan.settings(), Language::id);
  STRCMP_EQUAL("Kantor Imigrasi Bandung: 2 nomor menunggu lebih dari 45 menit", id.subject.c_str());
  STRCMP_CONTAINS("Paspor: ada yang menunggu lebih dari 45 menit. Buka loket lagi", id.body.c_str());
  STRCMP_CONTAINS("  A001  56 menit\n  A002  46 menit\n", id.body.c_str());
  const auto en =
      sla::breach_text({.rule = rule, .waiting = waiting, .at = office.now}, office.plan.settings(), Language::en);
  STRCMP_CONTAINS("2 numbers wait longer than 45 minutes", en.subject.c_str());
  STRCMP_CONTAINS("Open another counter", en.body.c_str());
  waiting.resize(23, waiting.front());
  STRCMP_CONTAINS("dan 3 nomor lagi", sla::breach_text({.rule = rule, .waiting = waiting, .at = office.now},
                                                       office.plan.settings(), Language::id)
                                          .body.c_str());
}
