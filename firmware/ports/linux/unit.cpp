#include "ports/linux/unit.hpp"

#include <utility>

namespace antrean::device {

namespace json = boost::json;

Unit::Unit(std::uint8_t address, rtu_timing timing, std::uint16_t boot_id)
    : address_(address), timing_(timing), boot_id_(boot_id) {}

void Unit::power(bool on, Micros now) {
  if (on == powered_) {
    return;
  }
  powered_ = on;
  if (on) {
    if (++boot_id_ == 0) {
      boot_id_ = 1;
    }
    start(now);
  }
  tell_visible(now);
}

void Unit::restart(Micros now) {
  power(false, now);
  power(true, now);
}

void Unit::byte(std::uint8_t value, Micros end) {
  if (powered_) {
    rtu_slave_byte(&slave(), value, part_clock(end));
  }
}

std::span<const std::uint8_t> Unit::poll(Micros now) {
  if (!powered_) {
    return {};
  }
  const std::uint8_t length = run(now);
  if (length == 0) {
    // A unit is made for the speed of its line, which it has as format 0. With another it hears nothing more.
    if (rtu_slave_apply_settings(&slave(), part_clock(now)) && slave().settings->active.format == 0) {
      rtu_receiver_init(&slave().receiver, timing_);
    }
  }
  tell_visible(now);
  return {slave().reply, length};
}

std::optional<Micros> Unit::arbitration_due(Micros now) {
  if (!powered_ || !rtu_slave_arbitrates(&slave())) {
    return std::nullopt;
  }
  const auto ahead = static_cast<std::int32_t>(rtu_slave_arbitration_due(&slave()) - part_clock(now));
  return ahead <= 0 ? now : now + static_cast<Micros>(ahead);
}

json::object Unit::counters() {
  const rtu_counters& counters = slave().counters;
  return {{"bus_messages", counters.bus_messages}, {"communication_errors", counters.communication_errors},
          {"exceptions", counters.exceptions},     {"messages", counters.messages},
          {"no_responses", counters.no_responses}, {"overruns", counters.overruns}};
}

void Unit::tell(json::object what, Micros now) const {
  if (!changes_) {
    return;
  }
  what["unit"] = address_;
  what["t_us"] = now;
  changes_(what);
}

void Unit::tell_visible(Micros now) {
  if (!changes_) {
    return;
  }
  Look now_seen = look();
  now_seen.back() = powered_ ? 1 : 0;
  if (told_ == now_seen) {
    return;
  }
  told_ = now_seen;
  json::object seen = visible();
  seen["powered"] = powered_;
  tell(std::move(seen), now);
}

}  // namespace antrean::device
