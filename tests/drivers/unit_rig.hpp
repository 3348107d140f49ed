// Boards and pads with their own firmware, fed with whole frames: the other end of the bus in these tests. It
// has its own clock in microseconds, which its user advances. One thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devices/call_pad/call_pad.h"
#include "devices/led_board/led_board.h"
#include "devices/simulated_arbitration.hpp"

namespace antrean::test {

using Bytes = std::vector<std::uint8_t>;

Bytes with_checksum(Bytes frame);
bool checksum_is_good(const Bytes& frame);

class UnitRig {
 public:
  void add_board(std::uint8_t address, std::uint8_t width = 8);
  /// A board that is called `name` here, whatever its address is. Several may have one address.
  void add_board_with_address(std::uint8_t name, std::uint8_t address, std::uint8_t width = 8);
  /// Its LEDs stay as they are, whatever is written to it. It answers as before.
  void set_stuck(std::uint8_t board, bool stuck);
  /// The board is one of the first layout ("antrean-board 1.0"), as it may still hang in an office.
  void set_first_board(std::uint8_t board);
  /// It hears nothing, and goes on showing what it has.
  void set_deaf(std::uint8_t board, bool deaf) { boards_.at(board).deaf = deaf; }
  bool is_deaf(std::uint8_t board) const { return boards_.at(board).deaf; }
  /// `events`: false for one that does not know them.
  void add_pad(std::uint8_t address, bool events = true);
  /// A pad that is called `name` here, whatever its address is. Several may have one address.
  void add_new_pad(std::uint8_t name, std::uint8_t address, std::uint32_t serial);
  /// A pad of the first layout ("antrean-pad 1.0"), as it may still hang in an office.
  void add_first_pad(std::uint8_t address);
  /// One of layout 2.0 ("antrean-pad 2.0").
  void add_second_pad(std::uint8_t address);

  /// Power off and on: another boot id, and everything is forgotten.
  void restart(std::uint8_t address);

  /// Without power: it hears nothing. With power again it has started.
  void set_dead(std::uint8_t pad, bool dead);

  /// A request as it was on the wire, with checksum. Returns the reply, or nothing for units that do not
  /// exist, are dead or were not asked.
  Bytes hear(const Bytes& request);

  void advance_to(std::uint64_t microseconds);  ///< never backwards
  std::uint64_t clock() const { return clock_; }

  /// The finger is on the button for 60 ms from now (this advances the clock by 120 ms).
  void press(std::uint8_t pad, unsigned button);
  void hold(std::uint8_t pad, std::uint8_t buttons) { pads_.at(pad).contacts = buttons; }

  std::string shown(std::uint8_t board) const;  ///< as on its LEDs; "--------" if it has nothing to show
  const led_board& board(std::uint8_t address) const { return boards_.at(address).state; }
  const call_pad& pad(std::uint8_t address) const { return pads_.at(address).state; }
  std::uint64_t frames_heard() const { return frames_heard_; }

 private:
  struct Board {
    led_board_setup setup;
    led_board state;
    std::optional<led_picture> stuck;
    bool first = false;
    bool deaf = false;
  };
  struct Pad {
    call_pad_setup setup;
    call_pad state;
    std::uint8_t contacts = 0;
    bool first = false;
    bool second = false;
    bool dead = false;
  };
  void start_pad(std::uint8_t address);
  std::vector<device::Talker> talkers();
  std::uint32_t now() const { return static_cast<std::uint32_t>(clock_); }
  void step(std::uint64_t microseconds);

  rtu_timing timing_ = rtu_timing_of(19200, 10);
  std::map<std::uint8_t, Board> boards_;
  std::map<std::uint8_t, Pad> pads_;
  std::uint64_t clock_ = 0;
  std::uint64_t frames_heard_ = 0;
  std::uint16_t boot_id_ = 0x0101;
};

}  // namespace antrean::test
