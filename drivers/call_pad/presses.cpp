#include "call_pad/presses.hpp"

#include <algorithm>

namespace antrean {

std::string text(const PadId& pad) { return "pad " + std::to_string(pad.address) + " on " + pad.line; }

bool NewPresses::any() const {
  return std::any_of(count.begin(), count.end(), [](auto presses) { return presses != 0; });
}

NewPresses presses_since(const PadReading& reading, const std::optional<AcknowledgedPresses>& acknowledged,
                         std::uint16_t most) {
  NewPresses result;
  result.acknowledge = {.boot_id = reading.boot_id, .counters = reading.counters};
  if (!acknowledged) {
    return result;
  }
  result.restarted = acknowledged->boot_id != reading.boot_id;
  for (std::size_t button = 0; button < button_count; ++button) {
    const std::uint16_t from = result.restarted ? std::uint16_t{0} : acknowledged->counters[button];
    const auto presses = static_cast<std::uint16_t>(reading.counters[button] - from);
    if (presses > most) {
      // Modulo 65536 a step back is a step forward of more than half the range.
      const bool back = !result.restarted && presses > 0x8000;
      result.alarm = back || result.alarm == PressAlarm::backward ? PressAlarm::backward : PressAlarm::implausible;
    }
    result.count[button] = presses;
  }
  if (result.alarm != PressAlarm::none) {
    result.count = {};
  }
  return result;
}

}  // namespace antrean
