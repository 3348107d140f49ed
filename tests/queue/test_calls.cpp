// Counters and officers: calls, returns, transfers, and who is where.
#include <functional>
#include <string>

#include "office.hpp"
#include "queue/table.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

TEST_GROUP(Calls){};

TEST(Calls, EveryCallAndRecallHasTheNextNumberOfTheDay) {
  Office office;
  office.open({1});
  office.walk_in();
  office.walk_in();
  office.call(1);
  LONGS_EQUAL(1, office.state.calls);
  office.act(Recall{1});
  office.act(Recall{1});
  LONGS_EQUAL(3, office.state.calls);
  LONGS_EQUAL(2, office.ticket("A001").recalls);
  LONGS_EQUAL(3, office.state.counter(1)->call);
  office.act(FinishAndNext{1});
  LONGS_EQUAL(4, office.state.calls);
  LONGS_EQUAL(0, office.ticket("A002").recalls);
}

TEST(Calls, FinishAndNextCallsTheSamePersonOnWhereTheCounterDoesBothStages) {
  auto settings = passport_office();
  settings.counters.push_back({5, "Loket 5", {{"paspor/berkas", "", 0}, {"paspor/foto", "", 0}}});
  settings.services[0].stages[1].series = "collection";
  Office office(settings);
  office.open({5});
  office.walk_in();
  office.call(5);
  STRCMP_EQUAL("finished called", names(office.act(FinishAndNext{5})).c_str());
  STRCMP_EQUAL("D001", std::get<Called>(office.log.back().body).number.c_str());
  LONGS_EQUAL(5, office.ticket("A001").counter);  // also found by its old number
  LONGS_EQUAL(office.ticket("A001").id, office.ticket("D001").id);
  office.act(Finish{5});
  CHECK(office.ticket("D001").outcome == Outcome::served);
}

