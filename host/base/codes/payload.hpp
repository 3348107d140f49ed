// The 30 signed bytes of a booking's QR. Private to codes. Numbers are big-endian.
//
//   offset  bytes  meaning
//        0      1  high half: payload version, 1; low half: party, 1..15
//        1      1  key id
//        2      2  office code, ASCII
//        4      4  short code: the indices of its symbols in `alphabet` are the digits of one number to
//                  base 24, first symbol highest
//        8      2  service day, days since 1970-01-01
//       10      2  slot start, minutes after midnight, 0..1440
//       12      2  slot end
//       14      8  service: its characters are the digits of one number to base 38 (0 nothing, 1..26 a..z,
//                  27..36 0..9, 37 '-'), first character highest, filled with 0 to 12 characters
//       22      8  booking id
//
// If the meaning of a byte changes, the version changes. Readers refuse versions that they do not know.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "codes/booking_code.hpp"

namespace antrean::codes {

inline constexpr std::size_t payload_bytes = 30;
using PayloadBytes = std::array<std::uint8_t, payload_bytes>;

/// Throws std::invalid_argument with the name of the member that does not fit.
PayloadBytes pack(const CodePayload& payload);

/// Nothing if no payload packs to these bytes. Verify the signature before you trust any member.
std::optional<CodePayload> unpack(const PayloadBytes& bytes);

/// The id of the key that the bytes claim. The bytes are not verified yet. Nothing for an unknown version.
std::optional<std::uint8_t> claimed_key(const PayloadBytes& bytes);

bool is_office(std::string_view text);      ///< two upper-case letters or digits
bool is_short_code(std::string_view text);  ///< six symbols of the alphabet

}  // namespace antrean::codes
