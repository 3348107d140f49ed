// Settings that changed while people wait (O15, O16), and numbers that run out (O26).
#include "office.hpp"
#include "queue/numbers_left.hpp"
#include "queue/settings_fit.hpp"
#include "queue/snapshot.hpp"
#include "queue/why.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

/// One service with one stage and two counters, so that each case adds only what it needs.
PlanSettings simple(const char* stage = "layanan") {
  PlanSettings s = passport_office();
  s.series = {{"walk_in", "A"}};
  s.classes = {{.key = "walk_in", .name_id = "datang langsung", .name_en = "walk-in"}};
  s.services.resize(1);
  s.services[0].booked_class = "walk_in";
  s.services[0].stages = {{.key = stage, .name_id = "Layanan", .name_en = "Service"}};
  const std::string pool = std::string("paspor/") + stage;
  s.counters = {{1, "Loket 1", {{pool, "", 0}}}, {2, "Loket 2", {{pool, "", 0}}}};
  s.officers = {{"sari", "Sari", {}}};
  return s;
}

/// The same office, started again with these settings on the events of `before`; its first tick has passed.
Office restarted(const Office& before, PlanSettings settings) {
  Office after(std::move(settings));
  after.now = before.now;
  for (const Event& event : before.log) {
    after.take(event);
  }
  after.act(after.clock, Tick{});
  return after;
}

std::string alarm(const Office& office, const char* subject) {
  const AlarmView* known = office.state.alarm(subject);
  return known == nullptr ? "" : known->text_en;
}

State replayed(const Office& office) {
  State state(office.plan);
  for (const Event& event : office.log) {
    apply(state, office.plan, event);
  }
  return state;
}

/// No live ticket, in any state, is where no counter of the plan calls.
void check_nobody_is_left_behind(const Office& office) {
  CHECK(stranded(office.state, office.plan).empty());
  for (const Ticket& ticket : office.state.tickets) {
    if (!is_live(ticket.state)) {
      continue;
    }
    CHECK_FALSE(line_to_move_to(office.plan, ticket).has_value());
    CHECK(is_served(office.plan, ticket.pool, ticket.klass));
    const bool at_counter = ticket.state == TicketState::called || ticket.state == TicketState::serving;
    CHECK(!at_counter || office.plan.counter(ticket.counter).has_value());
  }
  CHECK(replayed(office) == office.state);
}

}  // namespace

TEST_GROUP(SettingsFit){};

TEST(SettingsFit, O15WhoWaitsInAStageThatWasRenamedIsSaidAndOneActionPutsThemInLineBeforeTheNewer) {
  Office before(simple());
  before.open({1});
  for (int i = 0; i < 5; ++i) {
    before.walk_in();
  }
  STRCMP_EQUAL("A001", before.call(1).c_str());
  before.act(Finish{1});
  before.later(Minutes{30});

  Office after = restarted(before, simple("loket"));
  STRCMP_EQUAL(
      "4 numbers wait in paspor/layanan, which no counter serves: A002, A003, A004, A005. A supervisor puts them in "
      "line.",
      alarm(after, "settings").c_str());
  STRCMP_CONTAINS("4 nomor menunggu di paspor/layanan, yang tidak dilayani loket mana pun",
                  after.state.alarm("settings")->text_id.c_str());
  STRCMP_EQUAL("A006", after.walk_in().c_str());
  // Nothing more is reported about the same problem.
  LONGS_EQUAL(0, after.act(after.clock, Tick{}).size());

  const JoinStamp joined = after.ticket("A003").joined;
  const PutInLine put{"paspor", "layanan", "", "", "the stage has a new name"};
  STRCMP_EQUAL("supervisor_needed", after.answer(put).c_str());
  STRCMP_EQUAL("reason_missing", after.answer(after.supervisor, PutInLine{"paspor", "layanan", "", "", " "}).c_str());
  STRCMP_EQUAL("nobody_stranded", after.answer(after.supervisor, PutInLine{"paspor", "foto", "", "", "x"}).c_str());
  STRCMP_EQUAL("unknown_service",
               after.answer(after.supervisor, PutInLine{"paspor", "layanan", "visa", "", "x"}).c_str());
  STRCMP_EQUAL("unknown_stage",
               after.answer(after.supervisor, PutInLine{"paspor", "layanan", "", "foto", "x"}).c_str());
  const auto events = after.act(after.supervisor, put);
  STRCMP_EQUAL("line_replaced line_replaced line_replaced line_replaced alarm_cleared", names(events).c_str());
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(events[i].by == after.supervisor);
    STRCMP_EQUAL("the stage has a new name", std::get<LineReplaced>(events[i].body).reason.c_str());
  }
  STRCMP_EQUAL("", alarm(after, "settings").c_str());
  CHECK(after.ticket("A003").joined == joined);
  check_nobody_is_left_behind(after);
  STRCMP_EQUAL("A002 A003 A004 A005 A006", after.call_all(1).c_str());
  STRCMP_EQUAL("nobody_stranded", after.answer(after.supervisor, put).c_str());
}

