// A pad for tests. `press` counts and reports as a real pad does; lamps and flashes are stored. The test says
// when a flash has been shown.
#pragma once

#include <utility>
#include <vector>

#include "call_pad/call_pad.hpp"

namespace antrean {

class FakePad final : public CallPad {
 public:
  explicit FakePad(PadId id, std::uint16_t boot_id = 1) { reading = {.pad = std::move(id), .boot_id = boot_id}; }
  explicit FakePad(std::uint8_t address, std::uint16_t boot_id = 1) : FakePad(PadId{"counters", address}, boot_id) {}

  const PadId& id() const override { return reading.pad; }
  void on_reading(OnReading callback) override {
    on_reading_ = std::move(callback);
    read_ = false;
  }
  std::optional<std::chrono::milliseconds> known_ago() const override {
    return read_ ? std::optional{known_before} : std::nullopt;
  }
  void set(PadLamps wanted) override { lamps = wanted; }
  void expect(PressChance expected) override { chance = expected; }
  void flash_refusal(Button button) override { flashes.push_back(button); }
  void on_flash_shown(OnFlashShown callback) override { on_flash_shown_ = std::move(callback); }
  DeviceHealth health() const override {
    DeviceHealth health;
    health.name = "fake pad";
    health.state = away ? DeviceState::offline : DeviceState::online;
    return health;
  }

  /// Counts also while away, because a real pad counts when nobody asks.
  void press(Button button) {
    ++reading.counters[static_cast<std::size_t>(button)];
    report();
  }
  void restart(std::uint16_t boot_id) {
    reading = {.pad = reading.pad, .boot_id = boot_id};
    lamps.reset();
    report();
  }
  void show_flash(Button button) const { on_flash_shown_(button); }
  /// Reports the same reading again, as after a lost reply or a new connection.
  void report() {
    if (!away && on_reading_) {
      PadReading told = reading;
      if (std::exchange(read_, true)) {
        told.pressed_within = known_before;
      }
      on_reading_(told);
    }
  }

  PadReading reading;
  std::optional<PadLamps> lamps;
  std::vector<Button> flashes;
  PressChance chance = PressChance::usual;
  bool away = false;
  /// Of PadReading::pressed_within, from the second report on, and of known_ago.
  std::chrono::milliseconds known_before{20};

 private:
  OnReading on_reading_;
  OnFlashShown on_flash_shown_;
  bool read_ = false;
};

}  // namespace antrean
