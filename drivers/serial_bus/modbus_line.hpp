// A line through libmodbus, RTU or TCP, on a worker of its own. The modbus_t is made, used and freed only
// there.
//
// libmodbus 3.1.6 opens and configures ports and connections. What it leaves to its user is done here: t3.5
// between frames, broadcasts that do not wait for an answer, error recovery (its own hangs on unplug), old
// bytes, adapters that echo, noise before a reply, transaction ids. Open the line with reopen().
// adapters that echo, noise before a reply, transaction ids. Open it with reopen().
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "serial_bus/bus_settings.hpp"
#include "serial_bus/line.hpp"
#include "worker/worker.hpp"

namespace antrean::bus {

class ModbusPort;

class ModbusLine final : public Line {
 public:
  ModbusLine(boost::asio::io_context& io, const BusSettings& settings);
  ~ModbusLine() override;  ///< joins the worker: waits for the current exchange, at most its timeout

  boost::asio::awaitable<std::optional<Bilingual>> reopen() override;
  boost::asio::awaitable<Finished> exchange(Request request, Nanoseconds allowance) override;
  boost::asio::awaitable<std::optional<Bilingual>> trouble() override;
  MonotonicTime now() const override;
  boost::asio::awaitable<void> rest(MonotonicTime until) override;
  void wake() override;
  Nanoseconds cost(const Request& request) const override;

 private:
  std::variant<SerialPort, TcpGateway> where_;
  std::unique_ptr<ModbusPort> port_;  // used by jobs on the worker only; destroyed after the worker has ended
  boost::asio::steady_timer resting_;
  Worker worker_;  // last, so that it is joined first
};

}  // namespace antrean::bus
