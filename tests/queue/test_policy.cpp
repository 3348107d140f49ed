// Who is called next, as examples of mornings at the office.
#include <string>

#include "office.hpp"
#include "queue/policy.hpp"
#include "queue/why.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

/// One line, one counter, all numbers from letter A.
PlanSettings one_line() {
  PlanSettings s = passport_office();
  for (auto& klass : s.classes) {
    klass.series.clear();
  }
  s.services[0].stages.resize(1);
  s.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}}}, {2, "Loket 2", {{"ambil/ambil", "", 0}}}};
  s.officers.clear();
  return s;
}

}  // namespace

TEST_GROUP(Policy){};

TEST(Policy, TheBookedHourGoesBeforeTheArrivalSoThatComingEarlyGainsNothing) {
  Office office(one_line(), "08:05");
  office.open({1});
  office.book(11, "10:00");  // A001 comes two hours early
  office.book(12, "09:00");  // A002
  office.book(13, "08:00");  // A003
  office.book(14, "09:00");  // A004
  STRCMP_EQUAL("A003 A002 A004 A001", office.call_all(1).c_str());
}

TEST(Policy, ByArrivalWhenSettingsSaySo) {
  auto settings = one_line();
  settings.policy.order = OrderKey::arrival;
  Office office(settings, "08:05");
  office.open({1});
  office.book(11, "10:00");
  office.book(12, "09:00");
  office.book(13, "08:00");
  STRCMP_EQUAL("A001 A002 A003", office.call_all(1).c_str());
}

TEST(Policy, ClassesAreCalledTwoToOneToOneWhileAllWait) {
  Office office(one_line());
  office.open({1});
  for (int i = 0; i < 6; ++i) {
    office.book(static_cast<BookingId>(i + 1), "08:00");  // A001..A006
  }
  for (int i = 0; i < 3; ++i) {
    office.walk_in("priority");  // A007..A009
  }
  for (int i = 0; i < 3; ++i) {
    office.walk_in();  // A010..A012
  }
  STRCMP_EQUAL("A001 A007 A010 A002 A003 A008 A011 A004 A005 A009 A012 A006", office.call_all(1).c_str());
}

TEST(Policy, AClassThatWasIdleHasNothingSavedUp) {
  Office office(one_line());
  office.open({1});
  for (int i = 0; i < 8; ++i) {
    office.book(static_cast<BookingId>(i + 1), "08:00");
  }
  for (int i = 0; i < 6; ++i) {
    office.call(1);
    office.act(Finish{1});
  }
  for (int i = 0; i < 3; ++i) {
    office.walk_in();  // A009..A011 come after six calls; three of them must not be called in a row
  }
  const auto order = office.call_all(1);
  STRCMP_EQUAL("A009 A007 A008 A010 A011", order.c_str());
}

