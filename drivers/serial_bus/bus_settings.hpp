// A bus as the settings describe it. Values only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

#include "serial_bus/wire_time.hpp"

namespace antrean::bus {

struct SerialPort {
  std::string path;  ///< /dev/serial/by-path/...: by-path survives replugging; adapters share serial numbers
  LineRate rate;     ///< pseudo-terminals carry no parity: Parity::none there
  bool kernel_rs485 =
      false;  ///< let the kernel's driver switch the direction (on-board UARTs); adapters do it themselves
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
  std::chrono::milliseconds unit_allowance{
      50};                                      ///< a unit's own time before its reply begins; then it counts as silent
  unsigned offline_after = 3;                   ///< failures in a row
  std::chrono::milliseconds probe_after{1000};  ///< first probe of an offline unit; doubles ...
  std::chrono::milliseconds probe_at_most{5000};     ///< ... up to here
  unsigned probe_percent = 5;                        ///< of the line's time, at most, for units that do not answer
  unsigned lazy_percent = 2;                         ///< by how much, at most, lazy work slows the round of polls
  std::chrono::milliseconds reopen_after{100};       ///< first try to reopen a lost line; doubles ...
  std::chrono::milliseconds reopen_at_most{1000};    ///< ... up to here
  std::chrono::milliseconds holds_after{5000};       ///< a line that was not lost for so long since it was opened holds
  std::chrono::milliseconds refusing_after{10'000};  ///< refusals only, for so long: nobody can use the unit
  friend bool operator==(const BusSettings&, const BusSettings&) = default;
};

}  // namespace antrean::bus
