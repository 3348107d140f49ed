#include <algorithm>
#include <list>
#include <map>
#include <string>

#include "serial_bus/schedule.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::bus;
using namespace std::chrono_literals;

namespace {

struct FakeUnit final : Unit {
  FakeUnit(UnitAddress at, Urgency wants, UnitTiming patience) : address_(at), want(wants), patience(patience) {}
  FakeUnit(UnitAddress at, Urgency wants) : address_(at), want(wants) {}
  UnitAddress address() const override { return address_; }
  UnitTiming timing() const override { return patience; }
  std::string name() const override { return "unit " + std::to_string(address_); }
  Urgency urgency(MonotonicTime) const override { return want; }
  bool lazy_work(MonotonicTime) const override { return lazy; }
  Request next(Urgency, MonotonicTime) override { return Request::read_input(address_, 0, 1); }
  void finished(const Request&, const Outcome&, MonotonicTime) override {}
  Pace pace() const override { return has_pace; }
  bool polled_for_presses(MonotonicTime) const override { return is_polled; }
  void forget() override { ++forgotten; }

  UnitAddress address_;
  Urgency want;
  UnitTiming patience;
  bool lazy = false;
  bool is_polled = false;
  Pace has_pace = Pace::usual;
  bool dead = false;
  unsigned forgotten = 0;
  std::vector<MonotonicTime> turns;
};

Outcome failure(Failure what) { return ExchangeFailure{.failure = what, .code = 2, .detail = {}}; }

}  // namespace

TEST_GROUP(Schedule) {
  static constexpr Nanoseconds exchange_takes = 12ms;
  static constexpr Nanoseconds lazy_exchange_takes = 22ms;
  static constexpr Nanoseconds silence_takes = 56ms;

  BusSettings settings;
  std::list<FakeUnit> units;
  MonotonicTime now{1h};

  FakeUnit& unit(Schedule & schedule, int address, Urgency want) {
    auto& unit = units.emplace_back(static_cast<UnitAddress>(address), want);
    schedule.add(unit);
    return unit;
  }

  // One turn; a dead unit costs a timeout. Returns the unit that had it.
  FakeUnit* turn(Schedule & schedule) {
    const auto given = schedule.next(now);
    if (given.unit == nullptr) {
      now = schedule.due(now);
      return nullptr;
    }
    auto* served = static_cast<FakeUnit*>(given.unit);
    served->turns.push_back(now);
    const auto takes = given.served == Urgency::lazy ? lazy_exchange_takes : exchange_takes;
    const auto took = served->dead ? silence_takes : takes;
    now += took;
    schedule.served(*served, served->dead ? failure(Failure::silent) : Outcome{Registers{0}}, took, now);
    return served;
  }

  std::string order(Schedule & schedule, int turns) {
    std::string text;
    for (int count = 0; count < turns; ++count) {
      auto* served = turn(schedule);
      text += served == nullptr ? "-" : std::to_string(served->address());
    }
    return text;
  }

  double polls_per_second(Schedule & schedule, MonotonicTime until) {
    const auto from = now;
    std::size_t healthy = 0;
    while (now < until) {
      auto* served = turn(schedule);
      healthy += served != nullptr && !served->dead ? 1 : 0;
    }
    return static_cast<double>(healthy) / std::chrono::duration<double>(now - from).count();
  }
};

TEST(Schedule, GoesRoundAndRound) {
  Schedule schedule{settings};
  for (int address = 1; address <= 3; ++address) {
    unit(schedule, address, Urgency::in_turn);
  }
  STRCMP_EQUAL("123123123", order(schedule, 9).c_str());
}

TEST(Schedule, GivesPicturesTheLineFirstAndThenGoesOnWhereItWas) {
  Schedule schedule{settings};
  for (int address = 1; address <= 3; ++address) {
    unit(schedule, address, Urgency::in_turn);
  }
  auto& board = unit(schedule, 7, Urgency::none);
  STRCMP_EQUAL("1", order(schedule, 1).c_str());
  board.want = Urgency::now;
  STRCMP_EQUAL("7", order(schedule, 1).c_str());
  board.want = Urgency::none;
  STRCMP_EQUAL("2312", order(schedule, 4).c_str());
}

