// The auditor's audit of presses: what it must say of sequences that simulated days brought up, and what it
// must not forgive.
#include "press_audit.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::simulation;
using namespace std::chrono_literals;

namespace {

constexpr std::uint16_t boot = 264;

template <class Body>
queue::Event by_pad(std::uint64_t seq, Body body) {
  queue::Event event;
  event.seq = seq;
  event.by = {.kind = queue::ActorKind::pad, .name = "pad 3 on counters"};
  event.body = std::move(body);
  return event;
}

journal::PadAcknowledgement row(std::uint16_t next, std::uint16_t done = 0, std::uint8_t owed = 0) {
  return {.pad = "pad 3 on counters", .boot_id = boot, .presses = {next, 0, 0, done}, .flashes_owed = owed};
}

}  // namespace

TEST_GROUP(PressAudit) {
  Verdict verdict;
  PressAudit audit{verdict, 10min};
  MonotonicTime now{};

  void press(Button button) { audit.counted(3, button, boot, "09:16:41.000", now); }
  void read(std::uint16_t next, std::uint16_t done = 0) { audit.read(3, boot, {next, 0, 0, done}); }
  void durable(const std::vector<queue::Event>& events, const std::vector<journal::PadAcknowledgement>& rows) {
    audit.durable(events, rows, now);
  }
  void flash(Button button) {
    audit.flash_begins(3, button, now);
    now += 600ms;
  }
  /// Nothing more will come: all presses must have been answered.
  bool all_well() {
    audit.look(3, now, std::nullopt);
    audit.settled(3);
    return !verdict.first().has_value();
  }
};

TEST(PressAudit, APressThatWasNotReadYetIsNotTakenForTheOneThatActed) {
  // "done" follows "next" by some milliseconds. "next" finishes and calls nobody; then "done" is refused.
  press(Button::next);
  read(1);
  press(Button::done);
  durable({by_pad(29, queue::Finished{})}, {row(1)});
  read(1, 1);
  durable({}, {row(1, 1, set_of(Button::done))});
  flash(Button::done);
  CHECK_TRUE(all_well());
}

TEST(PressAudit, APressMadeWhileTheOfficeWasAwayIsNotTakenForTheOneThatTheJournalTurnsOutToHold) {
  // The commit of the first press failed. Then the office had to start again, found that whole commit, and
  // took the second press.
  press(Button::next);
  read(1);
  audit.office_died(now);
  press(Button::next);
  audit.found({by_pad(69, queue::Called{})}, {row(1)});
  read(2);
  durable({by_pad(70, queue::Finished{})}, {row(2)});
  CHECK_TRUE(all_well());
  UNSIGNED_LONGS_EQUAL(2, audit.acted());
}

TEST(PressAudit, APressThatActsTwiceIsBroken) {
  press(Button::next);
  read(1);
  durable({by_pad(1, queue::Called{})}, {row(1)});
  durable({by_pad(2, queue::Finished{})}, {row(1)});
  CHECK_FALSE(all_well());
}

TEST(PressAudit, ARefusedPressThatNeverFlashesIsBrokenThoughTheOfficeDied) {
  press(Button::next);
  read(1);
  durable({}, {row(1, 0, set_of(Button::next))});
  audit.office_died(now);
  audit.found({}, {row(1, 0, set_of(Button::next))});
  CHECK_FALSE(all_well());
}

TEST(PressAudit, ARefusedPressThatFlashesAfterTheRestartIsWell) {
  press(Button::next);
  read(1);
  durable({}, {row(1, 0, set_of(Button::next))});
  audit.office_died(now);
  audit.found({}, {row(1, 0, set_of(Button::next))});
  flash(Button::next);
  CHECK_TRUE(all_well());
  UNSIGNED_LONGS_EQUAL(1, audit.refused());
}

TEST(PressAudit, ARefusalInACommitThatOnlyTheRestartShowsMustFlashToo) {
  press(Button::next);
  read(1);
  audit.office_died(now);
  audit.found({}, {row(1, 0, set_of(Button::next))});
  CHECK_FALSE(all_well());
}

