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
      : office(before), own(7), pad(same == nullptr ? own : *same), pads(office.io, office.hall, {{&pad, 1, "pad 7"}}) {
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
  RunningHall office;
  FakePad own;
  FakePad& pad;
  Pads pads;
};

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

TEST(PressesOfPads, presses_while_the_journal_fails_are_refused_and_never_act_later) {
  WithPad at;
  at.office.walk_in();
  at.office.record.failure = journal::Failure{.why = journal::Why::disk_full, .text = "full"};
  at.press(Button::next);
  LONGS_EQUAL(4, at.pad.flashes.size());
  LONGS_EQUAL(0, at.office.record.count("called"));
  at.office.record.failure.reset();
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (at.office.record.batches.back().pads.empty() && std::chrono::steady_clock::now() < give_up) {
    at.office.io.restart();
    at.office.io.run_for(std::chrono::milliseconds(20));
  }
  LONGS_EQUAL(1, at.office.record.batches.back().pads.at(0).presses[0]);
  LONGS_EQUAL(0, at.office.record.count("called"));
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
}

TEST(PressesOfPads, a_press_before_the_journal_is_asked_again_is_refused_like_the_one_that_failed) {
  WithPad at;
  at.office.walk_in();
  at.office.record.failure = journal::Failure{.why = journal::Why::disk_full, .text = "full"};
  at.press(Button::next);
  at.office.record.failure.reset();
  at.press(Button::next);  // the flash for the first may still be on its way
  LONGS_EQUAL(8, at.pad.flashes.size());
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (at.office.record.batches.back().pads.empty() && std::chrono::steady_clock::now() < give_up) {
    at.office.io.restart();
    at.office.io.run_for(std::chrono::milliseconds(20));
  }
  LONGS_EQUAL(2, at.office.record.batches.back().pads.at(0).presses[0]);
  LONGS_EQUAL(0, at.office.record.count("called"));
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
}

TEST(PressesOfPads, counts_that_make_no_sense_raise_an_alarm_and_do_nothing) {
  WithPad at;
  at.office.walk_in();
  at.pad.reading.counters[0] = 5000;
  at.pad.report();
  at.office.settle();
  LONGS_EQUAL(0, at.office.record.count("called"));
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 counts") != nullptr);
  LONGS_EQUAL(4, at.pad.flashes.size());
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.record.count("called"));
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 counts") == nullptr);  // it counts as it should again
}

TEST(PressesOfPads, a_stuck_button_is_an_alarm_until_it_is_let_go) {
  WithPad at;
  at.pad.reading.stuck = 1;
  at.pad.report();
  at.office.settle();
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 button") != nullptr);
  at.pad.reading.stuck = 0;
  at.pad.report();
  at.office.settle();
  CHECK_TRUE(alarm(*at.office.shown.back(), "pad 7 button") == nullptr);
}