TEST(Schedule, AsksByPaceAndLeavesNobodyOut) {
  // Twelve pads; four counters are closed, and at two somebody is being served.
  Schedule schedule{settings};
  std::vector<FakeUnit*> pads;
  for (int address = 1; address <= 12; ++address) {
    pads.push_back(&unit(schedule, address, Urgency::in_turn));
    pads.back()->has_pace = address <= 4 ? Pace::seldom : address >= 11 ? Pace::soon : Pace::usual;
  }
  constexpr int turns = 2200;
  for (int count = 0; count < turns; ++count) {
    turn(schedule);
  }
  const auto longest_wait = [](const FakeUnit& pad) {
    Nanoseconds longest{0};
    for (std::size_t at = 1; at < pad.turns.size(); ++at) {
      longest = std::max(longest, Nanoseconds{pad.turns[at] - pad.turns[at - 1]});
    }
    return longest;
  };
  // Shares of 1, 2 and 3 of 22: a usual pad waits 11 turns and not 12, a likely one less than 8.
  for (const auto* pad : pads) {
    const int share = pad->has_pace == Pace::seldom ? 1 : pad->has_pace == Pace::soon ? 3 : 2;
    const auto expected = static_cast<std::size_t>(turns * share / 22);
    CHECK(pad->turns.size() + expected / 10 >= expected && pad->turns.size() <= expected + expected / 10);
    CHECK(longest_wait(*pad) <= (pad->has_pace == Pace::seldom ? 24 : 14) * exchange_takes);
  }
}

TEST(Schedule, AsksAllForPressesBetweenAnyTwoThatFindNone) {
  Schedule schedule{settings};
  FakeUnit question{0, Urgency::in_turn};
  schedule.add_for_all(question);
  auto& board = unit(schedule, 9, Urgency::none);
  for (int address = 1; address <= 3; ++address) {
    unit(schedule, address, Urgency::in_turn);  // lamps
  }
  STRCMP_EQUAL("01020301", order(schedule, 8).c_str());
  board.want = Urgency::now;
  STRCMP_EQUAL("99", order(schedule, 2).c_str());
  board.want = Urgency::none;
  STRCMP_EQUAL("0203", order(schedule, 4).c_str());
  // Pads that do not send events: each is as good as the question.
  for (auto& pad : units) {
    pad.is_polled = true;
  }
  STRCMP_EQUAL("12031203", order(schedule, 8).c_str());
}

TEST(Schedule, LetsAPadOfAnyPaceWaitForPicturesOnly) {
  Schedule schedule{settings};
  unit(schedule, 1, Urgency::in_turn).has_pace = Pace::soon;
  unit(schedule, 2, Urgency::now).has_pace = Pace::seldom;
  STRCMP_EQUAL("222", order(schedule, 3).c_str());
}

TEST(Schedule, IsFairAmongTheUrgent) {
  Schedule schedule{settings};
  for (int address = 1; address <= 3; ++address) {
    unit(schedule, address, Urgency::now);
  }
  STRCMP_EQUAL("123123", order(schedule, 6).c_str());
}

TEST(Schedule, SlowsTheRoundByTheLazyShareAndNoMore) {
  for (const unsigned percent : {1U, 3U, 10U}) {
    settings.lazy_percent = percent;
    Schedule schedule{settings};
    units.clear();
    for (int address = 1; address <= 12; ++address) {
      unit(schedule, address, Urgency::in_turn);
    }
    const double quiet = polls_per_second(schedule, now + 60s);
    for (auto& pad : units) {
      pad.lazy = true;
    }
    const double busy = polls_per_second(schedule, now + 60s);
    CHECK(busy >= quiet * (1 - percent / 100.0) * 0.999);
    CHECK(busy <= quiet * (1 - percent / 100.0) * 1.005);
  }
}

