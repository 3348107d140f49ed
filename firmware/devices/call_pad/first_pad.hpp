// Makes of a pad's firmware one of the first layout (wire/README.md), as it may still hang in an office: it
// has no news by button, and says so. For simulated lines.
#pragma once

#include "devices/call_pad/call_pad.h"

namespace antrean::device {

/// Call it after each call_pad_init.
inline void become_first_pad(call_pad& pad) {
  static const rtu_map ours = *pad.slave.map;
  static const rtu_map first = [] {
    rtu_map map = ours;
    map.identity = "antrean-pad 1.0";
    map.news = nullptr;
    map.read = [](void* device, rtu_space space, std::uint16_t at, std::uint16_t count, std::uint16_t* values) {
      const unsigned end = at + unsigned{count};
      const bool known = end <= (space == RTU_INPUT ? WIRE_PAD_IN_NEWS : WIRE_PAD_NEWS) + 1U;
      return known ? ours.read(device, space, at, count, values) : std::uint8_t{RTU_ILLEGAL_ADDRESS};
    };
    return map;
  }();
  pad.slave.map = &first;
  pad.slave.fast = nullptr;
}

}  // namespace antrean::device
