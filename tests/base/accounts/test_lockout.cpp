#include "accounts/lockout.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::accounts;

TEST_GROUP(Lockout){};

TEST(Lockout, FiveTriesAreFreeThenTheWaitDoublesToAQuarterOfAnHour) {
  const int minutes[]{0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15};
  int wrong = 0;
  for (const int expected : minutes) {
    LONGS_EQUAL(expected, lock_after(wrong++).count());
  }
  LONGS_EQUAL(15, lock_after(1'000'000).count());
}

TEST(Lockout, WhatIsLeftCountsFromTheLastTry) {
  const UtcTime last = from_ms(1'000'000);
  LONGS_EQUAL(60'000, lock_left(5, last, last).count());
  LONGS_EQUAL(1, lock_left(5, last, last + Milliseconds{59'999}).count());
  LONGS_EQUAL(0, lock_left(5, last, last + Minutes{1}).count());
  LONGS_EQUAL(0, lock_left(4, last, last).count());
}

TEST(Lockout, AClockSetBackLengthensNoLock) {
  const UtcTime last = from_ms(100'000'000);
  LONGS_EQUAL(120'000, lock_left(6, last, last - Minutes{60 * 24}).count());
}
