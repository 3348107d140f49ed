// Base32 of RFC 4648, upper case, without padding. Private to codes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace antrean::codes {

std::string to_base32(std::span<const std::uint8_t> bytes);

/// Reads only the one text that to_base32 gives for some bytes: no lower case, no padding, and zeros in the
/// bits left over at the end. So no two texts stand for the same bytes.
std::optional<std::vector<std::uint8_t>> from_base32(std::string_view text);

}  // namespace antrean::codes
