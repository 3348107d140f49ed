#include "manual_timers.hpp"
#include "small_office.hpp"

#include "call_pad/fake_pad.hpp"
#include "hall/pads.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

namespace {

/// A pad at counter 1 whose counters were heard once, so that later presses are news.
struct WithPad {
  explicit WithPad(const MemoryRecord* before = nullptr, FakePad* same = nullptr)
      : office(before),
        own(std::uint8_t{7}),
        pad(same == nullptr ? own : *same),
        pads(office.io, office.hall, {{.pad = &pad, .counter = 1}}, timers.make()) {
    if (before == nullptr) office.open_day();
    pad.report();
    office.settle();
  }
  ~WithPad() { office.finish(); }
  WithPad(const WithPad&) = delete;
  WithPad& operator=(const WithPad&) = delete;
  void press(Button button) {
    pad.press(button);
    office.settle();
  }
  /// The pad has shown the flash of this button whole.
  void show_flash(Button button) {
    pad.show_flash(button);
    office.settle();
  }
  /// A second and more goes by.
  void wait() {
    timers.ring();
    office.settle();
  }
  void journal_fails() { office.record.failure = journal::Failure{.why = journal::Why::disk_full, .text = "full"}; }
  void journal_writes_again() { office.record.failure.reset(); }
  /// What the journal holds of the pad.
  journal::PadAcknowledgement durable() const {
    const auto found = office.record.found();
    return found.pads.empty() ? journal::PadAcknowledgement{} : found.pads.front();
  }
  ManualTimers timers;
  RunningHall office;
  FakePad own;
  FakePad& pad;
  Pads pads;
};

constexpr std::uint8_t next_owed = set_of(Button::next);

}  // namespace

TEST_GROUP(PressesOfPads){};

TEST(PressesOfPads, a_press_calls_and_its_count_is_in_the_same_commit) {
  WithPad at;
  at.office.walk_in();
  at.press(Button::next);
  STRCMP_EQUAL("A001", number_at(*at.office.shown.back(), 1).c_str());
  const journal::Batch& batch = at.office.record.batches.back();
  CHECK_TRUE(queue::name_of(batch.events.back()) == "called");
  LONGS_EQUAL(1, batch.pads.size());
  LONGS_EQUAL(1, batch.pads[0].presses[0]);
}

TEST(PressesOfPads, the_same_reading_again_does_nothing_however_often) {
  WithPad at;
  at.office.walk_in();
  at.office.walk_in();
  at.press(Button::next);
  const auto appends = at.office.record.appends;
  for (int i = 0; i < 20; ++i) {
    at.pad.report();
    at.office.settle();
  }
  LONGS_EQUAL(appends, at.office.record.appends);
  LONGS_EQUAL(1, at.office.record.count("called"));
}

TEST(PressesOfPads, a_press_during_a_crash_acts_once_whether_or_not_its_commit_came_through) {
  for (const bool committed : {false, true}) {
    WithPad at;
    at.office.walk_in();
    at.office.walk_in();
    if (committed) {
      at.press(Button::next);
    } else {
      at.office.record.hold = true;  // the crash comes before the disk has it
      at.press(Button::next);
    }
    WithPad after(&at.office.record, &at.pad);
    LONGS_EQUAL(1, after.office.record.count("called"));
    STRCMP_EQUAL("A001", number_at(*after.office.shown.back(), 1).c_str());
  }
}

TEST(PressesOfPads, presses_while_the_host_was_away_act_when_it_is_back) {
  WithPad at;
  at.office.walk_in();
  at.pad.away = true;
  at.press(Button::next);
  LONGS_EQUAL(0, at.office.record.count("called"));
  at.pad.away = false;
  at.pad.report();
  at.office.settle();
  LONGS_EQUAL(1, at.office.record.count("called"));
}