TEST(Schedule, LetsEveryUnitDoItsLazyWorkInTurn) {
  Schedule schedule{settings};
  for (int address = 1; address <= 12; ++address) {
    unit(schedule, address, Urgency::in_turn).lazy = true;
  }
  unit(schedule, 21, Urgency::none).lazy = true;
  std::map<UnitAddress, int> lazy_turns;
  const auto until = now + 60s;
  while (now < until) {
    const auto given = schedule.next(now);
    const auto took = given.served == Urgency::lazy ? lazy_exchange_takes : exchange_takes;
    if (given.served == Urgency::lazy) {
      ++lazy_turns[static_cast<FakeUnit*>(given.unit)->address()];
    }
    now += took;
    schedule.served(*given.unit, Registers{0}, took, now);
  }
  LONGS_EQUAL(13, lazy_turns.size());
  for (const auto& [address, turns] : lazy_turns) {
    CHECK(turns >= lazy_turns[21] - 1 && turns <= lazy_turns[21] + 1);
  }
}

TEST(Schedule, DoesLazyWorkAtOnceWhenNobodyElseWantsTheLine) {
  Schedule schedule{settings};
  unit(schedule, 7, Urgency::none).lazy = true;
  STRCMP_EQUAL("777", order(schedule, 3).c_str());
}

TEST(Schedule, SaysSomethingEverySecondOnALineWithNothingToSay) {
  Schedule schedule{settings};
  auto& board = unit(schedule, 7, Urgency::none);
  const auto from = now;
  while (now < from + 10s) {
    turn(schedule);
  }
  CHECK(board.turns.size() >= 9 && board.turns.size() <= 11);
}

TEST(Schedule, CallsAUnitOfflineAfterThreeFailuresAndForgetsWhatItWasTold) {
  Schedule schedule{settings};
  auto& dead = unit(schedule, 1, Urgency::in_turn);
  unit(schedule, 2, Urgency::in_turn);
  order(schedule, 2);
  CHECK(schedule.health(dead).state == DeviceState::online);
  dead.dead = true;
  while (dead.turns.size() < 3) {
    turn(schedule);
  }
  CHECK(schedule.health(dead).state == DeviceState::online);
  LONGS_EQUAL(0, dead.forgotten);
  while (dead.turns.size() < 4) {
    turn(schedule);
  }
  CHECK(schedule.health(dead).state == DeviceState::offline);
  LONGS_EQUAL(1, dead.forgotten);
  UNSIGNED_LONGS_EQUAL(3, schedule.health(dead).timeouts);
  CHECK(schedule.health(dead).last_error.find("no answer") == 0);
}

TEST(Schedule, SlowsTheLivingByLessThanATenthHoweverManyAreDead) {
  for (int dead_units : {1, 3, 12, 20}) {
    for (auto want : {Urgency::in_turn, Urgency::now, Urgency::none}) {
      Schedule schedule{settings};
      units.clear();
      for (int address = 1; address <= 6; ++address) {
        unit(schedule, address, Urgency::in_turn);
      }
      const double healthy = polls_per_second(schedule, now + 60s);
      for (int address = 1; address <= dead_units; ++address) {
        unit(schedule, 20 + address, want).dead = true;
      }
      polls_per_second(schedule, now + 10s);  // they are detected as dead
      const double with_dead = polls_per_second(schedule, now + 120s);
      CHECK(with_dead >= 0.93 * healthy);
    }
  }
}

TEST(Schedule, FindsAUnitThatComesBackWithinItsLongestProbeInterval) {
  Schedule schedule{settings};
  auto& dead = unit(schedule, 1, Urgency::in_turn);
  unit(schedule, 2, Urgency::in_turn);
  dead.dead = true;
  polls_per_second(schedule, now + 60s);
  dead.dead = false;
  const auto back = now;
  while (schedule.health(dead).state != DeviceState::online) {
    turn(schedule);
  }
  CHECK(now - back <= settings.probe_at_most + 100ms);
}

TEST(Schedule, LooksHarderWhileNobodyAtAllAnswers) {
  Schedule schedule{settings};
  for (int address = 1; address <= 26; ++address) {
    unit(schedule, address, Urgency::in_turn).dead = true;
  }
  polls_per_second(schedule, now + 60s);
  CHECK(schedule.all_silent());
  const auto from = now;
  for (auto& each : units) {
    each.turns.clear();
  }
  while (now < from + 6s) {
    turn(schedule);
  }
  for (const auto& each : units) {
    CHECK(!each.turns.empty());
  }
}

