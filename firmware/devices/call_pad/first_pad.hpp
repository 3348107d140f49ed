// Makes of a pad's firmware one of an earlier layout (wire/README.md), as it may still hang in an office. For
// simulated lines.
#pragma once

#include "devices/call_pad/call_pad.h"

namespace antrean::device {

/// The holding registers that were there before 2.1: neither the serial number nor kinds of presses.
inline bool has_older_holding(unsigned at, unsigned end) {
  return end <= WIRE_PAD_KINDS && (end <= WIRE_PAD_SERIAL || at >= WIRE_PAD_LAMPS);
}

/// 1.0: it has no news by button, and says so. Call it after each call_pad_init.
inline void become_first_pad(call_pad& pad) {
  static const rtu_map ours = *pad.slave.map;
  static const rtu_map first = [] {
    rtu_map map = ours;
    map.identity = "antrean-pad 1.0";
    map.news = nullptr;
    map.read = [](void* device, rtu_space space, std::uint16_t at, std::uint16_t count, std::uint16_t* values) {
      const unsigned end = at + unsigned{count};
      const bool known =
          space == RTU_INPUT ? end <= WIRE_PAD_IN_NEWS + 1U : end <= WIRE_PAD_NEWS + 1U && has_older_holding(at, end);
      return known ? ours.read(device, space, at, count, values) : std::uint8_t{RTU_ILLEGAL_ADDRESS};
    };
    return map;
  }();
  pad.slave.map = &first;
  pad.slave.fast = nullptr;
}

/// 2.0: it tells no kinds of presses apart. Call it after each call_pad_init.
inline void become_second_pad(call_pad& pad) {
  static const rtu_map ours = *pad.slave.map;
  static const rtu_map second = [] {
    rtu_map map = ours;
    map.identity = "antrean-pad 2.0";
    map.read = [](void* device, rtu_space space, std::uint16_t at, std::uint16_t count, std::uint16_t* values) {
      const bool known = space == RTU_INPUT || has_older_holding(at, at + unsigned{count});
      return known ? ours.read(device, space, at, count, values) : std::uint8_t{RTU_ILLEGAL_ADDRESS};
    };
    return map;
  }();
  pad.slave.map = &second;
}

}  // namespace antrean::device