TEST(SettingsFit, O16WhoIsCalledToACounterThatIsGoneIsBackInLineAtTheOldPlaceAndItIsTold) {
  for (const bool served : {false, true}) {
    Office before(simple());
    before.open({1, 2});
    for (int i = 0; i < 3; ++i) {
      before.walk_in();
    }
    STRCMP_EQUAL("A001", before.call(1).c_str());
    if (served) {
      before.act(Start{1});
    }
    auto settings = simple();
    settings.counters.erase(settings.counters.begin());
    Office after = restarted(before, settings);
    CHECK(after.ticket("A001").state == TicketState::waiting);
    CHECK(after.ticket("A001").joined == before.ticket("A001").joined);
    STRCMP_EQUAL("Counter 1 is no longer there: A001 is back in line at its place.",
                 alarm(after, "settings change").c_str());
    STRCMP_EQUAL("Loket 1 tidak ada lagi: A001 kembali ke tempatnya di antrean.",
                 after.state.alarm("settings change")->text_id.c_str());
    STRCMP_EQUAL("", alarm(after, "settings").c_str());
    LONGS_EQUAL(0, after.act(after.clock, Tick{}).size());
    check_nobody_is_left_behind(after);
    STRCMP_EQUAL("A001 A002 A003", after.call_all(2).c_str());
    // Nothing is reported about yesterday's counters.
    after.now = at("08:00", monday().plus(1));
    after.act(after.clock, Tick{});
    CHECK(after.state.day == monday().plus(1));
    STRCMP_EQUAL("", alarm(after, "settings change").c_str());
  }
}

TEST(SettingsFit, ACounterThatIsGoneIsShownWithItsPersonUntilTheJournalHasThemBackInLine) {
  Office before(simple());
  before.open({1, 2});
  before.walk_in();
  STRCMP_EQUAL("A001", before.call(2).c_str());

  PlanSettings without = simple();
  without.counters.pop_back();
  Office after(std::move(without));
  after.now = before.now;
  for (const Event& event : before.log) {
    after.take(event);
  }
  // As it is between the start and the first commit, which a bad disk makes long.
  Snapshot shown = snapshot(after.state, after.plan, after.now, nullptr);
  LONGS_EQUAL(2, shown.counters.size());
  LONGS_EQUAL(2, shown.counters[1].id);
  STRCMP_EQUAL("A001", shown.counters[1].number->c_str());

  after.act(after.clock, Tick{});
  shown = snapshot(after.state, after.plan, after.now, nullptr);
  LONGS_EQUAL(1, shown.counters.size());
}

TEST(SettingsFit, ACounterThatIsGoneLetsGoOfItsOfficerAndOfWhoWasSentToIt) {
  Office before(simple());
  before.open({1, 2});
  before.act(Login{1, "sari"});
  for (int i = 0; i < 3; ++i) {
    before.walk_in();
  }
  before.act(Transfer{"A002", "", "", 1, "knows the case"});
  auto settings = simple();
  settings.counters.erase(settings.counters.begin());
  Office after = restarted(before, settings);
  STRCMP_EQUAL("From counter:1, which is no longer served, to paspor/layanan, each at its old place: A002.",
               alarm(after, "settings change").c_str());
  CHECK(after.ticket("A002").joined == before.ticket("A002").joined);
  check_nobody_is_left_behind(after);
  STRCMP_EQUAL("ok", after.answer(Login{2, "sari"}).c_str());
  STRCMP_EQUAL("A001 A002 A003", after.call_all(2).c_str());
}