TEST(Schedule, RepeatsADamagedExchangeAtOnceButNotForEver) {
  Schedule schedule{settings};
  auto& board = unit(schedule, 7, Urgency::now);
  unit(schedule, 1, Urgency::in_turn);
  schedule.served(board, failure(Failure::damaged), exchange_takes, now);
  POINTERS_EQUAL(&board, schedule.next(now).unit);
  schedule.served(board, failure(Failure::damaged), exchange_takes, now);
  LONGS_EQUAL(1, schedule.next(now).unit->address());
  UNSIGNED_LONGS_EQUAL(2, schedule.health(board).damaged);
}

TEST(Schedule, LeavesAUnitThatRefusesAloneForASecondButCallsItOnline) {
  Schedule schedule{settings};
  auto& board = unit(schedule, 7, Urgency::now);
  CHECK(schedule.served(board, failure(Failure::exception), exchange_takes, now));
  CHECK(schedule.health(board).state == DeviceState::online);
  UNSIGNED_LONGS_EQUAL(1, schedule.health(board).refused);
  POINTERS_EQUAL(nullptr, schedule.next(now + 999ms).unit);
  POINTERS_EQUAL(&board, schedule.next(now + 1s).unit);
}

TEST(Schedule, TellsChangesOfStateOnce) {
  Schedule schedule{settings};
  auto& pad = unit(schedule, 1, Urgency::in_turn);
  CHECK(schedule.served(pad, Registers{0}, exchange_takes, now));
  CHECK(!schedule.served(pad, Registers{0}, exchange_takes, now));
  CHECK(!schedule.served(pad, failure(Failure::silent), silence_takes, now));
  CHECK(!schedule.served(pad, failure(Failure::silent), silence_takes, now));
  CHECK(schedule.served(pad, failure(Failure::silent), silence_takes, now));
  CHECK(!schedule.served(pad, failure(Failure::silent), silence_takes, now));
  CHECK(schedule.served(pad, Registers{0}, exchange_takes, now));
}

TEST(Schedule, CountsFailuresInARowOnly) {
  Schedule schedule{settings};
  auto& pad = unit(schedule, 1, Urgency::in_turn);
  for (int times = 0; times < 20; ++times) {
    for (const auto what : {Failure::silent, Failure::unreachable}) {
      CHECK(!schedule.served(pad, failure(what), silence_takes, now));
      CHECK(!schedule.served(pad, failure(what), silence_takes, now));
      schedule.served(pad, Registers{0}, exchange_takes, now);
      CHECK(schedule.health(pad).state == DeviceState::online);
    }
  }
}

TEST(Schedule, TakesAGatewaysWordThatAUnitDoesNotAnswerForSilence) {
  Schedule schedule{settings};
  auto& pad = unit(schedule, 1, Urgency::in_turn);
  schedule.served(pad, Registers{0}, exchange_takes, now);
  for (int times = 0; times < 2; ++times) {
    CHECK(!schedule.served(pad, failure(Failure::unreachable), 5ms, now));
  }
  CHECK(schedule.served(pad, failure(Failure::unreachable), 5ms, now));
  CHECK(schedule.health(pad).state == DeviceState::offline);
  UNSIGNED_LONGS_EQUAL(3, schedule.health(pad).timeouts);
  UNSIGNED_LONGS_EQUAL(0, schedule.health(pad).refused);
}

