// When something that did not work is tried again. Pure; chance is an argument, so that many portals and many
// notices do not come back in the same second.
#pragma once

#include <cstdint>

#include "values/office_time.hpp"

namespace antrean::portal {

/// After the `tries`th try (from 1) that surely did not deliver: 1 minute, then longer, 4 hours at most. A
/// server that grey-lists wants some minutes; one whose disk is full, hours.
Milliseconds wait_after_not_now(int tries, std::uint32_t chance);

/// After the `tries`th try without an answer: 2 minutes, then much longer, a day at most. Each may give the
/// person one more copy.
Milliseconds wait_after_unclear(int tries, std::uint32_t chance);

/// After the `failures`th failure in a row of the channel itself, or of the store: 5 seconds, then longer, 5
/// minutes at most.
Milliseconds wait_after_failure(int failures, std::uint32_t chance);

/// With these waits about 5 days, as long as mail servers keep trying (RFC 5321, 4.5.4.1). Tries are counted,
/// not days: a clock that leaps gives nothing up.
inline constexpr int most_tries = 37;
/// So many copies of one message are enough, whatever the server does.
inline constexpr int most_unclear_tries = 6;

}  // namespace antrean::portal
