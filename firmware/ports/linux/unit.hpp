// One device on the simulated line: the unmodified C code of devices/, with what a case and a power supply
// add.
//
// Time is CLOCK_MONOTONIC in microseconds and always an argument. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include <boost/json/object.hpp>

#include "core/rtu_slave.h"

namespace antrean::device {

using Micros = std::uint64_t;

/// Reports something that a person in front of the device would see, or a press that the firmware has
/// counted. `what` has "event", "unit" and "t_us"; see README.md.
using Changes = std::function<void(const boost::json::object& what)>;

class Unit {
 public:
  Unit(std::uint8_t address, rtu_timing timing, std::uint16_t boot_id);
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;
  virtual ~Unit() = default;

  /// As it was made; the host may have given it another.
  [[nodiscard]] std::uint8_t address() const { return address_; }
  /// By default 0x0D000000 and the address. 0: it does not answer requests to all units.
  void has_serial(std::uint32_t serial) { serial_ = serial; }
  [[nodiscard]] bool powered() const { return powered_; }
  void on_change(Changes changes) { changes_ = std::move(changes); }

  /// Power off: the device receives nothing, sends nothing and is dark. Power on: a start with the next boot
  /// id.
  void power(bool on, Micros now);
  void restart(Micros now);

  /// A byte on the line whose stop bit ended at `end`. Nothing happens while the power is off.
  void byte(std::uint8_t value, Micros end);
  /// Lets the firmware run and returns its reply, which is valid until the next byte. Reports what changed.
  std::span<const std::uint8_t> poll(Micros now);

  /// When it must be polled in an arbitration (core/arbitration.h). nullopt: it takes part in none.
  [[nodiscard]] std::optional<Micros> arbitration_due(Micros now);

  /// When the device has work of its own, in addition to the regular poll.
  [[nodiscard]] virtual std::optional<Micros> due() const { return std::nullopt; }
  virtual void advance(Micros /*now*/) {}

  /// Everything that can be seen or asked, in the state of the firmware.
  [[nodiscard]] virtual boost::json::object show(Micros now) = 0;

 protected:
  virtual void start(Micros now) = 0;
  virtual std::uint8_t run(Micros now) = 0;  ///< length of the reply
  virtual rtu_slave& slave() = 0;
  /// Everything that `visible` depends on, packed, so that no JSON is written while nothing changes.
  using Look = std::array<std::uint8_t, 16>;
  virtual Look look() = 0;
  /// What a watcher gets when the look has changed, without "unit" and "t_us".
  virtual boost::json::object visible() = 0;

  [[nodiscard]] std::uint16_t boot_id() const { return boot_id_; }
  [[nodiscard]] rtu_timing timing() const { return timing_; }
  [[nodiscard]] std::uint32_t serial() const { return serial_; }
  [[nodiscard]] boost::json::object counters();
  void tell(boost::json::object what, Micros now) const;
  void tell_visible(Micros now);

 private:
  std::uint8_t address_;
  std::uint32_t serial_ = 0x0D000000U + address_;
  rtu_timing timing_;
  std::uint16_t boot_id_;
  bool powered_ = false;
  Changes changes_;
  std::optional<Look> told_;
};

/// The clock of the firmware: 32 bits that wrap.
constexpr std::uint32_t part_clock(Micros now) { return static_cast<std::uint32_t>(now); }

}  // namespace antrean::device
