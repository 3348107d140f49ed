// Why somebody is next, or not yet: one sentence, for `antrean why`, the console, and the person who asks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

struct Why {
  std::string id, en;
};

/// Absent: no such number today.
std::optional<Why> why(const State& state, const Plan& plan, std::string_view number, UtcTime now);

}  // namespace antrean::queue
