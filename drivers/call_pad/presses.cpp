#include "call_pad/presses.hpp"

#include <algorithm>

namespace antrean {

std::string text(const PadId& pad) { return "pad " + std::to_string(pad.address) + " on " + pad.line; }

bool NewPresses::any() const {
  return std::any_of(count.begin(), count.end(), [](auto presses) { return presses != 0; });
}

namespace {

/// Modulo 65536 a step back is a step forward of more than half the range.
bool went_back(std::uint16_t presses) { return presses > 0x8000; }

bool began_again(const PadReading& reading, const AcknowledgedPresses& acknowledged) {
  if (!reading.start_unknown || acknowledged.boot_id != reading.boot_id) {
    return reading.start_unknown;
  }
  for (std::size_t button = 0; button < button_count; ++button) {
    if (went_back(static_cast<std::uint16_t>(reading.counters[button] - acknowledged.counters[button]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

NewPresses presses_since(const PadReading& reading, const std::optional<AcknowledgedPresses>& acknowledged,
                         std::uint16_t most) {
  NewPresses result;
  result.acknowledge = {.boot_id = reading.boot_id, .counters = reading.counters};
  if (!acknowledged) {
    return result;
  }
  if (began_again(reading, *acknowledged)) {
    result.restarted = true;
    for (std::size_t button = 0; button < button_count; ++button) {
      if (reading.counters[button] != 0) {
        result.unsure |= set_of(static_cast<Button>(button));
      }
    }
    return result;
  }
  result.restarted = acknowledged->boot_id != reading.boot_id;
  for (std::size_t button = 0; button < button_count; ++button) {
    const std::uint16_t from = result.restarted ? std::uint16_t{0} : acknowledged->counters[button];
    const auto presses = static_cast<std::uint16_t>(reading.counters[button] - from);
    if (presses > most) {
      const bool back = !result.restarted && went_back(presses);
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
