// Requests and replies as bytes. Pure. A frame is unit address, function code and data. On a serial line a
// checksum follows the frame; over TCP an MBAP header precedes it.
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
/// The frame for a serial line, with its checksum.
std::vector<std::uint8_t> encode_serial(const Request& request);

/// CRC-16 of Modbus over serial line V1.02, 2.5.1.2. It is 0 for a frame that is followed by its own good
/// checksum.
std::uint16_t checksum(std::span<const std::uint8_t> bytes);

/// True for functions whose reply only repeats what was written, in 8 bytes on a serial line.
bool only_writes(Function function);
/// True for functions whose good answer is the request itself, byte by byte: FC05 and FC06.
bool answer_repeats(Function function);
/// The data bytes of the reply to a request that reads registers or bits.
std::size_t bytes_read(const Request& request);

/// `frame`: unit address, function code and data, as received. Failures: stranger, misfit, exception,
/// unreachable.
Outcome decode(const Request& request, std::span<const std::uint8_t> frame);

/// True for an outcome that ends the waiting: registers, a refusal, or a gateway's report that the unit does
/// not answer.
bool answers(const Outcome& outcome);

}  // namespace antrean::bus
