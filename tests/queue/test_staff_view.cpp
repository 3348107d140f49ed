// What the staff sees of a counter beyond the public snapshot.
#include "office.hpp"
#include "queue/staff_view.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;
using namespace std::chrono_literals;

namespace {

CounterStaffView seen(const Office& office, CounterId counter) {
  return *staff_view(office.state, office.plan, counter, office.now);
}

/// "finished@1 by sari: reason"
std::string told(const PersonView& person) {
  std::string all;
  for (const StepView& step : person.steps) {
    all += (all.empty() ? "" : " | ") + std::string(word(step.kind)) + "@" + std::to_string(step.counter) + " " +
           step.stage + " by " + step.by + (step.reason.empty() ? "" : ": " + step.reason);
  }
  return all;
}

}  // namespace

TEST_GROUP(StaffView){};

TEST(StaffView, WhoIsAtTheCounterWithHourClassAndWaits) {
  Office office;
  office.open({1});
  const auto number = office.book(17, "08:00");
  office.later(12min);
  office.call(1);
  office.later(1min);
  office.act(Recall{1});
  office.later(1min);
  const auto view = seen(office, 1);
  CHECK(view.person.has_value());
  STRCMP_EQUAL(number.c_str(), view.person->number.c_str());
  STRCMP_EQUAL("booked", view.person->class_key.c_str());
  LONGS_EQUAL(17, view.person->booking);
  STRCMP_EQUAL("AD-100017", view.person->code.c_str());
  STRCMP_EQUAL("08:00", view.person->hour->start.text().c_str());
  CHECK(view.person->came == at("08:00") && view.person->waits_since == at("08:00"));
  CHECK(view.person->called == at("08:12"));
  LONGS_EQUAL(1, view.person->recalls);
  CHECK(view.person->recalled == at("08:13"));
  CHECK(!seen(office, 2).person);
  CHECK(!staff_view(office.state, office.plan, 99, office.now));
}

TEST(StaffView, AClockThatWentBackChangesNoWait) {
  Office office;
  office.open({1});
  office.walk_in();
  office.later(30min);
  office.walk_in();
  office.now = at("07:00");
  office.act(office.clock, Tick{});
  office.later(5min);
  LONGS_EQUAL(35, (office.now - seen(office, 1).waiting.at(0).since) / 1min);
}

TEST(StaffView, WhatWasDoneWithThePersonStaysWithThem) {
  Office office;
  office.open({1, 3});
  office.act(Login{1, "sari"});
  office.walk_in();
  office.act(office.supervisor, GrantClass{"A001", "priority", "elderly"});
  office.call(1);
  office.act(Park{1, "needs a copy", std::nullopt});
  office.act(Resume{1, "A001"});
  office.act(office.pad, Press{1, PadButton::done});
  office.call(3);
  STRCMP_EQUAL(
      "class_granted@0 berkas by wati: elderly | parked@1 berkas by sari: needs a copy | "
      "finished@1 berkas by sari",
      told(*seen(office, 3).person).c_str());
  office.act(Transfer{"A001", "paspor", "berkas", 0, "papers again"});
  office.call(1);
  STRCMP_CONTAINS("transferred@3 foto by sari: papers again", told(*seen(office, 1).person).c_str());
}

TEST(StaffView, AnUndoneFinishIsNoStepAndAMissedCallIsOne) {
  Office office;
  office.open({1});
  office.walk_in();
  office.call(1);
  office.act(NoShow{1});
  office.act(ReturnTicket{"A001"});
  office.call(1);
  const auto before = told(*seen(office, 1).person);
  STRCMP_EQUAL("missed@1 berkas by sari | returned@0 berkas by sari", before.c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("A001", seen(office, 1).finished.c_str());
  office.act(UndoFinish{1});
  STRCMP_EQUAL(before.c_str(), told(*seen(office, 1).person).c_str());
  LONGS_EQUAL(1, seen(office, 1).person->returns);
  CHECK(seen(office, 1).finished.empty());
}

TEST(StaffView, ALineThatClosedIsNothingThatSomebodyDidWithThem) {
  Office office;
  office.open({1, 2});
  office.walk_in();
  office.act(Transfer{"A001", "", "", 2, "asked for"});
  office.act(CloseCounter{2});
  office.call(1);
  STRCMP_EQUAL("transferred@0 berkas by sari: asked for", told(*seen(office, 1).person).c_str());
}

TEST(StaffView, OnlyTheLatestStepsAreKept) {
  Office office;
  office.open({1});
  office.walk_in();
  for (std::size_t i = 0; i < Ticket::max_steps + 5; ++i) {
    office.call(1);
    office.act(CancelCall{1, std::to_string(i)});
  }
  office.call(1);
  const auto person = *seen(office, 1).person;
  LONGS_EQUAL(Ticket::max_steps, person.steps.size());
  STRCMP_EQUAL("5", person.steps.front().reason.c_str());
}

TEST(StaffView, WhoIsNextForThisCounterAndWhoWorksWhere) {
  Office office;
  office.open({1});
  office.walk_in();
  office.walk_in("priority");
  office.act(Login{1, "sari"});
  STRCMP_EQUAL(
      office.state.find(std::string_view(seen(office, 1).next)) == nullptr ? "?" : seen(office, 1).next.c_str(),
      office.call(1).c_str());
  STRCMP_EQUAL("", seen(office, 3).next.c_str());
  CHECK((seen(office, 3).officers == std::vector<std::pair<CounterId, std::string>>{{1, "sari"}}));
  office.act(PauseCounter{1, "prayer"});
  STRCMP_EQUAL("prayer", seen(office, 1).pause_reason.c_str());
}

TEST(StaffView, EverybodyWhoWaitsHasClassHourAndSince) {
  Office office;
  office.open({1});
  office.walk_in();
  office.later(3min);
  office.book(5, "09:00");
  office.call(1);
  const auto view = seen(office, 1);
  LONGS_EQUAL(1, view.waiting.size());
  const auto& one = view.waiting.front();
  const bool booked = one.class_key == "booked";
  CHECK(one.hour.has_value() == booked);
  CHECK(one.since == (booked ? at("08:03") : at("08:00")));
}
