// Exchanges on a serial line, one after another, as bytes: the silence before a frame, the echo of an adapter
// that receives itself, noise and frames of other units, and how long to wait. It knows no port, only a
// ByteChannel, so all of it is tested on virtual time. One thread, the line's worker.
//
// It waits for a reply until the wire and the unit's allowance say that it must have begun. If something else
// was received and the unit's usual delay is known, it does not wait much longer than that delay: the reply
// is lost then, and other units need the line.
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

  /// Call it after the port was opened: what was learned about its line may be wrong now. Returns what is
  /// wrong with the line if it was never silent before and still is not.
  std::optional<Bilingual> opened();
  /// Waits until the line is free after the last exchange: t3.5 and, after a broadcast, the time that the
  /// units may take.
  void rest();
  Finished exchange(const Request& request, Nanoseconds allowance);

 private:
  struct Way {  // what is known about a unit
    ReplyLag lag;
    bool known = false;  // it has answered
  };
  Outcome transact(const Request& request, Nanoseconds allowance, std::size_t& noise);
  ReplySearch listen(const Request& request, MonotonicTime expected, MonotonicTime first_byte_by, int& error);
  Outcome judge(ReplySearch found, int error);
  bool falls_silent();
  void drain();
  void skip_echo();

  ByteChannel& channel_;
  const LineRate rate_;
  MonotonicTime sent_{};
  MonotonicTime free_at_{};
  // when the line was seen silent in this exchange; otherwise since its end
  std::optional<MonotonicTime> silent_since_;
  std::vector<std::uint8_t> request_;  // as it left
  std::vector<std::uint8_t> heard_;    // since the request
  std::array<Way, 256> ways_{};        // by unit
  WakeUp wake_up_;
  bool echoes_ = false;            // the adapter receives what it sends: our own bytes come back first
  bool echo_is_known_ = false;     // since the port was opened
  unsigned garbage_in_a_row_ = 0;  // exchanges in which bytes came but no good frame
  bool never_silent_ = false;
};

}  // namespace antrean::bus
