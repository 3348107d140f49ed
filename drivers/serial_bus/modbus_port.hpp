// The blocking half of ModbusLine: a port or connection that libmodbus opens and sets, and the exchanges over
// it (serial_exchange.hpp, tcp_exchange.hpp), which are ours: libmodbus takes what comes first for the
// answer. Everything here runs on the line's worker.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include <modbus/modbus.h>

#include "serial_bus/bus_settings.hpp"
#include "serial_bus/descriptor_channel.hpp"
#include "serial_bus/exchange.hpp"
#include "serial_bus/serial_exchange.hpp"
#include "serial_bus/tcp_exchange.hpp"

namespace antrean::bus {

class ModbusPort {
 public:
  explicit ModbusPort(std::variant<SerialPort, TcpGateway> where);
  ModbusPort(const ModbusPort&) = delete;
  ModbusPort& operator=(const ModbusPort&) = delete;

  /// Closes what is open, opens by name. nullopt: open; else what went wrong and what to do.
  std::optional<Bilingual> reopen();
  /// Waits until the line is free, asks and hears the answer.
  Finished exchange(const Request& request, Nanoseconds allowance);
  /// Waits until the line is free after the last exchange: t3.5 and, after a broadcast, what the units may
  /// take.
  void rest();
  /// Asked when all units are silent: what is wrong with the line itself. A serial port that is no longer
  /// what its path names; a gateway in another mode; a connection that carried no answer for 3 s: the other
  /// end may be gone without a word. nullopt: nothing that could be seen; a connection may have been opened
  /// again to find out.
  std::optional<Bilingual> trouble();

 private:
  struct Free {
    void operator()(modbus_t* context) const;
  };
  using Context = std::unique_ptr<modbus_t, Free>;

  std::optional<Bilingual> open_serial(const SerialPort& port);
  std::optional<Bilingual> open_tcp(const TcpGateway& gateway);
  std::optional<Bilingual> serial_trouble(const SerialPort& port) const;
  std::optional<Bilingual> tcp_trouble();
  Bilingual with_place(Bilingual words) const;
  Bilingual lost_in_words(int error) const;

  const std::variant<SerialPort, TcpGateway> where_;
  Context context_;
  DescriptorChannel channel_;
  std::variant<SerialExchange, TcpExchange> exchange_;
  bool asked_in_serial_ = false;  // since somebody answered on a connection
};

}  // namespace antrean::bus
