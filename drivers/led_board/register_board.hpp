// An LED board on a serial bus: what should be shown, what is on the wire and what is known to be shown.
// Which frames the board understands is its codec's (board_codec.hpp). io thread only.
//
// A picture may take several writes. If one of them has no certain answer, all are sent again. Every
// `verify_every` a board that can be asked is asked what it shows; if it shows something else, it is written
// again. A board that cannot be asked is told everything again, because it may have been without power. Its
// picture counts as told, not as shown.
//
// A board that knows tables may be told by one frame together with others (board_table.hpp). Then it counts
// as not shown until it was looked at, in the round of polls.
//
// After a wrong answer it is looked at again soon after the write. A board that shows something else three
// times in a row, though it took the picture each time, or whose answers about it cannot be understood, is
// reported (Unit::shows_else) until it is seen to show the right picture. A board that restarted, or a lost
// frame, is right at the next look, so it is not reported.
#pragma once

#include <chrono>
#include <memory>

#include "led_board/board_codec.hpp"
#include "led_board/board_table.hpp"
#include "led_board/led_board.hpp"
#include "serial_bus/serial_bus.hpp"

namespace antrean {

class RegisterBoard final : public LedBoard, private bus::Unit, private BoardTable::Member {
 public:
  struct Settings {
    bus::UnitAddress address = 21;
    std::uint8_t width = 8;  ///< of our own board: characters, 1..8; a narrow board needs shorter frames
    std::chrono::milliseconds verify_every{20'000};
    bus::UnitTiming timing{};
  };

  /// Our own board. Attaches itself to the bus. Throws std::invalid_argument for an address that is taken or
  /// a width out of range. It must outlive the running of `bus`. `table`: of this bus; null: it is always
  /// written by itself.
  RegisterBoard(bus::SerialBus& bus, Settings settings, BoardTable* table = nullptr);
  /// Any other board; `width` is the codec's affair.
  RegisterBoard(bus::SerialBus& bus, Settings settings, std::unique_ptr<BoardCodec> codec, BoardTable* table = nullptr);

  void show(BoardPicture picture) override;
  std::optional<BoardPicture> shown() const override {
    return can_be_seen() && wrong_looks_ == 0 ? on_board_ : std::nullopt;
  }
  std::optional<BoardPicture> told() const override { return on_board_; }
  DeviceHealth health() const override;

 private:
  bus::UnitAddress address() const override { return settings_.address; }
  std::string name() const override;
  bus::UnitTiming timing() const override { return settings_.timing; }
  bool can_be_seen() const override { return codec_->look().has_value(); }
  std::optional<Bilingual> shows_else() const override { return shows_else_; }
  bus::Urgency urgency(MonotonicTime now) const override;
  bool lazy_work(MonotonicTime now) const override;
  bool work_waits(MonotonicTime now) const override;
  bus::Request next(bus::Urgency served, MonotonicTime now) override;
  void finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) override;
  void forget() override;

  std::optional<BoardPicture> wants(MonotonicTime now) const override;
  bus::Registers part(const BoardPicture& picture) const override { return codec_->table_part(picture); }
  void told(const BoardPicture& picture, MonotonicTime look_at) override;

  bool write_due(MonotonicTime now) const {
    return desired_ && on_board_ != desired_ && by_table_ != desired_ && now >= hold_until_;
  }
  bool identity_due() const { return table_ != nullptr && !takes_tables_ && on_board_; }
  void take_identity(const bus::Outcome& outcome);
  bus::Request next_write();
  void written(MonotonicTime now);
  void looked(const bus::Outcome& outcome, MonotonicTime now);
  void look_failed(const bus::ExchangeFailure& failure);
  void saw(BoardCodec::Seen seen, MonotonicTime now);
  void count_wrong(Bilingual words);

  bus::SerialBus& bus_;
  Settings settings_;
  std::unique_ptr<BoardCodec> codec_;
  BoardTable* table_;  // null: it is none of those that a table tells
  // in the form that the board can show; nullopt: the office has not set it yet
  std::optional<BoardPicture> desired_;
  std::optional<BoardPicture> on_board_;  // confirmed by its answer
  std::optional<BoardPicture> by_table_;  // told by a table, and not looked at yet
  std::optional<BoardPicture> sending_;   // its writes are `steps_`
  BoardCodec::Requests steps_;
  std::size_t step_ = 0;
  bool step_is_on_wire_ = false;
  bool init_due_ = true;
  bool doubtful_ = false;       // the last write may have been taken or not
  bool look_first_ = false;     // only looking tells what it shows
  MonotonicTime hold_until_{};  // after a refusal the same picture is sent again only after this time
  MonotonicTime verify_at_{};
  std::optional<bool> takes_tables_;  // nullopt: it must be asked
  unsigned silent_identities_ = 0;    // in a row
  bool missed_table_ = false;         // it showed something else after one
  unsigned busy_looks_ = 0;           // in a row
  unsigned failed_looks_ = 0;         // in a row, after something was written
  unsigned wrong_looks_ = 0;          // in a row, each after a write that it took
  std::optional<Bilingual> shows_else_;
};

}  // namespace antrean
