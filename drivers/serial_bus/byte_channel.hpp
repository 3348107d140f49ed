// What carries bytes to and from a line, and the clock that goes with it: an open port or connection
// (descriptor_channel.hpp), or a wire on virtual time in tests. One thread, the line's worker.
#pragma once

#include <cstdint>
#include <span>

#include "serial_bus/wire_time.hpp"
#include "values/office_time.hpp"

namespace antrean::bus {

class ByteChannel {
 public:
  ByteChannel() = default;
  virtual ~ByteChannel() = default;
  ByteChannel(const ByteChannel&) = delete;
  ByteChannel& operator=(const ByteChannel&) = delete;

  virtual MonotonicTime now() const = 0;
  /// Returns at `until` or somewhat later; at once when that has passed.
  virtual void sleep_until(MonotonicTime until) = 0;
  /// Called again and again while less is left until `until` than a sleep takes. A clock that runs by itself
  /// needs nothing; a virtual one goes there.
  virtual void wait_awake(MonotonicTime until) { static_cast<void>(until); }

  /// Hands all of `bytes` over, without waiting until they have left. 0, or the error's number; EAGAIN when
  /// the other end takes nothing.
  virtual int send(std::span<const std::uint8_t> bytes) = 0;
  /// Throws away what was handed over and has not left.
  virtual void drop_unsent() = 0;

  /// True as soon as there is something to read, false at `until`. A channel that is gone is readable.
  virtual bool readable_by(MonotonicTime until) = 0;
  /// How many bytes could be read at once.
  virtual std::size_t waiting() const = 0;
  /// Bytes read; 0: the other end closed; negative: minus the error's number. Asked only when readable.
  virtual std::ptrdiff_t read(std::span<std::uint8_t> into) = 0;
};

}  // namespace antrean::bus
