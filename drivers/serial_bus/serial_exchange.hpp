// One exchange after another on a serial line, as bytes: the silence before a frame, the echo of an adapter
// that hears itself, noise and other units' frames, how long to wait for what. It knows no port, only a
// ByteChannel, so that all of it is tested on virtual time. One thread, the line's worker.
//
// A reply is waited for until the wire and the unit's allowance say that it must have begun. When something
// else was heard, a unit whose way is known is not waited for much longer than it usually takes: its reply is
// lost then, and the line is wanted by others.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "serial_bus/byte_channel.hpp"
#include "serial_bus/exchange.hpp"
#include "serial_bus/reply_lag.hpp"
#include "serial_bus/reply_search.hpp"
#include "serial_bus/wake_up.hpp"

namespace antrean::bus {

class SerialExchange {
 public:
  SerialExchange(ByteChannel& channel, LineRate rate) : channel_(channel), rate_(rate) {}

  /// The port was opened: what was learned of its line before may be wrong by now. What is wrong with the
  /// line, if it was never silent before and still is not.
  std::optional<Bilingual> opened();
  /// Waits until the line is free after the last exchange: t3.5 and, after a broadcast, what the units may
  /// take.
  void rest();
  Finished exchange(const Request& request, Nanoseconds allowance);

 private:
  struct Way {  // what is known of a unit
    ReplyLag lag;
    bool known = false;  // it has answered
  };
  Outcome transact(const Request& request, Nanoseconds allowance, std::size_t& noise);
  ReplySearch listen(const Request& request, MonotonicTime expected, MonotonicTime first_byte_by, int& error);
  Outcome judge(ReplySearch found, int error);
  bool falls_silent();
  void drain();

  ByteChannel& channel_;
  const LineRate rate_;
  MonotonicTime sent_{};
  MonotonicTime free_at_{};
  std::optional<MonotonicTime> silent_since_;  // this exchange's line, when that was seen; else since its end
  std::vector<std::uint8_t> request_;          // as it left
  std::vector<std::uint8_t> heard_;            // since then
  std::array<Way, 256> ways_{};                // by unit
  WakeUp wake_up_;
  bool echoes_ = false;            // the adapter hears itself: what we send comes back first
  unsigned garbage_in_a_row_ = 0;  // exchanges in which something was heard and nothing of it good
  bool never_silent_ = false;
};

}  // namespace antrean::bus
