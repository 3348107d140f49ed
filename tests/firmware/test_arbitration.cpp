#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/arbitration.h"

#include <CppUTest/TestHarness.h>

namespace {

constexpr std::uint32_t request_end = 0xFFFFF000;  // the clock wraps in the arbitration

/// Units on one line, in steps of 4 us. Each has its own clock, which is ahead by some time. They hear a byte
/// when it is over; with `see_starts` also when it begins.
struct Talk {
  struct Talker {
    std::uint32_t word;
    std::int32_t ahead = 0;
    arbitration state{};
    bool out = false;
    bool won = false;
    std::uint32_t won_at = 0;
    unsigned sent = 0;
  };
  explicit Talk(rtu_timing times, bool see = false) : timing(times), see_starts(see) {}

  void join(std::uint32_t word, std::int32_t ahead = 0) { talkers.push_back({word, ahead}); }

  void run(std::uint8_t windows) {
    for (auto& talker : talkers) {
      arbitration_start(&talker.state, talker.word << (32 - windows), windows, timing, request_end);
    }
    struct OnLine {
      std::uint32_t begin;
      const Talker* by;
      bool heard = false;
      bool seen = false;
    };
    std::vector<OnLine> bytes;
    const std::uint32_t until = timing.answer_all_us + (windows + 2U) * timing.window_us;
    for (std::uint32_t passed = 0; passed < until; passed += 4) {
      const std::uint32_t now = request_end + passed;
      for (auto& byte : bytes) {
        if (see_starts && !byte.seen && now != byte.begin) {
          byte.seen = true;
          for (auto& talker : talkers) {
            if (&talker != byte.by) {
              arbitration_heard(&talker.state, now + static_cast<std::uint32_t>(talker.ahead));
            }
          }
        }
        if (byte.heard || now - byte.begin < timing.character_us) {
          continue;
        }
        byte.heard = true;
        for (auto& talker : talkers) {
          if (&talker != byte.by) {
            arbitration_heard(&talker.state, byte.begin + static_cast<std::uint32_t>(talker.ahead));
          }
        }
      }
      for (auto& talker : talkers) {
        if (talker.out || talker.won) {
          continue;
        }
        switch (arbitration_poll(&talker.state, now + static_cast<std::uint32_t>(talker.ahead))) {
          case ARBITRATION_WAITS:
            break;
          case ARBITRATION_SENDS:
            ++talker.sent;
            bytes.push_back({now, &talker});
            break;
          case ARBITRATION_WON:
            talker.won = true;
            talker.won_at = now;
            break;
          case ARBITRATION_LOST:
            talker.out = true;
        }
      }
    }
  }

  unsigned winners() const {
    unsigned count = 0;
    for (const auto& talker : talkers) {
      count += talker.won ? 1 : 0;
    }
    return count;
  }
  std::uint32_t winner() const {
    for (const auto& talker : talkers) {
      if (talker.won) {
        return talker.word;
      }
    }
    return 0xFFFFFFFF;
  }

  rtu_timing timing;
  bool see_starts;
  std::vector<Talker> talkers;
};

const rtu_timing speeds[] = {rtu_timing_of(9600, 11), rtu_timing_of(19200, 11), rtu_timing_of(19200, 10),
                             rtu_timing_of(38400, 11), rtu_timing_of(38400, 10)};

}  // namespace

TEST_GROUP(Arbitration){};

TEST(Arbitration, HasTheTimesOfThePublishedProtocol) {
  // max(3.5 characters, 12 bits + 800 us) and max(13 bits, 12 bits + 50 us in whole bits).
  const struct {
    std::uint32_t baud;
    std::uint8_t bits;
    std::uint32_t wait, window;
  } rows[] = {{9600, 11, 4010, 1354}, {19200, 11, 2005, 677}, {19200, 10, 1822, 677},
              {38400, 11, 1113, 365}, {57600, 11, 1008, 260}, {115200, 10, 904, 156}};
  for (const auto& row : rows) {
    const auto timing = rtu_timing_of(row.baud, row.bits);
    LONGS_EQUAL(row.wait, timing.answer_all_us);
    LONGS_EQUAL(row.window, timing.window_us);
  }
}

TEST(Arbitration, IsWonByTheLowestWord) {
  for (const auto& timing : speeds) {
    for (const std::vector<std::uint32_t>& words : {std::vector<std::uint32_t>{0xF01, 0xF02},
                                                    {0x001, 0xF02},
                                                    {0x0F7, 0x0F6, 0x0F5},
                                                    {0xFF0},
                                                    {0x000, 0xFFF},
                                                    {0x015, 0x01D, 0x115, 0xF01},
                                                    {0xF07, 0xF0F, 0xF17, 0xF1F, 0xF2F, 0xFF7}}) {
      Talk talk{timing};
      std::uint32_t lowest = 0xFFFFFFFF;
      for (const auto word : words) {
        talk.join(word);
        lowest = std::min(lowest, word);
      }
      talk.run(12);
      LONGS_EQUAL(1, talk.winners());
      UNSIGNED_LONGS_EQUAL(lowest, talk.winner());
    }
  }
}

