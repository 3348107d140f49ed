// How the bus learns when a unit's reply is usually whole.
#include "serial_bus/reply_lag.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::bus;
using namespace std::chrono_literals;

namespace {

constexpr Nanoseconds most = 50ms;

/// One exchange with a unit whose reply is whole `late` after the earliest time. True if the reply was whole
/// at the wake-up.
bool ask(ReplyLag& lag, Nanoseconds late) {
  if (lag.usual() >= late) {
    lag.woke_in_time();
    return true;
  }
  lag.woke_early(late - lag.usual(), most);
  return false;
}

}  // namespace

TEST_GROUP(ReplyLags) { ReplyLag lag; };

TEST(ReplyLags, ASlowUnitsWayIsKnownAfterThreeExchanges) {
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(ask(lag, 2ms));
  }
  CHECK_TRUE(ask(lag, 2ms));
  CHECK_TRUE(lag.usual() < 2200us);
}

TEST(ReplyLags, OneSlowReplyDoesNotMakeTheBusOversleepTheNext) {
  ask(lag, 40ms);
  ask(lag, 40ms);
  CHECK_TRUE(ask(lag, 0us));
  ask(lag, 40ms);
  CHECK_TRUE(lag.usual() <= 100us);
}

TEST(ReplyLags, WhatSeveralHadInCommonIsTheLeastOfThem) {
  for (const auto late : {40ms, 3ms, 40ms}) {
    ask(lag, late);
  }
  CHECK_TRUE(lag.usual() <= 3100us);
  CHECK_TRUE(lag.usual() >= 2900us);
}

TEST(ReplyLags, MostWakeUpsFindTheReplyOfASteadyUnitWhole) {
  for (int i = 0; i < 100; ++i) {
    ask(lag, 1ms);
  }
  int whole = 0;
  for (int i = 0; i < 600; ++i) {
    whole += ask(lag, 1ms) ? 1 : 0;
  }
  CHECK_TRUE(whole >= 480);
  CHECK_TRUE(lag.usual() < 1100us);
}

TEST(ReplyLags, AUnitThatBecameQuickIsFoundOut) {
  for (int i = 0; i < 10; ++i) {
    ask(lag, 2ms);
  }
  for (int i = 0; i < 1000; ++i) {
    ask(lag, 0us);
  }
  CHECK_TRUE(lag.usual() >= -20us && lag.usual() <= 20us);
}

TEST(ReplyLags, AMachineThatWakesLateSleepsLessButNotMuchLess) {
  // A reply is whole at the earliest time; the thread runs 80 us after the end of its sleep.
  for (int i = 0; i < 1000; ++i) {
    ask(lag, -80us);
  }
  CHECK_TRUE(lag.usual() <= -40us);
  for (int i = 0; i < 1000; ++i) {
    ask(lag, -5ms);
  }
  CHECK_TRUE(lag.usual() == -200us);
}

TEST(ReplyLags, NothingIsWaitedForBeyondTheMost) {
  for (int i = 0; i < 30; ++i) {
    ask(lag, 80ms);
  }
  CHECK_TRUE(lag.usual() == most);
}