TEST(SettingsFit, AnOfficerWhoIsGoneKeepsNoCounter) {
  auto settings = simple();
  settings.calls.login_required = true;
  Office before(settings);
  before.act(before.clock, OpenDay{monday()});
  before.act(Login{1, "sari"});
  before.act(OpenCounter{1});
  settings.officers = {{"dewi", "Dewi", {}}};
  Office after = restarted(before, settings);
  CHECK(after.state.counter(1)->officer.empty());
  CHECK(after.state.counter(1)->state == CounterState::closed);
  STRCMP_EQUAL("ok", after.answer(Login{1, "dewi"}).c_str());
  LONGS_EQUAL(0, after.act(after.clock, Tick{}).size());
}

TEST(SettingsFit, WhoWaitsInALineThatHasAnotherNameNowIsMovedThereWhateverTheirState) {
  Office before(passport_office());
  before.open({1, 2});
  for (int i = 0; i < 6; ++i) {
    before.walk_in();
  }
  before.call(1);
  before.act(Park{1, "copies", before.now + Minutes{10}});  // A001
  before.call(1);
  before.act(NoShow{1});  // A002
  before.call(1);         // A003 stays at the counter
  before.act(before.entrance, Office::booking(7, "10:00", Standing::early_wait));
  auto settings = passport_office();
  settings.services[0].stages[0].pool = "depan";
  for (auto& counter : settings.counters) {
    for (auto& rule : counter.serves) {
      rule.pool = rule.pool == "paspor/berkas" ? "depan" : rule.pool;
    }
  }
  Office after = restarted(before, settings);
  STRCMP_CONTAINS(
      "From paspor/berkas, which is no longer served, to depan, each at its old place: A001, A002, A003, A004",
      alarm(after, "settings change").c_str());
  STRCMP_EQUAL("", alarm(after, "settings").c_str());
  check_nobody_is_left_behind(after);
  CHECK(after.ticket("A003").state == TicketState::called);
  CHECK(after.ticket("B001").state == TicketState::held);
  after.act(CancelCall{1, "wrong"});
  after.later(Minutes{11});
  after.act(after.clock, Tick{});
  STRCMP_EQUAL("A001 A003 A004 A005 A006", after.call_all(1).c_str());
  after.act(ReturnTicket{"A002"});
  STRCMP_EQUAL("A002", after.call(1).c_str());
  after.act(Finish{1});
  after.now = at("10:01");
  after.act(after.clock, Tick{});
  STRCMP_EQUAL("B001", after.call(1).c_str());
}

TEST(SettingsFit, AClassThatIsGoneAndThatNoCounterCallsBecomesTheServices) {
  auto settings = passport_office();
  for (const char* klass : {"booked", "priority", "walk_in"}) {
    settings.counters[0].serves.push_back({"paspor/berkas", klass, 0});
  }
  settings.counters[0].serves.erase(settings.counters[0].serves.begin());
  settings.counters = {settings.counters[0], settings.counters[2], settings.counters[3]};
  settings.counters[2].serves.pop_back();
  Office before(settings);
  before.open({1});
  before.walk_in("priority");
  before.walk_in();
  std::erase_if(settings.classes, [](const auto& klass) { return klass.key == "priority"; });
  std::erase_if(settings.counters[0].serves, [](const auto& rule) { return rule.class_key == "priority"; });
  Office after = restarted(before, settings);
  STRCMP_EQUAL(
      "From paspor/berkas (priority), which is no longer served, to paspor/berkas (walk_in), each at its old place: "
      "C001.",
      alarm(after, "settings change").c_str());
  check_nobody_is_left_behind(after);
  LONGS_EQUAL(2, after.state.class_issued[*after.plan.class_index("walk_in")]);
  STRCMP_EQUAL("C001 A001", after.call_all(1).c_str());
}