TEST(PressesOfPads, a_pad_that_restarted_counts_from_nothing_again) {
  WithPad at;
  at.office.walk_in();
  at.press(Button::next);
  at.pad.restart(2);
  at.office.settle();
  LONGS_EQUAL(1, at.office.record.count("called"));
  at.office.now += std::chrono::minutes(5);
  at.office.walk_in();
  at.press(Button::next);
  LONGS_EQUAL(2, at.office.record.count("called"));
}

TEST(PressesOfPads, a_press_just_before_a_pads_restart_is_not_lost_behind_it) {
  WithPad at;
  at.office.walk_in();
  at.office.record.hold = true;
  at.press(Button::next);    // being committed
  at.press(Button::recall);  // waits for that
  at.pad.restart(2);
  at.office.record.go_on();
  at.office.settle();
  LONGS_EQUAL(1, at.office.record.count("called"));
  LONGS_EQUAL(1, at.pad.flashes.size());  // so soon after the call it is refused, and seen to be
  CHECK_TRUE(at.pad.flashes[0] == Button::recall);
  LONGS_EQUAL(2, at.office.record.batches.back().pads.at(0).boot_id);
}

TEST(PressesOfPads, a_refused_press_flashes_and_is_used_up) {
  WithPad at;
  at.press(Button::next);  // nobody waits
  LONGS_EQUAL(1, at.pad.flashes.size());
  CHECK_TRUE(at.pad.flashes[0] == Button::next);
  at.office.walk_in();
  at.pad.report();
  at.office.settle();
  LONGS_EQUAL(0, at.office.record.count("called"));
}

TEST(PressesOfPads, a_second_press_right_after_the_call_is_refused_not_a_second_call) {
  WithPad at;
  at.office.walk_in();
  at.office.walk_in();
  at.press(Button::next);
  at.office.now += std::chrono::milliseconds(300);
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
  LONGS_EQUAL(1, at.pad.flashes.size());
}

TEST(PressesOfPads, presses_while_the_journal_fails_are_refused_when_it_writes_again_and_never_act) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  LONGS_EQUAL(0, at.pad.flashes.size());  // a refusal is an answer: not before it is durable
  LONGS_EQUAL(0, at.office.record.count("called"));
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(1, at.durable().presses[0]);
  LONGS_EQUAL(next_owed, at.durable().flashes_owed);
  LONGS_EQUAL(1, at.pad.flashes.size());
  CHECK_TRUE(at.pad.flashes[0] == Button::next);
  LONGS_EQUAL(0, at.office.record.count("called"));
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
}

TEST(PressesOfPads, an_office_killed_while_its_journal_failed_has_answered_nothing_and_acts_after_its_start) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  LONGS_EQUAL(0, at.pad.flashes.size());
  WithPad after(&at.office.record, &at.pad);
  LONGS_EQUAL(1, after.office.record.count("called"));
  LONGS_EQUAL(0, after.pad.flashes.size());
}

TEST(PressesOfPads, a_press_before_the_journal_is_asked_again_is_refused_like_the_one_that_failed) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  at.journal_writes_again();
  at.press(Button::next);  // the lamps still say that nothing is taken
  at.wait();
  LONGS_EQUAL(1, at.pad.flashes.size());
  LONGS_EQUAL(2, at.durable().presses[0]);
  LONGS_EQUAL(0, at.office.record.count("called"));
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
}

TEST(PressesOfPads, presses_on_both_sides_of_a_pads_restart_while_the_journal_failed_are_refused) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  at.pad.restart(2);
  at.press(Button::recall);
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(0, at.office.record.count("called"));
  LONGS_EQUAL(2, at.durable().boot_id);
  LONGS_EQUAL(1, at.durable().presses[1]);
  LONGS_EQUAL(2, at.pad.flashes.size());
  LONGS_EQUAL(set_of(Button::next) | set_of(Button::recall), at.durable().flashes_owed);
}

TEST(PressesOfPads, a_pads_restart_alone_while_the_journal_fails_is_no_press) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.pad.restart(2);
  at.pad.report();
  at.office.settle();
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(0, at.pad.flashes.size());
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
}

