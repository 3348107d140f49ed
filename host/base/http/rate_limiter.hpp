// How often somebody may ask: a bucket each that refills evenly. Bounded in memory, and never full: the
// quietest are forgotten first, so a crowd of strangers shuts no newcomer out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "values/office_time.hpp"

namespace antrean::http {

class RateLimiter {
 public:
  /// `burst` at once, `per_second` for ever. Of more than `most_remembered` askers those that asked last are
  /// remembered; who was forgotten begins with a full bucket.
  RateLimiter(double per_second, double burst, std::size_t most_remembered = 100'000);

  bool take(const std::string& who, MonotonicTime now);
  /// What was taken turned out to be no charge: a guess that was right, where only wrong ones count.
  void give_back(const std::string& who, MonotonicTime now);
  /// After how many seconds `take` would give again, 1 at least: for Retry-After.
  std::int64_t seconds_to_next(const std::string& who, MonotonicTime now);
  std::size_t remembered() const { return young_.size() + old_.size(); }

 private:
  struct Bucket {
    double tokens = 0;
    MonotonicTime at{};
  };
  using Buckets = std::unordered_map<std::string, Bucket>;

  double refilled(const Bucket& bucket, MonotonicTime now) const;
  Bucket& bucket_of(const std::string& who, MonotonicTime now);

  double per_second_;
  double burst_;
  std::size_t most_remembered_;
  Buckets young_;  ///< who asked since the two last changed places; at most half of all
  Buckets old_;
  MonotonicTime changed_{};
};

}  // namespace antrean::http
