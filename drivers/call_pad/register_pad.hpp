// Our own call pad (firmware/wire) on a serial bus. io thread only.
//
// In its turn the pad is asked one register, its news. When that is not what the last counters say, they are read at
// once. Changed lamps go with the pad's next turn, in one FC23 that reads the news too and so is its poll, nine
// characters longer; a changed waiting count the same way when there is time. Every `refresh_every` the counters are
// read without a reason, which sees held buttons.
#pragma once

#include <chrono>

#include "call_pad/call_pad.hpp"
#include "serial_bus/serial_bus.hpp"

namespace antrean {

class RegisterPad final : public CallPad, private bus::Unit {
 public:
  struct Settings {
    PadId id = 1;
    bus::UnitAddress address = 1;
    std::chrono::milliseconds refresh_every{30'000};
  };

  /// Attaches itself; throws std::invalid_argument for an address that is taken. Must outlive the running of `bus`.
  RegisterPad(bus::SerialBus& bus, Settings settings);

  PadId id() const override { return settings_.id; }
  void on_reading(OnReading callback) override { on_reading_ = std::move(callback); }
  void set(PadLamps lamps) override;
  void flash_refusal(Button button) override;
  DeviceHealth health() const override;

 private:
  bus::UnitAddress address() const override { return settings_.address; }
  std::string name() const override;
  bus::Urgency urgency(MonotonicTime now) const override;
  bool lazy_work(MonotonicTime now) const override;
  bus::Request next(bus::Urgency served, MonotonicTime now) override;
  void finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) override;
  bool answer_expected() const override { return pressed_; }
  void forget() override;

  bool lamps_due() const;
  void take_reading(const bus::Registers& registers, MonotonicTime now);

  bus::SerialBus& bus_;
  Settings settings_;
  OnReading on_reading_;
  std::optional<PadReading> reading_;
  std::optional<PadLamps> desired_;
  std::optional<PadLamps> written_;
  std::optional<PadLamps> sent_;  // on the wire now
  std::uint8_t flashes_ = 0;      // bit n: flash button n with the next write
  std::uint8_t flashes_sent_ = 0;
  std::uint8_t flashes_written_ = 0;  // what the pad was told last, in its lamps' places
  bool news_ = true;                  // the counters are to be read
  bool pressed_ = false;              // the latest exchange told of a press
  MonotonicTime refresh_at_{};
};

}  // namespace antrean
