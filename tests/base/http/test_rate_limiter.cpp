#include "http/rate_limiter.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using antrean::http::RateLimiter;

TEST_GROUP(Allowances){};

TEST(Allowances, GiveABurstThenRefillEvenlyForEachByThemselves) {
  RateLimiter rate_limiter{2.0, 3.0};
  MonotonicTime now{std::chrono::seconds{1}};
  for (int n = 0; n < 3; ++n) {
    CHECK(rate_limiter.take("a", now));
  }
  CHECK_FALSE(rate_limiter.take("a", now));
  CHECK(rate_limiter.take("b", now));
  now += std::chrono::milliseconds{499};
  CHECK_FALSE(rate_limiter.take("a", now));
  now += std::chrono::milliseconds{2};
  CHECK(rate_limiter.take("a", now));
  CHECK_FALSE(rate_limiter.take("a", now));
}

TEST(Allowances, StayBoundedAndForgetTheQuiet) {
  RateLimiter rate_limiter{1.0, 2.0, 10};
  MonotonicTime now{std::chrono::seconds{10}};
  for (int n = 0; n < 50; ++n) {
    rate_limiter.take(std::to_string(n), now);
  }
  CHECK(rate_limiter.remembered() <= 10);
  now += std::chrono::seconds{10};
  CHECK(rate_limiter.take("new", now));
  now += std::chrono::seconds{10};
  CHECK(rate_limiter.take("new", now));
  now += std::chrono::seconds{10};
  CHECK(rate_limiter.take("newer", now));
  LONGS_EQUAL(2, rate_limiter.remembered());
}

TEST(Allowances, AreThereForNewcomersInACrowd) {
  RateLimiter rate_limiter{1.0, 1.0, 1'000};
  const MonotonicTime now{std::chrono::seconds{10}};
  CHECK(rate_limiter.take("greedy", now));
  for (int n = 0; n < 100'000; ++n) {
    CHECK(rate_limiter.take(std::to_string(n), now));
    CHECK_FALSE(rate_limiter.take("greedy", now));
  }
  CHECK(rate_limiter.remembered() <= 1'000);
}
