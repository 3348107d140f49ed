// The blocking half of ModbusLine: one modbus_t and what libmodbus leaves to its user. Everything here runs on the
// line's lane.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <modbus/modbus.h>

#include "serial_bus/bus_settings.hpp"
#include "serial_bus/exchange.hpp"
#include "serial_bus/reply_lag.hpp"
#include "serial_bus/wake_up.hpp"

namespace antrean::bus {

class ModbusPort {
 public:
  explicit ModbusPort(std::variant<SerialPort, TcpGateway> where);

  /// Closes what is open, opens by name. nullopt: open; else what went wrong and what to do.
  std::optional<std::string> reopen();
  /// Waits until the line is free, asks and hears the answer.
  Finished exchange(const Request& request, Nanoseconds allowance);
  /// Waits until the line is free after the last exchange: t3.5 and, after a broadcast, what the units may take.
  void rest();
  /// The open port is still what its path names; asked when all units are silent. A TCP connection that
  /// carried no answer for 3 s is not: the other end may be gone without a word.
  bool still_there() const;

 private:
  struct Free {
    void operator()(modbus_t* context) const;
  };
  using Context = std::unique_ptr<modbus_t, Free>;

  std::optional<std::string> open_serial(const SerialPort& port);
  std::optional<std::string> open_tcp(const TcpGateway& gateway);
  Outcome transact(const Request& request, Nanoseconds allowance);
  /// Reads frames until one answers `request`, or `first_byte_by` passes without another one beginning.
  /// `begun`: there are bytes already. `first_frame`: nothing else came before the answer.
  Outcome receive(const Request& request, MonotonicTime first_byte_by, bool begun, bool& first_frame);
  bool swallow_echo(const std::vector<std::uint8_t>& sent);
  void drain();
  Nanoseconds characters(std::size_t count) const;
  Nanoseconds gap() const;
  bool readable_by(MonotonicTime until) const;
  std::size_t bytes_there() const;

  const std::variant<SerialPort, TcpGateway> where_;
  Context context_;
  MonotonicTime sent_{};
  MonotonicTime free_at_{};
  std::optional<MonotonicTime> silent_since_;  // this exchange's line, when that was seen; else since its end
  std::array<ReplyLag, 256> lag_{};            // by unit
  WakeUp wake_up_;
  MonotonicTime last_answer_{};
  bool answered_ = false;      // somebody did, since the port was opened
  bool echoes_ = false;        // the adapter hears itself: what we send comes back first
  bool suspect_echo_ = false;  // only damage so far: look whether it is our own request
};

}  // namespace antrean::bus
