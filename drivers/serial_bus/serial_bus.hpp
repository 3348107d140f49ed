// A bus: one line, its units, and the one coroutine that gives the line to them.
//
//   SerialBus bus{io, settings, std::make_unique<ModbusLine>(io, settings)};
//   RegisterBoard board{bus, {...}};        // attaches itself; units must outlive the running bus
//   asio::co_spawn(io, bus.run(), on_end);  // ends after stop(), when the current exchange is done
//
// Everything here runs on the io thread; the line blocks only on its own worker. A lost line is opened again
// with back-off (reopening.hpp) as long as the bus runs. After that every unit forgets what it sent, and so
// everything is written again. A line is online when a unit has answered on it, or when it stays open
// although no unit answers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "serial_bus/bus_settings.hpp"
#include "serial_bus/event_requests.hpp"
#include "serial_bus/line.hpp"
#include "serial_bus/reopening.hpp"
#include "serial_bus/schedule.hpp"
#include "serial_bus/unit.hpp"
#include "values/device_health.hpp"

namespace antrean::bus {

class SerialBus {
 public:
  /// Called when a unit or the line changes its state, or when the line's trouble changes; for logs and
  /// alarms. The same trouble is reported once, not at every retry. It must not throw.
  using OnChange = std::function<void(const DeviceHealth&)>;

  SerialBus(BusSettings settings, std::unique_ptr<Line> line);
  ~SerialBus();
  SerialBus(const SerialBus&) = delete;
  SerialBus& operator=(const SerialBus&) = delete;

  /// Before run(); throws std::invalid_argument if the address is taken or not 1..247.
  void attach(Unit& unit);
  /// Before run(): a unit that speaks to all others and that nobody asks after: it has no health.
  void attach_for_all(Unit& unit);
  void on_change(OnChange callback);  ///< before run()
  boost::asio::awaitable<void> run();
  void stop();
  void wake();  ///< a unit has something new to send

  /// True if there is more to do than polls: pictures, counters with news, counts and checks that are due.
  bool work_waits() const { return schedule_.work_waits(line_->now()); }
  /// The line's time, which the units are given.
  MonotonicTime now() const { return line_->now(); }

  DeviceHealth health() const;  ///< for the line itself
  DeviceHealth health(const Unit& unit) const;
  /// The line, then the units in the order they were attached. A unit that answered is unknown while the line
  /// is offline.
  std::vector<DeviceHealth> all_health() const;
  const std::string& name() const { return settings_.name; }
  /// Who has news, asked of all units at once. Null behind a gateway, and if the settings say no.
  EventRequests* events() { return speaks_to_all() ? &events_ : nullptr; }
  /// False behind a gateway, and if the settings say no: then nothing is sent to all units at once.
  bool speaks_to_all() const { return carries_any_function() && settings_.events; }
  /// False behind a gateway: it may not know how long the frames of functions that are not Modbus' own are.
  bool carries_any_function() const { return std::holds_alternative<SerialPort>(settings_.where); }

 private:
  boost::asio::awaitable<void> bring_up();
  boost::asio::awaitable<void> rest_until(MonotonicTime until);
  boost::asio::awaitable<void> rest_until_urgent(MonotonicTime until);
  void set_line_state(DeviceState state, const Bilingual& why);
  void lose_line(const Bilingual& why);

  BusSettings settings_;
  std::unique_ptr<Line> line_;
  Schedule schedule_;
  EventRequests events_;
  Reopening reopening_;
  OnChange on_change_;
  DeviceHealth line_health_;
  bool running_ = false;
  bool stopping_ = false;
  bool idle_ = false;  // resting until a unit wants the line
};

}  // namespace antrean::bus