TEST(Schedule, CallsAUnitThatOnlyRefusesSoAfterTenSecondsAndOneSuccessEndsIt) {
  Schedule schedule{settings};
  auto& pad = unit(schedule, 1, Urgency::in_turn);
  const auto from = now;
  unsigned refusals = 0;
  bool changed = false;
  while (!changed) {
    CHECK(now - from <= 11s);
    const auto given = schedule.next(now);
    if (given.unit == nullptr) {
      now = schedule.due(now);
      continue;
    }
    now += exchange_takes;
    changed = schedule.served(pad, failure(Failure::exception), exchange_takes, now) && ++refusals > 1;
    refusals += changed ? 0 : 1;
    UNSIGNED_LONGS_EQUAL(schedule.health(pad).refused, schedule.health(pad).refusals_in_a_row);
    CHECK(changed == (schedule.health(pad).state == DeviceState::refusing));
  }
  CHECK(now - from >= 10s);
  CHECK(schedule.served(pad, Registers{0}, exchange_takes, now));
  CHECK(schedule.health(pad).state == DeviceState::online);
  UNSIGNED_LONGS_EQUAL(0, schedule.health(pad).refusals_in_a_row);
  // It begins anew.
  now += 1h;
  for (int times = 0; times < 9; ++times) {
    CHECK(!schedule.served(pad, failure(Failure::exception), 5ms, now += 1s));
  }
}

TEST(Schedule, IsSlowToBlameAUnitForWhatSomebodyElseMayHaveDisturbed) {
  const struct {
    Failure what;
    Nanoseconds taken;
    int in_a_row;
  } rows[] = {{Failure::damaged, 12ms, 10},   {Failure::stranger, 12ms, 10}, {Failure::misfit, 12ms, 10},
              {Failure::cut_short, 40ms, 10}, {Failure::damaged, 150ms, 5},  {Failure::silent, 56ms, 3}};
  for (const auto& row : rows) {
    Schedule schedule{settings};
    units.clear();
    auto& pad = unit(schedule, 1, Urgency::in_turn);
    schedule.served(pad, Registers{0}, exchange_takes, now);
    for (int times = 1; times < row.in_a_row; ++times) {
      CHECK(!schedule.served(pad, failure(row.what), row.taken, now));
    }
    CHECK(schedule.served(pad, failure(row.what), row.taken, now));
    CHECK(schedule.health(pad).state == DeviceState::offline);
  }
}

TEST(Schedule, GivesAUnitThatTakesLongToFailATenthOfTheLine) {
  Schedule schedule{settings};
  auto& bad = unit(schedule, 1, Urgency::now);
  unit(schedule, 2, Urgency::in_turn);
  const auto wants_again_after = [&] {
    schedule.served(bad, failure(Failure::damaged), 150ms, now);
    auto at = now;
    while (schedule.next(at).unit != &bad) {
      at += 1ms;
    }
    return at - now;
  };
  CHECK(wants_again_after() == 0ms);
  CHECK(wants_again_after() == 150ms);
  CHECK(wants_again_after() == 600ms);
  CHECK(wants_again_after() == 1500ms);
}

TEST(Schedule, AsksAUnitSeldomThatGoesOnSendingAfterItsAnswers) {
  Schedule schedule{settings};
  auto& bad = unit(schedule, 1, Urgency::in_turn);
  const auto answers_and_goes_on = [&](Nanoseconds time) {
    schedule.served(bad, Registers{0}, exchange_takes, now);
    schedule.kept_line(bad, time, now);
    return schedule.next(now).unit == &bad;
  };
  for (int times = 0; times < 5; ++times) {
    CHECK(answers_and_goes_on(100ms));
    CHECK(answers_and_goes_on(100ms));
    CHECK(answers_and_goes_on(0ms));
  }
  CHECK(answers_and_goes_on(100ms));
  CHECK(answers_and_goes_on(100ms));
  CHECK(!answers_and_goes_on(100ms));
  CHECK(schedule.next(now + 999ms).unit == nullptr);
  POINTERS_EQUAL(&bad, schedule.next(now + 1s).unit);
  CHECK(schedule.health(bad).last_error.find("goes on sending") != std::string::npos);
  UNSIGNED_LONGS_EQUAL(1, schedule.health(bad).damaged);
}

TEST(Schedule, WakesForAProbeWhenTheUnitMayBeProbedAndNotBefore) {
  Schedule schedule{settings};
  auto& dead = unit(schedule, 1, Urgency::none);
  auto& board = unit(schedule, 2, Urgency::none);
  for (int times = 0; times < 3; ++times) {
    schedule.served(dead, failure(Failure::silent), silence_takes, now);
  }
  CHECK(schedule.health(dead).state == DeviceState::offline);
  const auto found = now;
  now += 400ms;
  schedule.served(board, Registers{0}, exchange_takes, now);
  // Its pause is over after a second, but its share of the line, 5 %, only after 19 times the duration of its
  // silence.
  while (schedule.next(now).unit != &dead) {
    CHECK(schedule.due(now) > now);
    now = schedule.due(now);
  }
  CHECK(now - found == 19 * silence_takes);
}

