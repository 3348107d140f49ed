#include "ports/linux/pad_unit.hpp"

#include <algorithm>

#include <boost/json/array.hpp>

#include "core/segments.h"
#include "devices/call_pad/first_pad.hpp"

namespace antrean::device {

namespace json = boost::json;

namespace {

constexpr std::array<const char*, WIRE_BUTTON_COUNT> button_names{"next", "recall", "no_show", "done"};
constexpr std::array<const char*, 4> pattern_names{"off", "on", "slow", "fast"};
constexpr Micros rest_between_presses = 60'000;

}  // namespace

const char* button_name(int button) {
  return button >= 0 && button < WIRE_BUTTON_COUNT ? button_names[static_cast<std::size_t>(button)] : nullptr;
}

int button_named(std::string_view name) {
  const auto found = std::find(button_names.begin(), button_names.end(), name);
  return found == button_names.end() ? -1 : static_cast<int>(found - button_names.begin());
}

PadUnit::PadUnit(std::uint8_t address, rtu_timing timing, std::uint16_t boot_id, bool first)
    : Unit(address, timing, boot_id), first_(first) {}

Micros PadUnit::press(const Press& press, Micros now) {
  Finger& finger = fingers_[static_cast<std::size_t>(press.button)];
  Micros at = std::max(now, finger.free_at);
  const Micros begins = at;
  const Micros ends = begins + press.hold;
  finger.moves.push_back({at, true, true});
  const auto bounce = [&](bool settles) {
    for (int i = 0; i < press.bounces; ++i) {
      finger.moves.push_back({at += press.bounce, !settles, false});
      finger.moves.push_back({at += press.bounce, settles, false});
    }
  };
  bounce(true);
  at = std::max(at + press.bounce, ends);
  finger.moves.push_back({at, false, false});
  bounce(false);
  finger.free_at = at + rest_between_presses;
  advance(now);
  return begins;
}

void PadUnit::hold(int button, bool down, Micros now) {
  Finger& finger = fingers_[static_cast<std::size_t>(button)];
  finger.moves.push_back({std::max(now, finger.free_at), down, down});
  finger.free_at = std::max(now, finger.free_at);
  advance(now);
}

std::optional<Micros> PadUnit::due() const {
  std::optional<Micros> earliest = steady_at_;
  for (const Finger& finger : fingers_) {
    if (!finger.moves.empty() && (!earliest || finger.moves.front().at < *earliest)) {
      earliest = finger.moves.front().at;
    }
  }
  return earliest;
}

void PadUnit::advance(Micros now) {
  for (auto next = due(); next && *next <= now; next = due()) {
    for (std::size_t button = 0; button < fingers_.size(); ++button) {
      Finger& finger = fingers_[button];
      while (!finger.moves.empty() && finger.moves.front().at <= *next) {
        const auto bit = static_cast<std::uint8_t>(1U << button);
        contacts_ = static_cast<std::uint8_t>(finger.moves.front().closed ? contacts_ | bit : contacts_ & ~bit);
        if (finger.moves.front().press_begins) {
          finger.pressed_at = *next;
        }
        finger.moves.pop_front();
      }
    }
    sample(*next);
  }
}

void PadUnit::sample(Micros now) {
  steady_at_.reset();
  if (!powered()) {
    return;
  }
  const std::uint8_t counted = call_pad_sample(&pad_, contacts_, part_clock(now));
  for (int button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    const press_counter& counter = pad_.buttons[button];
    if (counter.contact != counter.down) {
      const Micros steady = now + PRESS_STEADY_US - (part_clock(now) - counter.contact_since_us);
      if (!steady_at_ || steady < *steady_at_) {
        steady_at_ = steady;
      }
    }
    if ((counted >> button) & 1) {
      tell({{"event", "press"},
            {"button", button_name(button)},
            {"count", counter.presses},
            {"edge_us", fingers_[static_cast<std::size_t>(button)].pressed_at}},
           now);
    }
  }
}

void PadUnit::start(Micros now) {
  const call_pad_setup setup{address(), boot_id(), timing(), 0, first_ ? 0 : serial()};
  call_pad_init(&pad_, &setup, contacts_, part_clock(now));
  if (first_) {
    become_first_pad(pad_);
  }
}

std::uint8_t PadUnit::run(Micros now) {
  sample(now);
  const std::uint8_t reply = call_pad_poll(&pad_, part_clock(now));
  for (std::size_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    const lamp& each = pad_.lamps[button];
    if (each.written == LAMP_REFUSED && each.refusing && each.since_us != flash_since_[button]) {
      flash_since_[button] = each.since_us;
      ++flashes_;
    }
  }
  return reply;
}

Unit::Look PadUnit::look() {
  Look look{};
  if (!powered()) {
    return look;
  }
  char digits[CALL_PAD_DIGITS];
  call_pad_digits(&pad_, digits);
  std::copy(std::begin(digits), std::end(digits), look.begin());
  for (std::size_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    look[2 + button] = pad_.lamps[button].pattern;
  }
  look[6] = pad_.host.silent ? 1 : 0;
  look[7] = pad_.dark ? 1 : 0;
  look[8] = static_cast<std::uint8_t>(flashes_);
  return look;
}

json::object PadUnit::visible() {
  if (!powered()) {
    return {{"event", "pad"}, {"waiting", "  "}};
  }
  char digits[CALL_PAD_DIGITS];
  call_pad_digits(&pad_, digits);
  json::array lamps;
  for (const lamp& each : pad_.lamps) {
    lamps.emplace_back(pattern_names[each.pattern]);
  }
  return {{"event", "pad"},
          {"waiting", std::string(digits, CALL_PAD_DIGITS)},
          {"lamps", std::move(lamps)},
          {"flashes", flashes_},
          {"silent", pad_.host.silent},
          {"dashes", pad_.dark}};
}

json::object PadUnit::show(Micros now) {
  if (powered()) {
    poll(now);
  }
  json::object seen = visible();
  seen.erase("event");
  seen["kind"] = "pad";
  seen["unit"] = address();
  seen["powered"] = powered();
  seen["boot_id"] = boot_id();
  if (!powered()) {
    return seen;
  }
  char digits[CALL_PAD_DIGITS];
  call_pad_digits(&pad_, digits);
  json::array segments;
  for (const char digit : digits) {
    segments.emplace_back(segments_of(digit));
  }
  seen["segments"] = std::move(segments);
  const std::uint8_t lit = call_pad_lit(&pad_, part_clock(now));
  json::object buttons;
  for (int button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    const press_counter& counter = pad_.buttons[button];
    buttons[button_name(button)] = {{"count", counter.presses},
                                    {"down", counter.down},
                                    {"stuck", counter.stuck},
                                    {"lit", ((lit >> button) & 1) != 0},
                                    {"pattern", pad_.lamps[button].pattern},
                                    {"refusing", pad_.lamps[button].refusing}};
  }
  seen["buttons"] = std::move(buttons);
  seen["counters"] = counters();
  return seen;
}

}  // namespace antrean::device
