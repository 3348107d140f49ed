// Who is called, on small days whose correct order was worked out by hand from the README's "The call order,
// exactly".
#include <string>

#include "office.hpp"
#include "queue/call_order.hpp"
#include "queue/snapshot.hpp"
#include "queue/why.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

/// One line, one counter. Booked people have letter B, priority C, walk-ins A. Two booked people are called
/// for one of each other class.
PlanSettings one_line() {
  PlanSettings s = passport_office();
  s.services[0].stages.resize(1);
  s.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}}}, {2, "Loket 2", {{"ambil/ambil", "", 0}}}};
  s.officers.clear();
  s.policy.waiting_limit.reset();
  s.policy.max_passed = 1000;
  for (auto& klass : s.classes) {
    klass.waiting_limit.reset();
  }
  return s;
}

/// One to one, and walk-ins fill.
PlanSettings one_to_one() {
  PlanSettings s = one_line();
  s.classes[0].weight = 1;
  s.classes[2].fills = true;
  return s;
}

/// As shipped in config/office.toml: two booked for one priority, walk-ins fill; counters 1 and 2 take all,
/// counter 3 takes priority first.
PlanSettings shipped() {
  PlanSettings s = one_line();
  s.classes[2].fills = true;
  s.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}}},
                {2, "Loket 2", {{"paspor/berkas", "", 0}}},
                {3, "Loket 3", {{"paspor/berkas", "priority", 0}, {"paspor/berkas", "", 1}}},
                {4, "Loket 4", {{"ambil/ambil", "", 0}}}};
  s.policy.max_passed = 40;
  s.policy.waiting_limit = Minutes{120};
  s.classes[1].waiting_limit = Minutes{30};
  s.classes[2].waiting_limit = Minutes{90};
  return s;
}

/// The letters of the next `count` numbers that `counter` calls, each finished at once: "CBCB".
std::string letters(Office& office, CounterId counter, int count) {
  std::string called;
  for (int i = 0; i < count; ++i) {
    const auto number = office.call(counter);
    if (number.empty()) {
      break;
    }
    called += number[0];
    office.act(Finish{counter});
  }
  return called;
}

class Arrivals {
 public:
  explicit Arrivals(Office& office) : office_(office) {}
  void booked(int count) {
    for (int i = 0; i < count; ++i) {
      office_.book(++booking_, "08:00");
    }
  }
  void priority(int count) {
    for (int i = 0; i < count; ++i) {
      office_.walk_in("priority");
    }
  }
  void walk_ins(int count) {
    for (int i = 0; i < count; ++i) {
      office_.walk_in();
    }
  }

 private:
  Office& office_;
  BookingId booking_ = 0;
};

std::string en(const Office& office, const std::string& number) {
  return why(office.state, office.plan, number, office.now)->en;
}

std::uint16_t ahead(const Office& office, const std::string& number) {
  for (const auto& view : snapshot(office.state, office.plan, office.now, nullptr).tickets) {
    if (view.number == number) {
      return view.ahead;
    }
  }
  return 999;
}

}  // namespace

TEST_GROUP(Ratio){};

TEST(Ratio, OneWhoFillsAndWaitsChangesNothingForTheOthers) {
  for (const bool somebody_fills : {false, true}) {
    Office office(one_to_one());
    Arrivals come(office);
    office.open({1});
    if (somebody_fills) {
      come.walk_ins(1);
    }
    come.booked(2);
    STRCMP_EQUAL("BB", letters(office, 1, 2).c_str());
    come.priority(3);
    come.booked(3);
    STRCMP_EQUAL("CBCBCB", letters(office, 1, 6).c_str());
  }
}

TEST(Ratio, AClassThatWasIdleHasNothingSavedUpWithTheShippedSettings) {
  for (const int filling : {0, 1, 5}) {
    Office office(shipped());
    Arrivals come(office);
    office.open({1});
    come.walk_ins(filling);
    come.priority(6);
    STRCMP_EQUAL("CCCCCC", letters(office, 1, 6).c_str());
    come.booked(14);
    come.priority(2);
    STRCMP_EQUAL("BBBCBBCBBB", letters(office, 1, 10).c_str());
  }
}

TEST(Ratio, TheOtherWayRoundToo) {
  for (const int filling : {0, 1, 5}) {
    Office office(shipped());
    Arrivals come(office);
    office.open({1});
    come.walk_ins(filling);
    come.booked(12);
    STRCMP_EQUAL("BBBBBBBBBBBB", letters(office, 1, 12).c_str());
    come.priority(6);
    come.booked(8);
    STRCMP_EQUAL("CBBCBBCBBCBBCC", letters(office, 1, 14).c_str());
  }
}

