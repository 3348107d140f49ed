// How a device is, as its driver knows it: for alarms, `antrean doctor` and /health. A value, taken on the io thread.
#pragma once

#include <cstdint>
#include <string>

#include "values/office_time.hpp"

namespace antrean {

enum class DeviceState : std::uint8_t { unknown, online, offline };  ///< unknown: not asked yet since start

struct DeviceHealth {
  std::string name;  ///< as in the settings: "board 21 on counters"
  DeviceState state = DeviceState::unknown;
  MonotonicTime since{};   ///< when `state` became so
  std::string last_error;  ///< in words, with what to look at; "" = none since start. Kept after recovery
  MonotonicTime last_error_at{};
  std::uint64_t exchanges = 0;  ///< requests sent to it, answered or not
  std::uint64_t timeouts = 0;   ///< no answer, or one that stopped in the middle
  std::uint64_t damaged = 0;    ///< bad checksum, wrong sender or an answer that does not fit the request
  std::uint64_t refused = 0;    ///< answered, with a Modbus exception
};

}  // namespace antrean
