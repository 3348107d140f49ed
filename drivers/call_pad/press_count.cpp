#include "call_pad/press_count.hpp"

#include <algorithm>
#include <utility>

namespace antrean {
namespace {

constexpr std::chrono::seconds shortly{2};
/// More presses of one button than a person makes in that time.
constexpr std::uint32_t few_presses = 10;
constexpr std::uint32_t half_of_16_bits = 0x8000;

}  // namespace

void PressEdges::down(ButtonSet buttons, MonotonicTime now) {
  for (unsigned button = 0; button < button_count; ++button) {
    ButtonState& state = states_[button];
    if ((buttons >> button & 1U) != 0 && state.up_since && now - *state.up_since >= debounce_) {
      state.ready = true;
    }
  }
  was_down(buttons);
}

void PressEdges::was_down(ButtonSet buttons) {
  for (unsigned button = 0; button < button_count; ++button) {
    if ((buttons >> button & 1U) == 0) {
      continue;
    }
    ButtonState& state = states_[button];
    state.up_since.reset();
    if (std::exchange(state.ready, false)) {
      ++counts_[button];
    }
  }
}

void PressEdges::up(ButtonSet buttons, MonotonicTime now) {
  for (unsigned button = 0; button < button_count; ++button) {
    if ((buttons >> button & 1U) == 0) {
      continue;
    }
    ButtonState& state = states_[button];
    if (!state.up_since) {
      state.up_since = now;
    } else if (now - *state.up_since >= debounce_) {
      state.ready = true;
    }
  }
}

void PressEdges::forget() { states_.fill({}); }

ButtonSet PressEdges::not_ready() const {
  unsigned set = 0;
  for (unsigned button = 0; button < button_count; ++button) {
    set |= states_[button].ready ? 0U : 1U << button;
  }
  return static_cast<ButtonSet>(set);
}

bool ModuleCounters::restarted(const std::array<std::uint32_t, button_count>& counts, MonotonicTime now) {
  const bool lately = last_ && now - read_at_ <= shortly;
  const auto before = std::exchange(last_, counts);
  read_at_ = now;
  if (!before) {
    return false;  // whether it restarted before that, the journalled counts say
  }
  for (std::size_t button = 0; button < button_count; ++button) {
    const std::uint32_t from = (*before)[button];
    const std::uint32_t to = counts[button];
    const bool passed_the_end = !wide_ && lately && static_cast<std::uint16_t>(to - from) <= few_presses;
    if ((to < from && !passed_the_end) || (to > from && to - from >= half_of_16_bits)) {
      return true;
    }
  }
  return false;
}

}  // namespace antrean
