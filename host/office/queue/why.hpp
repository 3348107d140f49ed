// One sentence that says why a ticket is next or not yet: for `antrean why`, the console, and the person who
// asks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

/// Absent: no such number today.
std::optional<Bilingual> why(const State& state, const Plan& plan, std::string_view number, UtcTime now);

}  // namespace antrean::queue