TEST(SettingsFit, WhoIsAtACounterForALostStageIsSaidAndGoesOnWhereTheSupervisorPutsThem) {
  Office before(passport_office());
  before.open({1, 2, 3});
  before.walk_in();
  before.walk_in();
  before.call(1);  // A001
  auto settings = passport_office();
  settings.services[0].stages[0].key = "dokumen";
  for (auto& counter : settings.counters) {
    for (auto& rule : counter.serves) {
      rule.pool = rule.pool == "paspor/berkas" ? "paspor/dokumen" : rule.pool;
    }
  }
  Office after = restarted(before, settings);
  STRCMP_EQUAL(
      "1 number waits in paspor/berkas, which no counter serves: A002. A001 is at a counter for paspor/berkas, which "
      "the settings no longer have: finished there, the journey ends. A supervisor puts them in line.",
      alarm(after, "settings").c_str());
  STRCMP_EQUAL("stage_missing", after.answer(after.supervisor, PutInLine{"paspor", "berkas", "", "", "x"}).c_str());
  after.act(after.supervisor, PutInLine{"paspor", "berkas", "", "dokumen", "renamed"});
  check_nobody_is_left_behind(after);
  after.act(Finish{1});
  STRCMP_EQUAL("A001", after.call(3).c_str());  // continues to the photo
}

TEST(SettingsFit, ALostStageWhoseLineIsStillServedIsSaidAsThat) {
  auto settings = passport_office();
  settings.services[0].stages[1].pool = "foto";
  settings.counters[2].serves = {{"foto", "", 0}};
  Office before(settings);
  before.open({1, 3});
  before.walk_in();
  before.call(1);
  before.act(Finish{1});
  settings.services[0].stages[1].key = "biometrik";
  Office after = restarted(before, settings);
  STRCMP_EQUAL(
      "1 number waits in paspor/foto, a stage that the settings no longer have: A001. A supervisor puts them in line.",
      alarm(after, "settings").c_str());
  STRCMP_EQUAL("A001", after.call(3).c_str());
  after.act(Finish{3});
  after.act(after.clock, Tick{});
  STRCMP_EQUAL("", alarm(after, "settings").c_str());
}

TEST(SettingsFit, TheAlarmGoesWithItsPeopleAndWithTheDay) {
  Office before(simple());
  before.open({1});
  before.walk_in();
  before.walk_in();
  Office after = restarted(before, simple("loket"));
  after.act(CancelTicket{"A001", "went home"});
  after.act(after.clock, Tick{});
  STRCMP_CONTAINS("1 number waits in paspor/layanan", alarm(after, "settings").c_str());
  after.act(after.supervisor, CloseDay{});
  STRCMP_EQUAL("", alarm(after, "settings").c_str());
  LONGS_EQUAL(0, after.act(after.clock, Tick{}).size());
}

TEST(SettingsFit, AStageThatComesBackNeedsNoAction) {
  Office before(simple());
  before.open({1});
  before.walk_in();
  Office lost = restarted(before, simple("loket"));
  CHECK_FALSE(alarm(lost, "settings").empty());
  Office back = restarted(lost, simple());
  STRCMP_EQUAL("", alarm(back, "settings").c_str());
  check_nobody_is_left_behind(back);
  STRCMP_EQUAL("A001", back.call(1).c_str());
}

TEST(SettingsFit, AnEventThatFitsNoTicketIsRefused) {
  Office office(simple());
  office.open({1});
  office.walk_in();
  office.act(CancelTicket{"A001", "x"});
  const Event event{office.state.seq + 1, office.now, office.clock,
                    LineReplaced{1, "A001", "paspor", "layanan", {"paspor/layanan", "walk_in", {}}, "x"}};
  const State before = office.state;
  CHECK_THROWS(ReplayError, apply(office.state, office.plan, event));
  CHECK(before == office.state);
}

TEST_GROUP(NumbersLeft){};

