// The results of the exchanges of the last five minutes, so that a line is judged by its present condition.
// Pure; time is an argument. It has slots of half a minute, so that old results leave gradually.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "values/device_health.hpp"

namespace antrean::bus {

class RecentExchanges {
 public:
  /// The counts of the slot of `now`, to add to.
  DeviceHealth::Counts& at(MonotonicTime now) {
    const auto number = number_of(now);
    auto& slot = slots_[static_cast<std::size_t>(number) % slots_.size()];
    if (slot.number != number) {
      slot = {.number = number, .counts = {}};
    }
    return slot.counts;
  }

  /// The sum of the last five minutes before `now`, exact to half a minute.
  DeviceHealth::Counts sum(MonotonicTime now) const {
    const auto oldest = number_of(now) - static_cast<std::int64_t>(slots_.size()) + 1;
    DeviceHealth::Counts all;
    for (const auto& slot : slots_) {
      if (slot.number >= oldest) {
        all.exchanges += slot.counts.exchanges;
        all.timeouts += slot.counts.timeouts;
        all.damaged += slot.counts.damaged;
        all.refused += slot.counts.refused;
      }
    }
    return all;
  }

  void clear() { slots_.fill({}); }

 private:
  static constexpr std::chrono::seconds slot_lasts{30};
  static std::int64_t number_of(MonotonicTime now) { return now.time_since_epoch() / slot_lasts; }

  struct Slot {
    std::int64_t number = -1;
    DeviceHealth::Counts counts;
  };
  std::array<Slot, 10> slots_{};
};

}  // namespace antrean::bus
