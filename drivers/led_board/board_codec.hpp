// What one kind of LED board understands: the frames that make it show a picture, and what its answers mean.
// Pure; RegisterBoard has the state and the time. A codec belongs to one board at one address.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "led_board/led_board.hpp"
#include "serial_bus/exchange.hpp"

namespace antrean {

class BoardCodec {
 public:
  using Requests = std::vector<bus::Request>;

  /// What a board says of itself when it is looked at.
  struct Seen {
    enum class Kind : std::uint8_t {
      picture,  ///< it shows `picture`
      nothing,  ///< it shows dashes or nothing that was sent: write again
      busy      ///< it shows something of its own for a moment, a lamp test: look again soon
    };
    Kind kind = Kind::nothing;
    BoardPicture picture;
    bool text_only = false;  ///< blink and brightness cannot be asked
  };

  virtual ~BoardCodec() = default;

  /// The picture as this board can show it, so that it can be compared with what the board reports.
  virtual BoardPicture fitted(BoardPicture picture) const = 0;

  /// To be written once before the first picture, and again whenever the board may have restarted.
  virtual Requests init() const { return {}; }
  /// Makes the board show `picture` (a fitted one). `doubtful`: the write before had no certain answer, so a
  /// late reply to it may come now. A request that also reads must read what it writes.
  virtual Requests writes(const BoardPicture& picture, bool doubtful) const = 0;

  /// Asks what the board shows. nullopt: it cannot be asked. Then it is told everything again from time to
  /// time.
  virtual std::optional<bus::Request> look() const = 0;
  /// The answer to look().
  virtual Seen seen(const bus::Registers& answer) const = 0;
  /// The board's part of a table for many boards (board_table.hpp); empty: its kind knows none.
  virtual bus::Registers table_part(const BoardPicture&) const { return {}; }
  /// From its answer to FC17: this one takes tables.
  virtual bool takes_tables(const bus::Registers&) const { return false; }
  /// True if a good answer to writes() in doubt proves nothing, so that the board must be looked at.
  virtual bool looks_after_doubt() const { return false; }
};

/// Our own board (firmware/wire). Throws std::invalid_argument for a width that does not exist; the text has
/// no name of the board.
std::unique_ptr<BoardCodec> own_board(bus::UnitAddress address, std::uint8_t width);

}  // namespace antrean