TEST(NumbersLeft, O26RunningOutIsSaidAnHourBeforeByTheRateOfTheDay) {
  auto settings = simple();
  settings.series = {{.key = "walk_in", .letters = "A", .first = 1, .last = 100}};
  Office office(settings);
  office.open({1});
  const auto give = [&](int count) {  // one every minute and a half: 40 an hour
    for (int i = 0; i < count; ++i) {
      office.walk_in();
      office.later(std::chrono::seconds{90});
      office.act(office.clock, Tick{});
    }
  };
  give(58);
  STRCMP_EQUAL("", alarm(office, "numbers walk_in").c_str());
  give(2);  // 60 in 90 minutes, 40 left
  STRCMP_EQUAL(
      "The numbers of series 'walk_in' run out in about 60 minutes: 40 left, 40 given an hour. Add a letter in the "
      "settings ([series.walk_in] letters) and reload them.",
      alarm(office, "numbers walk_in").c_str());
  STRCMP_CONTAINS("habis kira-kira 60 menit lagi: tersisa 40, diberikan 40 per jam",
                  office.state.alarm("numbers walk_in")->text_id.c_str());
  const std::size_t told = office.log.size();
  give(39);
  LONGS_EQUAL(told + 39, office.log.size());  // reported once
  give(1);
  STRCMP_CONTAINS("are used up today", alarm(office, "numbers walk_in").c_str());
  STRCMP_EQUAL("numbers_used_up", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());

  settings.series[0].letters = "AK";
  settings.series[0].last = 400;
  Office more = restarted(office, settings);
  STRCMP_EQUAL("", alarm(more, "numbers walk_in").c_str());
}

TEST(NumbersLeft, ThreePeopleAtTheDoorAreNoRate) {
  auto settings = simple();
  settings.series = {{.key = "walk_in", .letters = "A", .first = 1, .last = 20}};
  Office office(settings);
  office.open({1});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  LONGS_EQUAL(17, numbers_left(office.state, settings.series[0], office.now).left);
  LONGS_EQUAL(12, numbers_left(office.state, settings.series[0], office.now).an_hour);
  office.act(office.clock, Tick{});
  STRCMP_EQUAL("", alarm(office, "numbers walk_in").c_str());
  office.walk_in();  // 4 at once: 16 an hour, 16 left
  office.act(office.clock, Tick{});
  CHECK_FALSE(alarm(office, "numbers walk_in").empty());
  // Nobody comes: the rate falls. The alarm ends only when the rate is far lower.
  office.now = at("08:40");
  office.act(office.clock, Tick{});
  STRCMP_EQUAL("", alarm(office, "numbers walk_in").c_str());
}

TEST(NumbersLeft, AfterClosingNobodyIsTold) {
  auto settings = simple();
  settings.series = {{.key = "walk_in", .letters = "A", .first = 1, .last = 10}};
  Office office(settings, "15:59");
  office.act(office.clock, OpenDay{monday()});
  for (BookingId id = 1; id <= 5; ++id) {
    office.act(office.entrance, Office::booking(id, "15:00"));
  }
  office.now = at("16:00");
  office.act(office.clock, Tick{});
  STRCMP_EQUAL("", alarm(office, "numbers walk_in").c_str());
}

TEST(NumbersLeft, NobodyIsKeptAtACounterForWantOfANumber) {
  auto settings = passport_office();
  settings.series.push_back({.key = "photo", .letters = "F", .first = 1, .last = 1});
  settings.services[0].stages[1].series = "photo";
  Office office(settings);
  office.open({1, 3});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.call(1);
  office.act(Finish{1});
  STRCMP_EQUAL("F001", office.call(3).c_str());
  office.call(1);
  STRCMP_EQUAL("finished called", names(office.act(FinishAndNext{1})).c_str());
  office.act(Transfer{"A003", "paspor", "foto", 0, "has the papers"});
  office.act(Finish{3});
  STRCMP_EQUAL("A002 A003", office.call_all(3).c_str());
  // A ticket that kept its number is found by it, and the alarm about the series says why.
  office.act(office.clock, Tick{});
  STRCMP_CONTAINS("used up", alarm(office, "numbers photo").c_str());
}
