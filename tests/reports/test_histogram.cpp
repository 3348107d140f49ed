#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "reports/histogram.hpp"

#include <CppUTest/TestHarness.h>

using antrean::reports::Histogram;

TEST_GROUP(reports_histogram){};

TEST(reports_histogram, EveryLengthIsInABucketOfItsOwnSize) {
  for (std::uint32_t seconds = 0; seconds <= Histogram::longest; ++seconds) {
    const std::size_t bucket = Histogram::bucket_of(seconds);
    CHECK_TRUE(bucket < Histogram::buckets);
    const double off = std::abs(static_cast<double>(Histogram::middle_of(bucket)) - seconds);
    CHECK_TRUE(off * 64 <= seconds);
  }
}

TEST(reports_histogram, BucketsRiseWithTheLength) {
  std::size_t before = 0;
  for (std::uint32_t seconds = 1; seconds <= Histogram::longest; ++seconds) {
    const std::size_t bucket = Histogram::bucket_of(seconds);
    CHECK_TRUE(bucket == before || bucket == before + 1);
    before = bucket;
  }
}

TEST(reports_histogram, QuantilesAreWithinTheStatedError) {
  std::mt19937 random{3};
  std::lognormal_distribution<double> waits{6.5, 1.2};
  std::vector<std::uint32_t> exact;
  Histogram histogram;
  for (int i = 0; i < 10'007; ++i) {
    exact.push_back(static_cast<std::uint32_t>(std::min(waits(random), 600'000.0)));
    histogram.add(exact.back());
  }
  std::sort(exact.begin(), exact.end());
  for (const unsigned percent : {1U, 10U, 50U, 90U, 99U, 100U}) {
    const std::size_t rank = (exact.size() * percent + 99) / 100;
    const double truth = exact[rank - 1];
    CHECK_TRUE(std::abs(*histogram.quantile(percent) - truth) * 64 <= truth);
  }
}

TEST(reports_histogram, NothingHasNoQuantileAndNoMean) {
  const Histogram histogram;
  CHECK_FALSE(histogram.quantile(50).has_value());
  CHECK_FALSE(histogram.mean().has_value());
  CHECK_TRUE(histogram.bytes().empty());
}

TEST(reports_histogram, WhatIsTakenBackLeavesNoTrace) {
  Histogram histogram;
  histogram.add(70);
  const Histogram before = histogram;
  histogram.add(4'000);
  histogram.take_back(4'000);
  CHECK_TRUE(before == histogram);
  CHECK_THROWS(std::logic_error, histogram.take_back(4'000));
}

TEST(reports_histogram, BytesComeBackAndAddUp) {
  Histogram one, other, both;
  for (const std::uint32_t seconds : {0U, 0U, 63U, 64U, 65U, 5'000U, Histogram::longest + 1}) {
    one.add(seconds);
    both.add(seconds);
  }
  other.add(64);
  both.add(64);
  Histogram read;
  Histogram::Read bytes;
  CHECK_TRUE(bytes.bytes(one.bytes()));
  read.add(bytes);
  CHECK_TRUE(one == read);
  CHECK_TRUE(bytes.bytes(other.bytes()));
  read.add(bytes);
  CHECK_TRUE(both == read);
  one.add(other);
  CHECK_TRUE(both == one);
}

TEST(reports_histogram, DamagedBytesAreNoticed) {
  Histogram::Read read;
  CHECK_FALSE(read.bytes("\xff"));
  CHECK_FALSE(read.bytes(std::string("\x01\x02", 2)));
  CHECK_FALSE(read.bytes(std::string("\x01\xff\x7f\x01", 4)));
}
