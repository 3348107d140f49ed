// Settings of the call order that no two offices share: random weights, limits, classes that fill,
// preferences, pools shared by stages, rules for one class, skills. For the simulated days, so that the order
// of calls is tried in all of them and not only as one office has it.
#pragma once

#include <cstdint>

#include "queue/plan.hpp"

namespace antrean::simulation {

/// Changes what decides who is called next; the same for the same seed. What Plan::make wants still holds:
/// every line has a counter that serves it, for every class.
void vary_the_order(queue::PlanSettings& settings, std::uint64_t seed);

}  // namespace antrean::simulation
