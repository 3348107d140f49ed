// What goes wrong: a plan's faults, put on the agenda.
#pragma once

#include "room.hpp"

namespace antrean::simulation {

void put_on_agenda(const Fault& fault, Room& room);

}  // namespace antrean::simulation
