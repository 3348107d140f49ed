// What long and double presses do.
#include "with_pad.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

namespace {

constexpr PadCommands commands{
    .longs = {PadCommand::open_close, PadCommand::pause, PadCommand::none, PadCommand::undo_done},
    .doubles = {PadCommand::recall, PadCommand::none, PadCommand::none, PadCommand::done}};

/// A pad that tells these kinds of presses apart.
struct WithKinds : WithPad {
  WithKinds() : WithPad(nullptr, nullptr, {}, commands) { tell_kinds(); }
  void tell_kinds() {
    pad.reading.kinds = kinds_of(commands);
    pad.reading.kind_counts = KindCounts{};
    pad.report();
    office.settle();
  }
  void press_long(Button button) {
    ++pad.reading.kind_counts->longs[static_cast<std::size_t>(button)];
    press(button);
  }
  void press_twice(Button button) {
    ++pad.reading.kind_counts->doubles[static_cast<std::size_t>(button)];
    ++pad.reading.counters[static_cast<std::size_t>(button)];
    press(button);
  }
  CounterState state() const { return office.shown.back()->counters.at(0).state; }
};

}  // namespace

TEST_GROUP(CommandsOfPads){};

TEST(CommandsOfPads, ALongPressClosesAndOpensTheCounterButNotWhileSomebodyIsThere) {
  WithKinds at;
  at.press_long(Button::next);
  CHECK(at.state() == CounterState::closed);
  at.press_long(Button::next);
  CHECK(at.state() == CounterState::open);
  LONGS_EQUAL(0, at.pad.flashes.size());
  at.office.walk_in();
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  at.office.now += std::chrono::minutes(1);
  at.press_long(Button::next);
  CHECK(at.state() == CounterState::open);
  LONGS_EQUAL(1, at.pad.flashes.size());
  LONGS_EQUAL(1, at.office.event_log.count("called"));
}

TEST(CommandsOfPads, AreOneForTwoQuickPresses) {
  WithKinds at;
  at.office.walk_in();
  at.press(Button::next);
  at.office.now += std::chrono::minutes(1);
  at.press_twice(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("recalled"));
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  LONGS_EQUAL(3, at.durable().presses[0]);
  LONGS_EQUAL(0x0100, (*at.durable().kinds)[0]);
}

TEST(CommandsOfPads, APauseEndsWithTheNextOne) {
  WithKinds at;
  at.press_long(Button::recall);
  CHECK(at.state() == CounterState::paused);
  at.press_long(Button::recall);
  CHECK(at.state() == CounterState::open);
}

TEST(CommandsOfPads, DoneIsTakenBackByALongPress) {
  WithKinds at;
  at.office.walk_in();
  at.press(Button::next);
  at.office.now += std::chrono::minutes(1);
  at.press(Button::done);
  LONGS_EQUAL(1, at.office.event_log.count("finished"));
  at.press_long(Button::done);
  LONGS_EQUAL(1, at.office.event_log.count("finish_undone"));
}

TEST(CommandsOfPads, AreOfThePressThatIsNotDecidedYetWhenItIs) {
  WithKinds at;
  at.office.walk_in();
  at.pad.reading.undecided = set_of(Button::next);
  at.press(Button::next);
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  LONGS_EQUAL(0, at.durable().presses[0]);
  // The office dies; after its start the press is decided.
  at.pad.reading.undecided = 0;
  ++at.pad.reading.kind_counts->longs[0];
  WithPad after(&at.office.event_log, &at.pad, {}, commands);
  CHECK(after.office.shown.back()->counters.at(0).state == CounterState::closed);
  LONGS_EQUAL(0, after.office.event_log.count("called"));
  LONGS_EQUAL(1, after.durable().presses[0]);
}

TEST(CommandsOfPads, AreRefusedWithAFlashOfTheirButton) {
  WithKinds at;
  at.press_long(Button::done);  // nothing to take back
  LONGS_EQUAL(1, at.pad.flashes.size());
  CHECK(at.pad.flashes[0] == Button::done);
}

TEST(CommandsOfPads, APressThatMayBeTooOldIsRefusedWhateverItsKind) {
  WithKinds at;
  at.pad.known_before = std::chrono::minutes{10};
  at.press_long(Button::next);
  at.press_twice(Button::next);
  CHECK(at.state() == CounterState::open);
  LONGS_EQUAL(2, at.pad.flashes.size());
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters press") != nullptr);
}

TEST(CommandsOfPads, OneThatIsNotDecidedWhenTheJournalFailsIsRefusedOnce) {
  WithKinds at;
  at.journal_fails();
  at.press(Button::done);
  at.pad.reading.undecided = set_of(Button::next);
  at.press(Button::next);
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(2, at.pad.flashes.size());
  at.pad.reading.undecided = 0;
  ++at.pad.reading.kind_counts->longs[0];
  at.pad.report();
  at.office.settle();
  CHECK(at.state() == CounterState::open);
}

TEST(CommandsOfPads, APadThatCannotTellThemApartIsAnAlarmUntilItCan) {
  WithPad at(nullptr, nullptr, {}, commands);
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters firmware") != nullptr);
  at.pad.reading.kinds = kinds_of(commands);
  at.pad.reading.kind_counts = KindCounts{};
  at.pad.report();
  at.office.settle();
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters firmware") == nullptr);
}
