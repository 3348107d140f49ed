// How the bus learns how late this machine wakes it.
#include "serial_bus/wake_up.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::bus;
using namespace std::chrono_literals;

namespace {

/// A sleep that ends `late` after its aim. Returns the distance from the target time.
Nanoseconds sleep(WakeUp& wake_up, Nanoseconds late) {
  const auto after = late - wake_up.early();
  wake_up.ended(after);
  return after;
}

}  // namespace

TEST_GROUP(WakeUps) { WakeUp wake_up; };

TEST(WakeUps, NothingIsWaitedOutWhereNothingIsLate) {
  for (int i = 0; i < 100; ++i) {
    sleep(wake_up, 0ns);
  }
  CHECK(wake_up.early() == 0ns);
}

TEST(WakeUps, AreOnTimeWithinASecondOfPolls) {
  for (int i = 0; i < 50; ++i) {
    sleep(wake_up, 80us);
  }
  for (int i = 0; i < 50; ++i) {
    const auto after = sleep(wake_up, 80us);
    CHECK(after >= -4us && after <= 4us);
  }
}

TEST(WakeUps, OneVeryLateMovesLittle) {
  for (int i = 0; i < 50; ++i) {
    sleep(wake_up, 80us);
  }
  const auto before = wake_up.early();
  sleep(wake_up, 20ms);
  CHECK(wake_up.early() - before <= 2us);
}

TEST(WakeUps, ThatBecameQuickAreLearnedToo) {
  for (int i = 0; i < 50; ++i) {
    sleep(wake_up, 80us);
  }
  for (int i = 0; i < 50; ++i) {
    sleep(wake_up, 10us);
  }
  CHECK(wake_up.early() <= 12us);
}

TEST(WakeUps, AreNeverWaitedOutForLong) {
  for (int i = 0; i < 1000; ++i) {
    sleep(wake_up, 5ms);
  }
  CHECK(wake_up.early() == 200us);
}
