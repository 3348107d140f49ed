// Modbus TCP as bytes: requests with their MBAP header, and the answer among the bytes of a gateway. Pure.
//
// Source: Modbus messaging on TCP/IP V1.0b, 3.1.3: transaction id, protocol id 0, length of what follows,
// unit. A connection carries every reply to earlier requests too, also late ones. So only the reply with the
// request's own transaction id, protocol 0 and unit is the answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "serial_bus/exchange.hpp"

namespace antrean::bus {

std::vector<std::uint8_t> encode_tcp(const Request& request, std::uint16_t transaction);

struct TcpSearch {
  std::optional<Outcome> answer;
  std::size_t used = 0;    ///< bytes that are finished: whole frames
  unsigned strangers = 0;  ///< frames of another transaction, protocol or unit
  bool misfit = false;     ///< a frame of this transaction that does not answer the request
  /// The bytes after `used` are no Modbus TCP frame, and the start of the next frame is unknown.
  bool broken = false;
};

TcpSearch search_tcp_reply(const Request& request, std::uint16_t transaction, std::span<const std::uint8_t> bytes);

}  // namespace antrean::bus