TEST(Policy, WalkInsFillWhenSettingsSaySo) {
  auto settings = one_line();
  settings.classes[2].fills = true;
  Office office(settings);
  office.open({1});
  office.walk_in();         // A001
  office.walk_in();         // A002
  office.book(1, "08:00");  // A003
  office.book(2, "09:00");  // A004
  STRCMP_EQUAL("A003", office.call(1).c_str());
  CHECK(office.last_turn() == TurnKind::order);
  office.act(Finish{1});
  STRCMP_EQUAL("A004", office.call(1).c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("A001", office.call(1).c_str());
  CHECK(office.last_turn() == TurnKind::filling);
  office.act(Finish{1});
  office.book(3, "09:00");  // A005
  STRCMP_EQUAL("A005 A002", [&] { return office.call_all(1); }().c_str());
}

TEST(Policy, WhoWaitedLongerThanTheLimitGoesFirst) {
  Office office(one_line());
  office.open({1});
  const auto walk_in = office.walk_in();
  office.later(Minutes{121});
  for (int i = 0; i < 3; ++i) {
    office.book(static_cast<BookingId>(i + 1), "08:00");
  }
  STRCMP_EQUAL(walk_in.c_str(), office.call(1).c_str());
  CHECK(office.last_turn() == TurnKind::waiting_limit);
}

TEST(Policy, AClassMayHaveAShorterLimitOfItsOwn) {
  Office office(one_line());
  office.open({1});
  office.walk_in();            // A001
  office.walk_in("priority");  // A002
  office.later(Minutes{31});
  office.book(1, "08:00");
  STRCMP_EQUAL("A002", office.call(1).c_str());
  CHECK(office.last_turn() == TurnKind::waiting_limit);
}

TEST(Policy, ExactlyTheLimitIsNotLonger) {
  Office office(one_line());
  office.open({1});
  office.walk_in("priority");
  office.book(1, "08:00");
  office.later(Minutes{30});
  STRCMP_EQUAL("A002", office.call(1).c_str());
}

TEST(Policy, NobodyIsPassedOverForEver) {
  auto settings = one_line();
  settings.policy.waiting_limit.reset();
  settings.policy.max_passed = 5;
  settings.classes[2].fills = true;
  Office office(settings);
  office.open({1});
  const auto patient = office.walk_in();
  std::string called;
  int passed = 0;
  for (BookingId id = 1; id < 20; ++id) {
    office.book(id, "08:00");
    called = office.call(1);
    if (called == patient) {
      break;
    }
    ++passed;
    office.act(Finish{1});
  }
  STRCMP_EQUAL(patient.c_str(), called.c_str());
  CHECK(office.last_turn() == TurnKind::passed_over);
  LONGS_EQUAL(5, passed);
}

TEST(Policy, ACounterPrefersItsOwnKindAndHelpsOutOtherwise) {
  Office office;
  office.now = at("10:00");
  office.open({4});
  office.walk_in();             // A001, documents
  office.walk_in("", "ambil");  // D001, collection
  office.walk_in("", "ambil");  // D002
  STRCMP_EQUAL("D001 D002 A001", office.call_all(4).c_str());
}

TEST(Policy, APreferenceNeverStarvesTheOtherLine) {
  auto settings = passport_office();
  settings.policy.max_passed = 3;
  settings.services[1].walk_in[0].quota.reset();
  Office office(settings, "10:00");
  office.open({4});
  office.walk_in();  // A001, documents: counter 4's second choice
  office.later(Minutes{121});
  for (int i = 0; i < 4; ++i) {
    office.walk_in("", "ambil");
  }
  STRCMP_EQUAL("A001", office.call(4).c_str());
}

TEST(Policy, APriorityCounterTakesItsClassFirst) {
  auto settings = one_line();
  settings.counters[0].serves = {{"paspor/berkas", "priority", 0}, {"paspor/berkas", "", 1}};
  Office office(settings);
  office.open({1});
  office.book(1, "08:00");     // A001
  office.walk_in("priority");  // A002
  office.walk_in("priority");  // A003
  STRCMP_EQUAL("A002 A003 A001", office.call_all(1).c_str());
}

TEST(Policy, AnOfficerWithoutTheSkillDoesNotCallFromThatLine) {
  Office office;
  office.now = at("10:00");
  office.open({4});
  office.act(Login{4, "budi"});
  office.walk_in();
  STRCMP_EQUAL("", office.call(4).c_str());
  STRCMP_EQUAL("nobody_waiting", office.answer(CallNext{4}).c_str());
  office.walk_in("", "ambil");
  STRCMP_EQUAL("D001", office.call(4).c_str());
}

TEST(Policy, BetweenTwoLinesOfOnePreferenceTheEarlierPlaceGoesFirst) {
  auto settings = passport_office();
  settings.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}, {"ambil/ambil", "", 0}}},
                       {2, "Loket 2", {{"ambil/ambil", "", 0}, {"paspor/berkas", "", 0}}},
                       {3, "Loket 3", {{"paspor/foto", "", 0}}}};
  settings.officers.clear();
  for (const CounterId counter : {CounterId{1}, CounterId{2}}) {
    Office office(settings, "10:00");
    office.open({counter});
    const auto first = office.walk_in("", "ambil");
    office.later(Minutes{1});
    const auto second = office.walk_in();
    office.later(Minutes{1});
    const auto third = office.walk_in("", "ambil");
    std::string order = first;
    order += ' ';
    order += second;
    order += ' ';
    order += third;
    STRCMP_EQUAL(order.c_str(), office.call_all(counter).c_str());
  }
}

