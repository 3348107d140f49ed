// One frame that tells many boards of ours their pictures at once, when a hall opens, closes or goes dark: a
// table with a part for each board (firmware/wire, "Pictures for all boards"). A unit of its own in the
// schedule, as urgent as the pictures are.
//
// Nobody answers the frame, so a board that was told by it counts as not shown until it was looked at. The
// boards are looked at one after another in the round of polls, so that presses do not wait for all of them.
// One that did not hear the frame is written by itself then.
//
// Only boards that have said that they know tables (FC17) are told. For all other units the frame is to an
// address that nobody has, with a function that is nobody's: they pass over it. Behind a gateway, and if the
// settings of the bus say no to frames for all, every board is written by itself, as when few boards change:
// a call changes its own board and some of the hall's, and each of these is on the line sooner by itself.
//
// io thread only.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "led_board/led_board.hpp"
#include "serial_bus/serial_bus.hpp"

namespace antrean {

class BoardTable final : private bus::Unit {
 public:
  /// From this many boards on, which want another picture at the same time.
  static constexpr std::size_t worth_a_frame = 5;

  class Member {
   public:
    virtual ~Member() = default;
    /// What it must show now, if a table may say it. nullopt: nothing, or it must be written by itself.
    virtual std::optional<BoardPicture> wants(MonotonicTime now) const = 0;
    /// Its part of the table.
    virtual bus::Registers part(const BoardPicture& picture) const = 0;
    /// The frame with this picture has left. Look at the board at `look_at`.
    virtual void told(const BoardPicture& picture, MonotonicTime look_at) = 0;
  };

  /// Attaches itself to the bus, which it must outlive the running of.
  explicit BoardTable(bus::SerialBus& bus);
  void join(Member& member) { members_.push_back(&member); }

  /// False: nobody is told by a table on this line.
  bool may_be_sent() const { return attached_; }
  /// True while what some boards want is about to leave as a table: then none of them is written by itself.
  bool is_due(MonotonicTime now) const;

 private:
  bus::UnitAddress address() const override { return bus::to_all; }
  std::string name() const override { return "board table"; }
  bus::UnitTiming timing() const override;
  bus::Urgency urgency(MonotonicTime now) const override;
  bool lazy_work(MonotonicTime) const override { return false; }
  bus::Request next(bus::Urgency served, MonotonicTime now) override;
  void finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) override;
  void forget() override { told_.clear(); }

  std::vector<Member*> members_;
  std::vector<std::pair<Member*, BoardPicture>> told_;  // by the frame that is on the line
  MonotonicTime not_before_{};
  bool attached_ = false;
};

}  // namespace antrean
