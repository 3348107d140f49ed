// A bought input module as a call pad on a serial bus: push buttons at its inputs and, if it has outputs,
// their lamps there. Which frames it understands is its profile's (pad_codec.hpp). io thread only.
//
// **Presses.** Counters are read in the pad's turn and reported as they are. Levels and latches are turned
// into counts here (press_count.hpp); a latch is cleared as soon as it was read. A module has no boot id. The
// driver goes on from the one in the journal: with a new one when counters were lost, which is at each start
// of the program for levels and latches. The office acts on nothing that it reports first after that, so a
// restart of the module or of the program makes no press up. Two presses within one round of the bus may
// count as one, if the module does not count.
//
// **Lamps** have no pattern of their own: a slow blink is shown as on, and a fast one is written on and off.
// A refusal flash is the lamp the other way round for 500 ms. All lamps are written again every
// `refresh_every`, because a module that was without power for a moment does not say so. A module without
// lamps cannot show a refusal; the flash then counts as shown, and the settings had to accept that.
#pragma once

#include <array>
#include <chrono>
#include <optional>

#include "call_pad/call_pad.hpp"
#include "call_pad/pad_codec.hpp"
#include "call_pad/press_count.hpp"
#include "serial_bus/serial_bus.hpp"

namespace antrean {

class ModulePad final : public CallPad, private bus::Unit {
 public:
  struct Settings {
    bus::UnitAddress address = 1;
    PadProfile profile;
    PadInputs inputs{1, 2, 3, 4};
    bus::UnitTiming timing{};
    std::chrono::milliseconds refresh_every{10'000};
  };

  /// Attaches itself to the bus. Throws std::invalid_argument for an address that is taken. It must outlive
  /// the running of `bus`.
  ModulePad(bus::SerialBus& bus, const Settings& settings);

  const PadId& id() const override { return id_; }
  void resume(std::uint16_t boot_id) override;
  void on_reading(OnReading callback) override { on_reading_ = std::move(callback); }
  std::optional<std::chrono::milliseconds> known_ago() const override;
  void set(PadLamps lamps) override;
  void flash_refusal(Button button) override;
  void on_flash_shown(OnFlashShown callback) override { on_flash_shown_ = std::move(callback); }
  DeviceHealth health() const override;

 private:
  enum class Doing : std::uint8_t { polling, reading_levels, clearing, writing_lamps };

  bus::UnitAddress address() const override { return settings_.address; }
  std::string name() const override;
  bus::UnitTiming timing() const override { return settings_.timing; }
  bus::Urgency urgency(MonotonicTime now) const override;
  bool polled_for_presses(MonotonicTime) const override { return true; }
  bool lazy_work(MonotonicTime) const override { return false; }
  bool work_waits(MonotonicTime now) const override;
  bus::Request next(bus::Urgency served, MonotonicTime now) override;
  void finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) override;
  bool answer_expected() const override { return pressed_; }
  void forget() override;

  void polled(const bus::Registers& answer, MonotonicTime now);
  void take_reading(const std::array<std::uint16_t, button_count>& counters, MonotonicTime now);
  void begin_counting_anew();
  ButtonSet flashes_over(MonotonicTime now) const;
  ButtonSet wanted_lamps(MonotonicTime now) const;
  bool lamps_due(MonotonicTime now) const;
  void lamps_written(MonotonicTime now);

  bus::SerialBus& bus_;
  const Settings settings_;
  const PadCodec codec_;
  PadId id_;
  OnReading on_reading_;
  OnFlashShown on_flash_shown_;
  Doing doing_ = Doing::polling;

  PressEdges edges_;
  ModuleCounters module_counters_;
  std::uint16_t boot_id_ = 1;
  MonotonicTime asked_{};                  // when the exchange began that is on the wire now
  std::optional<MonotonicTime> known_at_;  // it had counted no more than reading_ when it was asked then
  std::optional<PadReading> reading_;
  std::array<std::optional<MonotonicTime>, button_count> down_since_{};
  ButtonSet held_ = 0;
  bool clear_due_ = false;
  bool levels_due_ = false;
  bool pressed_ = false;  // the latest exchange reported a press

  std::optional<PadLamps> desired_;
  std::optional<ButtonSet> written_;  // in the module; nullopt: not known
  ButtonSet sending_ = 0;             // the lamps that are being written ...
  ButtonSet sending_left_ = 0;        // ... and those of them whose write is still to come
  ButtonSet sending_begins_ = 0;      // flashes that begin with that write ...
  ButtonSet sending_ends_ = 0;        // ... and that end with it
  ButtonSet flashes_ = 0;             // to begin
  ButtonSet flashes_begun_ = 0;       // the lamp is the other way round
  std::array<MonotonicTime, button_count> flash_begun_at_{};
  bool poll_first_ = true;  // lamps and polls take turns
  MonotonicTime refresh_at_{};
};

}  // namespace antrean
