#include "bookings/backoff.hpp"

#include <CppUTest/TestHarness.h>

using antrean::bookings::Backoff;
using std::chrono::milliseconds;

TEST_GROUP(PortalBackoff) { Backoff backoff{milliseconds(1000), milliseconds(6000)}; };

TEST(PortalBackoff, DoublesUpToItsMost) {
  for (const int longest : {1000, 2000, 4000, 6000, 6000}) {
    LONGS_EQUAL(longest, backoff.after_failure(0).count());
  }
}

TEST(PortalBackoff, ChanceShortensByUpToHalf) {
  LONGS_EQUAL(501, backoff.after_failure(UINT32_MAX).count());
  LONGS_EQUAL(1500, backoff.after_failure(1u << 31).count());
}

TEST(PortalBackoff, StartsAnewAfterASuccess) {
  backoff.after_failure(0);
  backoff.after_failure(0);
  backoff.after_success();
  LONGS_EQUAL(1000, backoff.after_failure(0).count());
}
