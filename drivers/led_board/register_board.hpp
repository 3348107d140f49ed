// Our own LED board (firmware/wire) on a serial bus. io thread only.
//
// A picture is one FC16. After a write without a good answer, the next write is an FC23 that reads back what
// it wrote, so that a late reply to the lost write cannot be taken for its reply. Every `verify_every` the
// board is asked what it shows. If it shows dashes, or anything else that it should not show, it is written
// again.
#pragma once

#include <chrono>

#include "led_board/led_board.hpp"
#include "serial_bus/serial_bus.hpp"

namespace antrean {

class RegisterBoard final : public LedBoard, private bus::Unit {
 public:
  struct Settings {
    bus::UnitAddress address = 21;
    std::uint8_t width = 8;  ///< number of characters, 1..8; a narrow board needs shorter frames
    std::chrono::milliseconds verify_every{20'000};
  };

  /// Attaches itself to the bus. Throws std::invalid_argument for an address that is taken or a width out of
  /// range. It must outlive the running of `bus`.
  RegisterBoard(bus::SerialBus& bus, Settings settings);

  void show(BoardPicture picture) override;
  std::optional<BoardPicture> shown() const override { return shown_; }
  DeviceHealth health() const override;

 private:
  bus::UnitAddress address() const override { return settings_.address; }
  std::string name() const override;
  bus::Urgency urgency(MonotonicTime now) const override;
  bool lazy_work(MonotonicTime now) const override;
  bus::Request next(bus::Urgency served, MonotonicTime now) override;
  void finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) override;
  void forget() override;

  bool write_due(MonotonicTime now) const { return desired_ && shown_ != desired_ && now >= hold_until_; }
  std::uint16_t text_registers() const { return static_cast<std::uint16_t>((settings_.width + 1) / 2); }
  BoardPicture fitted(BoardPicture picture) const;
  bus::Registers registers_of(const BoardPicture& picture) const;
  BoardPicture picture_of(const std::uint16_t* registers) const;

  bus::SerialBus& bus_;
  Settings settings_;
  // in the form that the board can show; nullopt: the office has not set it yet
  std::optional<BoardPicture> desired_;
  std::optional<BoardPicture> shown_;
  std::optional<BoardPicture> sent_;  // on the wire now
  bool read_back_ = false;            // the last write may have been taken or not, so the next one must read back
  MonotonicTime hold_until_{};        // after a refusal the same picture is sent again only after this time
  MonotonicTime verify_at_{};
};

}  // namespace antrean
