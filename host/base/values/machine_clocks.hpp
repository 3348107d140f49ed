// A moment by the two clocks of a machine. Kept, it tells later how long ago it was, although the wall clock
// may have been set and the machine may have started again meanwhile. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "values/office_time.hpp"

namespace antrean {

struct MachineClocks {
  UtcTime wall{};
  Milliseconds boot{0};  ///< since the machine started, including the time it slept
  friend bool operator==(const MachineClocks&, const MachineClocks&) = default;
};

/// The time from `then` to `now`; nothing if that cannot be known. Where both clocks agree nothing happened
/// to either. If they do not, the machine started again, or somebody set the wall clock. Only a wall clock
/// that is known to be right can tell then: one without a battery goes on, after an hour without power, where
/// it was.
inline std::optional<Milliseconds> passed(const MachineClocks& then, const MachineClocks& now, bool wall_is_right) {
  constexpr Milliseconds tolerance{2'000};
  const Milliseconds by_wall = now.wall - then.wall;
  const Milliseconds by_boot = now.boot - then.boot;
  if (by_boot >= Milliseconds{0} && std::max(by_wall - by_boot, by_boot - by_wall) <= tolerance) {
    return by_boot;
  }
  return wall_is_right && by_wall >= Milliseconds{0} ? std::optional{by_wall} : std::nullopt;
}

}  // namespace antrean