TEST(PressesOfPads, a_press_some_milliseconds_behind_another_button_acts_or_flashes) {
  WithPad at;
  at.office.walk_in();
  at.press(Button::next);
  at.office.now += std::chrono::minutes(5);
  at.press(Button::next);  // finishes, and nobody else waits
  at.office.now += std::chrono::milliseconds(25);
  at.press(Button::done);
  LONGS_EQUAL(1, at.office.record.count("finished"));
  LONGS_EQUAL(1, at.pad.flashes.size());
  CHECK_TRUE(at.pad.flashes[0] == Button::done);
}

TEST(PressesOfPads, counts_that_make_no_sense_raise_an_alarm_and_do_nothing) {
  WithPad at;
  at.office.walk_in();
  at.pad.reading.counters[0] = 5000;
  at.pad.report();
  at.office.settle();
  LONGS_EQUAL(0, at.office.record.count("called"));
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters counts") != nullptr);
  LONGS_EQUAL(4, at.pad.flashes.size());
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters counts") == nullptr);  // it counts as it should again
}

TEST(PressesOfPads, a_stuck_button_is_an_alarm_until_it_is_let_go) {
  WithPad at;
  at.pad.reading.stuck = 1;
  at.pad.report();
  at.office.settle();
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters button") != nullptr);
  at.pad.reading.stuck = 0;
  at.pad.report();
  at.office.settle();
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters button") == nullptr);
}

TEST(PressesOfPads, a_button_that_stays_stuck_keeps_its_alarm_at_every_reading) {
  WithPad at;
  at.pad.reading.stuck = 1;
  at.pad.report();
  at.office.settle();
  at.press(Button::done);  // another reading, and the first button is still down
  at.press(Button::done);
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 on counters button") != nullptr);
  LONGS_EQUAL(1, at.office.record.count("alarm_raised"));
  LONGS_EQUAL(0, at.office.record.count("alarm_cleared"));
}

// What is owed to whoever pressed

TEST(PressesOfPads, the_flash_of_a_refused_press_is_owed_in_the_commit_that_uses_the_press_up) {
  WithPad at;
  at.press(Button::next);  // nobody waits
  const journal::Batch& batch = at.office.record.batches.back();
  LONGS_EQUAL(1, batch.pads.at(0).presses[0]);
  LONGS_EQUAL(next_owed, batch.pads.at(0).flashes_owed);
}

TEST(PressesOfPads, an_office_killed_before_the_flash_was_shown_flashes_after_its_start) {
  WithPad at;
  at.press(Button::next);
  at.pad.flashes.clear();  // it died with the office
  WithPad after(&at.office.record, &at.pad);
  LONGS_EQUAL(1, after.pad.flashes.size());
  CHECK_TRUE(after.pad.flashes[0] == Button::next);
  LONGS_EQUAL(0, after.office.record.count("called"));
}

TEST(PressesOfPads, an_office_killed_in_the_commit_of_a_refusal_refuses_after_its_start) {
  WithPad at;
  at.office.record.hold = true;
  at.press(Button::next);  // the crash comes before the disk has it
  LONGS_EQUAL(0, at.pad.flashes.size());
  WithPad after(&at.office.record, &at.pad);
  LONGS_EQUAL(1, after.pad.flashes.size());
  LONGS_EQUAL(next_owed, after.durable().flashes_owed);
}

TEST(PressesOfPads, a_flash_that_was_shown_is_not_owed_any_more) {
  WithPad at;
  at.press(Button::next);
  at.show_flash(Button::next);
  at.wait();
  LONGS_EQUAL(0, at.durable().flashes_owed);
  LONGS_EQUAL(1, at.durable().presses[0]);
  WithPad after(&at.office.record, &at.pad);
  LONGS_EQUAL(1, after.pad.flashes.size());
  CHECK_TRUE(at.timers.none_set());
}

