#include "booking/pressure.hpp"

#include <algorithm>

namespace antrean::portal {
namespace {

std::int64_t second_of(MonotonicTime now) {
  return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
}

}  // namespace

void Pressure::forget_old(std::int64_t second) {
  const auto passed = std::clamp<std::int64_t>(second - second_, 0, seconds_counted);
  for (std::int64_t i = 1; i <= passed; ++i) {
    auto& old = each_[static_cast<std::size_t>((second - passed + i) % seconds_counted)];
    count_ -= old;
    old = 0;
  }
  second_ = std::max(second_, second);
}

void Pressure::note(MonotonicTime now, int times) {
  forget_old(second_of(now));
  each_[static_cast<std::size_t>(second_ % seconds_counted)] += times;
  count_ += times;
}

bool Pressure::high(MonotonicTime now) {
  forget_old(second_of(now));
  high_ = count_ > limit_ || (high_ && count_ > limit_ / 2);
  return high_;
}

}  // namespace antrean::portal