TEST(Ratio, AClassThatNoOpenCounterServesChangesNothingForTheOthers) {
  for (const bool somebody_waits : {false, true}) {
    auto settings = one_to_one();
    settings.classes[2].fills = false;
    settings.counters[0].serves = {{"paspor/berkas", "booked", 0}, {"paspor/berkas", "priority", 0}};
    settings.counters[1].serves.push_back({"paspor/berkas", "walk_in", 0});
    Office office(settings);
    Arrivals come(office);
    office.open({1});  // counter 2, which takes the walk-ins, is closed
    if (somebody_waits) {
      come.walk_ins(1);
    }
    come.booked(2);
    STRCMP_EQUAL("BB", letters(office, 1, 2).c_str());
    come.priority(3);
    come.booked(3);
    STRCMP_EQUAL("CBCBCB", letters(office, 1, 6).c_str());
  }
}

TEST(Ratio, APausedCounterCallsFromNowhere) {
  auto settings = one_to_one();
  settings.classes[2].fills = false;
  settings.counters[0].serves = {{"paspor/berkas", "booked", 0}, {"paspor/berkas", "priority", 0}};
  settings.counters[1].serves.push_back({"paspor/berkas", "walk_in", 0});
  Office office(settings);
  Arrivals come(office);
  office.open({1, 2});
  office.act(PauseCounter{2, "prayer"});
  come.walk_ins(1);
  come.booked(2);
  STRCMP_EQUAL("BB", letters(office, 1, 2).c_str());
  come.priority(3);
  come.booked(3);
  STRCMP_EQUAL("CBCBCB", letters(office, 1, 6).c_str());
}

TEST(Ratio, AnOfficerWithoutTheSkillCallsFromNowhereThere) {
  auto settings = one_to_one();
  settings.classes[2].fills = false;
  settings.counters[0].serves = {{"paspor/berkas", "booked", 0}, {"paspor/berkas", "priority", 0}};
  settings.counters[1].serves.push_back({"paspor/berkas", "walk_in", 0});
  settings.officers = {{"budi", "Budi", {"ambil/ambil"}}};
  Office office(settings);
  Arrivals come(office);
  office.open({1, 2});
  office.act(Login{2, "budi"});
  come.walk_ins(1);
  come.booked(2);
  STRCMP_EQUAL("BB", letters(office, 1, 2).c_str());
  come.priority(3);
  come.booked(3);
  STRCMP_EQUAL("CBCBCB", letters(office, 1, 6).c_str());
}

TEST(Ratio, ACounterThatPrefersAnotherLineCallsFromTheOtherOnlyWhenThatIsEmpty) {
  auto settings = one_to_one();
  settings.classes[2].fills = false;
  settings.services[1].walk_in[0].quota.reset();
  settings.counters[0].serves = {{"paspor/berkas", "booked", 0}, {"paspor/berkas", "priority", 0}};
  settings.counters[1].serves = {{"ambil/ambil", "", 0}, {"paspor/berkas", "walk_in", 1}};
  for (const bool busy_elsewhere : {true, false}) {
    Office office(settings, "10:00");
    Arrivals come(office);
    office.open({1, 2});
    if (busy_elsewhere) {
      office.walk_in("", "ambil");
    }
    come.walk_ins(1);
    come.booked(2);
    STRCMP_EQUAL("BB", letters(office, 1, 2).c_str());
    come.priority(3);
    come.booked(3);
    // If nobody collects, counter 2 is calling from the walk-ins, who wait all the time, so the clock waits
    // for them.
    STRCMP_EQUAL(busy_elsewhere ? "CBCBCB" : "CCBCBB", letters(office, 1, 6).c_str());
  }
}

TEST(Ratio, ACounterOfOneClassDoesNotPushTheClockPastTheOthers) {
  auto settings = one_to_one();
  settings.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}}},
                       {2, "Loket 2", {{"paspor/berkas", "priority", 0}}},
                       {3, "Loket 3", {{"ambil/ambil", "", 0}}}};
  Office office(settings);
  Arrivals come(office);
  office.open({1, 2});
  come.booked(4);
  come.priority(8);
  STRCMP_EQUAL("CCCC", letters(office, 2, 4).c_str());
  // Counter 1 was calling booked people all the time, so they are four turns behind.
  STRCMP_EQUAL("BBBBCCCC", letters(office, 1, 8).c_str());
}

TEST(Ratio, CallsByTheLimitMoveTheClockToo) {
  auto settings = one_to_one();
  settings.classes[0].waiting_limit = Minutes{5};
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.booked(3);
  office.later(Minutes{6});
  for (int i = 0; i < 3; ++i) {
    office.call(1);
    CHECK(office.last_turn() == TurnKind::waiting_limit);
    office.act(Finish{1});
  }
  come.priority(3);
  come.booked(3);
  STRCMP_EQUAL("CBCBCB", letters(office, 1, 6).c_str());
}

