// An event as a line for people: what happened, to which number, where.
#pragma once

#include <string>

#include "queue/events.hpp"

namespace antrean::cli {

struct EventText {
  std::string number;   ///< of the ticket; of an admission all of them
  std::string counter;  ///< empty: none
  std::string detail;   ///< what else there is to say, as key=value
};

EventText describe(const queue::EventBody& body);

/// "officer sari", "pad pad 3"; "clock" of the system itself.
std::string actor_text(const queue::Actor& actor);

}  // namespace antrean::cli
