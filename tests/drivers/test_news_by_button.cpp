#include <algorithm>
#include <deque>
#include <random>

#include "call_pad/news_by_button.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace std::chrono_literals;
using Says = NewsByButton::Says;

namespace {

constexpr std::uint16_t boot = 0x010D;

std::uint16_t word(std::uint16_t boot_id, NewsByButton::Counters counters) {
  return static_cast<std::uint16_t>((boot_id & 0x0F) << 12 | (counters[3] & 7) << 9 | (counters[2] & 7) << 6 |
                                    (counters[1] & 7) << 3 | (counters[0] & 7));
}

}  // namespace

TEST_GROUP(NewsByButton) {
  NewsByButton news;
  MonotonicTime start{1h};

  Says says(NewsByButton::Counters counters, std::chrono::milliseconds asked, std::uint16_t boot_id = boot) {
    return news.word_read(word(boot_id, counters), start + asked, start + asked + 10ms);
  }
  void read(NewsByButton::Counters counters, std::chrono::milliseconds asked = 0ms) {
    news.counters_read(boot, counters, start + asked);
  }
  void counters_are(NewsByButton::Counters counters) { CHECK(news.counters() == counters); }
};

TEST(NewsByButton, SaysNothingBeforeTheCountersWereRead) {
  CHECK(says({0, 0, 0, 0}, 0ms) == Says::read_counters);
  CHECK(news.word_read(0, start, start) == Says::read_counters);
}

TEST(NewsByButton, SaysWhichButtonWasPressed) {
  for (std::size_t button = 0; button < button_count; ++button) {
    for (std::uint16_t presses = 1; presses <= most_presses_by_word; ++presses) {
      NewsByButton::Counters counters{10, 20, 30, 40};
      read(counters);
      CHECK(says(counters, 50ms) == Says::nothing_new);
      counters[button] = static_cast<std::uint16_t>(counters[button] + presses);
      CHECK(says(counters, 100ms) == Says::presses);
      counters_are(counters);
      CHECK(says(counters, 150ms) == Says::nothing_new);
    }
  }
}

TEST(NewsByButton, SaysThatAllWerePressed) {
  read({1, 1, 1, 1});
  CHECK(says({2, 3, 2, 3}, 200ms) == Says::presses);
  counters_are({2, 3, 2, 3});
}

TEST(NewsByButton, GoesOnThroughTheEndsOfItsThreeBitsAndOfTheCounter) {
  for (const unsigned start_from : {0U, 6U, 7U, 8U, 15U, 0x7FFFU, 0xFFFEU, 0xFFFFU}) {
    const auto from = static_cast<std::uint16_t>(start_from);
    read({from, 0xFFFF, 0, 0});
    const auto next = static_cast<std::uint16_t>(from + 1);
    CHECK(says({next, 0, 0, 0}, 100ms) == Says::presses);
    counters_are({next, 0, 0, 0});
  }
}

TEST(NewsByButton, IsCertainForTwoHundredAndSeventyMilliseconds) {
  // From the moment when the certain reading was asked for until this word was heard.
  read({0, 0, 0, 0});
  CHECK(news.word_read(word(boot, {1, 0, 0, 0}), start + 200ms, start + 270ms) == Says::presses);
  read({0, 0, 0, 0});
  CHECK(news.word_read(word(boot, {1, 0, 0, 0}), start + 200ms, start + 270ms + 1ns) == Says::read_counters);
  CHECK(news.word_read(word(boot, {1, 0, 0, 0}), start + 201ms, start + 271ms) == Says::read_counters);
  counters_are({0, 0, 0, 0});
}

TEST(NewsByButton, StaysCertainFromWordToWord) {
  read({0, 0, 0, 0});
  for (std::uint16_t round = 1; round <= 100; ++round) {
    const auto at = round * 250ms;
    CHECK(says({static_cast<std::uint16_t>(round / 2), 0, 0, 0}, at) ==
          (round % 2 == 0 ? Says::presses : Says::nothing_new));
  }
  counters_are({50, 0, 0, 0});
}

