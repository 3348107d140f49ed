// Sends the snapshot to boards, pads and voice. It is level-triggered: every snapshot says what should be
// seen, and the drivers bring it about. io_context thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "call_pad/call_pad.hpp"
#include "led_board/led_board.hpp"
#include "outputs/announcer.hpp"
#include "outputs/board_pictures.hpp"
#include "outputs/pad_lamps.hpp"
#include "speaker/speaker.hpp"
#include "timer/timer.hpp"

namespace antrean::outputs {

struct Board {
  BoardPlan plan;
  LedBoard* board = nullptr;
};

struct Pad {
  PadPlan plan;
  CallPad* pad = nullptr;
};

class Outputs {
 public:
  /// `now`: the wall clock. `speaker` may be null (an office without voice).
  Outputs(boost::asio::io_context& io, std::vector<Board> boards, std::vector<Pad> pads, Speaker* speaker,
          std::function<UtcTime()> now)
      : Outputs(std::move(boards), std::move(pads), speaker, std::move(now), std::make_unique<AsioTimer>(io)) {}
  Outputs(std::vector<Board> boards, std::vector<Pad> pads, Speaker* speaker, std::function<UtcTime()> now,
          std::unique_ptr<Timer> change);

  /// Call it only with a snapshot whose events are in the journal.
  void show(std::shared_ptr<const Snapshot> snapshot);

 private:
  void draw();
  void speak();

  std::unique_ptr<Timer> change_;  ///< rings when a picture changes by itself
  std::vector<Board> boards_;
  std::vector<BoardPlan> plans_;
  std::vector<Pad> pads_;
  Speaker* speaker_;
  std::function<UtcTime()> now_;
  Announcer announcer_;
  std::map<std::uint64_t, CounterId> announced_;  ///< calls given to the speaker whose person has not come
  std::uint64_t entrance_ = 0;
  std::uint64_t notice_ = 0;
  bool entrance_known_ = false;
  std::shared_ptr<const Snapshot> snapshot_;
};

}  // namespace antrean::outputs
