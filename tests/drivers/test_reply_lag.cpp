// How the bus learns when a unit's reply is usually whole.
#include "serial_bus/reply_lag.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::bus;
using namespace std::chrono_literals;

namespace {

constexpr Nanoseconds most = 50ms;

/// One exchange with a unit whose reply is whole `late` after the earliest instant; true when the wake-up found it
/// whole.
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

TEST(ReplyLags, a_slow_units_way_is_known_after_three_exchanges) {
  for (int i = 0; i < 3; ++i) CHECK_FALSE(ask(lag, 2ms));
  CHECK_TRUE(ask(lag, 2ms));
  CHECK_TRUE(lag.usual() < 2200us);
}

TEST(ReplyLags, one_slow_reply_does_not_make_the_bus_oversleep_the_next) {
  ask(lag, 40ms);
  ask(lag, 40ms);
  CHECK_TRUE(ask(lag, 0us));
  ask(lag, 40ms);
  CHECK_TRUE(lag.usual() <= 100us);
}

TEST(ReplyLags, what_several_had_in_common_is_the_least_of_them) {
  for (const auto late : {40ms, 3ms, 40ms}) ask(lag, late);
  CHECK_TRUE(lag.usual() <= 3100us);
  CHECK_TRUE(lag.usual() >= 2900us);
}

TEST(ReplyLags, most_wake_ups_find_the_reply_of_a_steady_unit_whole) {
  for (int i = 0; i < 100; ++i) ask(lag, 1ms);
  int whole = 0;
  for (int i = 0; i < 600; ++i) whole += ask(lag, 1ms) ? 1 : 0;
  CHECK_TRUE(whole >= 480);
  CHECK_TRUE(lag.usual() < 1100us);
}

TEST(ReplyLags, a_unit_that_became_quick_is_found_out) {
  for (int i = 0; i < 10; ++i) ask(lag, 2ms);
  for (int i = 0; i < 1000; ++i) ask(lag, 0us);
  CHECK_TRUE(lag.usual() >= -20us && lag.usual() <= 20us);
}

TEST(ReplyLags, a_machine_that_wakes_late_sleeps_less_but_not_much_less) {
  // A reply is whole at the earliest instant; the thread runs 80 us after what it slept for.
  for (int i = 0; i < 1000; ++i) ask(lag, -80us);
  CHECK_TRUE(lag.usual() <= -40us);
  for (int i = 0; i < 1000; ++i) ask(lag, -5ms);
  CHECK_TRUE(lag.usual() == -200us);
}

TEST(ReplyLags, nothing_is_waited_for_beyond_the_most) {
  for (int i = 0; i < 30; ++i) ask(lag, 80ms);
  CHECK_TRUE(lag.usual() == most);
}
