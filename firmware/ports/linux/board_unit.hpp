// An LED board on the simulated line.
#pragma once

#include "devices/led_board/led_board.h"
#include "ports/linux/unit.hpp"

namespace antrean::device {

class BoardUnit final : public Unit {
 public:
  BoardUnit(std::uint8_t address, std::uint8_t width, rtu_timing timing, std::uint16_t boot_id);

  [[nodiscard]] boost::json::object show(Micros now) override;

 private:
  void start(Micros now) override;
  std::uint8_t run(Micros now) override;
  rtu_slave& slave() override { return board_.slave; }
  Look look() override;
  boost::json::object visible() override;

  led_board board_{};
  std::uint8_t width_;
};

}  // namespace antrean::device