TEST(Policy, CallsThatAreCancelledDoNotCountAsPassingAnybodyOver) {
  auto settings = one_line();
  settings.policy.waiting_limit.reset();
  settings.policy.max_passed = 3;
  Office office(settings, "08:00");
  office.open({1});
  office.book(1, "08:00");  // A001
  for (int i = 0; i < 5; ++i) {
    office.call(1);
    office.act(CancelCall{1, "wrong button"});
  }
  office.book(2, "10:00");  // A002 waits for its hour
  office.book(3, "09:00");  // A003 goes before it, and nobody was passed over
  office.call(1);
  office.act(Finish{1});
  STRCMP_EQUAL("A003", office.call(1).c_str());
  CHECK(office.last_turn() == TurnKind::order);
}

TEST(Policy, SharedPoolsMixServicesByPlace) {
  auto settings = one_line();
  settings.services[0].stages[0].pool = "depan";
  settings.services[1].stages[0].pool = "depan";
  settings.services[1].walk_in[0].reasons.clear();
  settings.counters = {{1, "Loket 1", {{"depan", "", 0}}}};
  Office office(settings, "10:00");
  office.open({1});
  office.act(office.entrance, WalkIn{"ambil", "", "", 1});  // D001
  office.walk_in();                                         // A001
  office.act(office.entrance, WalkIn{"ambil", "", "", 1});  // D002
  STRCMP_EQUAL("D001 A001 D002", office.call_all(1).c_str());
}

TEST(Policy, WhoCameEarlyToWaitForTheHourIsCalledFromTheHourOn) {
  Office office(one_line());
  office.open({1});
  STRCMP_EQUAL("A001", office.book(1, "09:00", Standing::early_wait).c_str());
  STRCMP_EQUAL("", office.call(1).c_str());
  CHECK(office.ticket("A001").state == TicketState::held);
  office.now = at("08:59");
  STRCMP_EQUAL("nobody_waiting", office.answer(CallNext{1}).c_str());
  office.now = at("09:00");
  STRCMP_EQUAL("A001", office.call(1).c_str());  // also without a Tick in between
  CHECK(std::holds_alternative<HourCame>(office.log[office.log.size() - 2].body));
}

TEST(Policy, TheHoursLeadLetsTheHeldInBeforeTheHour) {
  auto settings = one_line();
  settings.services[0].hour_lead = Minutes{10};
  Office office(settings);
  office.open({1});
  office.book(1, "09:00", Standing::early_wait);
  office.now = at("08:50");
  LONGS_EQUAL(1, office.act(office.clock, Tick{}).size());
  CHECK(office.ticket("A001").state == TicketState::waiting);
}

TEST(Policy, HeldPeopleComeInTheOrderOfTheirHours) {
  Office office(one_line());
  office.open({1});
  office.book(1, "10:00", Standing::early_wait);  // A001
  office.book(2, "09:00", Standing::early_wait);  // A002
  office.book(3, "09:00", Standing::early_wait);  // A003
  office.now = at("10:00");
  STRCMP_EQUAL("A002 A003 A001", office.call_all(1).c_str());
}

