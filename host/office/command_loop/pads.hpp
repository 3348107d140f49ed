// From the counters of a pad to the queue. Every press acts exactly once, or is visibly refused.
//
// The counts that were acted on are journalled in the same commit as the effects of the presses. So a crash
// leaves both or neither. What the pad shows beyond the journalled counts must still be done; what is
// journalled is never done again.
//
// A refused press is owed a flash of its button. The debt is journalled in the commit that uses up the press;
// after that the pad is asked for the flash. When the pad has shown it, the journal is told some time later.
// If the office dies in between, it asks for the flash again at its next start. So a flash may come twice but
// is never left out. The debt is one bit per button: if one button is refused several times before its flash
// has begun, one flash is shown for all. A later refusal has a flash of its own.
//
// While the journal cannot be written, nothing is answered: a refusal is also an answer and must be durable
// first. The lamps of the pads then show that no press is taken (outputs/pad_lamps.hpp). When the journal can
// be written again, the presses of that time are refused, with a flash, because nobody wants the call of an
// hour ago. If the office dies before that, it has answered nothing: after its next start the press acts,
// once.
//
// io_context thread.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "call_pad/call_pad.hpp"
#include "command_loop/command_loop.hpp"
#include "timer/timer.hpp"

namespace antrean::office {

struct PadAtCounter {
  CallPad* pad = nullptr;
  CounterId counter = 0;
};

/// Applies one reading to the queue, in its turn: presses attempted, counts acknowledged, flashes owed,
/// alarms. Returns the buttons whose press was refused. `asked`: flashes that the pad was asked for and has
/// not shown yet. `seen_failing`: an earlier reading of the same boot, taken while the journal failed;
/// presses up to it are refused.
ButtonSet take_reading(Turn& turn, const PadReading& reading, CounterId counter, ButtonSet asked = 0,
                       const std::optional<PadReading>& seen_failing = std::nullopt);

class Pads {
 public:
  /// Receives the readings and flashes of the pads, and asks for the flashes that the journal owes. All
  /// arguments must outlive it.
  Pads(boost::asio::io_context& io, CommandLoop& loop, std::vector<PadAtCounter> pads)
      : Pads(io, loop, std::move(pads), asio_timers(io)) {}
  Pads(boost::asio::io_context& io, CommandLoop& loop, std::vector<PadAtCounter> pads, const MakeTimer& make_timer);

 private:
  struct Position {
    PadAtCounter at;
    struct Waiting {
      PadReading reading;
      std::optional<PadReading> seen_failing;  ///< what the pad had counted when the journal last failed
    };
    /// Readings that are not handled yet. Counters are totals, so only the newest reading of one boot counts.
    /// A pad that restarts begins a new boot.
    std::deque<Waiting> waiting;
    ButtonSet asked = 0;               ///< flashes that the pad has not shown yet
    std::unique_ptr<Timer> later;      ///< time until the journal is asked again
    std::unique_ptr<Timer> pay_later;  ///< time until the journal is told what was shown
    bool paying = false;
    bool busy = false;
  };
  void ask_for(Position& place, ButtonSet flashes);
  void arrived(Position& place, const PadReading& reading);
  void shown(Position& place, Button button);
  /// Starts work() if it is not running.
  void begin_work(Position& place);
  boost::asio::awaitable<void> work(Position& place);
  boost::asio::awaitable<void> take(Position& place);
  boost::asio::awaitable<void> pay(Position& place);

  boost::asio::io_context& io_;
  CommandLoop& loop_;
  std::vector<std::unique_ptr<Position>> places_;
};

}  // namespace antrean::office
