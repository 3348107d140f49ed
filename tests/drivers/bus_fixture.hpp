// A bus on a simulated line, run step by step on virtual time.
#pragma once

#include <exception>
#include <memory>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "serial_bus/serial_bus.hpp"
#include "simulated_line.hpp"

namespace antrean::test {

struct BusFixture {
  BusFixture() : BusFixture(bus::BusSettings{}) {}
  explicit BusFixture(bus::BusSettings settings) {
    settings.name = "counters";
    auto made = std::make_unique<SimulatedLine>(io);
    line = made.get();
    bus = std::make_unique<bus::SerialBus>(settings, std::move(made));
  }
  ~BusFixture() {
    bus->stop();
    io.restart();
    io.run();
  }

  void start() {
    boost::asio::co_spawn(io, bus->run(), [this](std::exception_ptr error) { ended_with = error; });
    started = line->now();
  }

  /// Steps until `condition` or until `limit` of virtual time has passed; false then.
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
  SimulatedLine* line = nullptr;
  std::unique_ptr<bus::SerialBus> bus;
  std::exception_ptr ended_with;
  MonotonicTime started{};
};

}  // namespace antrean::test
