// When a lost line is opened again and when it counts as well; and what is recent.
#include "serial_bus/recent_exchanges.hpp"
#include "serial_bus/reopening.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::bus;
using namespace std::chrono_literals;

TEST_GROUP(Reopenings) {
  Reopening reopening{BusSettings{}};
  MonotonicTime now{1h};

  void opens_and_fails_after(std::chrono::milliseconds time, bool answered) {
    reopening.opened(now);
    if (answered) {
      reopening.answered();
    }
    now += time;
    reopening.lost(now);
  }
};

TEST(Reopenings, ALineThatHeldIsOpenedAtOnceAndThenEverMoreSeldom) {
  CHECK(reopening.pause() == 0ms);
  reopening.opened(now);
  now += 1min;
  reopening.lost(now);
  CHECK(reopening.pause() == 0ms);
  for (const auto pause : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms, 1000ms}) {
    reopening.could_not_open();
    CHECK(reopening.pause() == pause);
  }
  reopening.opened(now);
  now += 1min;
  reopening.lost(now);
  CHECK(reopening.pause() == 0ms);
}

TEST(Reopenings, ALineThatOpensAndFailsAtOnceIsOpenedEverMoreSeldomWhetherItAnswersFirstOrNot) {
  for (const bool answered : {false, true}) {
    reopening = Reopening{BusSettings{}};
    for (const auto pause : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms, 1000ms}) {
      opens_and_fails_after(20ms, answered);
      CHECK(reopening.pause() == pause);
    }
  }
}

TEST(Reopenings, ALineIsWellWhenItAnswersOrHolds) {
  reopening.opened(now);
  CHECK(!reopening.well(now));
  CHECK(!reopening.well(now + 4999ms));
  CHECK(reopening.well(now + 5000ms));
  reopening.answered();
  CHECK(reopening.well(now));
}

TEST(Reopenings, ALineThatWasLostSoonTwiceMustHoldBeforeItIsWell) {
  opens_and_fails_after(4s, true);
  reopening.opened(now);
  reopening.answered();
  CHECK(reopening.well(now));
  opens_and_fails_after(4s, true);
  reopening.opened(now);
  reopening.answered();
  CHECK(!reopening.well(now + 4999ms));
  CHECK(reopening.well(now + 5000ms));
  now += 1min;
  reopening.lost(now);
  reopening.opened(now);
  reopening.answered();
  CHECK(reopening.well(now));
}

TEST(Reopenings, OneQuickLossAfterALineThatHeldDoesNotCountTwice) {
  opens_and_fails_after(1min, true);
  opens_and_fails_after(20ms, true);
  reopening.opened(now);
  reopening.answered();
  CHECK(reopening.well(now));
  opens_and_fails_after(20ms, true);
  reopening.opened(now);
  reopening.answered();
  CHECK(!reopening.well(now));
}

TEST(Reopenings, APlugThatIsPulledAgainAndAgainIsWellWheneverItIsIn) {
  for (int times = 0; times < 10; ++times) {
    reopening.opened(now);
    reopening.answered();
    CHECK(reopening.well(now));
    now += 1s;
    reopening.lost(now);
    CHECK(reopening.pause() <= 100ms);
    reopening.could_not_open();
    reopening.could_not_open();
  }
}

TEST_GROUP(Recents) {
  RecentExchanges recent;
  MonotonicTime now{100h};
};

TEST(Recents, FiveMinutesAreRecentAndTenAreNot) {
  recent.at(now).damaged = 7;
  recent.at(now).exchanges = 9;
  for (const auto later : {0s, 60s, 269s}) {
    UNSIGNED_LONGS_EQUAL(7, recent.sum(now + later).damaged);
    UNSIGNED_LONGS_EQUAL(9, recent.sum(now + later).exchanges);
  }
  for (const auto later : {300s, 600s, 7200s, 86'400s}) {
    UNSIGNED_LONGS_EQUAL(0, recent.sum(now + later).damaged);
  }
}

TEST(Recents, ASlotIsUsedAgainForItsNextTime) {
  for (int half_minutes = 0; half_minutes < 100; ++half_minutes) {
    ++recent.at(now + half_minutes * 30s).timeouts;
    ++recent.at(now + half_minutes * 30s).refused;
  }
  UNSIGNED_LONGS_EQUAL(10, recent.sum(now + 99 * 30s).timeouts);
  UNSIGNED_LONGS_EQUAL(10, recent.sum(now + 99 * 30s).refused);
  recent.clear();
  UNSIGNED_LONGS_EQUAL(0, recent.sum(now + 99 * 30s).timeouts);
}
