// Which presses are long, and which are two quick ones.
#include "core/press_counter.h"

#include <CppUTest/TestHarness.h>

TEST_GROUP(PressKinds) {
  press_counter button{};
  std::uint32_t now_us = 0xFFFF0000;  // the clock wraps soon

  void setup() override { press_counter_init(&button, false, now_us); }
  void hold(bool contact, unsigned ms) {
    for (unsigned i = 0; i < ms; ++i) {
      now_us += 1000;
      press_counter_sample(&button, contact, now_us);
    }
  }
  void check(unsigned presses, unsigned longs, unsigned doubles) const {
    UNSIGNED_LONGS_EQUAL(presses, button.presses);
    UNSIGNED_LONGS_EQUAL(longs, button.longs);
    UNSIGNED_LONGS_EQUAL(doubles, button.doubles);
  }
  /// It is known what the latest press is.
  bool decided() const { return !button.maybe_long && !button.maybe_first; }
};

TEST(PressKinds, AShortPressIsCountedAtItsEdgeAndDecidedSomeTimeAfterItsRelease) {
  hold(true, 30);
  check(1, 0, 0);
  CHECK_TRUE(button.maybe_long);
  CHECK_TRUE(button.maybe_first);
  hold(false, 30);
  CHECK_FALSE(button.maybe_long);
  CHECK_TRUE(button.maybe_first);
  hold(false, 400);
  CHECK_TRUE(decided());
  check(1, 0, 0);
}

TEST(PressKinds, APressThatIsHeldIsLongOnceAndWhileItIsDown) {
  hold(true, 800);
  check(1, 0, 0);
  hold(true, 30);
  check(1, 1, 0);
  CHECK_TRUE(decided());
  hold(true, 31'000);
  check(1, 1, 0);
  CHECK_TRUE(button.stuck);
  hold(false, 100);
  CHECK_TRUE(decided());
  check(1, 1, 0);
}

TEST(PressKinds, TwoQuickPressesAreAPairAndTheThirdBeginsAnew) {
  for (int i = 0; i < 3; ++i) {
    hold(true, 60);
    hold(false, 100);
  }
  check(3, 0, 1);
  CHECK_TRUE(button.maybe_first);
  hold(true, 60);
  check(4, 0, 2);
  CHECK_TRUE(decided());
}

TEST(PressKinds, TheSecondOfTwoIsNeverLong) {
  hold(true, 60);
  hold(false, 100);
  hold(true, 2000);
  check(2, 0, 1);
}

TEST(PressKinds, PressesThatAreTooFarApartOrLongAreNoPair) {
  hold(true, 60);
  hold(false, 450);
  hold(true, 1000);
  check(2, 1, 0);
  hold(false, 100);
  hold(true, 60);
  check(3, 1, 0);
}

TEST(PressKinds, AButtonThatWasHeldBeforeTheStartIsNoPressOfAnyKind) {
  press_counter_init(&button, true, now_us);
  hold(true, 2000);
  check(0, 0, 0);
  CHECK_TRUE(decided());
}

TEST(PressKinds, TheCountsWrapAt256) {
  for (int i = 0; i < 257; ++i) {
    hold(true, 60);
    hold(false, 60);
    hold(true, 60);
    hold(false, 500);
  }
  check(514, 0, 1);
}
