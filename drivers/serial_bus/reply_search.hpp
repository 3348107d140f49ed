// Finds the answer to a request among the bytes that came back on a serial line. Pure.
//
// A line is no clean place: an adapter hears its own request first, a driver that switches direction puts a
// 00 or FF before the reply, a unit that is late or babbles puts a frame of its own there. So nothing is
// taken on its position: what begins with the unit's address and function, is as long as the request says and
// has a good checksum is the answer, wherever it begins. What else was there is told, for the counters and
// for the words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "serial_bus/exchange.hpp"

namespace antrean::bus {

struct ReplySearch {
  std::optional<Outcome> answer;  ///< registers, the unit's refusal, or a gateway's word that it does not answer
  bool echo = false;              ///< our own request is among the bytes, whole
  bool echo_begun = false;        ///< they are the beginning of our own request and nothing else yet
  bool begun = false;             ///< the bytes end in what may become the answer
  std::size_t noise = 0;          ///< bytes that belong to no good frame
  std::size_t strangers = 0;      ///< good frames of other units
  std::size_t misfits = 0;        ///< good frames of this unit that answer something else
  bool clean = false;             ///< nothing but echo and answer

  bool good_frame() const { return answer || strangers + misfits > 0; }
};

/// `sent`: the request as it left, checksum included. `bytes`: all that was heard since.
ReplySearch search_reply(const Request& request, std::span<const std::uint8_t> sent,
                         std::span<const std::uint8_t> bytes);

}  // namespace antrean::bus
