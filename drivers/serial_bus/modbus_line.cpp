#include "serial_bus/modbus_line.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "serial_bus/modbus_port.hpp"

namespace antrean::bus {

namespace asio = boost::asio;

ModbusLine::ModbusLine(asio::io_context& io, const BusSettings& settings)
    : where_(settings.where),
      port_(std::make_unique<ModbusPort>(settings.where)),
      resting_(io),
      worker_("bus " + settings.name) {}

ModbusLine::~ModbusLine() { worker_.join(); }

asio::awaitable<std::optional<Bilingual>> ModbusLine::reopen() {
  return worker_.run([port = port_.get()] { return port->reopen(); });
}

asio::awaitable<Finished> ModbusLine::exchange(Request request, Nanoseconds allowance) {
  return worker_.run([this, port = port_.get(), request = std::move(request), allowance] {
    auto finished = port->exchange(request, allowance);
    // The next request is chosen during this rest and finds the worker awake: one sleep instead of two. A
    // request that comes sooner is still first, and waits for the line itself.
    worker_.post([port] { port->rest(); });
    return finished;
  });
}

asio::awaitable<std::optional<Bilingual>> ModbusLine::trouble() {
  return worker_.run([port = port_.get()] { return port->trouble(); });
}

MonotonicTime ModbusLine::now() const { return std::chrono::steady_clock::now(); }

asio::awaitable<void> ModbusLine::rest(MonotonicTime until) {
  boost::system::error_code woken;
  resting_.expires_at(until);
  co_await resting_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

void ModbusLine::wake() { resting_.cancel(); }

Nanoseconds ModbusLine::cost(const Request& request) const {
  const auto* serial = std::get_if<SerialPort>(&where_);
  return serial == nullptr ? Nanoseconds{0} : cost_of(serial->rate, request, Nanoseconds{0});
}

}  // namespace antrean::bus
