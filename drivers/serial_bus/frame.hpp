// Requests and replies as bytes, without checksum or MBAP header: pure. libmodbus adds and checks those; it does not
// check that a reply answers the request that was made, which is done here.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "serial_bus/exchange.hpp"

namespace antrean::bus {

/// Unit address, function code, data.
std::vector<std::uint8_t> encode(const Request& request);

/// `frame`: unit address, function code, data, as received. Failures: stranger, misfit, exception.
Outcome decode(const Request& request, std::span<const std::uint8_t> frame);

}  // namespace antrean::bus