TEST(PressAudit, AFlashThatThePadsRestartCutShortWasNotSeen) {
  press(Button::next);
  read(1);
  durable({}, {row(1, 0, set_of(Button::next))});
  audit.flash_begins(3, Button::next, now);
  now += 100ms;
  audit.pad_lost_memory(3, now);
  CHECK_FALSE(all_well());
}

TEST(PressAudit, AFlashBeforeTheOfficeHadReadThePressIsNoAnswerToIt) {
  press(Button::next);
  flash(Button::next);
  read(1);
  durable({}, {row(1, 0, set_of(Button::next))});
  CHECK_FALSE(all_well());
}

TEST(PressAudit, OneFlashAnswersTwoPressesThatWereReadBeforeItBegan) {
  press(Button::next);
  press(Button::next);
  read(2);
  durable({}, {row(2, 0, set_of(Button::next))});
  flash(Button::next);
  CHECK_TRUE(all_well());
  UNSIGNED_LONGS_EQUAL(2, audit.refused());
}

TEST(PressAudit, AFlashForAnEarlierPressDoesNotForbidTheNextOneToAct) {
  press(Button::next);
  read(1);
  durable({}, {row(1, 0, set_of(Button::next))});
  press(Button::next);
  read(2);
  flash(Button::next);
  durable({by_pad(1, queue::Called{})}, {row(2, 0, set_of(Button::next))});
  CHECK_TRUE(all_well());
}

TEST(PressAudit, APressThatFlashedForItselfAndThenActsIsBroken) {
  press(Button::next);
  read(1);
  flash(Button::next);
  durable({by_pad(1, queue::Called{})}, {row(1)});
  CHECK_FALSE(all_well());
}

TEST(PressAudit, AFlashOfAPressThatTheJournalDoesNotCountIsAnAnswerTooEarly) {
  press(Button::next);
  read(1);
  flash(Button::next);
  CHECK_TRUE(verdict.first().has_value());
  LONGS_EQUAL(9, verdict.first()->promise);
}

TEST(PressAudit, APressWithoutAnyAnswerForSecondsIsBrokenWhileAllIsWell) {
  press(Button::next);
  const MonotonicTime well_since = now;
  now += 4s;
  audit.look(3, now, well_since);
  CHECK_FALSE(verdict.first().has_value());
  now += 2s;
  audit.look(3, now, std::nullopt);  // the line is lost
  CHECK_FALSE(verdict.first().has_value());
  audit.look(3, now, well_since);
  CHECK_TRUE(verdict.first().has_value());
}

TEST(PressAudit, APressThatActsThoughItIsTooOldIsBroken) {
  press(Button::next);
  now += 9min;
  press(Button::recall);
  durable({by_pad(1, queue::Called{})}, {row(1)});
  CHECK_FALSE(verdict.first().has_value());
  now += 11min;
  durable({by_pad(2, queue::Recalled{})},
          {{.pad = "pad 3 on counters", .boot_id = boot, .presses = {1, 1, 0, 0}, .flashes_owed = 0}});
  CHECK_TRUE(verdict.first().has_value());
  LONGS_EQUAL(1, verdict.first()->promise);
}

TEST(PressAudit, AnOldPressThatIsRefusedWhereItIsSeenIsWell) {
  press(Button::next);
  now += 30min;
  read(1);
  durable({}, {row(1, 0, set_of(Button::next))});
  flash(Button::next);
  CHECK_TRUE(all_well());
}

TEST(PressAudit, APressThatActedBeforeTheOfficeWasAwayIsNotOld) {
  // Its commit was the last thing that the office did.
  press(Button::next);
  read(1);
  audit.office_died(now);
  now += 30min;
  audit.found({by_pad(1, queue::Called{})}, {row(1)});
  CHECK_TRUE(all_well());
}
