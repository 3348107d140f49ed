// The blocking half of ModbusLine: a port or connection that libmodbus opens and configures, and the
// exchanges over it (serial_exchange.hpp, tcp_exchange.hpp). The exchanges are our own, because libmodbus
// takes the first bytes that come for the answer. Everything here runs on the line's worker.
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

  /// Closes what is open and opens it by name. nullopt: it is open; otherwise what went wrong and what to do.
  std::optional<Bilingual> reopen();
  /// Waits until the line is free, sends the request and receives the answer.
  Finished exchange(const Request& request, Nanoseconds allowance);
  /// Waits until the line is free after the last exchange: t3.5 and, after a broadcast, the time that the
  /// units may take.
  void rest();
  /// Called while all units are silent. Says what is wrong with the line itself: a serial port that is no
  /// longer the device its path names; a gateway in another mode; a connection that carried no answer for 3
  /// s, because the other end may be lost without notice. nullopt: nothing could be seen; a connection may
  /// have been opened again to find out.
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
  bool asked_in_serial_ = false;  // since the last answer on this connection
};

}  // namespace antrean::bus
