// Exchanges over a Modbus TCP connection, one after another, as bytes. It knows no socket, only a
// ByteChannel. One thread, the line's worker.
#pragma once

#include <optional>
#include <vector>

#include "serial_bus/byte_channel.hpp"
#include "serial_bus/exchange.hpp"

namespace antrean::bus {

class TcpExchange {
 public:
  explicit TcpExchange(ByteChannel& channel) : channel_(channel) {}

  void opened();  ///< call it for a new connection
  void rest();
  Finished exchange(const Request& request, Nanoseconds allowance);

  /// True if a unit was asked on this connection and no unit has answered yet.
  bool unanswered() const { return asked_ && !answered_; }
  /// When the gateway last sent a frame that answered; before that, when the connection was opened.
  MonotonicTime last_answer() const { return last_answer_; }
  /// Asks the last unit once more, in a serial frame, which a gateway in transparent mode passes on
  /// unchanged. True if a serial frame comes back. The connection cannot be used afterwards.
  bool speaks_serial();

 private:
  Outcome transact(const Request& request, Nanoseconds allowance);
  int read_more();

  ByteChannel& channel_;
  std::vector<std::uint8_t> heard_;  ///< received and not used yet
  std::uint16_t transaction_ = 0;
  MonotonicTime free_at_{};
  MonotonicTime last_answer_{};
  UnitAddress last_unit_ = broadcast;
  bool asked_ = false;
  bool answered_ = false;
};

/// The text for a gateway that answers in serial frames: what is wrong and what to do.
Bilingual speaks_serial_in_words();

}  // namespace antrean::bus
