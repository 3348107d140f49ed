// Plays an arbitration (core/arbitration.h) of several units at once, for simulated lines that carry whole
// frames. The units get the bytes FF of each other at their times, so their own code decides who wins.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/rtu_slave.h"

namespace antrean::device {

struct Talker {
  rtu_slave* slave;
  std::function<std::uint8_t(std::uint32_t now_us)> poll;
};

/// After a request was given to all. `now` is moved to the beginning of the answer. The answer, with CRC;
/// empty if nobody takes part.
inline std::vector<std::uint8_t> arbitrate(const std::vector<Talker>& talkers, std::uint32_t& now) {
  for (;;) {
    std::optional<std::uint32_t> next;
    for (const auto& each : talkers) {
      if (rtu_slave_arbitrates(each.slave)) {
        const auto due = rtu_slave_arbitration_due(each.slave);
        next = !next || static_cast<std::int32_t>(due - *next) < 0 ? due : *next;
      }
    }
    if (!next) {
      return {};
    }
    now = *next;
    std::vector<const Talker*> send;
    for (const auto& each : talkers) {
      if (!rtu_slave_arbitrates(each.slave)) {
        continue;
      }
      const auto length = each.poll(now);
      if (length > 1) {
        return {each.slave->reply, each.slave->reply + length};
      }
      if (length == 1) {
        send.push_back(&each);
      }
    }
    for (const auto& each : talkers) {
      const bool sends = std::find(send.begin(), send.end(), &each) != send.end();
      if (!send.empty() && !sends) {
        rtu_slave_byte(each.slave, 0xFF, now + each.slave->receiver.timing.character_us);
      }
    }
  }
}

}  // namespace antrean::device