TEST(Policy, LateIsTheEndOfTheHoursPeopleOrTheNormalQueue) {
  Office office(one_line(), "09:40");
  office.open({1});
  office.book(1, "08:00", Standing::late_end_of_hour);   // A001
  office.book(2, "08:00", Standing::late_normal_queue);  // A002
  office.book(3, "09:00");                               // A003, of the current hour
  office.book(4, "10:00");                               // A004, of the next hour
  CHECK(office.state.classes[office.ticket("A001").klass] == "booked");
  CHECK(office.state.classes[office.ticket("A002").klass] == "walk_in");
  STRCMP_EQUAL("A003 A002 A001 A004", office.call_all(1).c_str());
}

TEST(Policy, SameEventsSameOrder) {
  std::string first;
  for (int i = 0; i < 3; ++i) {
    Office office(one_line());
    office.open({1});
    for (BookingId id = 1; id < 15; ++id) {
      office.book(id, id % 3 == 0 ? "09:00" : "08:00");
    }
    for (int n = 0; n < 5; ++n) {
      office.walk_in(n % 2 == 0 ? "priority" : "");
    }
    const auto order = office.call_all(1);
    if (i == 0) {
      first = order;
    }
    STRCMP_EQUAL(first.c_str(), order.c_str());
  }
}

TEST(Policy, TheJourneyGoesOnByTheOldPlaceOrByArrivalThereAsSet) {
  for (const bool keeps : {true, false}) {
    auto settings = passport_office();
    settings.services[0].stages[1].keeps_place = keeps;
    Office office(settings, "08:05");
    office.open({1, 2, 3});
    office.book(1, "08:00");
    office.book(2, "08:00");
    STRCMP_EQUAL("B001", office.call(1).c_str());
    STRCMP_EQUAL("B002", office.call(2).c_str());
    office.act(Finish{2});
    office.later(Minutes{3});
    office.act(Finish{1});
    STRCMP_EQUAL(keeps ? "B001 B002" : "B002 B001", office.call_all(3).c_str());
  }
}

TEST_GROUP(Why){};

TEST(Why, OneSentenceForEveryState) {
  Office office(one_line(), "08:00");
  office.open({1});
  const auto en = [&](const std::string& number) { return why(office.state, office.plan, number, office.now)->en; };
  const auto id = [&](const std::string& number) { return why(office.state, office.plan, number, office.now)->id; };
  CHECK(!why(office.state, office.plan, "A001", office.now));
  CHECK(!why(office.state, office.plan, "x", office.now));
  office.book(1, "08:00");
  STRCMP_EQUAL(
      "A001 is next: it is the turn of class booked, and it is first there by booked hour, then arrival; counter 1 is "
      "free and would call it now.",
      en("A001").c_str());
  STRCMP_EQUAL(
      "A001 berikutnya: giliran golongan booking, dan ia yang pertama di sana menurut jam pesanan, lalu kedatangan; "
      "loket 1 kosong dan akan memanggilnya sekarang.",
      id("A001").c_str());
  office.book(2, "08:00");
  office.book(3, "09:00", Standing::early_wait);
  const auto walk_in = office.walk_in("priority");
  STRCMP_EQUAL("A003 is waiting for its hour and can be called from 09:00 on.", en("A003").c_str());
  STRCMP_EQUAL("A004 is not next yet: 1 number goes first (1 of other classes by the ratio).", en(walk_in).c_str());
  STRCMP_EQUAL(
      "A002 is not next yet: 2 numbers go first (1 in class booked by booked hour, then arrival, 1 of other classes by "
      "the ratio).",
      en("A002").c_str());
  office.later(Minutes{31});
  STRCMP_EQUAL(
      "A004 is next: it has waited 31 minutes, longer than its limit; counter 1 is free and would call it now.",
      en(walk_in).c_str());
  STRCMP_EQUAL("A001 is not next yet: 1 number goes first (1 waiting or passed over for too long already).",
               en("A001").c_str());
  office.call(1);
  STRCMP_EQUAL("A004 is being called to counter 1.", en(walk_in).c_str());
  office.act(Start{1});
  STRCMP_EQUAL("A004 is being served at counter 1.", en(walk_in).c_str());
  office.act(Park{1, "copy", std::nullopt});
  STRCMP_EQUAL("A004 was parked by an officer until it is resumed.", en(walk_in).c_str());
  office.act(Resume{1, walk_in});
  office.act(Park{1, "copy", at("09:30")});
  STRCMP_EQUAL("A004 was parked by an officer until 09:30 and then is back in its place.", en(walk_in).c_str());
  office.act(Resume{1, walk_in});
  office.act(Finish{1});
  STRCMP_EQUAL("A004 has been served.", en(walk_in).c_str());
  office.call(1);
  office.act(NoShow{1});
  STRCMP_EQUAL("A001 missed its call to counter 1; it has to tell the staff to be in the queue again.",
               en("A001").c_str());
  office.act(CancelTicket{"A001", "gone"});
  STRCMP_EQUAL("A001 was cancelled.", en("A001").c_str());
  office.act(PauseCounter{1, "lunch"});
  STRCMP_EQUAL("A002 is waiting, but no counter that serves its line is open.", en("A002").c_str());
  office.act(office.supervisor, CloseDay{});
  STRCMP_EQUAL("A002 was not served when the day closed.", en("A002").c_str());
}