TEST(Ratio, CallsOfThosePassedOverMoveTheClockToo) {
  auto settings = one_to_one();
  settings.policy.max_passed = 0;  // strictly in the order of arrival: every call is by rule 2
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.booked(3);
  letters(office, 1, 3);
  LONGS_EQUAL(2 * stride, office.state.lines.pools()[0].tiers[0].clock);
  LONGS_EQUAL(3 * stride, office.state.lines.pools()[0].class_lines[0].pass);
}

TEST(Ratio, ThoseWhoFillHaveAClockOfTheirOwn) {
  auto settings = one_to_one();
  settings.classes[0].fills = true;  // booked and walk-ins fill, priority does not
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.booked(4);
  STRCMP_EQUAL("BBBB", letters(office, 1, 4).c_str());
  come.walk_ins(3);
  come.booked(3);
  come.priority(1);
  STRCMP_EQUAL("CABABAB", letters(office, 1, 7).c_str());
}

TEST(Ratio, AFillerByRightIsChargedToTheClockOfThoseWhoFill) {
  auto settings = one_to_one();
  settings.classes[2].waiting_limit = Minutes{5};
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.walk_ins(3);
  office.later(Minutes{6});
  come.booked(1);
  STRCMP_EQUAL("AAA", letters(office, 1, 3).c_str());
  const auto& pool = office.state.lines.pools()[0];
  LONGS_EQUAL(0, pool.tiers[static_cast<std::size_t>(Tier::ordinary)].clock);
  LONGS_EQUAL(2 * stride, pool.tiers[static_cast<std::size_t>(Tier::filling)].clock);
  State again(office.plan);
  for (const auto& event : office.log) {
    apply(again, office.plan, event);
  }
  CHECK(again == office.state);
}

TEST_GROUP(PassedOver){};

TEST(PassedOver, ALineThatTheCounterPrefersLessIsNotPassedForEver) {
  auto settings = passport_office();
  settings.policy.waiting_limit.reset();
  settings.policy.max_passed = 3;
  settings.services[1].walk_in[0].quota.reset();
  Office office(settings, "10:00");
  office.open({4});  // ambil first, paspor/berkas at preference 1
  office.walk_in();  // A001
  std::string called;
  for (int i = 0; i < 15 && !called.ends_with('A'); ++i) {
    office.walk_in("", "ambil");
    called += letters(office, 4, 1);
  }
  STRCMP_EQUAL("DDDA", called.c_str());
}

TEST(PassedOver, NorIsOneOfTheSamePreferenceWhoseHourIsLater) {
  auto settings = one_line();
  settings.policy.max_passed = 3;
  settings.services[1].booked_class = "booked";
  settings.services[1].series = "collection";
  settings.classes[0].series.clear();
  settings.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}, {"ambil/ambil", "", 0}}}};
  Office office(settings, "10:00");
  office.open({1});
  office.walk_in();  // A001, placed by the moment of arrival
  std::string called;
  for (BookingId id = 1; id <= 15 && !called.ends_with('A'); ++id) {
    auto admit = Office::booking(id, "08:00");
    admit.service = "ambil";
    office.act(office.entrance, admit);
    called += letters(office, 1, 1);
  }
  STRCMP_EQUAL("DDDA", called.c_str());
}

TEST(PassedOver, OnlyByCountersThatMayCallThem) {
  auto settings = one_line();
  settings.policy.max_passed = 2;
  settings.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}, {"ambil/ambil", "", 1}}},
                       {2, "Loket 2", {{"paspor/berkas", "priority", 0}}}};
  settings.classes[2].fills = true;
  Office office(settings);
  Arrivals come(office);
  office.open({1, 2});
  come.walk_ins(1);
  come.priority(5);
  come.booked(1);
  STRCMP_EQUAL("CCCC", letters(office, 2, 4).c_str());  // counter 2 may not call walk-ins
  STRCMP_EQUAL("BCA", letters(office, 1, 3).c_str());
  CHECK(office.state.lines.pools()[0].class_lines[2].by_join.empty());
}

TEST(PassedOver, NotByOfficersWithoutTheSkill) {
  auto settings = passport_office();
  settings.policy.waiting_limit.reset();
  settings.policy.max_passed = 1;
  settings.services[1].walk_in[0].quota.reset();
  Office office(settings, "10:00");
  office.open({4});
  office.act(Login{4, "budi"});  // who may only hand out documents
  office.walk_in();              // A001
  for (int i = 0; i < 5; ++i) {
    office.walk_in("", "ambil");
  }
  STRCMP_EQUAL("DDD", letters(office, 4, 3).c_str());
  office.act(Logout{4});
  STRCMP_EQUAL("DA", letters(office, 4, 2).c_str());
}

