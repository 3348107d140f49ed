// The courier on virtual time, with an outbox in memory and a sender that answers as the test says.
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "memory_outbox.hpp"
#include "notices/courier.hpp"
#include "notices/retry.hpp"
#include "virtual_time.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace antrean::portal_test;
using namespace std::chrono_literals;

namespace {

// The logger keeps memory from its first use on, which is no leak of a test.
[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

const auto start = instant(OfficeDay::parse("2026-11-27").value(), TimeOfDay{480}, Zone::wib);

Notice notice(int number, NoticeKind kind = NoticeKind::booked, UtcTime due = start) {
  Notice made;
  made.id[15] = static_cast<std::uint8_t>(number);
  made.kind = kind;
  made.due = due;
  made.useless_from = start + std::chrono::hours{24 * 30};
  return made;
}

class ScriptedSender final : public Sender {
 public:
  explicit ScriptedSender(VirtualTime& time) : time_(time) {}

  boost::asio::awaitable<SendAnswer> send(Notice given) override {
    sent.push_back(given.id[15]);
    at.push_back(time_.clock.now());
    if (on_send) {
      on_send();
    }
    if (next.empty()) {
      co_return SendAnswer{otherwise, "scripted"};
    }
    const auto answer = next.front();
    next.pop_front();
    if (!answer) {
      throw std::runtime_error("broken");
    }
    co_return SendAnswer{*answer, "scripted"};
  }
  std::chrono::milliseconds longest() const override { return 1min; }

  std::deque<std::optional<SendResult>> next;  ///< nothing: throws
  SendResult otherwise = SendResult::taken;
  std::function<void()> on_send;
  std::vector<int> sent;
  std::vector<UtcTime> at;

 private:
  VirtualTime& time_;
};

}  // namespace

TEST_GROUP(Courier) {
  VirtualTime time{start};
  MemoryOutbox outbox;
  ScriptedSender sender{time};
  std::optional<Courier> courier;
  bool ended = false;

  void go(CourierOptions options = {}) {
    courier.emplace(
        outbox, sender, time.clock, time.timers(), [] { return 0u; }, options);
    boost::asio::co_spawn(time.io, courier->run(), [this](const std::exception_ptr& error) {
      ended = true;
      if (error) {
        std::rethrow_exception(error);
      }
    });
    time.settle();
  }
  void stop() {
    courier->stop();
    time.settle();
    CHECK_TRUE(ended);
  }
  const MemoryOutbox::Row& row(int number) { return outbox.rows.at(notice(number).id); }
  void check_sent(const std::vector<int>& wanted) {
    CHECK_TRUE_TEXT(wanted == sender.sent, ("sent " + std::to_string(sender.sent.size())).c_str());
  }
};

TEST(Courier, SendsWhatIsDueAndWhatIsWrittenLaterAtOnce) {
  outbox.write(notice(1));
  go();
  check_sent({1});
  outbox.write(notice(2));
  time.settle();
  check_sent({1, 2});
  CHECK(row(1).end == SendOutcome::sent);
  CHECK(row(2).end == SendOutcome::sent);
  LONGS_EQUAL(2, courier->state().sent);
  stop();
}

TEST(Courier, WaitsUntilANoticeIsDueWhateverTheWallClockDoes) {
  outbox.write(notice(1, NoticeKind::reminder_day, start + 3h));
  go();
  time.pass(3h - 1s);
  check_sent({});
  time.pass(1s);
  check_sent({1});

  outbox.write(notice(2, NoticeKind::reminder_day, start + 30h));
  time.settle();
  time.clock.step_to(start + 30h);
  time.pass(1min);
  check_sent({1, 2});
  stop();
}

TEST(Courier, WhatCannotWaitGoesFirst) {
  outbox.write(notice(1, NoticeKind::reminder_day));
  outbox.write(notice(2, NoticeKind::booked));
  outbox.write(notice(3, NoticeKind::confirm_contact));
  go();
  check_sent({3, 2, 1});
  stop();
}

TEST(Courier, TriesAgainWhatWasNotTakenAndGivesUpAfterDays) {
  outbox.write(notice(1));
  sender.otherwise = SendResult::not_now;
  go();
  time.pass(1min - 1s);
  check_sent({1});
  time.pass(1s);
  check_sent({1, 1});
  time.pass(2min);
  check_sent({1, 1, 1});
  time.pass(std::chrono::hours{24 * 6});
  CHECK(row(1).end == SendOutcome::given_up);
  LONGS_EQUAL(most_tries, sender.sent.size());
  CHECK_TRUE(sender.at.back() - start >= std::chrono::hours{24 * 5 - 1});
  CHECK_TRUE(sender.at.back() - start < std::chrono::hours{24 * 5 + 5});
  stop();
}

TEST(Courier, ANoticeThatWasDueLongAgoIsTriedAsOftenAsAnyOther) {
  outbox.write(notice(1, NoticeKind::booked, UtcTime{}));
  sender.next = {SendResult::not_now};
  go();
  time.pass(1min);
  check_sent({1, 1});
  CHECK(row(1).end == SendOutcome::sent);
  stop();
}

TEST(Courier, WhatIsRefusedIsNotTriedAgain) {
  outbox.write(notice(1));
  outbox.write(notice(2));
  sender.next = {SendResult::refused};
  go();
  time.pass(48h);
  check_sent({1, 2});
  CHECK(row(1).end == SendOutcome::given_up);
  STRCMP_EQUAL("scripted", row(1).why.c_str());
  CHECK(row(2).end == SendOutcome::sent);
  stop();
}

TEST(Courier, AnUnclearAnswerIsRepeatedSeldomAndNotForEver) {
  outbox.write(notice(1));
  sender.otherwise = SendResult::unclear;
  go();
  CHECK_TRUE(row(1).unclear);
  time.pass(std::chrono::hours{24 * 20});
  LONGS_EQUAL(most_unclear_tries, sender.sent.size());
  CHECK(row(1).end == SendOutcome::given_up);
  stop();
}

TEST(Courier, ASenderThatThrowsCountsAsUnclear) {
  outbox.write(notice(1));
  sender.next = {std::nullopt};
  go();
  CHECK_TRUE(row(1).unclear);
  time.pass(2min);
  check_sent({1, 1});
  CHECK(row(1).end == SendOutcome::sent);
  LONGS_EQUAL(1, courier->state().again);
  stop();
}

TEST(Courier, AChannelThatIsDownCostsNoNoticeATry) {
  outbox.write(notice(1));
  outbox.write(notice(2));
  sender.next = {SendResult::channel_down, SendResult::channel_down};
  go();
  check_sent({1});
  LONGS_EQUAL(1, courier->state().failures);
  STRCMP_EQUAL("scripted", courier->state().trouble.c_str());
  LONGS_EQUAL(0, row(1).tries);
  outbox.write(notice(3));  // does not end the pause
  time.settle();
  check_sent({1});
  time.pass(5s);
  LONGS_EQUAL(2, sender.sent.size());
  time.pass(10s);
  LONGS_EQUAL(5, sender.sent.size());
  LONGS_EQUAL(0, courier->state().failures);
  for (const int number : {1, 2, 3}) {
    CHECK(row(number).end == SendOutcome::sent);
  }
  stop();
}

TEST(Courier, WhatSaysNothingUsefulAnyMoreIsNotSent) {
  auto late = notice(1, NoticeKind::reminder_hours);
  late.useless_from = start;
  outbox.write(late);
  go();
  check_sent({});
  CHECK(row(1).end == SendOutcome::given_up);
  stop();
}

TEST(Courier, KeepsItsRateAndStillSendsWhatCannotWaitSoon) {
  for (int i = 1; i <= 100; ++i) {
    outbox.write(notice(i));
  }
  go({.per_minute = 30});
  time.pass(10s);
  LONGS_EQUAL(6, sender.sent.size());
  outbox.write(notice(101, NoticeKind::confirm_contact));
  time.pass(14s);
  CHECK_TRUE(row(101).end == SendOutcome::sent);
  LONGS_EQUAL(13, sender.sent.size());
  time.pass(36s);
  LONGS_EQUAL(31, sender.sent.size());
  for (std::size_t i = 1; i < sender.at.size(); ++i) {
    LONGS_EQUAL(2000, (sender.at[i] - sender.at[i - 1]).count());
  }
  stop();
}

TEST(Courier, AStoreThatFailsIsAskedAgainAndNothingIsSentTwice) {
  for (int i = 1; i <= 20; ++i) {
    outbox.write(notice(i));
  }
  sender.on_send = [this] {
    if (sender.sent.size() == 3) {
      outbox.failing = 3;
    }
  };
  go();
  CHECK_TRUE(sender.sent.size() <= 3 + CourierOptions{}.unsettled);  // it does not run ahead of a store that fails
  time.pass(2min);
  LONGS_EQUAL(20, sender.sent.size());
  for (int i = 1; i <= 20; ++i) {
    CHECK(row(i).end == SendOutcome::sent);
    LONGS_EQUAL(1, row(i).tries);
  }

  outbox.failing = 4;  // take
  outbox.write(notice(21));
  time.pass(5min);
  CHECK(row(21).end == SendOutcome::sent);
  stop();
}

TEST(Courier, StopsAfterWhatIsOnItsWayAndLeavesTheRest) {
  for (int i = 1; i <= 5; ++i) {
    outbox.write(notice(i));
  }
  sender.on_send = [this] {
    if (sender.sent.size() == 2) {
      courier->stop();
    }
  };
  go();
  CHECK_TRUE(ended);
  LONGS_EQUAL(2, sender.sent.size());
  for (int i = 1; i <= 5; ++i) {
    CHECK_EQUAL(i <= 2, row(i).end.has_value());
    CHECK_TRUE(row(i).leased_until <= start);
  }
}

TEST(Courier, StopsAlsoWhenTheStoreRefuses) {
  outbox.write(notice(1));
  sender.on_send = [this] { outbox.failing = 1000; };
  go();
  CHECK_TRUE(!ended);
  stop();
}

TEST(Courier, WaitsBecomeLongerUpToAMost) {
  LONGS_EQUAL(60'000, wait_after_not_now(1, 0).count());
  LONGS_EQUAL(75'000, wait_after_not_now(1, UINT32_MAX).count());
  CHECK(wait_after_not_now(100, 0) == 4h);
  CHECK(wait_after_unclear(0, 0) == 2min);
  CHECK(wait_after_unclear(100, 0) == 24h);
  CHECK(wait_after_failure(1, 0) == 5s);
  CHECK(wait_after_failure(100, 0) == 5min);
}