TEST(Why, TheRarerReasonsHaveWordsToo) {
  auto settings = one_line();
  settings.policy.waiting_limit.reset();
  settings.policy.max_passed = 1;
  settings.policy.order = OrderKey::arrival;
  settings.classes[0].fills = true;
  settings.classes[0].name_en.clear();
  Office office(settings);
  office.open({1});
  const auto en = [&](const std::string& number) { return why(office.state, office.plan, number, office.now)->en; };
  office.book(1, "08:00");  // A001 fills
  STRCMP_EQUAL(
      "A001 is next: nobody of a class that goes before it is waiting, and it is first of class booked; counter 1 is "
      "free and would call it now.",
      en("A001").c_str());
  office.walk_in();  // A002
  STRCMP_EQUAL(
      "A002 is next: it is the turn of class walk-in, and it is first there by arrival; counter 1 is free and would "
      "call it now.",
      en("A002").c_str());
  STRCMP_EQUAL("A001 is not next yet: 1 number goes first (1 of classes that go before it).", en("A001").c_str());
  office.call(1);
  office.act(Finish{1});
  STRCMP_EQUAL("A001 is next: it was passed over as often as is allowed; counter 1 is free and would call it now.",
               en("A001").c_str());
  office.act(Transfer{"A001", "", "", 1, "same officer"});
  office.walk_in();  // A003
  office.act(Transfer{"A003", "", "", 1, "same officer"});
  STRCMP_EQUAL("A001 is next: it was sent to this very counter; counter 1 is free and would call it now.",
               en("A001").c_str());
  STRCMP_EQUAL("A003 is not next yet: 1 number goes first (1 sent to that counter before).", en("A003").c_str());
}

TEST(Why, FirstInItsLineIsNotNextWhenTheOpenCountersPreferAnother) {
  Office office;
  office.now = at("10:00");
  office.open({4});  // collection first, documents when it is quiet
  const auto documents = office.walk_in();
  const auto en = [&] { return why(office.state, office.plan, documents, office.now)->en; };
  STRCMP_EQUAL(
      "A001 is next: it is the turn of class walk-in, and it is first there by booked hour, then arrival; counter 4 is "
      "free and would call it now.",
      en().c_str());
  const auto collection = office.walk_in("", "ambil");
  STRCMP_EQUAL(
      (documents + " is first in its line, but the counters that are open take " + collection + " before it.").c_str(),
      en().c_str());
  office.act(OpenCounter{1});  // that one takes documents at once
  STRCMP_CONTAINS("A001 is next", en().c_str());
}
