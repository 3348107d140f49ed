// What holds for the whole hall: a pause in which nobody is called, notices, today's walk-in numbers and last
// numbers, and which settings are used.
#include <string>
#include <vector>

#include "office.hpp"
#include "queue/snapshot.hpp"
#include "queue/why.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;
using namespace std::chrono_literals;

namespace {

/// The state after a restart: replayed from the journal.
bool replays_the_same(const Office& office) {
  State again(office.plan);
  for (const Event& event : office.log) {
    apply(again, office.plan, event);
  }
  return again == office.state;
}

Snapshot shot(const Office& office) { return snapshot(office.state, office.plan, office.now, nullptr); }

}  // namespace

TEST_GROUP(Hall) {
  Office office;
  Actor tick{ActorKind::system, "clock"};
  void setup() override {
    office.open({1, 2});
    office.walk_in();
    office.walk_in();
  }
  void pause(std::optional<UtcTime> until = std::nullopt) {
    office.act(office.supervisor, PauseHall{"latihan kebakaran", until});
  }
};

TEST(Hall, NobodyIsCalledWhileItIsPaused) {
  const std::string number = office.call(1);
  office.act(NoShow{1});
  office.call(1);
  pause(office.now + 30min);
  for (const Action& action : std::vector<Action>{CallNext{2}, Recall{1}, FinishAndNext{1}, FinishAndNext{2},
                                                  CallOutOfOrder{2, number, "x"}, ServeDirect{2, "paspor", "", "x"}}) {
    STRCMP_EQUAL("hall_paused", office.answer(office.supervisor, action).c_str());
  }
  for (const PadButton button : {PadButton::next, PadButton::recall}) {
    STRCMP_EQUAL("hall_paused", office.answer(office.pad, Press{2, PadButton::next}).c_str());
    STRCMP_EQUAL("hall_paused", office.answer(office.pad, Press{1, button}).c_str());
  }
  // The first press of the day opens a counter; in a pause it does not even that.
  STRCMP_EQUAL("hall_paused", office.answer(office.pad, Press{3, PadButton::next}).c_str());
  CHECK(office.state.counter(3)->state == CounterState::closed);
}

TEST(Hall, WhoIsAtACounterIsServedToTheEndAndNumbersAreGiven) {
  office.call(1);
  pause();
  office.act(Start{1});
  office.act(Finish{1});
  office.act(UndoFinish{1});
  office.act(office.pad, Press{1, PadButton::done});
  STRCMP_EQUAL("A003", office.walk_in().c_str());
  office.act(OpenCounter{3});
}

TEST(Hall, AParkedPersonWaitsTheNextCallToo) {
  const std::string number = office.call(1);
  office.act(Park{1, "fotokopi", std::nullopt});
  pause();
  STRCMP_EQUAL("hall_paused", office.answer(Resume{2, number}).c_str());
}

TEST(Hall, NeedsASupervisorAReasonAndATimeToCome) {
  STRCMP_EQUAL("supervisor_needed", office.answer(PauseHall{"x", {}}).c_str());
  STRCMP_EQUAL("reason_missing", office.answer(office.supervisor, PauseHall{" ", {}}).c_str());
  STRCMP_EQUAL("bad_time", office.answer(office.supervisor, PauseHall{"x", office.now}).c_str());
  STRCMP_EQUAL("hall_not_paused", office.answer(office.supervisor, ResumeHall{}).c_str());
  pause();
  STRCMP_EQUAL("supervisor_needed", office.answer(ResumeHall{}).c_str());
}

TEST(Hall, EndsByResumeOrByItsTimeAndSurvivesARestart) {
  pause(office.now + 30min);
  CHECK(replays_the_same(office));
  CHECK(office.state.hall_pause.has_value());
  office.later(29min);
  office.act(tick, Tick{});
  CHECK(office.state.hall_pause.has_value());
  office.later(1min);
  office.act(tick, Tick{});
  CHECK_FALSE(office.state.hall_pause.has_value());
  CHECK(office.log.back().by.kind == ActorKind::system);
  STRCMP_EQUAL("A001", office.call(1).c_str());
  pause();
  office.later(5h);
  office.act(tick, Tick{});
  STRCMP_EQUAL("hall_paused", office.answer(CallNext{2}).c_str());
  office.act(office.supervisor, ResumeHall{});
  STRCMP_EQUAL("A002", office.call(2).c_str());
  CHECK(replays_the_same(office));
}

