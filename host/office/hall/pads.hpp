// From a pad's counters to the queue: every press acts exactly once, or is visibly refused.
//
// The counts acted on are journalled in the same commit as what the presses did, so a crash at any moment leaves both
// or neither: what the pad shows beyond the journalled counts is still to be done, what is journalled is never done
// again. A press that was seen while the journal could not be written is refused with a flash; when the journal writes
// again it is acknowledged without acting, because nobody wants the call of an hour ago.
//
// io_context thread.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "call_pad/call_pad.hpp"
#include "hall/hall.hpp"
#include "timer/timer.hpp"

namespace antrean::office {

struct PadAtCounter {
  CallPad* pad = nullptr;
  CounterId counter = 0;
  std::string name;  ///< for alarms: "pad 3 on counters"
};

/// What one reading means for the queue, decided in its turn: presses attempted, counts acknowledged, alarms. Buttons
/// whose press was refused are told. `seen_failing`: counts seen while the journal failed; presses up to there are
/// acknowledged, not acted on. Used by Pads and by the simulated days.
std::vector<Button> take_reading(Turn& turn, const PadReading& reading, CounterId counter, const std::string& name,
                                 const std::optional<PadReading>& seen_failing = std::nullopt);

class Pads {
 public:
  /// Takes over the pads' readings; all outlive it.
  Pads(boost::asio::io_context& io, Hall& hall, std::vector<PadAtCounter> pads)
      : Pads(io, hall, std::move(pads), asio_timers(io)) {}
  Pads(boost::asio::io_context& io, Hall& hall, std::vector<PadAtCounter> pads, const MakeTimer& make_timer);

 private:
  struct Place {
    PadAtCounter at;
    /// Not yet looked at. Counters are totals, so of one boot only the newest counts; a pad that restarts begins
    /// another.
    std::deque<PadReading> waiting;
    std::optional<PadReading> seen_failing;
    std::unique_ptr<Timer> later;  ///< until the journal is asked again
    bool busy = false;
  };
  void arrived(Place& place, const PadReading& reading);
  void refuse_for_now(Place& place, const PadReading& reading);
  boost::asio::awaitable<void> work(Place& place);

  boost::asio::io_context& io_;
  Hall& hall_;
  std::vector<std::unique_ptr<Place>> places_;
};

}  // namespace antrean::office
