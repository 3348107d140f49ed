// How a device is, as its driver knows it: for alarms, `antrean doctor` and /health. A value, taken on the io
// thread.
#pragma once

#include <cstdint>
#include <string>

#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean {

enum class DeviceState : std::uint8_t {
  unknown,   ///< not asked yet since the start, or its line is away
  online,    ///< it does what it is asked
  refusing,  ///< it answers, and has refused everything for some time
  offline    ///< it does not answer
};

struct DeviceHealth {
  /// What came of requests, counted.
  struct Counts {
    std::uint64_t exchanges = 0;  ///< requests sent to it, answered or not
    std::uint64_t timeouts = 0;   ///< no answer, or one that stopped in the middle
    std::uint64_t damaged = 0;    ///< bad checksum, wrong sender or an answer that does not fit the request
    std::uint64_t refused = 0;    ///< answered, with a Modbus exception
  };

  std::string name;   ///< as in the settings: "board 21 on counters"
  std::string place;  ///< where it stands, as people there say it: "Loket 2"; "" when nobody said
  DeviceState state = DeviceState::unknown;
  MonotonicTime since{};      ///< when `state` became so
  std::string last_error;     ///< in words, with what to look at; "" = none since start. Kept after recovery
  std::string last_error_id;  ///< the same in Indonesian; "" where the driver says it in English only
  MonotonicTime last_error_at{};
  std::uint64_t exchanges = 0;  ///< requests sent to it, answered or not
  std::uint64_t timeouts = 0;   ///< no answer, or one that stopped in the middle
  std::uint64_t damaged = 0;    ///< bad checksum, wrong sender or an answer that does not fit the request
  std::uint64_t refused = 0;    ///< answered, with a Modbus exception
  std::uint64_t noise = 0;      ///< bytes that were passed over to find its answers
  unsigned refusals_in_a_row = 0;
  Counts recent;  ///< of the last five minutes, without those while it was offline
};

}  // namespace antrean