TEST(Hall, AnotherTimeOrReasonKeepsTheBeginning) {
  const UtcTime began = office.now;
  pause(office.now + 10min);
  office.later(5min);
  pause(office.now + 60min);
  CHECK(office.state.hall_pause->since == began);
  CHECK(*office.state.hall_pause->until == office.now + 60min);
}

TEST(Hall, EverybodySeesABreakAndUntilWhen) {
  CHECK(shot(office).counters.front().waiting > 0);
  pause(office.now + 30min);
  const Snapshot seen = shot(office);
  CHECK(seen.phase == DayPhase::on_break);
  CHECK(seen.break_until == std::optional(office.now + 30min));
  for (const CounterView& counter : seen.counters) {
    LONGS_EQUAL(0, counter.waiting);
  }
  STRCMP_CONTAINS("jeda sampai pukul 08.30", why(office.state, office.plan, "A001", office.now)->id.c_str());
  const auto decision = office.ask(office.officer, CallNext{1});
  STRCMP_EQUAL("Aula sedang jeda sampai pukul 08.30; tidak ada yang dipanggil.",
               words_id(std::get<Refusal>(decision), Zone::wib).c_str());
  office.act(office.supervisor, ResumeHall{});
  CHECK(shot(office).phase == DayPhase::open);
}

TEST(Hall, ADayThatClosesEndsThePause) {
  pause();
  office.act(office.supervisor, CloseDay{});
  CHECK_FALSE(office.state.hall_pause.has_value());
  CHECK(shot(office).phase == DayPhase::closed);
  // Opened again, it stands as it was closed.
  office.act(office.supervisor, OpenDay{office.state.day});
  CHECK(office.state.hall_pause.has_value());
  CHECK(replays_the_same(office));
}

TEST(Hall, NoticesStandUntilTheirTimeOrUntilTakenDown) {
  office.act(office.supervisor,
             SetNotice{NoticeSeverity::notice, "Kasir tutup", "The cashier is closed", office.now + 60min});
  office.act(office.supervisor, SetNotice{NoticeSeverity::emergency, "Harap keluar", "", std::nullopt});
  office.act(office.supervisor, SetNotice{NoticeSeverity::notice, "Loket 3 pindah", "", std::nullopt});
  auto notices = shot(office).notices;
  LONGS_EQUAL(3, notices.size());
  STRCMP_EQUAL("Harap keluar", notices[0].text_id.c_str());
  STRCMP_EQUAL("Loket 3 pindah", notices[1].text_id.c_str());
  STRCMP_EQUAL("Kasir tutup", notices[2].text_id.c_str());
  office.later(60min);
  LONGS_EQUAL(2, shot(office).notices.size());
  office.act(tick, Tick{});
  LONGS_EQUAL(2, office.state.notices.size());
  office.act(office.supervisor, EndNotice{office.state.notices.front().id});
  STRCMP_EQUAL("Loket 3 pindah", shot(office).notices.at(0).text_id.c_str());
  STRCMP_EQUAL("no_such_notice", office.answer(office.supervisor, EndNotice{4711}).c_str());
  CHECK(replays_the_same(office));
}

TEST(Hall, ANoticeGoesOnToTheNextDay) {
  office.act(office.supervisor, SetNotice{NoticeSeverity::notice, "Libur Senin", "", std::nullopt});
  office.act(office.supervisor, CloseDay{});
  LONGS_EQUAL(1, shot(office).notices.size());
  const auto id = office.state.notices.front().id;
  office.later(24h);
  office.act(tick, Tick{});
  LONGS_EQUAL(1, office.state.notices.size());
  // A replay begins at the day's opening.
  State again(office.plan);
  bool begun = false;
  for (const Event& event : office.log) {
    begun = begun || event.seq == office.state.opening;
    if (begun) {
      apply(again, office.plan, event);
    }
  }
  LONGS_EQUAL(id, again.notices.at(0).id);
}

