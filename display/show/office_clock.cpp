#include "show/office_clock.hpp"

namespace antrean::display {

void OfficeClock::hear(UtcTime sent, MonotonicTime tick) {
  at_ = sent;
  heard_ = tick;
}

void OfficeClock::hear_at_least(UtcTime made, MonotonicTime tick) {
  const auto known = now(tick);
  if (!known || *known < made) {
    hear(made, tick);
  }
}

std::optional<UtcTime> OfficeClock::now(MonotonicTime tick) const {
  if (!at_) {
    return std::nullopt;
  }
  return *at_ + std::chrono::floor<Milliseconds>(tick - heard_);
}

}  // namespace antrean::display
