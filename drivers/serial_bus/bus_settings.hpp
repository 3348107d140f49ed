// The settings of a bus. Values only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

#include "serial_bus/wire_time.hpp"

namespace antrean::bus {

struct SerialPort {
  /// /dev/serial/by-path/...: by-path stays the same after replugging; adapters share serial numbers.
  std::string path;
  LineRate rate;  ///< pseudo-terminals have no parity: use Parity::none there
  /// True: the kernel's driver switches the direction (on-board UARTs); adapters do it themselves.
  bool kernel_rs485 = false;
  friend bool operator==(const SerialPort&, const SerialPort&) = default;
};

struct TcpGateway {
  std::string host;
  std::uint16_t port = 502;
  friend bool operator==(const TcpGateway&, const TcpGateway&) = default;
};

struct BusSettings {
  std::string name;  ///< "counters": for logs and health
  std::variant<SerialPort, TcpGateway> where;
  /// Time of a unit before its reply must begin; after that it counts as silent.
  std::chrono::milliseconds unit_allowance{50};
  bool events = true;                              ///< ask all pads, and tell all boards, at once, where they know it
  unsigned offline_after = 3;                      ///< failures in a row
  std::chrono::milliseconds probe_after{1000};     ///< first probe of an offline unit; doubles ...
  std::chrono::milliseconds probe_at_most{5000};   ///< ... up to this
  unsigned probe_percent = 5;                      ///< share of the line's time, at most, for units that do not answer
  unsigned lazy_percent = 2;                       ///< lazy work may slow the round of polls by this much at most
  std::chrono::milliseconds reopen_after{100};     ///< first try to reopen a lost line; doubles ...
  std::chrono::milliseconds reopen_at_most{1000};  ///< ... up to this
  /// A line that was not lost for this long since it was opened is stable.
  std::chrono::milliseconds holds_after{5000};
  /// After refusals only for this long the unit counts as refusing.
  std::chrono::milliseconds refusing_after{10'000};
  friend bool operator==(const BusSettings&, const BusSettings&) = default;
};

}  // namespace antrean::bus
