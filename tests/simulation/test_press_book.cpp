// The auditor's book of presses: what it must say of sequences that simulated days brought up, and what it must not
// forgive.
#include "press_book.hpp"

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

TEST_GROUP(PressBook) {
  Verdict verdict;
  PressBook book{verdict};
  MonotonicTime now{};

  void press(Button button) { book.counted(3, button, boot, "09:16:41.000", now); }
  void read(std::uint16_t next, std::uint16_t done = 0) { book.read(3, boot, {next, 0, 0, done}); }
  void flash(Button button) {
    book.flash_begins(3, button, now);
    now += 600ms;
  }
  /// Nothing more is to come: all must have been answered.
  bool all_well() {
    book.look(3, now, std::nullopt);
    book.settled(3);
    return !verdict.first().has_value();
  }
};

TEST(PressBook, a_press_that_was_not_read_yet_is_not_taken_for_the_one_that_acted) {
  // "done" follows "next" by some milliseconds; "next" finishes and calls nobody, then "done" is refused.
  press(Button::next);
  read(1);
  press(Button::done);
  book.durable({by_pad(29, queue::Finished{})}, {row(1)});
  read(1, 1);
  book.durable({}, {row(1, 1, set_of(Button::done))});
  flash(Button::done);
  CHECK_TRUE(all_well());
}

TEST(PressBook, a_press_made_while_the_office_was_away_is_not_taken_for_the_one_that_the_journal_turns_out_to_hold) {
  // The commit of the first press failed; then the office had to start again, found that commit whole, and took the
  // second press.
  press(Button::next);
  read(1);
  book.office_died();
  press(Button::next);
  book.found({by_pad(69, queue::Called{})}, {row(1)});
  read(2);
  book.durable({by_pad(70, queue::Finished{})}, {row(2)});
  CHECK_TRUE(all_well());
  UNSIGNED_LONGS_EQUAL(2, book.acted());
}

TEST(PressBook, a_press_that_acts_twice_is_broken) {
  press(Button::next);
  read(1);
  book.durable({by_pad(1, queue::Called{})}, {row(1)});
  book.durable({by_pad(2, queue::Finished{})}, {row(1)});
  CHECK_FALSE(all_well());
}

TEST(PressBook, a_refused_press_that_never_flashes_is_broken_though_the_office_died) {
  press(Button::next);
  read(1);
  book.durable({}, {row(1, 0, set_of(Button::next))});
  book.office_died();
  book.found({}, {row(1, 0, set_of(Button::next))});
  CHECK_FALSE(all_well());
}

TEST(PressBook, a_refused_press_that_flashes_after_the_restart_is_well) {
  press(Button::next);
  read(1);
  book.durable({}, {row(1, 0, set_of(Button::next))});
  book.office_died();
  book.found({}, {row(1, 0, set_of(Button::next))});
  flash(Button::next);
  CHECK_TRUE(all_well());
  UNSIGNED_LONGS_EQUAL(1, book.refused());
}

TEST(PressBook, a_refusal_in_a_commit_that_only_the_restart_shows_must_flash_too) {
  press(Button::next);
  read(1);
  book.office_died();
  book.found({}, {row(1, 0, set_of(Button::next))});
  CHECK_FALSE(all_well());
}

TEST(PressBook, a_flash_that_the_pads_restart_cut_short_was_not_seen) {
  press(Button::next);
  read(1);
  book.durable({}, {row(1, 0, set_of(Button::next))});
  book.flash_begins(3, Button::next, now);
  now += 100ms;
  book.pad_lost_memory(3, now);
  CHECK_FALSE(all_well());
}

TEST(PressBook, a_flash_before_the_office_had_read_the_press_is_no_answer_to_it) {
  press(Button::next);
  flash(Button::next);
  read(1);
  book.durable({}, {row(1, 0, set_of(Button::next))});
  CHECK_FALSE(all_well());
}

TEST(PressBook, one_flash_answers_two_presses_that_were_read_before_it_began) {
  press(Button::next);
  press(Button::next);
  read(2);
  book.durable({}, {row(2, 0, set_of(Button::next))});
  flash(Button::next);
  CHECK_TRUE(all_well());
  UNSIGNED_LONGS_EQUAL(2, book.refused());
}

TEST(PressBook, a_flash_for_an_earlier_press_does_not_forbid_the_next_one_to_act) {
  press(Button::next);
  read(1);
  book.durable({}, {row(1, 0, set_of(Button::next))});
  press(Button::next);
  read(2);
  flash(Button::next);
  book.durable({by_pad(1, queue::Called{})}, {row(2, 0, set_of(Button::next))});
  CHECK_TRUE(all_well());
}

TEST(PressBook, a_press_that_flashed_for_itself_and_then_acts_is_broken) {
  press(Button::next);
  read(1);
  flash(Button::next);
  book.durable({by_pad(1, queue::Called{})}, {row(1)});
  CHECK_FALSE(all_well());
}

TEST(PressBook, a_flash_of_a_press_that_the_journal_does_not_count_is_an_answer_too_early) {
  press(Button::next);
  read(1);
  flash(Button::next);
  CHECK_TRUE(verdict.first().has_value());
  LONGS_EQUAL(9, verdict.first()->promise);
}

TEST(PressBook, a_press_without_any_answer_for_seconds_is_broken_while_all_is_well) {
  press(Button::next);
  const MonotonicTime well_since = now;
  now += 4s;
  book.look(3, now, well_since);
  CHECK_FALSE(verdict.first().has_value());
  now += 2s;
  book.look(3, now, std::nullopt);  // the line is away
  CHECK_FALSE(verdict.first().has_value());
  book.look(3, now, well_since);
  CHECK_TRUE(verdict.first().has_value());
}
