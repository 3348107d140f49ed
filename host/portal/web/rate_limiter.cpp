#include "web/rate_limiter.hpp"

#include <algorithm>

namespace antrean::portal {

RateLimiter::RateLimiter(double per_second, double burst, std::size_t most_remembered)
    : per_second_(per_second), burst_(burst), most_remembered_(most_remembered) {}

double RateLimiter::refilled(const Bucket& bucket, MonotonicTime now) const {
  const std::chrono::duration<double> passed = now - bucket.at;
  return std::min(burst_, bucket.tokens + passed.count() * per_second_);
}

bool RateLimiter::take(const std::string& who, MonotonicTime now) {
  // Once in the time that a bucket takes to fill: full buckets need not be kept.
  if (now - swept_ > std::chrono::duration<double>(burst_ / per_second_)) {
    std::erase_if(buckets_, [&](const auto& entry) { return refilled(entry.second, now) >= burst_; });
    swept_ = now;
  }
  if (!buckets_.contains(who) && buckets_.size() >= most_remembered_) {
    return false;
  }
  auto& bucket = buckets_.try_emplace(who, Bucket{burst_, now}).first->second;
  bucket = {refilled(bucket, now), now};
  if (bucket.tokens < 1) {
    return false;
  }
  bucket.tokens -= 1;
  return true;
}

}  // namespace antrean::portal