TEST(Schedule, DoesNotKnowHowUnitsAreWhileTheLineIsAway) {
  Schedule schedule{settings};
  auto& well = unit(schedule, 1, Urgency::in_turn);
  auto& dead = unit(schedule, 2, Urgency::in_turn);
  schedule.served(well, Registers{0}, exchange_takes, now);
  for (int times = 0; times < 3; ++times) {
    schedule.served(dead, failure(Failure::silent), silence_takes, now);
  }
  schedule.line_lost(now + 1s);
  CHECK(schedule.health(well).state == DeviceState::unknown);
  CHECK(schedule.health(well).since == now + 1s);
  CHECK(schedule.health(dead).state == DeviceState::offline);
  CHECK(schedule.served(well, Registers{0}, exchange_takes, now + 2s));
  CHECK(schedule.health(well).state == DeviceState::online);
}

TEST(Schedule, TellsWhatWasDamagedLatelyAndForgetsIt) {
  Schedule schedule{settings};
  auto& pad = unit(schedule, 1, Urgency::in_turn);
  for (int times = 0; times < 100; ++times) {
    schedule.served(pad, times % 10 == 0 ? failure(Failure::damaged) : Outcome{Registers{0}}, exchange_takes, now);
  }
  UNSIGNED_LONGS_EQUAL(10, schedule.health(pad, now).recent.damaged);
  UNSIGNED_LONGS_EQUAL(100, schedule.health(pad, now).recent.exchanges);
  UNSIGNED_LONGS_EQUAL(0, schedule.health(pad, now + 10min).recent.damaged);
  UNSIGNED_LONGS_EQUAL(10, schedule.all_health(now).front().recent.damaged);
  UNSIGNED_LONGS_EQUAL(0, schedule.all_health(now + 10min).front().recent.damaged);
  UNSIGNED_LONGS_EQUAL(10, schedule.health(pad, now + 10min).damaged);
  // While it is offline nothing more is counted; the alarm reports it.
  for (int times = 0; times < 30; ++times) {
    schedule.served(pad, failure(Failure::silent), silence_takes, now);
  }
  UNSIGNED_LONGS_EQUAL(0, schedule.health(pad, now).recent.timeouts);
}

TEST(Schedule, RefusesAddressesThatDoNotExistOrAreTaken) {
  Schedule schedule{settings};
  unit(schedule, 1, Urgency::in_turn);
  FakeUnit again{1, Urgency::none};
  FakeUnit nobody{0, Urgency::none};
  FakeUnit beyond{248, Urgency::none};
  CHECK_THROWS(std::invalid_argument, schedule.add(again));
  CHECK_THROWS(std::invalid_argument, schedule.add(nobody));
  CHECK_THROWS(std::invalid_argument, schedule.add(beyond));
}

TEST(Schedule, AUnitWithAGapIsLeftAloneForThatLongWhileOthersAreServed) {
  Schedule schedule{settings};
  FakeUnit slow{1, Urgency::now, {.allowance = 300ms, .gap = 50ms}};
  schedule.add(slow);
  auto& other = unit(schedule, 2, Urgency::in_turn);
  for (int turns = 0; turns < 50; ++turns) {
    turn(schedule);
    if (turns == 25) {
      schedule.forget(now);  // a new opening of the line makes no unit quicker
    }
  }
  CHECK(slow.turns.size() > 5);
  for (std::size_t at = 1; at < slow.turns.size(); ++at) {
    CHECK(slow.turns[at] - slow.turns[at - 1] >= exchange_takes + 50ms);
  }
  CHECK(other.turns.size() > slow.turns.size());
  LONGS_EQUAL(300, schedule.allowance(slow).count());
  LONGS_EQUAL(settings.unit_allowance.count(), schedule.allowance(other).count());
}