TEST(NewsByButton, CountsItsAgeFromWhenAWordWasAskedFor) {
  read({0, 0, 0, 0});
  CHECK(news.word_read(word(boot, {1, 0, 0, 0}), start + 100ms, start + 200ms) == Says::presses);
  CHECK(news.word_read(word(boot, {2, 0, 0, 0}), start + 350ms, start + 371ms) == Says::read_counters);
  read({0, 0, 0, 0});
  CHECK(news.word_read(word(boot, {0, 0, 0, 0}), start + 100ms, start + 200ms) == Says::nothing_new);
  CHECK(news.word_read(word(boot, {1, 0, 0, 0}), start + 350ms, start + 371ms) == Says::read_counters);
}

TEST(NewsByButton, IsNotCertainAgainByAnOldWordWithoutNews) {
  read({0, 0, 0, 0});
  CHECK(says({0, 0, 0, 0}, 1000ms) == Says::nothing_new);  // none, or eight
  CHECK(says({1, 0, 0, 0}, 1100ms) == Says::read_counters);
  CHECK(says({1, 0, 0, 0}, 1150ms) == Says::read_counters);
  read({9, 0, 0, 0}, 1200ms);
  CHECK(says({10, 0, 0, 0}, 1300ms) == Says::presses);
  counters_are({10, 0, 0, 0});
}

TEST(NewsByButton, IsNotCertainWithAnyOtherBootId) {
  for (std::uint16_t other = 0; other < 16; ++other) {
    read({3, 0, 0, 0});
    const auto id = static_cast<std::uint16_t>(boot + other);
    CHECK(says({3, 0, 0, 0}, 50ms, id) == (other == 0 ? Says::nothing_new : Says::read_counters));
    CHECK(says({4, 0, 0, 0}, 100ms) == (other == 0 ? Says::presses : Says::read_counters));
  }
}

TEST(NewsByButton, IsNotCertainAfterAnExchangeFailed) {
  read({0, 0, 0, 0});
  news.lost();
  CHECK(says({0, 0, 0, 0}, 50ms) == Says::nothing_new);
  CHECK(says({1, 0, 0, 0}, 100ms) == Says::read_counters);
  read({1, 0, 0, 0}, 150ms);
  CHECK(says({2, 0, 0, 0}, 200ms) == Says::presses);
}

TEST(NewsByButton, DoesNotTakeAStepBackForPresses) {
  // A late reply to an earlier poll, by one to five presses.
  for (std::uint16_t back = 1; back <= 5; ++back) {
    read({100, 50, 0, 0});
    CHECK(says({static_cast<std::uint16_t>(100 - back), 50, 0, 0}, 100ms) == Says::read_counters);
    CHECK(says({101, 50, 0, 0}, 120ms) == Says::read_counters);
    counters_are({100, 50, 0, 0});
  }
}

TEST(NewsByButton, IsRightWhateverAFingerAndTheTimesOfTheBusAre) {
  // The quickest presses that a pad can count, 40 ms apart, and polls at any distance. What it takes for
  // certain must be what the pad has counted when it composed the word.
  std::mt19937 dice{20261128};
  const auto any = [&](unsigned least, unsigned most) {
    return std::chrono::milliseconds{least + dice() % (most - least)};
  };
  read({0, 0, 0, 0});
  std::deque<MonotonicTime> counted;
  NewsByButton::Counters truth{};
  MonotonicTime now = start;
  MonotonicTime next_press = start + 40ms;
  unsigned certain = 0;
  for (int poll = 0; poll < 200'000; ++poll) {
    now += dice() % 8 == 0 ? any(200, 900) : any(15, 260);
    const auto asked = now;
    const auto composed = asked + any(1, 20);
    now = composed + any(1, 20);
    for (; next_press <= composed; next_press += dice() % 50 == 0 ? any(500, 3000) : 40ms) {
      ++truth[dice() % 2];  // two fingers are quicker than the rule allows: the rule is for each button
    }
    const auto says = news.word_read(word(boot, truth), asked, now);
    if (says == Says::read_counters) {
      news.counters_read(boot, truth, asked);
      continue;
    }
    if (says == Says::presses) {
      ++certain;
      CHECK(news.counters() == truth);
    } else if (news.certain_at(now)) {
      CHECK(news.counters() == truth);
    }
  }
  CHECK(certain > 1000);
}