TEST(Arbitration, IsWonByTheLowestOfAnyTwoWords) {
  for (std::uint32_t one = 0; one < 64; ++one) {
    for (std::uint32_t other = 0; other < 64; ++other) {
      if (one == other) {
        continue;
      }
      Talk talk{speeds[1]};
      talk.join(one);
      talk.join(other);
      talk.run(6);
      LONGS_EQUAL(1, talk.winners());
      UNSIGNED_LONGS_EQUAL(std::min(one, other), talk.winner());
    }
  }
}

TEST(Arbitration, TakesAllItsWindowsAndSendsAByteForEachZero) {
  Talk talk{speeds[1]};
  talk.join(0xF15);
  talk.run(12);
  LONGS_EQUAL(5, talk.talkers[0].sent);
  const auto took = talk.talkers[0].won_at - request_end;
  CHECK(took >= 2005 + 12 * 677 && took < 2005 + 12 * 677 + 8);
}

TEST(Arbitration, IsWonByOneThoughTheClocksDiffer) {
  // By a fifth of a window if they see start bits, by an eighth if they only hear whole bytes.
  for (const auto& [timing, see_starts] : [] {
         std::vector<std::pair<rtu_timing, bool>> all;
         for (const auto& each : speeds) {
           all.emplace_back(each, true);
           all.emplace_back(each, false);
         }
         return all;
       }()) {
    const auto most = static_cast<std::int32_t>(timing.window_us / (see_starts ? 5 : 8));
    for (const std::int32_t ahead : {-most, -most / 2, 0, most / 2, most}) {
      for (const auto& [one, other] :
           {std::pair{0x015U, 0x01DU}, {0xF01U, 0xF02U}, {0x0F7U, 0x0F6U}, {0x115U, 0x01DU}, {0xF55U, 0xFAAU}}) {
        Talk talk{timing, see_starts};
        talk.join(one);
        talk.join(other, ahead);
        talk.run(12);
        LONGS_EQUAL(1, talk.winners());
        UNSIGNED_LONGS_EQUAL(std::min(one, other), talk.winner());
      }
    }
  }
}

TEST(Arbitration, HasThirtyTwoWindowsForSerialNumbers) {
  Talk talk{speeds[1]};
  talk.join(0x0D000001);
  talk.join(0x0D00FFFF);
  talk.join(0x0D000002);
  talk.join(0xFD000000);
  talk.run(32);
  LONGS_EQUAL(1, talk.winners());
  UNSIGNED_LONGS_EQUAL(0x0D000001, talk.winner());
}

TEST(Arbitration, IsLeftByAUnitThatIsTooLateForItsByte) {
  const auto timing = speeds[1];
  arbitration state{};
  arbitration_start(&state, 0x00000000, 12, timing, 1000);
  CHECK(arbitration_poll(&state, 1000 + 2004) == ARBITRATION_WAITS);
  CHECK(arbitration_poll(&state, 1000 + 2005 + 338) == ARBITRATION_SENDS);
  LONGS_EQUAL(1000 + 2005 + 677, arbitration_due(&state));
  CHECK(arbitration_poll(&state, 1000 + 2005 + 677 + 339) == ARBITRATION_LOST);
}

TEST(Arbitration, DoesNotSendOverAByteThatHasBegun) {
  const auto timing = speeds[1];
  arbitration state{};
  arbitration_start(&state, 0x7FFFFFFF, 2, timing, 0);
  arbitration_heard(&state, 2005 - 150);  // another's clock is ahead
  CHECK(arbitration_poll(&state, 2005) == ARBITRATION_WAITS);
  CHECK(arbitration_poll(&state, 2005 + 677) == ARBITRATION_WAITS);
  CHECK(arbitration_poll(&state, 2005 + 2 * 677) == ARBITRATION_WON);
}

TEST(Arbitration, IgnoresWhatIsHeardBeforeAndAfterIt) {
  const auto timing = speeds[1];
  arbitration state{};
  arbitration_start(&state, 0xC0000000, 2, timing, 0);
  arbitration_heard(&state, 1000);
  arbitration_heard(&state, 2005 + 2 * 677);
  CHECK(arbitration_poll(&state, 2005 + 2 * 677) == ARBITRATION_WON);
}
