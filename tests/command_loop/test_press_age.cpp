// Presses that a pad counted while nobody read it: they act only if they are surely young.
#include "with_pad.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

namespace {

const char* const old_press = "pad 7 on counters press";

/// A person waits, and the officer presses while the office does not run. True: the press calls after the
/// start.
bool acts_after(const Since& since, std::optional<Milliseconds> noted_after = {}) {
  WithPad at;
  at.office.walk_in();
  if (noted_after) {
    at.office.now += *noted_after;
    at.wait();
  }
  at.pad.away = true;
  at.pad.press(Button::next);
  at.pad.away = false;
  WithPad after(&at.office.event_log, &at.pad,
                {.time = since.time + noted_after.value_or(Milliseconds{0}),
                 .clock_set = since.clock_set,
                 .started_again = since.started_again,
                 .clock_is_right = since.clock_is_right});
  const bool called = after.office.event_log.count("called") == 1;
  // Either it acts, or the officer and everybody else are told.
  CHECK(called == after.pad.flashes.empty());
  CHECK(called == (alarm(*after.office.shown.back(), old_press) == nullptr));
  LONGS_EQUAL(1, after.durable().presses[0]);
  // It is used up either way.
  WithPad again(&after.office.event_log, &at.pad, {.time = since.time + std::chrono::seconds{5}});
  LONGS_EQUAL(called ? 1 : 0, again.office.event_log.count("called"));
  return called;
}

}  // namespace

TEST_GROUP(AgeOfPresses){};

TEST(AgeOfPresses, APressMadeWhileTheOfficeDidNotRunActsIfItIsSurelyYoung) {
  CHECK_TRUE(acts_after({.time = std::chrono::milliseconds{50}}));
  CHECK_TRUE(acts_after({.time = std::chrono::seconds{119}}));
  CHECK_FALSE(acts_after({.time = std::chrono::seconds{121}}));
  CHECK_FALSE(acts_after({.time = std::chrono::hours{1}}));
}

TEST(AgeOfPresses, AQuietOfficeKnowsHowOldAPressIsBecauseTheJournalIsToldOfQuietPads) {
  CHECK_TRUE(acts_after({.time = std::chrono::milliseconds{50}}, std::chrono::hours{2}));
  CHECK_FALSE(acts_after({.time = std::chrono::seconds{121}}, std::chrono::hours{2}));
}

TEST(AgeOfPresses, TheAgeOfAPressIsKnownThoughTheClockWasSetOnlyWhereItCannotBeWrong) {
  using std::chrono::hours;
  using std::chrono::seconds;
  // Only the wall clock of a machine that started again can tell, and only one that is known to be right.
  CHECK_FALSE(acts_after({.time = seconds{90}, .started_again = true}));
  CHECK_TRUE(acts_after({.time = seconds{90}, .started_again = true, .clock_is_right = true}));
  CHECK_FALSE(acts_after({.time = hours{1}, .started_again = true, .clock_is_right = true}));
  CHECK_FALSE(acts_after({.time = hours{1}, .clock_set = -hours{1}, .started_again = true}));
  CHECK_FALSE(acts_after({.time = hours{1}, .clock_set = -hours{1}}));
  CHECK_FALSE(acts_after({.time = seconds{5}, .clock_set = -hours{1}, .clock_is_right = true}));
}

TEST(AgeOfPresses, APressThatAPadCountedWhileItWasAwayIsRefusedSaysWhyAndTheNextOneActs) {
  WithPad at;
  at.office.walk_in();
  at.pad.known_before = std::chrono::minutes{10};
  at.press(Button::next);
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  LONGS_EQUAL(1, at.pad.flashes.size());
  LONGS_EQUAL(next_owed, at.durable().flashes_owed);
  const AlarmView* told = alarm(*at.office.shown.back(), old_press);
  CHECK_TRUE(told != nullptr);
  STRCMP_EQUAL(
      "Loket 1, pad 7 on counters: next was pressed and not carried out, because that may be more than 2 minutes ago "
      "(the pad was not read for 10 minutes). The button has flashed once; press it again if it is still wanted.",
      told->text_en.c_str());
  at.pad.known_before = std::chrono::milliseconds{20};
  at.press(Button::next);
  LONGS_EQUAL(1, at.office.event_log.count("called"));
  CHECK_TRUE(alarm(*at.office.shown.back(), old_press) == nullptr);
}

TEST(AgeOfPresses, ReadingsThatAreTakenTogetherAreAsOldAsTheOlder) {
  WithPad at;
  at.office.walk_in();
  at.office.event_log.hold = true;
  at.press(Button::done);  // being committed, as a refusal
  at.pad.known_before = std::chrono::minutes{10};
  at.press(Button::next);
  at.pad.known_before = std::chrono::milliseconds{20};
  at.press(Button::recall);
  at.office.event_log.go_on();
  at.office.settle();
  LONGS_EQUAL(0, at.office.event_log.count("called"));
  CHECK_TRUE(alarm(*at.office.shown.back(), old_press) != nullptr);
}

TEST(AgeOfPresses, APressThatWaitsTooLongForTheJournalIsOldThen) {
  WithPad at;
  at.office.walk_in();
  at.office.event_log.hold = true;
  at.press(Button::done);  // being committed, as a refusal
  at.press(Button::next);
  at.office.now += std::chrono::minutes{3};
  at.office.event_log.go_on();
  at.office.settle();
  LONGS_EQUAL(0, at.office.event_log.count("called"));
}

TEST(AgeOfPresses, APadThatWasAwayAndIsReadWithoutNewsRaisesNoAlarm) {
  WithPad at;
  at.pad.known_before = std::chrono::hours{1};
  at.pad.reading.held = 1;
  at.pad.report();
  at.office.settle();
  CHECK_TRUE(alarm(*at.office.shown.back(), old_press) == nullptr);
  LONGS_EQUAL(0, at.pad.flashes.size());
}

TEST(AgeOfPresses, TheJournalIsToldOfAQuietPadFourTimesInTheAgeThatIsAllowedAndNotOfOneThatIsAway) {
  WithPad at;
  const auto appends = at.office.event_log.appends;
  at.office.now += std::chrono::seconds{10};
  at.wait();
  LONGS_EQUAL(appends, at.office.event_log.appends);
  at.office.now += std::chrono::seconds{20};
  at.wait();
  LONGS_EQUAL(appends + 1, at.office.event_log.appends);
  CHECK(at.durable().known_at->boot == at.time.clocks().boot - at.pad.known_before);
  at.pad.known_before = std::chrono::seconds{100};  // it has not answered for so long
  at.office.now += std::chrono::seconds{100};
  at.wait();
  LONGS_EQUAL(appends + 1, at.office.event_log.appends);
}

TEST(AgeOfPresses, TheAlarmOfAnOldPressEndsByItself) {
  WithPad at;
  at.pad.known_before = std::chrono::minutes{10};
  at.press(Button::next);
  at.pad.known_before = std::chrono::milliseconds{20};
  at.office.now += std::chrono::minutes{9};
  at.wait();
  CHECK_TRUE(alarm(*at.office.shown.back(), old_press) != nullptr);
  at.office.now += std::chrono::minutes{1};
  at.wait();
  CHECK_TRUE(alarm(*at.office.shown.back(), old_press) == nullptr);
}
