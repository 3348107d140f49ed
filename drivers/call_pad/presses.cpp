#include "call_pad/presses.hpp"

#include <algorithm>
#include <utility>

namespace antrean {

std::string text(const PadId& pad) { return "pad " + std::to_string(pad.address) + " on " + pad.line; }

ButtonSet NewPresses::pressed() const {
  unsigned buttons = 0;
  for (std::size_t button = 0; button < button_count; ++button) {
    buttons |= count[button] + longs[button] + doubles[button] != 0 ? 1U << button : 0U;
  }
  return static_cast<ButtonSet>(buttons);
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

/// Takes `most` of `from`, or all that is left.
std::uint16_t take(std::uint16_t& from, unsigned most) {
  const auto taken = static_cast<std::uint16_t>(std::min<unsigned>(from, most));
  from = static_cast<std::uint16_t>(from - taken);
  return taken;
}

/// Divides the new presses of a button into their kinds.
void tell_apart(NewPresses& result, const PadReading& reading, std::size_t button, const AcknowledgedPresses& from) {
  const auto has = [button](ButtonSet set) { return (set >> button & 1U) != 0; };
  std::uint16_t& left = result.count[button];
  if (!reading.kind_counts || left == 0 || !has(reading.kinds.longs | reading.kinds.doubles)) {
    return;
  }
  if (take(left, has(reading.undecided) ? 1 : 0) != 0) {
    result.acknowledge.counters[button] = static_cast<std::uint16_t>(reading.counters[button] - 1);
  }
  if (!from.kind_counts) {
    if (std::exchange(left, std::uint16_t{0}) != 0) {
      result.unsure |= set_of(static_cast<Button>(button));
    }
    return;
  }
  // There may be more of a kind than are left: of presses that were only the start to count from.
  if (has(reading.kinds.longs)) {
    const auto longs = reading.kind_counts->longs[button] - from.kind_counts->longs[button];
    result.longs[button] = take(left, static_cast<std::uint8_t>(longs));
  }
  if (has(reading.kinds.doubles)) {
    const auto pairs = reading.kind_counts->doubles[button] - from.kind_counts->doubles[button];
    const unsigned most = left / 2U;
    result.doubles[button] = static_cast<std::uint16_t>(std::min<unsigned>(static_cast<std::uint8_t>(pairs), most));
    take(left, 2U * result.doubles[button]);
  }
}

}  // namespace

NewPresses presses_since(const PadReading& reading, const std::optional<AcknowledgedPresses>& acknowledged,
                         std::uint16_t most) {
  NewPresses result;
  result.acknowledge = {.boot_id = reading.boot_id, .counters = reading.counters, .kind_counts = reading.kind_counts};
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
    return result;
  }
  // A pad that restarted counts all from 0.
  const AcknowledgedPresses from =
      result.restarted ? AcknowledgedPresses{.boot_id = 0, .counters = {}, .kind_counts = KindCounts{}} : *acknowledged;
  for (std::size_t button = 0; button < button_count; ++button) {
    tell_apart(result, reading, button, from);
  }
  return result;
}

}  // namespace antrean
