// The condition of a device as its driver knows it: for alarms, `antrean doctor` and /health. A value; take
// it on the io thread.
#pragma once

#include <cstdint>
#include <string>

#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean {

enum class DeviceState : std::uint8_t {
  unknown,   ///< not asked yet since the start, or its line is not available
  online,    ///< it answers and carries out requests
  refusing,  ///< it answers, but has refused everything for some time
  offline,   ///< it does not answer
  wrong      ///< it answers and takes what it is told, but shows something else
};

struct DeviceHealth {
  /// The results of requests, counted.
  struct Counts {
    std::uint64_t exchanges = 0;  ///< requests sent to it, answered or not
    std::uint64_t timeouts = 0;   ///< no answer, or an answer that stopped in the middle
    std::uint64_t damaged = 0;    ///< bad checksum, wrong sender or an answer that does not fit the request
    std::uint64_t refused = 0;    ///< answered, with a Modbus exception
  };

  std::string name;   ///< as in the settings: "board 21 on counters"
  std::string place;  ///< where it stands, in the words of the people there: "Loket 2"; "" when not set
  DeviceState state = DeviceState::unknown;
  MonotonicTime since{};  ///< when `state` got its value
  /// It cannot be asked what it shows. While it is online it was told the right thing, and nobody knows
  /// whether it shows that.
  bool told_only = false;
  std::string last_error;     ///< in words, with what to check; "": none since the start; kept after recovery
  std::string advice;         ///< while online: what somebody should see to soon; "": nothing
  std::string last_error_id;  ///< the same in Indonesian; "" if the driver has it in English only
  MonotonicTime last_error_at{};
  std::uint64_t exchanges = 0;  ///< requests sent to it, answered or not
  std::uint64_t timeouts = 0;   ///< no answer, or an answer that stopped in the middle
  std::uint64_t damaged = 0;    ///< bad checksum, wrong sender or an answer that does not fit the request
  std::uint64_t refused = 0;    ///< answered, with a Modbus exception
  std::uint64_t noise = 0;      ///< bytes that were skipped to find its answers
  unsigned refusals_in_a_row = 0;
  Counts recent;  ///< of the last five minutes, without the time while it was offline
};

}  // namespace antrean
