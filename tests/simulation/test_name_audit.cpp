// What the auditor of names lets through, and what it finds: each rule with an event that keeps it and one
// that breaks it.
#include <optional>
#include <string>
#include <utility>

#include "name_audit.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::simulation;
using namespace std::chrono_literals;
using accounts::Role;
using queue::ActorKind;

TEST_GROUP(NameAudit) {
  queue::PlanSettings plan;
  Verdict verdict;
  NameAudit names{plan, verdict};
  MonotonicTime now{8h};
  std::uint64_t seq = 0;

  void setup() override {
    plan.counters = {{3, "Loket 3", {}}};
    plan.officers = {{"sari", "Sari", {}}};
    names.works_here("sari", {Role::officer});
    names.works_here("citra", {Role::clerk});
    names.works_here("wati", {Role::supervisor});
    names.signed_in("sari's", "sari", true, "machine 3", now);
    names.signed_in("citra's", "citra", true, "machine 9", now);
  }
  void happens(ActorKind kind, const std::string& by, queue::EventBody body) {
    names.see({.seq = ++seq, .at = {}, .by = {.kind = kind, .name = by}, .body = std::move(body)});
  }
  NameAudit::Request asks(const std::string& token, const queue::Action& action,
                          const std::optional<std::string>& supervisor = std::nullopt) {
    return names.asks(token, action, supervisor, now);
  }
  void holds() { CHECK_TEXT(!verdict.first(), verdict.first() ? verdict.first()->how.c_str() : ""); }
  void broken(const char* how, int promise = 11) {
    CHECK_TEXT(verdict.first().has_value(), how);
    LONGS_EQUAL(promise, verdict.first()->promise);
    STRCMP_CONTAINS(how, verdict.first()->how.c_str());
  }
  static queue::Finished finished(CounterId counter = 3) {
    queue::Finished event;
    event.counter = counter;
    return event;
  }
};

TEST(NameAudit, WhatSomebodyAskedForMayHappenOnce) {
  asks("sari's", queue::Finish{3});
  happens(ActorKind::officer, "sari", finished());
  holds();
  happens(ActorKind::officer, "sari", finished());
  broken("had not asked");
}

TEST(NameAudit, NothingHappensInTheNameOfWhoDidNotAsk) {
  asks("sari's", queue::Finish{3});
  happens(ActorKind::supervisor, "wati", finished());
  broken("'wati', who had not asked");
}

TEST(NameAudit, ItIsAtTheCounterThatWasMeant) {
  asks("sari's", queue::Finish{3});
  happens(ActorKind::officer, "sari", finished(4));
  broken("had not asked");
}

TEST(NameAudit, WhoWasRefusedDidNothing) {
  names.answered(asks("sari's", queue::Finish{3}), Told::not_allowed);
  happens(ActorKind::officer, "sari", finished());
  broken("had not asked");
}

TEST(NameAudit, AYesBeforeTheCommitBreaksAnotherPromise) {
  names.answered(asks("sari's", queue::Finish{3}), Told::done);
  happens(ActorKind::officer, "sari", finished());
  broken("before the journal said so", 9);
}

TEST(NameAudit, ARoleMayNotWhatItsTableDoesNotSay) {
  asks("citra's", queue::Finish{3});
  happens(ActorKind::entrance, "citra", finished());
  broken("whose role may not");
}

TEST(NameAudit, TheDayNeedsASupervisorsOwnYes) {
  asks("sari's", queue::CloseDay{}, "wati");
  happens(ActorKind::supervisor, "wati for sari", queue::DayClosing{});
  holds();
  asks("sari's", queue::CloseDay{});
  happens(ActorKind::supervisor, "wati for sari", queue::DayClosing{});
  broken("had not asked");
}

TEST(NameAudit, AYesOfSomebodyWhoIsNoSupervisorIsNone) {
  asks("sari's", queue::CloseDay{}, "citra");
  happens(ActorKind::supervisor, "citra for sari", queue::DayClosing{});
  broken("no supervisor agreed");
}

TEST(NameAudit, ADisabledPersonDoesNothing) {
  names.disabled("sari");
  asks("sari's", queue::Finish{3});
  happens(ActorKind::officer, "sari", finished());
  broken("sari is disabled");
}

TEST(NameAudit, ASessionThatIsOverDoesNothing) {
  names.signed_out("sari's");
  asks("sari's", queue::Finish{3});
  happens(ActorKind::officer, "sari", finished());
  broken("signed out before");
}

