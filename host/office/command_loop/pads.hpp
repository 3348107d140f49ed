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
// A press which may be older than the settings allow (press_age.hpp) is refused too, with a flash and an
// alarm that says so. While the office runs, the pad's driver knows within which time it was made. For the
// first reading after a start the journal tells it: it is told again and again when each pad was known to
// have counted no more.
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
#include "command_loop/known_time.hpp"
#include "command_loop/press_age.hpp"
#include "timer/timer.hpp"
#include "vocabulary/pad_commands.hpp"

namespace antrean::office {

struct PadAtCounter {
  CallPad* pad = nullptr;
  CounterId counter = 0;
  PadCommands commands{};
};

/// Where a pad must tell kinds of presses apart.
PressKinds kinds_of(const PadCommands& commands);

/// A reading that is not handled yet.
struct WaitingReading {
  PadReading reading;
  ReadingTime time;
  /// An earlier reading of the same boot, or this one, taken while the journal failed: presses up to it are
  /// refused.
  std::optional<PadReading> seen_failing;
};

/// Applies one reading to the queue, in its turn: presses attempted, counts acknowledged, flashes owed,
/// alarms. Returns the buttons whose press was refused. `asked`: flashes that the pad was asked for and has
/// not shown yet. `age`: how old its presses may be, by what the journal says of a time.
ButtonSet take_reading(Turn& turn, const WaitingReading& waiting, const PadAtCounter& at, ButtonSet asked,
                       const std::function<std::optional<Milliseconds>(const std::optional<MachineClocks>&)>& age);

class Pads {
 public:
  /// Receives the readings and flashes of the pads, and asks for the flashes that the journal owes. All
  /// arguments must outlive it. `time`: for the age of presses.
  Pads(boost::asio::io_context& io, CommandLoop& loop, std::vector<PadAtCounter> pads, const KnownTime& time)
      : Pads(io, loop, std::move(pads), time, asio_timers(io)) {}
  Pads(boost::asio::io_context& io, CommandLoop& loop, std::vector<PadAtCounter> pads, const KnownTime& time,
       const MakeTimer& make_timer);

 private:
  struct Position {
    PadAtCounter at;
    /// Counters are totals, so only the newest reading of one boot counts. A pad that restarts begins a new
    /// boot.
    std::deque<WaitingReading> waiting;
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
  void note_later();
  /// Tells the journal when the pads were known to have counted no more, and ends alarms that were read.
  boost::asio::awaitable<void> note_known();

  boost::asio::io_context& io_;
  CommandLoop& loop_;
  const KnownTime& time_;
  std::unique_ptr<Timer> note_timer_;
  std::vector<std::unique_ptr<Position>> places_;
};

}  // namespace antrean::office
