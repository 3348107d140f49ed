// A board for tests. It shows every picture at once and stores all of them.
#pragma once

#include <vector>

#include "led_board/led_board.hpp"

namespace antrean {

class FakeBoard final : public LedBoard {
 public:
  void show(BoardPicture picture) override {
    if (pictures.empty() || pictures.back() != picture) {
      pictures.push_back(std::move(picture));
    }
  }
  std::optional<BoardPicture> shown() const override {
    return away || pictures.empty() ? std::nullopt : std::optional{pictures.back()};
  }
  DeviceHealth health() const override {
    DeviceHealth health;
    health.name = "fake board";
    health.state = away ? DeviceState::offline : DeviceState::online;
    return health;
  }

  std::vector<BoardPicture> pictures;  ///< each picture that differed from the one before, oldest first
  bool away = false;
};

}  // namespace antrean
