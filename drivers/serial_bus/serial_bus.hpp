// A bus: one line, its units, and the one coroutine that gives the line to them.
//
//   SerialBus bus{io, settings, std::make_unique<ModbusLine>(io, settings)};
//   RegisterBoard board{bus, {...}};                   // attaches itself; units outlive the running bus
//   asio::co_spawn(io, bus.run(), on_end);             // ends after stop(), when the exchange under way is done
//
// Everything here happens on the io thread; the line does its blocking on its own worker. Lost lines are
// opened again with back-off (reopening.hpp) for as long as the bus runs; then every unit forgets and so is
// written afresh. A line is online when somebody has answered on it, or when it holds though nobody does.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "serial_bus/bus_settings.hpp"
#include "serial_bus/line.hpp"
#include "serial_bus/reopening.hpp"
#include "serial_bus/schedule.hpp"
#include "serial_bus/unit.hpp"
#include "values/device_health.hpp"

namespace antrean::bus {

class SerialBus {
 public:
  /// Told when a unit or the line is in another state, or the line's trouble is another one; for logs and
  /// alarms. The same trouble at every retry is told once. Must not throw.
  using OnChange = std::function<void(const DeviceHealth&)>;

  SerialBus(BusSettings settings, std::unique_ptr<Line> line);
  ~SerialBus();
  SerialBus(const SerialBus&) = delete;
  SerialBus& operator=(const SerialBus&) = delete;

  void attach(Unit& unit);  ///< before run(); throws std::invalid_argument when the address is taken or not 1..247
  void on_change(OnChange callback);  ///< before run()
  boost::asio::awaitable<void> run();
  void stop();
  void wake();  ///< a unit has something new to say

  /// More than polls: pictures, counters with news, counts and checks that are due.
  bool work_waits() const { return schedule_.work_waits(line_->now()); }

  DeviceHealth health() const;  ///< of the line itself
  DeviceHealth health(const Unit& unit) const;
  /// The line, then the units as attached. A unit that answered is unknown while the line is offline.
  std::vector<DeviceHealth> all_health() const;
  const std::string& name() const { return settings_.name; }

 private:
  boost::asio::awaitable<void> bring_up();
  boost::asio::awaitable<void> rest_until(MonotonicTime until);
  boost::asio::awaitable<void> rest_until_urgent(MonotonicTime until);
  void set_line_state(DeviceState state, const Bilingual& why);
  void lose_line(const Bilingual& why);

  BusSettings settings_;
  std::unique_ptr<Line> line_;
  Schedule schedule_;
  Reopening reopening_;
  OnChange on_change_;
  DeviceHealth line_health_;
  bool running_ = false;
  bool stopping_ = false;
  bool idle_ = false;  // resting until somebody wants the line
};

}  // namespace antrean::bus