TEST(PassedOver, NotByThoseWhoAreCancelledOrSentElsewhere) {
  auto settings = one_line();
  settings.policy.max_passed = 3;
  settings.classes[2].fills = true;
  for (const bool cancelled : {true, false}) {
    Office office(settings);
    Arrivals come(office);
    office.open({1});
    come.walk_ins(1);  // A001
    come.booked(4);    // B001..B004
    for (const char* number : {"B001", "B002", "B003"}) {
      office.act(cancelled ? Action{CancelTicket{number, "gone"}}
                           : Action{Transfer{number, "ambil", "ambil", 0, "asked"}});
    }
    STRCMP_EQUAL("B004", office.call(1).c_str());
    CHECK(office.last_turn() == TurnKind::order);
  }
}

TEST(PassedOver, NotByCallsOutOfOrderNorFromAnOwnLine) {
  auto settings = one_line();
  settings.policy.max_passed = 2;
  settings.classes[2].fills = true;
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.walk_ins(1);
  come.booked(7);
  office.act(CallOutOfOrder{1, "B001", "ill"});
  office.act(Finish{1});
  office.act(CallOutOfOrder{1, "B002", "ill"});
  office.act(Finish{1});
  office.act(Transfer{"B003", "", "", 1, "asked for"});
  STRCMP_EQUAL("B003 B004 B005 A001 B006 B007", office.call_all(1).c_str());
}

TEST(PassedOver, BeingNextByRightIsByWhoCameFirst) {
  auto settings = one_line();
  settings.policy.max_passed = 2;
  settings.classes[2].fills = true;
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.walk_ins(3);
  come.booked(4);
  STRCMP_EQUAL("B001 B002 A001 A002 A003 B003 B004", office.call_all(1).c_str());
}

TEST(PassedOver, WhoWasParkedComesBackToWhatItHad) {
  auto settings = one_line();
  settings.policy.max_passed = 3;
  Office office(settings);
  office.open({1});
  office.book(1, "10:00");  // B001
  office.call(1);
  office.act(Park{1, "copy", at("08:10")});
  for (BookingId id = 2; id <= 6; ++id) {
    office.book(id, "08:00");
  }
  letters(office, 1, 3);
  office.now = at("08:10");
  STRCMP_EQUAL("B001", office.call(1).c_str());
  CHECK(office.last_turn() == TurnKind::passed_over);
}

TEST(PassedOver, WhoReturnsOrIsSentOnBeginsAnew) {
  auto settings = one_line();
  settings.policy.max_passed = 3;
  settings.calls.return_places = 0;
  settings.classes[2].fills = true;
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.walk_ins(1);
  come.booked(3);
  STRCMP_EQUAL("BBBA", (letters(office, 1, 3) + office.call(1)[0]).c_str());
  office.act(NoShow{1});
  office.act(ReturnTicket{"A001"});
  come.booked(4);
  STRCMP_EQUAL("BBBAB", letters(office, 1, 5).c_str());
}

TEST(PassedOver, AGrantedClassCountsWhatPassedThatClass) {
  auto settings = one_line();
  settings.policy.max_passed = 2;
  settings.counters = {{1, "Loket 1", {{"paspor/berkas", "booked", 0}, {"paspor/berkas", "priority", 0}}},
                       {2, "Loket 2", {{"paspor/berkas", "", 0}, {"ambil/ambil", "", 0}}}};
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.walk_ins(1);
  come.booked(6);
  letters(office, 1, 3);  // counter 1 may not call the walk-in, but it may call people with priority
  office.act(GrantClass{"A001", "priority", "pregnant"});
  STRCMP_EQUAL("A001", office.call(1).c_str());
  CHECK(office.last_turn() == TurnKind::passed_over);
}

TEST(PassedOver, TheJournalSaysItWhateverSettingsSayLater) {
  auto settings = passport_office();
  settings.policy.waiting_limit.reset();
  settings.services[1].walk_in[0].quota.reset();
  Office office(settings, "10:00");
  office.open({2, 4});
  office.walk_in();
  office.walk_in("", "ambil");
  office.walk_in("priority");
  office.call(4);
  office.call(2);
  auto changed = settings;
  changed.counters[3].serves = {{"ambil/ambil", "", 0}};
  const Plan other = plan_of(changed);
  State again(other);
  for (const auto& event : office.log) {
    apply(again, other, event);
  }
  CHECK(again == office.state);
  const Ticket& first = office.ticket("A001");
  LONGS_EQUAL(2, again.lines.passed(first.pool, first.klass, first.joined));
}

