// An event as one line for people: what happened, to which number, where.
#pragma once

#include <string>

#include "queue/events.hpp"

namespace antrean::cli {

struct EventText {
  std::string number;   ///< of the ticket; for an admission all numbers
  std::string counter;  ///< empty: no counter
  std::string detail;   ///< the other facts, as key=value
};

EventText describe(const queue::EventBody& body);

/// "officer sari @ Loket 1", "entrance siti (clerk) @ Pintu 1", "pad pad 3 for sari"; "clock" for the system
/// itself.
std::string actor_text(const queue::Actor& actor);

}  // namespace antrean::cli