TEST(NameAudit, NorDoesOneOfAMachineThatWasWithdrawn) {
  names.withdrawn("machine 3");
  asks("sari's", queue::Finish{3});
  happens(ActorKind::officer, "sari", finished());
  broken("signed out before");
}

TEST(NameAudit, ASupervisorIdlesHalfAnHourAndAnOfficerAtACounterHasNoSuchLimit) {
  names.signed_in("wati's", "wati", true, "machine 3", now);
  now += 31min;
  asks("sari's", queue::Finish{3});
  happens(ActorKind::officer, "sari", finished());
  holds();
  asks("wati's", queue::Finish{3});
  happens(ActorKind::supervisor, "wati", finished());
  broken("idle");
}

TEST(NameAudit, TwelveHoursEndEverySession) {
  now += 12h + 1min;
  asks("sari's", queue::Finish{3});
  happens(ActorKind::officer, "sari", finished());
  broken("twelve hours");
}

TEST(NameAudit, WhatWasUnderWayWhenTheProcessDiedMayBeThereUntilTheJournalWasRead) {
  asks("sari's", queue::Finish{3});
  names.office_died();
  happens(ActorKind::officer, "sari", finished());
  holds();
  names.journal_read();
  asks("sari's", queue::Finish{3});
  names.office_died();
  names.journal_read();
  happens(ActorKind::officer, "sari", finished());
  broken("had not asked");
}

TEST(NameAudit, WhatCouldNotBeStoredMayBeFoundAtTheNextStart) {
  names.answered(asks("sari's", queue::Finish{3}), Told::failed);
  names.office_died();
  happens(ActorKind::officer, "sari", finished());
  holds();
}

TEST(NameAudit, WhatCouldNotBeStoredDoesNotComeAfterWhatCould) {
  names.answered(asks("sari's", queue::Finish{3}), Told::failed);
  asks("sari's", queue::Recall{3});
  queue::Recalled recalled;
  recalled.counter = 3;
  happens(ActorKind::officer, "sari", recalled);
  holds();
  names.office_died();
  happens(ActorKind::officer, "sari", finished());
  broken("had not asked");
}

TEST(NameAudit, TheOfficeItselfTakesNobodyFromACounterExceptWhenTheDayEnds) {
  asks("sari's", queue::Login{3, "sari"});
  happens(ActorKind::officer, "sari", queue::LoggedIn{3, "sari"});
  STRCMP_EQUAL("sari", names.at_counter(3).c_str());
  names.shown_at_counters({{3, "sari"}});
  holds();
  happens(ActorKind::system, "clock", queue::DayClosing{});
  happens(ActorKind::system, "clock", queue::LoggedOut{3, "sari"});
  happens(ActorKind::system, "clock", queue::DayClosed{});
  holds();
  asks("sari's", queue::Login{3, "sari"});
  happens(ActorKind::officer, "sari", queue::LoggedIn{3, "sari"});
  happens(ActorKind::system, "sessions", queue::LoggedOut{3, "sari"});
  broken("no day ends");
}

TEST(NameAudit, NobodyIsLoggedInByAnother) {
  asks("sari's", queue::Login{3, "sari"});
  happens(ActorKind::officer, "sari", queue::LoggedIn{3, "budi"});
  broken("by somebody else");
}

TEST(NameAudit, TheConsoleShowsWhoIsThereByTheJournal) {
  names.shown_at_counters({{3, "budi"}});
  broken("by the journal");
}

TEST(NameAudit, APadCallsInOrderOnly) {
  queue::Called called;
  called.counter = 3;
  happens(ActorKind::pad, "pad 3", called);
  holds();
  called.turn.kind = queue::TurnKind::out_of_order;
  happens(ActorKind::pad, "pad 3", called);
  broken("cannot ask for it");
}

TEST(NameAudit, APadActsForWhoeverIsLoggedInAtItsCounter) {
  asks("sari's", queue::Login{3, "sari"});
  happens(ActorKind::officer, "sari", queue::LoggedIn{3, "sari"});
  queue::Event event{
      .seq = ++seq, .at = {}, .by = {.kind = ActorKind::pad, .name = "pad 3", .officer = "sari"}, .body = finished()};
  names.see(event);
  holds();
  event.by.officer.clear();
  names.see(event);
  broken("'sari' is logged in there");
}