TEST(Calls, ATicketKeepsItsNumberWhenTheNextStagesSeriesIsUsedUp) {
  auto settings = passport_office();
  settings.series[3].last = 1;
  settings.services[0].stages[1].series = "collection";
  Office office(settings);
  office.open({1});
  office.walk_in();
  office.walk_in();
  office.call(1);
  office.act(Finish{1});
  office.call(1);
  STRCMP_EQUAL("D001", office.ticket("A001").number.text().c_str());
  STRCMP_EQUAL("ok", office.answer(FinishAndNext{1}).c_str());
  STRCMP_EQUAL("ok", office.answer(Transfer{"A002", "paspor", "foto", 0, "x"}).c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("A002", office.ticket("A002").number.text().c_str());
  CHECK(office.ticket("A002").state == TicketState::waiting);
}

TEST(Calls, RecallsAndReturnsAreCountedAnewForANewCallAndANewStage) {
  Office office;
  office.open({1, 3});
  office.walk_in();
  office.call(1);
  office.act(Recall{1});
  office.act(Recall{1});
  LONGS_EQUAL(2, office.ticket("A001").recalls);
  office.act(CancelCall{1, "wrong button"});
  office.call(1);
  LONGS_EQUAL(0, office.ticket("A001").recalls);
  office.act(NoShow{1});
  office.act(ReturnTicket{"A001"});
  office.call(1);
  office.act(Finish{1});
  office.call(3);
  office.act(NoShow{3});
  STRCMP_EQUAL("ok", office.answer(ReturnTicket{"A001"}).c_str());  // it missed no call in this stage before
}

TEST(Calls, AMissedNumberComesBackTwoPlacesBehindAndOnlyOnce) {
  Office office;
  office.open({1});
  for (int i = 0; i < 4; ++i) {
    office.walk_in();
  }
  office.call(1);
  office.act(NoShow{1});
  office.act(ReturnTicket{"A001"});
  STRCMP_EQUAL("A002", office.call(1).c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("A003", office.call(1).c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("A001", office.call(1).c_str());
  office.act(NoShow{1});
  STRCMP_EQUAL("returns_used_up", office.answer(ReturnTicket{"A001"}).c_str());
  STRCMP_EQUAL("ok", office.answer(office.supervisor, ReturnTicket{"A001"}).c_str());
}

TEST(Calls, TwoWhoReturnKeepTheirOrderAndNobodyLandsBetweenThem) {
  Office office;
  office.open({1, 2});
  for (int i = 0; i < 5; ++i) {
    office.walk_in();
  }
  office.call(1);
  office.call(2);
  office.act(NoShow{1});
  office.act(NoShow{2});
  office.act(ReturnTicket{"A001"});
  office.act(ReturnTicket{"A002"});
  STRCMP_EQUAL("A003 A004 A001 A002 A005", office.call_all(1).c_str());
}

TEST(Calls, AReturnToAShortLineStandsBehindTheLastAndToAnEmptyOneFirst) {
  Office office;
  office.open({1});
  office.walk_in();
  office.call(1);
  office.act(NoShow{1});
  office.act(ReturnTicket{"A001"});
  STRCMP_EQUAL("A001", office.call(1).c_str());
  Office other;
  other.open({1});
  other.walk_in();
  other.walk_in();
  other.call(1);
  other.act(NoShow{1});
  other.act(ReturnTicket{"A001"});
  other.walk_in();
  STRCMP_EQUAL("A002 A001 A003", other.call_all(1).c_str());
}

TEST(Calls, ZeroPlacesMeansItsOldPlace) {
  auto settings = passport_office();
  settings.calls.return_places = 0;
  Office office(settings);
  office.open({1});
  office.walk_in();
  office.walk_in();
  office.call(1);
  office.act(NoShow{1});
  office.act(ReturnTicket{"A001"});
  STRCMP_EQUAL("A001", office.call(1).c_str());
}

TEST(Calls, ParkedWithATimeIsBackInItsOldPlaceThen) {
  Office office;
  office.open({1});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.call(1);
  office.act(Park{1, "photocopy", at("08:20")});
  office.now = at("08:19");
  LONGS_EQUAL(0, office.act(office.clock, Tick{}).size());
  office.now = at("08:20");
  STRCMP_EQUAL("A001", office.call(1).c_str());
  STRCMP_EQUAL("parking_ended", std::string(name_of(office.log[office.log.size() - 2])).c_str());
}

TEST(Calls, WhatNeedsAReasonIsRefusedWithoutOne) {
  Office office;
  office.open({1});
  office.walk_in();
  office.walk_in();
  office.call(1);
  for (const Action& action :
       {Action{Park{1, "", std::nullopt}}, Action{CancelCall{1, "  "}}, Action{PauseCounter{1, "\t"}},
        Action{CancelTicket{"A002", ""}}, Action{GrantClass{"A002", "priority", ""}},
        Action{Transfer{"A002", "paspor", "foto", 0, ""}}}) {
    STRCMP_EQUAL("reason_missing", office.answer(action).c_str());
  }
  office.act(Finish{1});
  STRCMP_EQUAL("reason_missing", office.answer(CallOutOfOrder{1, "A002", " "}).c_str());
  STRCMP_EQUAL("reason_missing", office.answer(ServeDirect{1, "paspor", "", ""}).c_str());
}

TEST(Calls, OutOfOrderCarriesOfficerAndReasonAndCostsTheClassNothing) {
  Office office;
  office.open({1});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  const auto events = office.act(CallOutOfOrder{1, "A003", "ill"});
  const auto& called = std::get<Called>(events.front().body);
  STRCMP_EQUAL("sari", events.front().by.name.c_str());
  STRCMP_EQUAL("ill", called.reason.c_str());
  CHECK(called.turn.kind == TurnKind::out_of_order);
  LONGS_EQUAL(0, called.turn.pass);
  STRCMP_EQUAL("unknown_number", office.answer(office.officer, GrantClass{"Z999", "priority", "x"}).c_str());
}

TEST(Calls, AnOutOfOrderCallOfAHeldTicketThatIsCancelledPutsItInLine) {
  Office office;
  office.open({1});
  office.book(1, "10:00", Standing::early_wait);
  const auto events = office.act(CallOutOfOrder{1, "B001", "ill"});
  LONGS_EQUAL(0, std::get<Called>(events.front().body).waited_s);
  office.act(CancelCall{1, "not ill after all"});
  CHECK(office.ticket("B001").state == TicketState::waiting);
  STRCMP_EQUAL("B001", office.call(1).c_str());
}

TEST(Calls, ServedDirectGetsANumberAndNoAnnouncement) {
  Office office;
  office.open({1});
  const auto events = office.act(ServeDirect{1, "paspor", "priority", "in pain"});
  STRCMP_EQUAL("ticket_issued served_direct", names(events).c_str());
  LONGS_EQUAL(0, office.state.calls);
  CHECK(office.ticket("C001").state == TicketState::serving);
  LONGS_EQUAL(0, office.state.entrance.seq);
  office.act(Finish{1});
  STRCMP_EQUAL("unknown_service", office.answer(ServeDirect{1, "sim", "", "x"}).c_str());
  STRCMP_EQUAL("unknown_class", office.answer(ServeDirect{1, "paspor", "vip", "x"}).c_str());
}

TEST(Calls, TransferToACounterStandsInItsOwnLineFirst) {
  Office office;
  office.open({1, 2});
  for (int i = 0; i < 4; ++i) {
    office.walk_in();
  }
  office.act(Transfer{"A003", "", "", 2, "speaks Sundanese"});
  office.act(Transfer{"A004", "", "", 2, "speaks Sundanese"});
  STRCMP_EQUAL("A003", office.call(2).c_str());
  CHECK(office.last_turn() == TurnKind::own_line);
  STRCMP_EQUAL("A001 A002", office.call_all(1).c_str());
  office.act(Finish{2});
  STRCMP_EQUAL("A004", office.call(2).c_str());
  LONGS_EQUAL(0, office.ticket("A004").stage);
}

TEST(Calls, TransferFromACounterFreesItAndKeepsThePlace) {
  Office office;
  office.open({1, 3});
  office.walk_in();
  office.call(1);
  const auto events = office.act(Transfer{"A001", "paspor", "foto", 0, "complete"});
  LONGS_EQUAL(1, std::get<Transferred>(events.front().body).from);
  LONGS_EQUAL(0, office.state.counter(1)->ticket);
  STRCMP_EQUAL("A001", office.call(3).c_str());
}

TEST(Calls, TransferIsRefusedWhereItMakesNoSense) {
  Office office;
  office.open({1});
  office.walk_in();
  STRCMP_EQUAL("unknown_service", office.answer(Transfer{"A001", "sim", "x", 0, "x"}).c_str());
  STRCMP_EQUAL("unknown_stage", office.answer(Transfer{"A001", "paspor", "x", 0, "x"}).c_str());
  STRCMP_EQUAL("unknown_counter", office.answer(Transfer{"A001", "", "", 77, "x"}).c_str());
  STRCMP_EQUAL("counter_closed", office.answer(Transfer{"A001", "", "", 2, "x"}).c_str());
  STRCMP_EQUAL("same_place", office.answer(Transfer{"A001", "paspor", "berkas", 0, "x"}).c_str());
  office.act(Transfer{"A001", "", "", 1, "x"});
  STRCMP_EQUAL("same_place", office.answer(Transfer{"A001", "", "", 1, "x"}).c_str());
  STRCMP_EQUAL("ok", office.answer(Transfer{"A001", "paspor", "berkas", 0, "x"}).c_str());
}

TEST_GROUP(Staff){};

TEST(Staff, ACounterClosedMidServiceHandsItsTicketBackVisibly) {
  Office office;
  office.open({1, 2});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.call(1);
  office.act(Start{1});
  office.act(Transfer{"A003", "", "", 1, "asked for"});
  STRCMP_EQUAL("handed_back transferred counter_closed", names(office.act(CloseCounter{1})).c_str());
  STRCMP_EQUAL("A001 A002 A003", office.call_all(2).c_str());
}

TEST(Staff, AHandedBackTicketOfTheCountersOwnLineGoesToItsStage) {
  Office office;
  office.open({1, 2});
  office.walk_in();
  office.walk_in();
  office.act(Transfer{"A001", "", "", 1, "asked for"});
  office.act(Transfer{"A002", "", "", 1, "asked for"});
  STRCMP_EQUAL("A001", office.call(1).c_str());
  STRCMP_EQUAL("handed_back transferred transferred counter_closed", names(office.act(CloseCounter{1})).c_str());
  STRCMP_EQUAL("A001 A002", office.call_all(2).c_str());
}

TEST(Staff, AnOfficerIsAtOneCounterAtATime) {
  Office office;
  office.open({1, 2});
  office.act(Login{1, "sari"});
  LONGS_EQUAL(0, office.act(Login{1, "sari"}).size());
  const auto decision = office.ask(office.officer, Login{2, "sari"});
  const auto& refusal = std::get<Refusal>(decision);
  CHECK(refusal.reason == Reason::officer_elsewhere);
  LONGS_EQUAL(1, refusal.counter);
  STRCMP_EQUAL("counter_taken", office.answer(Login{1, "budi"}).c_str());
  STRCMP_EQUAL("unknown_officer", office.answer(Login{2, "eka"}).c_str());
  STRCMP_EQUAL("unknown_counter", office.answer(Login{9, "sari"}).c_str());
  office.act(Logout{1});
  STRCMP_EQUAL("ok", office.answer(Login{2, "sari"}).c_str());
  STRCMP_EQUAL("nobody_logged_in", office.answer(Logout{1}).c_str());
  STRCMP_EQUAL("unknown_counter", office.answer(Logout{9}).c_str());
}

TEST(Staff, WhoKnowsThatSomebodyIsThereMayTakeOverAndThePersonStays) {
  Office office;
  office.open({1, 2});
  office.act(Login{1, "sari"});
  office.walk_in();
  office.call(1);
  const Actor budi{ActorKind::officer, "budi"};
  STRCMP_EQUAL("counter_taken", office.answer(budi, Login{1, "budi"}).c_str());
  STRCMP_EQUAL("logged_out logged_in", names(office.act(budi, Login{1, "budi", true})).c_str());
  STRCMP_EQUAL("budi", office.state.counter(1)->officer.c_str());
  CHECK(office.state.counter(1)->ticket != 0);
  STRCMP_EQUAL("ok", office.answer(Login{2, "sari"}).c_str());
  STRCMP_EQUAL("officer_elsewhere", office.answer(budi, Login{2, "budi", true}).c_str());
  STRCMP_EQUAL("unknown_officer", office.answer(Login{1, "eka", true}).c_str());
}

TEST(Staff, NobodyLogsOutWithATicketAtTheCounter) {
  Office office;
  office.open({1});
  office.act(Login{1, "sari"});
  office.walk_in();
  office.call(1);
  STRCMP_EQUAL("counter_busy", office.answer(Logout{1}).c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("logged_out", names(office.act(Logout{1})).c_str());
  CHECK(office.state.counter(1)->state == CounterState::open);
}

TEST(Staff, WhereALoginIsRequiredOnlyItsOfficerCommandsACounter) {
  auto settings = passport_office();
  settings.calls.login_required = true;
  Office office(settings);
  office.act(office.clock, OpenDay{monday()});
  office.walk_in();
  STRCMP_EQUAL("nobody_logged_in", office.answer(OpenCounter{1}).c_str());
  office.act(Login{1, "sari"});
  office.act(OpenCounter{1});
  const Actor budi{ActorKind::officer, "budi"};
  STRCMP_EQUAL("not_your_counter", office.answer(budi, CallNext{1}).c_str());
  STRCMP_EQUAL("not_your_counter", office.answer(budi, Logout{1}).c_str());
  STRCMP_EQUAL("ok", office.answer(office.supervisor, CallNext{1}).c_str());
  office.call(1);
  STRCMP_EQUAL("not_your_counter", office.answer(budi, Transfer{"A001", "paspor", "foto", 0, "x"}).c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("counter_closed logged_out", names(office.act(Logout{1})).c_str());
  office.act(Login{1, "sari"});
  STRCMP_EQUAL("logged_out", names(office.act(Logout{1})).c_str());
  STRCMP_EQUAL("day_not_open", Office().answer(Logout{1}).c_str());
  STRCMP_EQUAL("day_not_open", Office().answer(Login{1, "sari"}).c_str());
}

TEST(Staff, AnUnknownCounterCannotBeOpenedPausedOrClosed) {
  Office office;
  office.open({});
  STRCMP_EQUAL("unknown_counter", office.answer(OpenCounter{9}).c_str());
  STRCMP_EQUAL("unknown_counter", office.answer(PauseCounter{9, "x"}).c_str());
  STRCMP_EQUAL("unknown_counter", office.answer(CloseCounter{9}).c_str());
}

TEST(Staff, APauseKeepsItsTicketUntilItIsFinished) {
  Office office;
  office.open({1});
  office.walk_in();
  office.call(1);
  office.act(PauseCounter{1, "prayer"});
  STRCMP_EQUAL("prayer", office.state.counter(1)->pause_reason.c_str());
  office.act(Finish{1});
  office.act(OpenCounter{1});
  STRCMP_EQUAL("", office.state.counter(1)->pause_reason.c_str());
}

TEST_GROUP(UndoFinish){};

TEST(UndoFinish, TheTicketIsServedHereAgainAsIfItHadNotBeenFinished) {
  Office office;
  office.open({1});
  office.book(1, "08:00");
  office.call(1);
  office.act(Start{1});
  office.later(Minutes{5});
  const State before = office.state;
  office.act(Finish{1});
  LONGS_EQUAL(1, office.ticket("B001").stage);
  office.later(Minutes{1});
  const auto events = office.act(UndoFinish{1});
  STRCMP_EQUAL("finish_undone", names(events).c_str());
  LONGS_EQUAL(0, office.ticket("B001").stage);
  CHECK(office.ticket("B001") == before.ticket(1));
  CHECK(office.state.counter(1)->ticket == 1);
  CHECK(office.state.times == before.times);
  CHECK(office.state.time_sums == before.time_sums);
  CHECK(office.state.counts == before.counts);
  // And it is finished again, with all the time it took.
  office.later(Minutes{1});
  const auto again = office.act(Finish{1});
  LONGS_EQUAL(7 * 60, std::get<Finished>(again.front().body).seconds);
}

TEST(UndoFinish, AlsoWhoHadFinishedAltogetherIsBackAndLivesAgain) {
  Office office;
  office.open({4});
  office.act(ServeDirect{4, "ambil", "", "a document only"});
  office.act(Finish{4});
  CHECK(office.ticket("D001").state == TicketState::finished);
  LONGS_EQUAL(1, office.state.counts.served);
  office.act(UndoFinish{4});
  CHECK(office.ticket("D001").state == TicketState::serving);
  CHECK(office.ticket("D001").outcome == Outcome::none);
  LONGS_EQUAL(0, office.state.counts.served);
}

TEST(UndoFinish, WhoWasOnlyCalledIsCalledAgainAndMayBeMissed) {
  Office office;
  office.open({1});
  office.book(1, "08:00");
  office.call(1);
  office.act(Finish{1});
  office.act(UndoFinish{1});
  CHECK(office.ticket("B001").state == TicketState::called);
  office.act(NoShow{1});
  CHECK(office.ticket("B001").state == TicketState::missed);
}

TEST(UndoFinish, OnlyTheLatestAndOnlyOnce) {
  Office office;
  office.open({1});
  STRCMP_EQUAL("nothing_to_undo", office.answer(UndoFinish{1}).c_str());
  office.book(1, "08:00");
  office.book(2, "08:00");
  office.call(1);
  office.act(Finish{1});
  office.act(UndoFinish{1});
  STRCMP_EQUAL("counter_busy", office.answer(UndoFinish{1}).c_str());
  office.act(FinishAndNext{1});
  STRCMP_EQUAL("counter_busy", office.answer(UndoFinish{1}).c_str());
  office.act(CancelCall{1, "too far away"});
  // Somebody else has been here since.
  STRCMP_EQUAL("nothing_to_undo", office.answer(UndoFinish{1}).c_str());
}

TEST(UndoFinish, WhoWasTouchedSinceStaysWhereTheyAre) {
  const struct {
    const char* what;
    std::function<void(Office&)> then;
    const char* answer;
  } rows[] = {
      {"called at the next stage", [](Office& o) { o.call(3); }, "ticket_at_counter"},
      {"called there and put back",
       [](Office& o) {
         o.later(Minutes{1});
         o.call(3);
         o.act(CancelCall{3, "wrong"});
       },
       "ticket_moved_on"},
      {"missed there",
       [](Office& o) {
         o.call(3);
         o.act(NoShow{3});
       },
       "ticket_missed"},
      {"transferred",
       [](Office& o) {
         o.act(Transfer{"B001", "paspor", "berkas", 0, "x"});
       },
       "ticket_moved_on"},
      {"another class",
       [](Office& o) {
         o.act(GrantClass{"B001", "priority", "ill"});
       },
       "ticket_moved_on"},
      {"cancelled",
       [](Office& o) {
         o.act(CancelTicket{"B001", "gone"});
       },
       "ticket_over"},
      {"the counter closed and opened",
       [](Office& o) {
         o.act(CloseCounter{1});
         o.act(OpenCounter{1});
       },
       "nothing_to_undo"},
  };
  for (const auto& row : rows) {
    Office office;
    office.open({1, 3});
    office.book(1, "08:00");
    office.call(1);
    office.act(Finish{1});
    row.then(office);
    STRCMP_EQUAL_TEXT(row.answer, office.answer(UndoFinish{1}).c_str(), row.what);
  }
}

TEST(UndoFinish, ANewNumberOfTheNextStageIsGivenUpAndNeverGivenAgain) {
  PlanSettings settings = passport_office();
  settings.series.push_back({"foto", "F"});
  settings.services[0].stages[1].series = "foto";
  Office office(std::move(settings));
  office.open({1});
  office.book(1, "08:00");
  office.call(1);
  office.act(Finish{1});
  STRCMP_EQUAL("F001", office.ticket("F001").number.text().c_str());
  office.act(UndoFinish{1});
  STRCMP_EQUAL("B001", office.state.ticket(1).number.text().c_str());
  office.act(Finish{1});
  STRCMP_EQUAL("F002", office.state.ticket(1).number.text().c_str());
}

TEST(UndoFinish, EveryStateOfTheTicketHasItsAnswer) {
  using enum TicketState;
  for (const TicketState may : {waiting, finished}) {
    CHECK(ticket_cell(TicketCommand::undo_finish, may) == queue::ok);
  }
  for (const TicketState may_not : {held, called, serving, parked, missed, cancelled, closed}) {
    CHECK(ticket_cell(TicketCommand::undo_finish, may_not) != queue::ok);
  }
}

TEST_GROUP(HitTwice){};

TEST(HitTwice, AGuardedKeyAMomentAfterTheCallIsHeldBackAsOnAPad) {
  Office office;
  office.open({1});
  office.book(1, "08:00");
  office.book(2, "08:00");
  office.act(FinishAndNext{.counter = 1, .guarded = true});
  office.later(Milliseconds{150});
  STRCMP_EQUAL("pressed_twice", office.answer(FinishAndNext{.counter = 1, .guarded = true}).c_str());
  STRCMP_EQUAL("pressed_twice", office.answer(Finish{.counter = 1, .guarded = true}).c_str());
  STRCMP_EQUAL("pressed_twice", office.answer(NoShow{.counter = 1, .guarded = true}).c_str());
  STRCMP_EQUAL("ok", office.answer(FinishAndNext{.counter = 1}).c_str());
  office.later(Milliseconds{1350});
  STRCMP_EQUAL("ok", office.answer(FinishAndNext{.counter = 1, .guarded = true}).c_str());
}

TEST(HitTwice, ARecallIsHeldBackAfterTheCallAndAfterARecall) {
  Office office;
  office.open({1});
  office.book(1, "08:00");
  office.call(1);
  office.later(Milliseconds{150});
  STRCMP_EQUAL("pressed_twice", office.answer(Recall{.counter = 1, .guarded = true}).c_str());
  STRCMP_EQUAL("ok", office.answer(Recall{.counter = 1}).c_str());
  office.later(Milliseconds{1350});
  office.act(Recall{.counter = 1, .guarded = true});
  office.later(Milliseconds{150});
  STRCMP_EQUAL("pressed_twice", office.answer(Recall{.counter = 1, .guarded = true}).c_str());
  office.now = at("07:00");  // a clock that went back holds nothing back for an hour
  STRCMP_EQUAL("ok", office.answer(Recall{.counter = 1, .guarded = true}).c_str());
}

TEST(HitTwice, WhoIsServedAlreadyMayBeFinishedAtOnce) {
  Office office;
  office.open({1});
  office.book(1, "08:00");
  office.call(1);
  office.act(Start{1});
  STRCMP_EQUAL("ok", office.answer(Finish{.counter = 1, .guarded = true}).c_str());
}
