// Settings of the call order that differ in every office: random weights, limits, classes that fill,
// preferences, pools shared by stages, rules for one class, skills. They are for the simulated days, so that
// the order of calls is tested in all these forms.
#pragma once

#include <cstdint>

#include "queue/plan.hpp"

namespace antrean::simulation {

/// Changes the settings that decide who is called next; the same seed gives the same changes. The rules of
/// Plan::make still hold: every line has a counter that serves it, for every class.
void vary_the_order(queue::PlanSettings& settings, std::uint64_t seed);

}  // namespace antrean::simulation