TEST(Hall, ABadNoticeIsRefused) {
  for (const SetNotice& bad : {SetNotice{NoticeSeverity::notice, " ", "x", {}},
                               SetNotice{NoticeSeverity::notice, std::string(301, 'x'), "", {}}}) {
    STRCMP_EQUAL("bad_notice", office.answer(office.supervisor, bad).c_str());
  }
  const SetNotice good{NoticeSeverity::notice, "x", "", {}};
  STRCMP_EQUAL("supervisor_needed", office.answer(good).c_str());
  for (std::size_t i = 0; i < State::max_notices; ++i) {
    office.act(office.supervisor, good);
  }
  STRCMP_EQUAL("bad_notice", office.answer(office.supervisor, good).c_str());
}

TEST(Hall, TodaysWalkInQuotaReplacesThatOfTheSettings) {
  const TimeOfDay from{7 * 60};
  office.act(office.supervisor, SetWalkIns{"paspor", from, 3});
  office.walk_in();
  const WalkIn one_more{"paspor", "", "", 1};
  STRCMP_EQUAL("walk_in_quota_used", office.answer(office.entrance, one_more).c_str());
  office.act(office.supervisor, SetWalkIns{"paspor", from, 0});
  STRCMP_EQUAL("walk_in_quota_used", office.answer(office.entrance, one_more).c_str());
  CHECK(replays_the_same(office));
  office.act(office.supervisor, SetWalkIns{"paspor", from, std::nullopt});
  STRCMP_EQUAL("ok", office.answer(office.entrance, one_more).c_str());
  STRCMP_EQUAL("no_such_walk_in", office.answer(office.supervisor, SetWalkIns{"paspor", TimeOfDay{9 * 60}, 1}).c_str());
  STRCMP_EQUAL("unknown_service", office.answer(office.supervisor, SetWalkIns{"x", from, 1}).c_str());
  STRCMP_EQUAL("supervisor_needed", office.answer(SetWalkIns{"paspor", from, 1}).c_str());
}

TEST(Hall, LastNumbersCanComeEarlierOrLaterToday) {
  office.act(office.supervisor, SetLastNumbers{TimeOfDay{8 * 60}});
  CHECK(shot(office).phase == DayPhase::last_numbers);
  STRCMP_EQUAL("no_walk_in_now", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
  // A pause of the hall does not bring numbers back.
  pause();
  STRCMP_EQUAL("no_walk_in_now", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
  office.act(office.supervisor, ResumeHall{});
  CHECK(replays_the_same(office));
  office.act(office.supervisor, SetLastNumbers{});
  STRCMP_EQUAL("ok", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
  LONGS_EQUAL(0, office.act(office.supervisor, SetLastNumbers{}).size());
}

TEST(Hall, WhatWasSetForTodayEndsWithTheDay) {
  office.act(office.supervisor, SetLastNumbers{TimeOfDay{8 * 60}});
  office.act(office.supervisor, SetWalkIns{"paspor", TimeOfDay{7 * 60}, 0});
  office.later(24h);
  office.act(tick, Tick{});
  STRCMP_EQUAL("ok", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
}

TEST(Hall, ChangedSettingsAreWrittenOnceAndKnownTheNextDay) {
  LONGS_EQUAL(1, office.act(tick, NoteSettings{"aa"}).size());
  LONGS_EQUAL(0, office.act(tick, NoteSettings{"aa"}).size());
  office.later(24h);
  office.act(tick, Tick{});
  LONGS_EQUAL(0, office.act(tick, NoteSettings{"aa"}).size());
  const auto changed = office.act(tick, NoteSettings{"bb"});
  STRCMP_EQUAL("aa", std::get<SettingsChanged>(changed.at(0).body).before.c_str());
  CHECK(replays_the_same(office));
}
