#include "http/rate_limiter.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace antrean::http {

RateLimiter::RateLimiter(double per_second, double burst, std::size_t most_remembered)
    : per_second_(per_second), burst_(burst), most_remembered_(most_remembered) {}

double RateLimiter::refilled(const Bucket& bucket, MonotonicTime now) const {
  const std::chrono::duration<double> passed = now - bucket.at;
  return std::min(burst_, bucket.tokens + passed.count() * per_second_);
}

RateLimiter::Bucket& RateLimiter::bucket_of(const std::string& who, MonotonicTime now) {
  if (const auto found = young_.find(who); found != young_.end()) {
    return found->second;
  }
  // Old ones leave all at once, which costs nothing a request: after the time a bucket takes to fill they are
  // as good as new, and earlier only where there is no room.
  const bool all_full = now - changed_ > std::chrono::duration<double>(burst_ / per_second_);
  if (all_full || young_.size() >= std::max<std::size_t>(most_remembered_ / 2, 1)) {
    old_ = std::exchange(young_, {});
    changed_ = now;
  }
  Bucket bucket{burst_, now};
  if (const auto found = old_.find(who); found != old_.end()) {
    bucket = found->second;
    old_.erase(found);
  }
  return young_.emplace(who, bucket).first->second;
}

bool RateLimiter::take(const std::string& who, MonotonicTime now) {
  auto& bucket = bucket_of(who, now);
  bucket = {refilled(bucket, now), now};
  if (bucket.tokens < 1) {
    return false;
  }
  bucket.tokens -= 1;
  return true;
}

void RateLimiter::give_back(const std::string& who, MonotonicTime now) {
  auto& bucket = bucket_of(who, now);
  bucket.tokens = std::min(burst_, refilled(bucket, now) + 1);
  bucket.at = now;
}

std::int64_t RateLimiter::seconds_to_next(const std::string& who, MonotonicTime now) {
  const double lacking = 1 - refilled(bucket_of(who, now), now);
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(lacking / per_second_)));
}

}  // namespace antrean::http
