// Which events somebody must answer for, told from the events alone; and that the quick look at a row never
// passes one over.
#include <string>
#include <utility>
#include <vector>

#include "audit/exceptions.hpp"
#include "journal/event_json.hpp"
#include "queue/plan.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;

namespace {

Plan small_plan() {
  PlanSettings plan;
  plan.office = "AD";
  plan.office_name = "Bandung";
  plan.series = {{"online", "B", 1, 999}};
  for (const char* key : {"booked", "walk_in", "priority"}) {
    ClassSettings one;
    one.key = one.name_id = one.name_en = key;
    plan.classes.push_back(one);
  }
  ServiceSettings passport;
  passport.key = passport.name_id = passport.name_en = "paspor";
  passport.series = "online";
  StageSettings stage;
  stage.key = stage.name_id = stage.name_en = "berkas";
  passport.stages.push_back(stage);
  plan.services.push_back(passport);
  CounterSettings counter;
  counter.id = 1;
  counter.name = "Loket 1";
  counter.serves = {{"paspor/berkas", "", 0}};
  plan.counters.push_back(counter);
  return std::get<Plan>(Plan::make(plan));
}

Event event(EventBody body, ActorKind by = ActorKind::officer) {
  return {7, from_ms(1'795'323'600'000), {.kind = by, .name = "sari"}, std::move(body)};
}

Called called(TurnKind kind) {
  Called it;
  it.number = "B001";
  it.counter = 1;
  it.turn.kind = kind;
  it.reason = kind == TurnKind::out_of_order ? "sakit, NIK 3273012304900001" : "";
  return it;
}

TicketIssued issued(const char* klass) {
  TicketIssued it;
  it.number = "B002";
  it.service = "paspor";
  it.line.class_key = klass;
  return it;
}

Admitted admitted(bool forced) {
  Admitted it;
  it.code = "AD-QFJ8BD";
  it.numbers = {"B003", "B004"};
  it.forced = forced;
  return it;
}

std::string kind_of(const Event& event, const Plan* plan) {
  const auto found = audit::exception_of(event, plan);
  return found ? std::string(word(found->kind)) : "";
}

}  // namespace

TEST_GROUP(Exceptions) { Plan plan = small_plan(); };

TEST(Exceptions, EveryKindIsFoundAndWhatIsInOrderIsNot) {
  const OfficeDay day = *OfficeDay::parse("2026-11-22");
  const std::vector<std::pair<Event, const char*>> cases{
      {event(called(TurnKind::out_of_order)), "out_of_order"},
      {event(called(TurnKind::order)), ""},
      {event(called(TurnKind::waiting_limit)), ""},
      {event(ServedDirect{}), "served_direct"},
      {event(admitted(true), ActorKind::supervisor), "forced"},
      {event(admitted(false)), ""},
      {event(issued("priority")), "class_at_entrance"},
      {event(issued("walk_in")), ""},
      {event(issued("booked")), ""},
      {event(ClassGranted{}), "class_granted"},
      {event(Transferred{}), "transferred"},
      {event(TicketReturned{}), ""},
      {event(TicketReturned{}, ActorKind::supervisor), "returned"},
      {event(CallCancelled{}), "call_cancelled"},
      {event(TicketCancelled{}), "ticket_cancelled"},
      {event(FinishUndone{}), "finish_undone"},
      {event(LineReplaced{}, ActorKind::system), "line_replaced"},
      {event(DayOpened{.day = day}, ActorKind::system), ""},
      {event(DayOpened{.day = day}, ActorKind::supervisor), "day_opened"},
      {event(DayOpened{.day = day, .reason = "the clock had been ahead"}, ActorKind::system), "day_opened"},
      {event(DayClosing{day}, ActorKind::system), ""},
      {event(DayClosing{day}, ActorKind::supervisor), "day_closed"},
      {event(DayReopened{.day = day, .opening = 1, .reason = "x"}), "day_reopened"},
      {event(ClockStepped{60'000}, ActorKind::system), "clock_stepped"},
      {event(NumbersSkipped{{"B010"}}, ActorKind::system), "numbers_skipped"},
      {event(HallPaused{.until = {}, .reason = "listrik padam"}), "hall_paused"},
      {event(HallResumed{}), "hall_resumed"},
      {event(HallResumed{}, ActorKind::system), ""},
      {event(NoticeSet{}), "notice_set"},
      {event(NoticeEnded{}), "notice_ended"},
      {event(NoticeEnded{}, ActorKind::system), ""},
      {event(WalkInsSet{}), "walk_ins_set"},
      {event(LastNumbersSet{}), "last_numbers_set"},
      {event(SettingsChanged{.digest = "ab", .before = "cd"}, ActorKind::system), "settings_changed"},
      {event(SettingsChanged{.digest = "ab", .before = ""}, ActorKind::system), ""},
      {event(Missed{}), ""},
      {event(Finished{}), ""},
      {event(Parked{}), ""},
      {event(CounterPaused{}), ""},
      {event(LoggedIn{}), ""},
  };
  std::vector<bool> seen(words<audit::Kind>.size());
  for (const auto& [happened, kind] : cases) {
    STRCMP_EQUAL_TEXT(kind, kind_of(happened, &plan).c_str(), std::string(name_of(happened)).c_str());
    if (const auto found = from_word<audit::Kind>(kind)) {
      seen[static_cast<std::size_t>(*found)] = true;
      CHECK_TEXT(audit::worth_a_look(name_of(happened), journal::row_body(happened)), kind);
      const auto words = audit::words_of(*audit::exception_of(happened, &plan));
      CHECK_TEXT(!words.id.empty() && !words.en.empty(), kind);
    }
  }
  for (std::size_t kind = 0; kind < seen.size(); ++kind) {
    CHECK_TEXT(seen[kind], std::string(words<audit::Kind>[kind]).c_str());
  }
}

TEST(Exceptions, MostRowsNeedNoLook) {
  for (const auto& usual : {event(called(TurnKind::order)), event(admitted(false)), event(Finished{}), event(Missed{}),
                            event(ServingStarted{})}) {
    CHECK_FALSE(audit::worth_a_look(name_of(usual), journal::row_body(usual)));
  }
}

TEST(Exceptions, ANikThatSomebodyTypedStaysOut) {
  const auto found = audit::exception_of(event(called(TurnKind::out_of_order)), &plan);
  STRCMP_EQUAL("sakit, NIK ************0001", found->reason.c_str());
  STRCMP_EQUAL("B003, B004", audit::exception_of(event(admitted(true)), &plan)->number.c_str());
}
