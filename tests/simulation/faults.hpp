// The faults of a plan, put on the agenda.
#pragma once

#include "world.hpp"

namespace antrean::simulation {

void put_on_agenda(const Fault& fault, World& world);

}  // namespace antrean::simulation
