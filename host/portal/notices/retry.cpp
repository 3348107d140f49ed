#include "notices/retry.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace antrean::portal {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// The step for this try, the last one for all that follow, made up to a quarter longer.
Milliseconds step(std::span<const Milliseconds> steps, int tries, std::uint32_t chance) {
  const auto at = static_cast<std::size_t>(std::max(tries, 1)) - 1;
  const auto least = steps[std::min(at, steps.size() - 1)];
  return least + Milliseconds{least.count() / 4 * static_cast<std::int64_t>(chance) / UINT32_MAX};
}

}  // namespace

Milliseconds wait_after_not_now(int tries, std::uint32_t chance) {
  static constexpr std::array<Milliseconds, 8> steps{minutes{1},  minutes{2}, minutes{5}, minutes{15},
                                                     minutes{30}, hours{1},   hours{2},   hours{4}};
  return step(steps, tries, chance);
}

Milliseconds wait_after_unclear(int tries, std::uint32_t chance) {
  static constexpr std::array<Milliseconds, 5> steps{minutes{2}, minutes{10}, hours{1}, hours{6}, hours{24}};
  return step(steps, tries, chance);
}

Milliseconds wait_after_failure(int failures, std::uint32_t chance) {
  static constexpr std::array<Milliseconds, 6> steps{seconds{5}, seconds{10}, seconds{30},
                                                     minutes{1}, minutes{2},  minutes{5}};
  return step(steps, failures, chance);
}

}  // namespace antrean::portal
