// Finds the answer to a request among the bytes that came back on a serial line. Pure.
//
// Other bytes may be on the line: an adapter may receive its own request first, a driver that switches
// direction may put a 00 or FF before the reply, and a unit that is late or sends without being asked may put
// its own frame there. So the position of a byte proves nothing. The answer is what begins with the unit's
// address and function, has the length that the request implies, and has a good checksum, wherever it begins.
// The other bytes are reported too, for the counters and the texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "serial_bus/exchange.hpp"

namespace antrean::bus {

struct ReplySearch {
  /// Registers, the unit's refusal, or a gateway's report that the unit does not answer.
  std::optional<Outcome> answer;
  bool echo = false;          ///< our own whole request is among the bytes
  bool echo_begun = false;    ///< the bytes are only the beginning of our own request
  bool begun = false;         ///< the bytes end with what may become the answer
  std::size_t noise = 0;      ///< bytes that are not part of a good frame
  std::size_t strangers = 0;  ///< good frames of other units
  std::size_t misfits = 0;    ///< good frames of this unit that do not answer the request
  bool clean = false;         ///< only echo and answer

  bool good_frame() const { return answer || strangers + misfits > 0; }
};

/// Bytes FF before the answer to a question to all are its arbitration, not noise.
///
/// `sent`: the request as it left, with checksum. `bytes`: everything received since. `echoes`: the adapter
/// is known to receive what it sends. It matters only for a request whose good answer looks like the request
/// itself (FC05, FC06): then the first of the two is the echo.
ReplySearch search_reply(const Request& request, std::span<const std::uint8_t> sent,
                         std::span<const std::uint8_t> bytes, bool echoes = false);

}  // namespace antrean::bus
