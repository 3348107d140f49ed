// Our own call pad (firmware/wire) on a serial bus. io thread only.
//
// In its turn the pad is asked for one word, its news. A pad of layout 2 says which button was pressed, and
// that is enough if it is certain (news_by_button.hpp). Otherwise, and with a pad of layout 1, news is
// followed at once by the exchange that reads the counters. FC17 says which layout a pad has; it is asked for
// it first when it is new. If it does not answer that, it is treated as layout 1 until it does.
//
// A pad of layout 2 also sends events: then it is not polled for its news. All pads of the line are asked at
// once (event_requests.hpp), and each by itself only every `proof_of_life`, because silence proves nothing.
// An event has a whole counter, so a packet that comes twice is harmless. The counters are read when its
// events were switched on, so the boot id that belongs to them is known.
//
// Another unit may be at this address after a time without answers, or with a new boot id. So then the serial
// number is read with the counters (since 2.1), before they are reported.
//
// Where long or double presses have commands of their own, the kind of a press is known some time after it
// was counted: then it is read with the counters, again in each turn of the pad until it is decided. Buttons
// without such commands do not wait for it.
//
// Changed lamps are sent in the pad's next turn, in one FC23 that also reads the news. So this exchange is
// the pad's poll and is nine characters longer. A changed waiting count is sent the same way when there is
// time. Every `refresh_every`, and some seconds after a press, the counters are read without a reason, to see
// held buttons and to check what the news said.
//
// What the pad was pressed is known to be younger than its last exchange that showed no news.
//
// A refusal flash is written in place of the lamp of its button, at once. It counts as shown when the pad
// reports that the flash is in its registers, and answers again, without a restart, after the 500 ms of a
// flash.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

#include "call_pad/call_pad.hpp"
#include "call_pad/news_by_button.hpp"
#include "serial_bus/serial_bus.hpp"

namespace antrean {

class RegisterPad final : public CallPad, private bus::Unit, private bus::EventListener {
 public:
  struct Settings {
    bus::UnitAddress address = 1;
    std::chrono::milliseconds refresh_every{30'000};
    std::chrono::milliseconds proof_of_life{2000};
    /// Buttons where the office tells kinds of presses apart. It needs a pad of layout 2.1; another one tells
    /// none (PadReading::kinds).
    PressKinds kinds{};
  };
  /// For a line with so many pads: all of them together take a thirtieth of it at 19200 baud, however many
  /// they are.
  static constexpr std::chrono::milliseconds proof_of_life(std::size_t pads) {
    return std::max(std::chrono::milliseconds{2000}, std::chrono::milliseconds{350} * static_cast<int>(pads));
  }

  /// Attaches itself to the bus. Throws std::invalid_argument for an address that is taken. It must outlive
  /// the running of `bus`.
  RegisterPad(bus::SerialBus& bus, Settings settings);

  const PadId& id() const override { return id_; }
  void on_reading(OnReading callback) override { on_reading_ = std::move(callback); }
  std::optional<std::chrono::milliseconds> known_ago() const override;
  void set(PadLamps lamps) override;
  void expect(PressChance chance) override { chance_ = chance; }
  void flash_refusal(Button button) override;
  void on_flash_shown(OnFlashShown callback) override { on_flash_shown_ = std::move(callback); }
  DeviceHealth health() const override;

 private:
  bus::UnitAddress address() const override { return settings_.address; }
  std::string name() const override;
  bus::Urgency urgency(MonotonicTime now) const override;
  bus::Pace pace() const override;
  bool lazy_work(MonotonicTime now) const override;
  bool work_waits(MonotonicTime now) const override;
  bus::Request next(bus::Urgency served, MonotonicTime now) override;
  void finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) override;
  bool answer_expected() const override { return pressed_; }
  void forget() override;
  void event(const bus::Event& event, MonotonicTime asked, MonotonicTime now) override;
  void restarted(MonotonicTime now) override;

  enum class Layout : std::uint8_t {
    ask_now,
    ask_later,  ///< it did not answer FC17; until it does, its first layout is used
    first,
    second,
    kinds  ///< 2.1: it tells kinds of presses apart, and its serial number
  };
  bool lamps_due() const;
  bool flash_waits() const;
  bool by_button() const { return layout_ == Layout::second || layout_ == Layout::kinds; }
  ButtonSet with_kinds() const { return settings_.kinds.longs | settings_.kinds.doubles; }
  bool tells_kinds() const { return layout_ == Layout::kinds && with_kinds() != 0; }
  bool undecided() const { return reading_ && reading_->undecided != 0; }
  std::uint16_t counter_registers() const;
  bus::Request poll() const;
  /// True when a flash that has begun should be over.
  bool flash_over(MonotonicTime now) const;
  void written(MonotonicTime now);
  void write_failed();
  void has_restarted(bool dark);
  void look_for_shown(MonotonicTime now);
  enum class Events : std::uint8_t { off, switch_on_now, switch_on_later, on };
  bool sends_events(MonotonicTime now) const;
  bool polled_for_presses(MonotonicTime now) const override { return !sends_events(now); }
  void events_off(Events then);
  void take_enabled(const bus::Outcome& outcome, MonotonicTime now);
  void take_layout(const bus::Outcome& outcome, MonotonicTime now);
  void take_news(std::uint16_t word, MonotonicTime now);
  void take_counters(const bus::Registers& registers, MonotonicTime now);
  void take_reading(PadReading reading, MonotonicTime asked, MonotonicTime now);
  void nothing_new();

  bus::SerialBus& bus_;
  Settings settings_;
  PadId id_;
  OnReading on_reading_;
  OnFlashShown on_flash_shown_;
  PressChance chance_ = PressChance::usual;
  std::optional<PadReading> reading_;
  std::optional<PadLamps> desired_;
  std::optional<PadLamps> written_;
  std::optional<PadLamps> sent_;  // on the wire now

  // Flashes, from the request until they are shown. The pad begins a flash when its register changes to a
  // flash, so the lamp's own pattern must be written between two flashes.
  ButtonSet flashes_ = 0;          // to be sent with the next write
  ButtonSet flashes_sent_ = 0;     // on the wire now
  ButtonSet flashes_unsure_ = 0;   // sent, but no answer came: the pad may have them
  ButtonSet flashes_written_ = 0;  // in the pad's register: writing them again starts nothing
  ButtonSet flashes_begun_ = 0;    // being shown
  std::array<MonotonicTime, button_count> flash_begun_at_{};

  Layout layout_ = Layout::ask_now;
  unsigned layout_tries_ = 0;  // FC17 without an answer, in a row
  bool identify_ = true;       // the serial number is to be read with the counters
  bool failed_ = false;        // an exchange failed since its latest answer
  MonotonicTime ask_layout_at_{};
  Events events_ = Events::off;
  MonotonicTime switch_on_at_{};
  MonotonicTime alive_at_{};  // its latest answer
  NewsByButton news_by_button_;
  MonotonicTime news_asked_{};
  MonotonicTime asked_{};                  // when the exchange began that is on the wire now
  std::optional<MonotonicTime> known_at_;  // it had counted no more than reading_ when it was asked then
  bool news_ = true;                       // the counters must be read
  bool pressed_ = false;                   // the latest exchange reported a press
  MonotonicTime refresh_at_{};
};

}  // namespace antrean
