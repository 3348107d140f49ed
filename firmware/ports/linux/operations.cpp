#include "ports/linux/operations.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "ports/linux/pad_unit.hpp"

namespace antrean::device {

namespace json = boost::json;

namespace {

/// The request is invalid. The text goes into the answer.
struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void only(const json::object& asked, std::initializer_list<std::string_view> known) {
  for (const auto& item : asked) {
    bool found = item.key() == "op";
    for (const auto key : known) {
      found = found || item.key() == key;
    }
    if (!found) {
      throw Refused(fmt::format("unknown key '{}'", std::string_view(item.key())));
    }
  }
}

std::int64_t number(const json::object& asked, std::string_view key, std::int64_t otherwise, std::int64_t least,
                    std::int64_t most) {
  const json::value* value = asked.if_contains(key);
  if (!value) {
    return otherwise;
  }
  boost::system::error_code error;
  const auto wanted = value->to_number<std::int64_t>(error);
  if (error || wanted < least || wanted > most) {
    throw Refused(fmt::format("'{}' must be a whole number from {} to {}", key, least, most));
  }
  return wanted;
}

double chance(const json::object& asked, std::string_view key) {
  const json::value* value = asked.if_contains(key);
  if (!value) {
    return 0;
  }
  boost::system::error_code error;
  const auto wanted = value->to_number<double>(error);
  if (error || wanted < 0 || wanted > 1) {
    throw Refused(fmt::format("'{}' must be a chance from 0 to 1", key));
  }
  return wanted;
}

bool flag(const json::object& asked, std::string_view key, bool otherwise) {
  const json::value* value = asked.if_contains(key);
  if (!value) {
    return otherwise;
  }
  if (!value->is_bool()) {
    throw Refused(fmt::format("'{}' must be true or false", key));
  }
  return value->get_bool();
}

int button_of(const json::object& asked) {
  const json::value* value = asked.if_contains("button");
  const int button = value && value->is_string() ? button_named(value->get_string()) : -1;
  if (button < 0) {
    throw Refused("'button' must be next, recall, no_show or done");
  }
  return button;
}

PadUnit& pad_in(Unit& unit) {
  auto* pad = dynamic_cast<PadUnit*>(&unit);
  if (!pad) {
    throw Refused(fmt::format("unit {} is a board, not a pad", unit.address()));
  }
  return *pad;
}

}  // namespace

Unit& Operations::unit_of(const json::object& asked, const char* key) {
  const auto address = number(asked, key, 0, 1, 247);
  if (address == 0) {
    throw Refused(fmt::format("'{}' is missing", key));
  }
  Unit* unit = line_.find(static_cast<std::uint8_t>(address));
  if (!unit) {
    throw Refused(fmt::format("there is no unit {} on this line", address));
  }
  return *unit;
}

json::object Operations::press(const json::object& asked, Micros now) {
  only(asked, {"pad", "button", "ms", "bounces", "bounce_us"});
  PadUnit& pad = pad_in(unit_of(asked, "pad"));
  Press press;
  press.button = button_of(asked);
  press.hold = static_cast<Micros>(number(asked, "ms", 80, 1, 600'000)) * 1000;
  press.bounces = static_cast<int>(number(asked, "bounces", 0, 0, 100));
  press.bounce = static_cast<Micros>(number(asked, "bounce_us", 700, 1, 15'000));
  return {{"edge_us", pad.press(press, now)}};
}

json::object Operations::hold(const json::object& asked, Micros now) {
  only(asked, {"pad", "button", "down"});
  pad_in(unit_of(asked, "pad")).hold(button_of(asked), flag(asked, "down", true), now);
  return {};
}

json::object Operations::show(Micros now) {
  json::array boards;
  json::array pads;
  for (const auto& unit : line_.units()) {
    json::object seen = unit->show(now);
    (seen["kind"] == "pad" ? pads : boards).push_back(std::move(seen));
  }
  return {{"boards", std::move(boards)},
          {"pads", std::move(pads)},
          {"plugged", pty_.is_open()},
          {"line", pty_.is_open() ? json::value(pty_.path()) : json::value(nullptr)}};
}

json::object Operations::set_faults(const json::object& asked) {
  only(asked,
       {"seed", "lost", "flipped", "truncated", "late", "late_ms", "request_lost", "request_flipped", "echo", "units"});
  FaultSettings faults;
  faults.seed = static_cast<std::uint64_t>(number(asked, "seed", 1, 0, std::int64_t{1} << 53));
  faults.lost = chance(asked, "lost");
  faults.flipped = chance(asked, "flipped");
  faults.truncated = chance(asked, "truncated");
  faults.late = chance(asked, "late");
  faults.late_us = static_cast<std::uint64_t>(number(asked, "late_ms", 300, 0, 60'000)) * 1000;
  faults.request_lost = chance(asked, "request_lost");
  faults.request_flipped = chance(asked, "request_flipped");
  faults.echo = flag(asked, "echo", false);
  if (const json::value* units = asked.if_contains("units")) {
    if (!units->is_array()) {
      throw Refused("'units' must be a list of addresses");
    }
    for (const json::value& each : units->get_array()) {
      faults.units.insert(unit_of({{"unit", each}}, "unit").address());
    }
  }
  line_.faults().set(std::move(faults));
  return {};
}

json::object Operations::stats(const json::object& asked) {
  only(asked, {"clear"});
  const LineStats& stats = line_.stats();
  json::object answer{
      {"host_bytes", stats.host_bytes},
      {"unit_bytes", stats.unit_bytes},
      {"good_frames", stats.good_frames},
      {"bad_frames", stats.bad_frames},
      {"replies", stats.replies},
      {"t35_violations", stats.t35_violations},
      {"gaps", stats.gaps},
      {"collisions", stats.collisions},
      {"busy_us", stats.busy_us},
      {"shortest_silence_us", stats.shortest_silence ? json::value(*stats.shortest_silence) : json::value(nullptr)},
      {"dropped_bytes", pty_.dropped()},
      {"character_us", line_.timing().character_us},
      {"t35_us", line_.timing().end_us}};
  if (flag(asked, "clear", false)) {
    line_.forget_stats();
  }
  return answer;
}

json::object Operations::obey(const json::object& asked, Micros now) {
  const json::value* named = asked.if_contains("op");
  if (!named || !named->is_string()) {
    throw Refused("'op' is missing");
  }
  const std::string_view op = named->get_string();
  if (op == "press") {
    return press(asked, now);
  }
  if (op == "hold") {
    return hold(asked, now);
  }
  if (op == "show") {
    return only(asked, {}), show(now);
  }
  if (op == "faults") {
    return set_faults(asked);
  }
  if (op == "stats") {
    return stats(asked);
  }
  if (op == "power") {
    only(asked, {"unit", "on"});
    unit_of(asked, "unit").power(flag(asked, "on", true), now);
  } else if (op == "restart") {
    only(asked, {"unit"});
    unit_of(asked, "unit").restart(now);
  } else if (op == "unplug") {
    only(asked, {});
    pty_.close();
    line_.clear(now);
  } else if (op == "replug") {
    only(asked, {});
    pty_.open();
    return {{"line", pty_.path()}};
  } else {
    throw Refused(fmt::format(
        "unknown op '{}'; known: press, hold, show, power, restart, faults, stats, watch, unplug, replug", op));
  }
  return {};
}

json::object Operations::answer(const json::value& asked, Micros now) {
  json::object answer;
  try {
    if (!asked.is_object()) {
      throw Refused("one JSON object a line is expected");
    }
    line_.advance(now);
    answer = obey(asked.get_object(), now);
    answer["ok"] = true;
    answer["t_us"] = now;
  } catch (const Refused& refused) {
    answer = {{"ok", false}, {"error", refused.what()}};
    // it cannot be plugged in again: no pseudo-terminal, or no room for the link
  } catch (const std::exception& failure) {
    answer = {{"ok", false}, {"error", failure.what()}};
  }
  return answer;
}

}  // namespace antrean::device
