// Requests and replies as bytes: pure. A frame is unit address, function code and data; on a serial line a
// checksum follows it, over TCP an MBAP header goes before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "serial_bus/exchange.hpp"

namespace antrean::bus {

inline constexpr std::size_t checksum_bytes = 2;
inline constexpr std::uint8_t exception_bit = 0x80;  ///< in the function code of a refusal

/// Unit address, function code, data.
std::vector<std::uint8_t> encode(const Request& request);
/// As it goes over a serial line: with its checksum.
std::vector<std::uint8_t> encode_serial(const Request& request);

/// CRC-16 of Modbus over serial line V1.02, 2.5.1.2. 0 of a frame with its own good checksum behind it.
std::uint16_t checksum(std::span<const std::uint8_t> bytes);

/// `frame`: unit address, function code, data, as received. Failures: stranger, misfit, exception,
/// unreachable.
Outcome decode(const Request& request, std::span<const std::uint8_t> frame);

/// True for what ends the waiting: registers, a refusal, a gateway's word that the unit does not answer.
bool answers(const Outcome& outcome);

}  // namespace antrean::bus
