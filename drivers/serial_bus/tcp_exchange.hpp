// One exchange after another over a Modbus TCP connection, as bytes. It knows no socket, only a ByteChannel.
// One thread, the line's worker.
#pragma once

#include <optional>
#include <vector>

#include "serial_bus/byte_channel.hpp"
#include "serial_bus/exchange.hpp"

namespace antrean::bus {

class TcpExchange {
 public:
  explicit TcpExchange(ByteChannel& channel) : channel_(channel) {}

  void opened();  ///< a new connection
  void rest();
  Finished exchange(const Request& request, Nanoseconds allowance);

  /// Nobody has answered on this connection yet, and somebody was asked.
  bool unanswered() const { return asked_ && !answered_; }
  /// When the gateway last sent a frame that answered; the opening before that.
  MonotonicTime last_answer() const { return last_answer_; }
  /// Asks the unit that was asked last once more, in a serial frame: a gateway in transparent mode passes
  /// that on as it is. True when a serial frame comes back. The connection is of no use afterwards.
  bool speaks_serial();

 private:
  Outcome transact(const Request& request, Nanoseconds allowance);
  int read_more();

  ByteChannel& channel_;
  std::vector<std::uint8_t> heard_;  // and not used yet
  std::uint16_t transaction_ = 0;
  MonotonicTime free_at_{};
  MonotonicTime last_answer_{};
  UnitAddress last_unit_ = broadcast;
  bool asked_ = false;
  bool answered_ = false;
};

/// What is wrong with a gateway that answers in serial frames, and what to do.
Bilingual speaks_serial_in_words();

}  // namespace antrean::bus