TEST(PressesOfPads, the_next_press_takes_to_the_journal_that_a_flash_was_shown) {
  WithPad at;
  at.office.walk_in();
  at.press(Button::recall);
  at.show_flash(Button::recall);
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
  LONGS_EQUAL(0, at.durable().flashes_owed);
  const auto appends = at.office.record.appends;
  at.wait();
  LONGS_EQUAL(appends, at.office.record.appends);
}

TEST(PressesOfPads, a_refusal_while_the_flash_before_is_shown_stays_owed) {
  WithPad at;
  at.press(Button::next);
  at.office.record.hold = true;
  at.press(Button::next);  // being committed
  at.show_flash(Button::next);
  at.office.record.go_on();
  at.office.settle();
  at.wait();
  LONGS_EQUAL(2, at.pad.flashes.size());
  LONGS_EQUAL(next_owed, at.durable().flashes_owed);
  at.show_flash(Button::next);
  at.wait();
  LONGS_EQUAL(0, at.durable().flashes_owed);
}

TEST(PressesOfPads, buttons_are_owed_their_flashes_apart) {
  WithPad at;
  at.press(Button::next);
  at.press(Button::done);
  LONGS_EQUAL(set_of(Button::next) | set_of(Button::done), at.durable().flashes_owed);
  at.show_flash(Button::next);
  at.wait();
  LONGS_EQUAL(set_of(Button::done), at.durable().flashes_owed);
}

TEST(PressesOfPads, a_journal_that_fails_is_told_later_what_was_shown) {
  WithPad at;
  at.press(Button::next);
  at.journal_fails();
  at.show_flash(Button::next);
  at.wait();
  LONGS_EQUAL(next_owed, at.durable().flashes_owed);
  at.journal_writes_again();
  at.wait();
  LONGS_EQUAL(0, at.durable().flashes_owed);
}

TEST(PressesOfPads, what_was_refused_while_the_journal_failed_is_owed_once_it_is_used_up) {
  WithPad at;
  at.office.walk_in();
  at.journal_fails();
  at.press(Button::next);
  at.journal_writes_again();
  at.wait();  // acknowledged, but the line has not yet brought the flash
  at.pad.flashes.clear();
  WithPad after(&at.office.record, &at.pad);
  LONGS_EQUAL(0, after.office.record.count("called"));
  LONGS_EQUAL(1, after.pad.flashes.size());
}

TEST(PressesOfPads, counts_that_make_no_sense_owe_every_button_a_flash) {
  WithPad at;
  at.pad.reading.counters[0] = 5000;
  at.pad.report();
  at.office.settle();
  at.pad.flashes.clear();
  WithPad after(&at.office.record, &at.pad);
  LONGS_EQUAL(4, after.pad.flashes.size());
}

TEST(PressesOfPads, of_one_address_on_two_lines_are_told_apart) {
  RunningHall office;
  office.open_day();
  ManualTimers timers;
  FakePad here(PadId{"hall", 7});
  FakePad there(PadId{"annex", 7});
  Pads pads(office.io, office.hall, {{.pad = &here, .counter = 1}, {.pad = &there, .counter = 2}}, timers.make());
  here.report();
  there.report();
  office.settle();
  office.walk_in();
  here.press(Button::next);
  office.settle();
  there.press(Button::next);  // nobody waits any more
  office.settle();
  LONGS_EQUAL(1, office.record.count("called"));
  LONGS_EQUAL(0, here.flashes.size());
  LONGS_EQUAL(1, there.flashes.size());
  // The lines stand the other way round in the settings from now on: each has its own counts still.
  RunningHall after(&office.record);
  Pads swapped(after.io, after.hall, {{.pad = &there, .counter = 2}, {.pad = &here, .counter = 1}}, timers.make());
  here.report();
  there.report();
  after.settle();
  LONGS_EQUAL(1, after.record.count("called"));
  LONGS_EQUAL(2, there.flashes.size());  // the flash that is owed
  LONGS_EQUAL(0, here.flashes.size());
  office.finish();
  after.finish();
}
