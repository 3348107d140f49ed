// Sends and receives the bytes of a line, and has the clock for it: an open port or connection
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
  /// Returns at `until` or a little later; at once if that time has passed.
  virtual void sleep_until(MonotonicTime until) = 0;
  /// Called repeatedly while the time left until `until` is shorter than a sleep. A real clock needs no
  /// action; a virtual clock moves to `until`.
  virtual void wait_awake(MonotonicTime until) { static_cast<void>(until); }

  /// Sends all of `bytes` without waiting until they have left. Returns 0 or the error's number; EAGAIN if
  /// the other end takes nothing.
  virtual int send(std::span<const std::uint8_t> bytes) = 0;
  /// Discards bytes that were sent to the channel and have not left.
  virtual void drop_unsent() = 0;

  /// True as soon as there is something to read; false at `until`. A channel that is lost is readable.
  virtual bool readable_by(MonotonicTime until) = 0;
  /// How many bytes can be read at once.
  virtual std::size_t waiting() const = 0;
  /// The number of bytes read; 0: the other end closed; negative: minus the error's number. Call it only when
  /// readable.
  virtual std::ptrdiff_t read(std::span<std::uint8_t> into) = 0;
};

}  // namespace antrean::bus