TEST(PassedOver, AJournalOfAnEarlierReleasePassesNobodyOver) {
  Office office(one_line());
  Arrivals come(office);
  office.open({1});
  come.walk_ins(1);
  come.booked(3);
  letters(office, 1, 2);
  State again(office.plan);
  for (auto event : office.log) {
    if (auto* called = std::get_if<Called>(&event.body)) {
      called->from.reset();
    }
    apply(again, office.plan, event);
  }
  const Ticket& first = office.ticket("A001");
  LONGS_EQUAL(0, again.lines.passed(first.pool, first.klass, first.joined));
}

TEST_GROUP(TakenBack){};

TEST(TakenBack, ACancelledCallIsAsIfItHadNotBeen) {
  auto settings = one_to_one();
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.booked(2);
  come.priority(2);
  for (int i = 0; i < 3; ++i) {
    const Lines before = office.state.lines;
    STRCMP_EQUAL("B001", office.call(1).c_str());
    office.act(CancelCall{1, "wrong button"});
    CHECK(before.pools()[0].class_lines[0].pass == office.state.lines.pools()[0].class_lines[0].pass);
    CHECK(before.pools()[0].tiers == office.state.lines.pools()[0].tiers);
  }
  STRCMP_EQUAL("B001 C001 B002 C002", office.call_all(1).c_str());
}

TEST(TakenBack, SoIsOneWhoseCounterCloses) {
  auto settings = shipped();
  settings.classes[0].weight = 1;
  for (const bool started : {false, true}) {
    Office office(settings);
    Arrivals come(office);
    office.open({1, 2});
    come.booked(2);
    come.priority(2);
    STRCMP_EQUAL("B001", office.call(1).c_str());
    if (started) {
      office.act(Start{1});
    }
    office.act(CloseCounter{1});
    STRCMP_EQUAL("B001 C001 B002 C002", office.call_all(2).c_str());
  }
}

TEST(TakenBack, AlsoWhenTheClassHadBeenIdle) {
  Office office(one_to_one());
  Arrivals come(office);
  office.open({1});
  come.booked(4);
  letters(office, 1, 4);
  come.priority(3);
  come.booked(3);
  const Lines before = office.state.lines;
  STRCMP_EQUAL("C001", office.call(1).c_str());
  office.act(CancelCall{1, "wrong button"});
  LONGS_EQUAL(before.pools()[0].class_lines[1].pass, office.state.lines.pools()[0].class_lines[1].pass);
  CHECK(before.pools()[0].tiers == office.state.lines.pools()[0].tiers);
  STRCMP_EQUAL("CBCBCB", letters(office, 1, 6).c_str());
}

TEST(TakenBack, AfterOtherCallsTheClassHasBackWhatItPaid) {
  auto settings = shipped();
  settings.classes[0].weight = 1;
  Office office(settings);
  Arrivals come(office);
  office.open({1, 2});
  come.booked(3);
  come.priority(3);
  STRCMP_EQUAL("B001", office.call(1).c_str());
  STRCMP_EQUAL("C001", office.call(2).c_str());
  office.act(CancelCall{1, "wrong button"});
  LONGS_EQUAL(0, office.state.lines.pools()[0].class_lines[0].pass);
  LONGS_EQUAL(stride, office.state.lines.pools()[0].class_lines[1].pass);
  STRCMP_EQUAL("B001", office.call(1).c_str());
}

