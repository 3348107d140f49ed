// Modbus TCP as bytes: requests with their MBAP header, and the answer among what a gateway sent. Pure.
//
// Source: Modbus messaging on TCP/IP V1.0b, 3.1.3: transaction id, protocol id 0, length of what follows,
// unit. A connection carries every reply that was ever asked for, the late ones too, so only the one with the
// request's own transaction id, protocol 0 and unit answers it.
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
  std::size_t used = 0;    ///< so many bytes are done with: whole frames
  unsigned strangers = 0;  ///< frames of another transaction, protocol or unit
  bool misfit = false;     ///< this transaction's frame, and it does not answer the request
  bool broken = false;     ///< what follows the used bytes is no Modbus TCP frame; where the next begins is unknown
};

TcpSearch search_tcp_reply(const Request& request, std::uint16_t transaction, std::span<const std::uint8_t> bytes);

}  // namespace antrean::bus
