// A bus on a simulated line, run step by step on virtual time.
#pragma once

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "serial_bus/serial_bus.hpp"
#include "simulated_line.hpp"

namespace antrean::test {

template <class SomeLine>
struct BusOn {
  /// Without events: most tests look at polls.
  BusOn()
      : BusOn([] {
          bus::BusSettings settings;
          settings.events = false;
          return settings;
        }()) {}
  explicit BusOn(bus::BusSettings settings) {
    settings.name = "counters";
    auto made = std::make_unique<SomeLine>(io);
    line = made.get();
    bus = std::make_unique<bus::SerialBus>(settings, std::move(made));
    bus->on_change([this](const DeviceHealth& health) { changes.push_back(health); });
  }
  ~BusOn() { end(); }
  /// The bus ends after its exchange, which still tells its unit. Call it before a unit is destroyed that was
  /// made after the bus.
  void end() {
    if constexpr (requires { SomeLine::Fault::none; }) {
      line->fault = [](const bus::Request&) { return SomeLine::Fault::none; };  // what it refers to may be gone
    }
    bus->stop();
    io.restart();
    io.run();
  }

  void start() {
    boost::asio::co_spawn(io, bus->run(), [this](std::exception_ptr error) { ended_with = error; });
    started = line->now();
  }

  /// Steps until `condition` holds, or until `limit` of virtual time has passed; then false.
  template <class Condition>
  bool run_until(Condition condition, std::chrono::nanoseconds limit = std::chrono::seconds{30}) {
    const auto give_up = line->now() + limit;
    while (!condition()) {
      if (line->now() >= give_up) {
        return false;
      }
      io.restart();
      io.poll_one();
    }
    return true;
  }
  void run_for(std::chrono::nanoseconds time) {
    const auto until = line->now() + time;
    run_until([&] { return line->now() >= until; }, time + std::chrono::seconds{1});
  }

  boost::asio::io_context io{1};
  SomeLine* line = nullptr;
  std::unique_ptr<bus::SerialBus> bus;
  std::exception_ptr ended_with;
  MonotonicTime started{};
  std::vector<DeviceHealth> changes;  ///< all changes that the bus reported

  /// How often the bus reported that `name` is in `state`.
  std::size_t told(const std::string& name, DeviceState state) const {
    return static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(), [&](const DeviceHealth& change) {
      return change.name == name && change.state == state;
    }));
  }
};

using BusFixture = BusOn<SimulatedLine>;

}  // namespace antrean::test