TEST(TakenBack, CallsTakenBackInAnyOrderLeaveNothing) {
  auto settings = shipped();
  settings.classes[0].weight = 1;
  const std::vector<std::vector<CounterId>> orders{{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
  for (const auto& order : orders) {
    Office office(settings);
    Arrivals come(office);
    office.open({1, 2, 3});
    come.booked(5);
    come.priority(5);
    letters(office, 1, 4);
    const Lines before = office.state.lines;
    for (const CounterId counter : {CounterId{1}, CounterId{2}, CounterId{3}}) {
      CHECK(!office.call(counter).empty());
    }
    for (const CounterId counter : order) {
      office.act(CancelCall{counter, "power cut"});
    }
    const Pool &then = before.pools()[0], &now = office.state.lines.pools()[0];
    CHECK(then.tiers == now.tiers);
    for (std::size_t klass = 0; klass < 3; ++klass) {
      LONGS_EQUAL(then.class_lines[klass].pass, now.class_lines[klass].pass);
    }
  }
}

TEST(TakenBack, NobodyWasPassedOverByIt) {
  auto settings = one_line();
  settings.policy.max_passed = 2;
  settings.classes[2].fills = true;
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.walk_ins(1);
  come.booked(4);
  for (int i = 0; i < 6; ++i) {
    STRCMP_EQUAL("B001", office.call(1).c_str());
    office.act(CancelCall{1, "wrong button"});
  }
  STRCMP_EQUAL("B001 B002 A001 B003 B004", office.call_all(1).c_str());
}

TEST(TakenBack, ACallOutOfOrderGivesNothingBack) {
  Office office(one_to_one());
  Arrivals come(office);
  office.open({1});
  come.booked(3);
  come.priority(3);
  letters(office, 1, 2);
  const Lines before = office.state.lines;
  office.act(CallOutOfOrder{1, "C003", "ill"});
  office.act(CancelCall{1, "not ill after all"});
  for (std::size_t klass = 0; klass < 3; ++klass) {
    LONGS_EQUAL(before.pools()[0].class_lines[klass].pass, office.state.lines.pools()[0].class_lines[klass].pass);
  }
  CHECK(before.pools()[0].tiers == office.state.lines.pools()[0].tiers);
}

TEST(TakenBack, ATicketThatIsResumedBringsNoOldCallBack) {
  auto settings = shipped();
  Office office(settings);
  Arrivals come(office);
  office.open({1, 2});
  come.booked(4);
  office.call(1);  // B001
  office.act(Park{1, "copy", std::nullopt});
  office.call(1);  // B002
  office.act(Finish{1});
  const auto pass = office.state.lines.pools()[0].class_lines[0].pass;
  office.act(Resume{1, "B001"});
  office.act(CloseCounter{1});
  LONGS_EQUAL(pass, office.state.lines.pools()[0].class_lines[0].pass);
}

TEST_GROUP(OwnLine){};

namespace {

/// A001 was sent to counter 2 and is called there; counters 1 and 2 take documents.
Office sent_to_two() {
  Office office;
  office.open({1, 2});
  office.walk_in();
  office.act(Transfer{"A001", "", "", 2, "speaks Sundanese"});
  STRCMP_EQUAL("A001", office.call(2).c_str());
  return office;
}

void is_called_at_one_and_goes_on(Office& office) {
  STRCMP_EQUAL("A001", office.call(1).c_str());
  const Ticket& ticket = office.ticket("A001");
  STRCMP_EQUAL("berkas", office.state.stages[ticket.stage].stage.c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("foto", office.state.stages[office.ticket("A001").stage].stage.c_str());
}

}  // namespace

TEST(OwnLine, WhoMissedTheCallReturnsToTheStagesLineWhenTheCounterHasClosed) {
  Office office = sent_to_two();
  office.act(NoShow{2});
  office.act(CloseCounter{2});
  office.act(ReturnTicket{"A001"});
  STRCMP_CONTAINS("is next", en(office, "A001").c_str());
  is_called_at_one_and_goes_on(office);
}

TEST(OwnLine, AndToTheOwnLineWhileTheCounterIsOpenOrPaused) {
  for (const bool paused : {false, true}) {
    Office office = sent_to_two();
    office.act(NoShow{2});
    if (paused) {
      office.act(PauseCounter{2, "prayer"});
    }
    office.act(ReturnTicket{"A001"});
    STRCMP_EQUAL("", office.call(1).c_str());
    if (paused) {
      office.act(OpenCounter{2});
    }
    STRCMP_EQUAL("A001", office.call(2).c_str());
    CHECK(office.last_turn() == TurnKind::own_line);
  }
}

TEST(OwnLine, WhoWasParkedWithATimeDoesToo) {
  Office office = sent_to_two();
  office.act(Park{2, "copy", at("08:10")});
  office.act(CloseCounter{2});
  office.now = at("08:10");
  const auto events = office.act(office.clock, Tick{});
  STRCMP_EQUAL("parking_ended transferred", names(events).c_str());
  const auto& moved = std::get<Transferred>(events.back().body);
  STRCMP_EQUAL("paspor", moved.service.c_str());
  STRCMP_EQUAL("berkas", moved.stage.c_str());
  STRCMP_EQUAL("counter 2 closed", moved.reason.c_str());
  is_called_at_one_and_goes_on(office);
}

TEST(OwnLine, AlsoWhenTheCallItselfBringsThemBack) {
  Office office = sent_to_two();
  office.act(Park{2, "copy", at("08:10")});
  office.act(CloseCounter{2});
  office.now = at("08:10");
  is_called_at_one_and_goes_on(office);
}

TEST(OwnLine, WhoseCallElsewhereIsCancelledDoesToo) {
  Office office = sent_to_two();
  office.act(NoShow{2});
  office.act(CallOutOfOrder{1, "A001", "here now"});
  office.act(CloseCounter{2});
  STRCMP_EQUAL("call_cancelled transferred", names(office.act(CancelCall{1, "gone again"})).c_str());
  is_called_at_one_and_goes_on(office);
}

TEST(OwnLine, WhoIsHandedBackByAnotherCounterDoesToo) {
  Office office = sent_to_two();
  office.act(Park{2, "copy", std::nullopt});
  office.act(CloseCounter{2});
  office.act(Resume{1, "A001"});
  STRCMP_EQUAL("handed_back transferred counter_closed", names(office.act(CloseCounter{1})).c_str());
  office.act(OpenCounter{1});
  is_called_at_one_and_goes_on(office);
}

TEST(OwnLine, AndWhoComesBackToTheOwnLineOfTheCounterThatClosesNow) {
  Office office = sent_to_two();
  STRCMP_EQUAL("handed_back transferred counter_closed", names(office.act(CloseCounter{2})).c_str());
  is_called_at_one_and_goes_on(office);
}

TEST(OwnLine, TheClosingCounterSendsPeopleToTheLineOfTheirStageAndServiceByName) {
  Office office(passport_office(), "10:00");
  office.open({1, 2, 3, 4});
  office.walk_in();
  office.walk_in("", "ambil");
  office.call(1);
  office.act(Finish{1});  // A001 waits for its photo
  office.act(Transfer{"A001", "", "", 2, "asked for"});
  office.act(Transfer{"D001", "", "", 2, "asked for"});
  const auto events = office.act(CloseCounter{2});
  STRCMP_EQUAL("transferred transferred counter_closed", names(events).c_str());
  const auto& first = std::get<Transferred>(events[0].body);
  STRCMP_EQUAL("paspor foto", (first.service + " " + first.stage).c_str());
  STRCMP_EQUAL("paspor/foto", first.line.pool.c_str());
  const auto& second = std::get<Transferred>(events[1].body);
  STRCMP_EQUAL("ambil ambil", (second.service + " " + second.stage).c_str());
  STRCMP_EQUAL("ambil/ambil", second.line.pool.c_str());
  STRCMP_EQUAL("A001", office.call(3).c_str());
  STRCMP_EQUAL("D001", office.call(4).c_str());
  office.act(office.pad, Press{3, PadButton::done});
  office.act(office.pad, Press{4, PadButton::done});
  CHECK(office.ticket("A001").state == TicketState::finished);
  CHECK(office.ticket("D001").state == TicketState::finished);
}

TEST(OwnLine, DoneLeadsOnToTheNextStageOfWhoWasSentBackToTheStagesLine) {
  Office office;
  office.open({1, 2});
  office.walk_in();
  office.act(Transfer{"A001", "", "", 2, "asked for"});
  office.act(CloseCounter{2});
  STRCMP_EQUAL("A001", office.call(1).c_str());
  office.act(office.pad, Press{1, PadButton::done});
  const Ticket& ticket = office.ticket("A001");
  CHECK(ticket.state == TicketState::waiting);
  STRCMP_EQUAL("paspor/foto", office.state.pools[ticket.pool].c_str());
  LONGS_EQUAL(3, office.state.stages.size());  // no stage was invented
}

TEST_GROUP(Next){};

TEST(Next, WhomAFreeCounterWouldCallIsNextWhereverItStandsInTheLine) {
  Office office(shipped());
  Arrivals come(office);
  office.open({1, 2, 3});
  come.booked(6);
  come.priority(1);
  STRCMP_EQUAL(
      "C001 is next: it is the turn of class priority, and it is first there by booked hour, then arrival; counter 3 "
      "is "
      "free and would call it now.",
      en(office, "C001").c_str());
  STRCMP_CONTAINS("C001 berikutnya: giliran golongan prioritas",
                  why(office.state, office.plan, "C001", office.now)->id.c_str());
  STRCMP_CONTAINS("; loket 3 kosong dan akan memanggilnya sekarang.",
                  why(office.state, office.plan, "C001", office.now)->id.c_str());
  STRCMP_CONTAINS("counter 1 is free and would call it now", en(office, "B001").c_str());
  LONGS_EQUAL(0, ahead(office, "C001"));
  LONGS_EQUAL(0, ahead(office, "B001"));
  STRCMP_CONTAINS("B002 is not next yet: 2 numbers go first", en(office, "B002").c_str());
  LONGS_EQUAL(2, ahead(office, "B002"));
  STRCMP_EQUAL("C001", office.call(3).c_str());
}

TEST(Next, ACounterThatIsBusyIsNotSaidToBeFree) {
  Office office(shipped());
  Arrivals come(office);
  office.open({1});
  come.booked(3);
  office.call(1);
  STRCMP_EQUAL("B002 is next: it is the turn of class booked, and it is first there by booked hour, then arrival.",
               en(office, "B002").c_str());
  LONGS_EQUAL(0, ahead(office, "B002"));
  LONGS_EQUAL(1, ahead(office, "B003"));
}

TEST(Next, AFreeCounterIsNamedBeforeABusyOne) {
  Office office(shipped());
  Arrivals come(office);
  office.open({1, 2});
  come.booked(3);
  office.call(1);
  STRCMP_CONTAINS("; counter 2 is free and would call it now.", en(office, "B002").c_str());
}

TEST(Next, AheadIsCountedAsTheCountersGoOn) {
  // Only counter 3 is open, and it takes priority first.
  Office office(shipped());
  Arrivals come(office);
  office.open({3});
  come.booked(3);
  come.priority(3);
  LONGS_EQUAL(0, ahead(office, "C001"));
  LONGS_EQUAL(2, ahead(office, "C003"));
  LONGS_EQUAL(3, ahead(office, "B001"));
  STRCMP_EQUAL("C001 C002 C003 B001 B002 B003", office.call_all(3).c_str());
}

TEST(Next, WhomNoOpenCounterServesIsInTheOrderAllTheSame) {
  Office office(passport_office(), "10:00");
  office.open({3});  // photos only
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  LONGS_EQUAL(0, ahead(office, "A001"));
  LONGS_EQUAL(2, ahead(office, "A003"));
  STRCMP_EQUAL("A001 is waiting, but no counter that serves its line is open.", en(office, "A001").c_str());
}

TEST_GROUP(Returns){};

TEST(Returns, ThoseWhoReturnOneAfterTheOtherKeepTheirOrder) {
  auto settings = one_line();
  settings.calls.return_places = 1;
  Office office(settings);
  office.open({1});
  for (int i = 0; i < 5; ++i) {
    office.walk_in();
  }
  for (int i = 0; i < 3; ++i) {
    office.call(1);
    office.act(NoShow{1});
  }
  for (const char* number : {"A001", "A002", "A003"}) {
    office.act(ReturnTicket{number});
  }
  STRCMP_EQUAL("A004 A001 A002 A003 A005", office.call_all(1).c_str());
}

TEST(Returns, InTheOrderInWhichTheyReturnNotInWhichTheyWereIssued) {
  auto settings = one_line();
  settings.calls.return_places = 1;
  Office office(settings);
  office.open({1});
  for (int i = 0; i < 5; ++i) {
    office.walk_in();
  }
  for (int i = 0; i < 3; ++i) {
    office.call(1);
    office.act(NoShow{1});
  }
  for (const char* number : {"A003", "A001", "A002"}) {
    office.act(ReturnTicket{number});
  }
  STRCMP_EQUAL("A004 A003 A001 A002 A005", office.call_all(1).c_str());
}

TEST(Returns, WhoReturnedBeforeCountsAmongThePlaces) {
  auto settings = one_line();
  settings.calls.return_places = 2;
  Office office(settings);
  office.open({1});
  for (int i = 0; i < 6; ++i) {
    office.walk_in();
  }
  for (int i = 0; i < 3; ++i) {
    office.call(1);
    office.act(NoShow{1});
  }
  office.act(ReturnTicket{"A001"});  // A004 A005 A001 A006
  office.call(1);
  office.act(Finish{1});
  office.act(ReturnTicket{"A002"});  // behind A001, the second
  office.act(ReturnTicket{"A003"});  // also behind A001, and so behind A002
  STRCMP_EQUAL("A005 A001 A002 A003 A006", office.call_all(1).c_str());
}

TEST(Returns, BehindTheLastWhenFewerWait) {
  auto settings = one_line();
  settings.calls.return_places = 5;
  Office office(settings);
  office.open({1});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.call(1);
  office.act(NoShow{1});
  office.act(ReturnTicket{"A001"});
  STRCMP_EQUAL("A002 A003 A001", office.call_all(1).c_str());
}

TEST(Returns, MissingACallBringsNobodyForward) {
  auto settings = one_line();
  settings.calls.return_places = 1;
  Office office(settings);
  office.open({1});
  for (int i = 0; i < 4; ++i) {
    office.walk_in();
  }
  office.act(CallOutOfOrder{1, "A004", "ill"});
  office.act(NoShow{1});
  office.act(ReturnTicket{"A004"});  // not behind A001, because it stood behind A003
  STRCMP_EQUAL("A001 A002 A003 A004", office.call_all(1).c_str());
}

TEST(Returns, OnlyTheOwnClassCounts) {
  auto settings = one_line();
  settings.calls.return_places = 1;
  Office office(settings);
  Arrivals come(office);
  office.open({1});
  come.walk_ins(2);
  come.booked(4);
  office.act(CallOutOfOrder{1, "A001", "ill"});
  office.act(NoShow{1});
  office.act(ReturnTicket{"A001"});
  STRCMP_EQUAL("B001 A002 B002 B003 A001 B004", office.call_all(1).c_str());
}
