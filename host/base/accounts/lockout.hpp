// How long a name waits after wrong tries at one place: an enrolled machine, or an address where there is
// none. Only there: whoever guesses at one place locks nobody out elsewhere. Pure.
#pragma once

#include <algorithm>

#include "values/office_time.hpp"

namespace antrean::accounts {

inline constexpr int free_tries = 5;
inline constexpr Minutes longest_lock{15};
/// After this long without a try the count begins anew.
inline constexpr std::chrono::hours tries_kept{24};

/// After the n-th wrong try in a row: none before the fifth, then 1, 2, 4, 8, 15, 15 ... minutes.
constexpr Minutes lock_after(int wrong) {
  if (wrong < free_tries) {
    return Minutes{0};
  }
  return std::min(longest_lock, Minutes{1 << std::min(wrong - free_tries, 4)});
}

/// How much of it is left. A clock that was set back since lengthens no lock.
constexpr Milliseconds lock_left(int wrong, UtcTime last, UtcTime now) {
  const Milliseconds whole = lock_after(wrong);
  return std::clamp(whole - (now - last), Milliseconds{0}, whole);
}

}  // namespace antrean::accounts
