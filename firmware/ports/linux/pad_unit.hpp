// A call pad on the simulated line, with simulated fingers on its buttons.
#pragma once

#include <deque>

#include "devices/call_pad/call_pad.h"
#include "ports/linux/unit.hpp"

namespace antrean::device {

struct Press {
  int button = 0;        ///< WIRE_BUTTON_NEXT ..
  Micros hold = 80'000;  ///< how long the contact is closed, with bounces
  int bounces = 0;       ///< how often the contact opens again on each edge
  Micros bounce = 700;   ///< length of each bounce
};

class PadUnit final : public Unit {
 public:
  /// `first`: a pad of the first layout (devices/call_pad/first_pad.hpp).
  PadUnit(std::uint8_t address, rtu_timing timing, std::uint16_t boot_id, bool first = false);

  /// Presses and releases, after the earlier presses of this button. Returns when the contact closes.
  Micros press(const Press& press, Micros now);
  /// Holds a button down, or releases it, until the next call.
  void hold(int button, bool down, Micros now);

  [[nodiscard]] std::optional<Micros> due() const override;
  void advance(Micros now) override;
  [[nodiscard]] boost::json::object show(Micros now) override;

 private:
  struct Move {
    Micros at;
    bool closed;
    bool press_begins;
  };
  struct Finger {
    std::deque<Move> moves;
    Micros free_at = 0;
    Micros pressed_at = 0;
  };

  void start(Micros now) override;
  std::uint8_t run(Micros now) override;
  rtu_slave& slave() override { return pad_.slave; }
  Look look() override;
  boost::json::object visible() override;
  void sample(Micros now);

  call_pad pad_{};
  bool first_;
  std::array<Finger, WIRE_BUTTON_COUNT> fingers_;
  std::uint8_t contacts_ = 0;
  std::array<std::uint32_t, WIRE_BUTTON_COUNT> flash_since_{};
  std::uint64_t flashes_ = 0;        ///< refusals that began, since the process began
  std::optional<Micros> steady_at_;  ///< when a bouncing contact will have been steady long enough
};

/// "next", "recall", "no_show", "done"; nullptr and -1 for none.
const char* button_name(int button);
int button_named(std::string_view name);

}  // namespace antrean::device
