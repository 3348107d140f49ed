// Limits how often a client may ask. Each client has a bucket that refills evenly. Memory is bounded: full
// buckets are removed.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "values/office_time.hpp"

namespace antrean::portal {

class RateLimiter {
 public:
  /// Allows `burst` requests at once and `per_second` in the long run. If more than `most_remembered` clients
  /// ask at the same time, new ones are refused.
  RateLimiter(double per_second, double burst, std::size_t most_remembered = 100'000);

  bool take(const std::string& who, MonotonicTime now);
  std::size_t remembered() const { return buckets_.size(); }

 private:
  struct Bucket {
    double tokens = 0;
    MonotonicTime at{};
  };
  double refilled(const Bucket& bucket, MonotonicTime now) const;

  double per_second_;
  double burst_;
  std::size_t most_remembered_;
  std::map<std::string, Bucket> buckets_;
  MonotonicTime swept_{};
};

}  // namespace antrean::portal
