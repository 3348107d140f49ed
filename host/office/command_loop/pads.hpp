// From a pad's counters to the queue: every press acts exactly once, or is visibly refused.
//
// The counts acted on are journalled in the same commit as what the presses did, so a crash at any moment
// leaves both or neither: what the pad shows beyond the journalled counts is still to be done, what is
// journalled is never done again.
//
// A refused press is owed a flash of its button. What is owed is journalled in the commit that uses the press
// up, and asked of the pad after it. When the pad has shown the flash, the journal is told some time later.
// An office that dies in between asks for the flash again at its next start, so a flash may come twice but is
// never left out. What is owed is one bit a button: refusals of one button whose flash has not begun are told
// by one flash. A refusal that comes later has a flash of its own.
//
// While the journal cannot be written nothing is answered: a refusal too is an answer, and must be durable
// first. The pads' lamps then say that nothing is taken (outputs/pad_lamps.hpp). What was pressed meanwhile
// is refused, with its flash, when the journal writes again, because nobody wants the call of an hour ago. An
// office that dies before that has answered nothing: after its next start the press acts, once.
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

/// What one reading means for the queue, decided in its turn: presses attempted, counts acknowledged, flashes
/// owed, alarms. Returns the buttons whose press was refused. `asked`: flashes asked of the pad before and
/// not yet shown. `seen_failing`: an earlier reading of the same boot, seen while the journal failed; presses
/// up to there are refused.
ButtonSet take_reading(Turn& turn, const PadReading& reading, CounterId counter, ButtonSet asked = 0,
                       const std::optional<PadReading>& seen_failing = std::nullopt);

class Pads {
 public:
  /// Takes over the pads' readings and flashes, and asks for the flashes that the journal owes. All outlive
  /// it.
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
    /// Not yet looked at. Counters are totals, so of one boot only the newest counts; a pad that restarts
    /// begins another.
    std::deque<Waiting> waiting;
    ButtonSet asked = 0;               ///< flashes that the pad has not yet shown
    std::unique_ptr<Timer> later;      ///< until the journal is asked again
    std::unique_ptr<Timer> pay_later;  ///< until the journal is told what was shown
    bool paying = false;
    bool busy = false;
  };
  void ask_for(Position& place, ButtonSet flashes);
  void arrived(Position& place, const PadReading& reading);
  void shown(Position& place, Button button);
  /// Starts work() when it does not run.
  void begin_work(Position& place);
  boost::asio::awaitable<void> work(Position& place);
  boost::asio::awaitable<void> take(Position& place);
  boost::asio::awaitable<void> pay(Position& place);

  boost::asio::io_context& io_;
  CommandLoop& loop_;
  std::vector<std::unique_ptr<Position>> places_;
};

}  // namespace antrean::office
