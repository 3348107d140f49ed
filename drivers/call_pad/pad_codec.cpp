#include "call_pad/pad_codec.hpp"

#include <algorithm>

namespace antrean {
namespace {

using Layout = PadProfile::Layout;

}  // namespace

ButtonSet PadCodec::buttons() const {
  unsigned set = 0;
  for (unsigned button = 0; button < button_count; ++button) {
    set |= inputs_[button] != 0 ? 1U << button : 0U;
  }
  return static_cast<ButtonSet>(set);
}

std::uint8_t PadCodec::last_input() const { return *std::max_element(inputs_.begin(), inputs_.end()); }

bus::Request PadCodec::read(const PadProfile::Area& area) const {
  const bool wide = &area == &profile_.read && profile_.kind == PadProfile::Kind::counter32;
  const unsigned count = area.layout == Layout::bit_mask ? 1U : last_input() * (wide ? 2U : 1U);
  return bus::Request::read(area.function, address_, area.at, static_cast<std::uint16_t>(count));
}

bus::Request PadCodec::clear_latches() const {
  const PadProfile::Clear& clear = *profile_.clear;
  return clear.function == bus::Function::write_coil ? bus::Request::write_coil(address_, clear.at, clear.value != 0)
                                                     : bus::Request::write_register(address_, clear.at, clear.value);
}

bus::Request PadCodec::write_lamps(ButtonSet on, ButtonSet& changed) const {
  const PadProfile::Lamps& lamps = *profile_.lamps;
  const auto is_on = [on](unsigned button) { return (on >> button & 1U) != 0; };
  if (lamps.function == bus::Function::write_coils) {
    changed = 0;
    // Outputs follow the inputs: the lamp of the button at input 3 is at output 3.
    bus::Registers bits(last_input(), 0);
    for (unsigned button = 0; button < button_count; ++button) {
      if (inputs_[button] != 0) {
        bits[inputs_[button] - 1U] = is_on(button) ? 1 : 0;
      }
    }
    return bus::Request::write_coils(address_, lamps.at, std::move(bits));
  }
  unsigned button = 0;
  while ((changed >> button & 1U) == 0) {
    ++button;
  }
  changed = static_cast<ButtonSet>(changed & ~(1U << button));
  const auto at = static_cast<std::uint16_t>(lamps.at + inputs_[button] - 1);
  return lamps.function == bus::Function::write_coil
             ? bus::Request::write_coil(address_, at, is_on(button))
             : bus::Request::write_register(address_, at, is_on(button) ? lamps.on : lamps.off);
}

ButtonSet PadCodec::bits(const PadProfile::Area& area, const bus::Registers& answer) const {
  unsigned set = 0;
  for (unsigned button = 0; button < button_count; ++button) {
    if (inputs_[button] == 0) {
      continue;
    }
    const unsigned input = inputs_[button] - 1U;
    const bool down = area.layout == Layout::bit_mask ? (answer[0] >> input & 1U) != 0 : answer[input] != 0;
    set |= down ? 1U << button : 0U;
  }
  return static_cast<ButtonSet>(set);
}

std::array<std::uint32_t, button_count> PadCodec::counts(const bus::Registers& answer) const {
  std::array<std::uint32_t, button_count> counts{};
  for (std::size_t button = 0; button < button_count; ++button) {
    if (inputs_[button] == 0) {
      continue;
    }
    const std::size_t input = inputs_[button] - 1U;
    if (profile_.kind == PadProfile::Kind::counter16) {
      counts[button] = answer[input];
    } else {
      const std::uint32_t first = answer[2 * input];
      const std::uint32_t second = answer[2 * input + 1];
      counts[button] = profile_.low_word_first ? second << 16 | first : first << 16 | second;
    }
  }
  return counts;
}

}  // namespace antrean
