// Frames for the firmware's tests, with a CRC that shares no code with the firmware's.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

using Bytes = std::vector<std::uint8_t>;

/// "01 03 00 2A" as bytes. Anything except hexadecimal pairs and spaces is a mistake in the test and gives no
/// bytes.
inline Bytes bytes_of(const std::string& hex) {
  Bytes bytes;
  std::istringstream words(hex);
  for (std::string word; words >> word;) {
    if (word.size() != 2) {
      return {};
    }
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(word, nullptr, 16)));
  }
  return bytes;
}

inline std::string hex_of(const Bytes& bytes) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string hex;
  for (const std::uint8_t byte : bytes) {
    if (!hex.empty()) {
      hex += ' ';
    }
    hex += digits[byte >> 4];
    hex += digits[byte & 0x0F];
  }
  return hex;
}

/// Bit by bit, as the text of the specification describes it.
inline std::uint16_t crc_by_bits(const Bytes& bytes) {
  unsigned crc = 0xFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
    }
  }
  return static_cast<std::uint16_t>(crc);
}

inline Bytes with_crc(Bytes bytes) {
  const std::uint16_t crc = crc_by_bits(bytes);
  bytes.push_back(static_cast<std::uint8_t>(crc & 0xFF));
  bytes.push_back(static_cast<std::uint8_t>(crc >> 8));
  return bytes;
}

inline Bytes frame(const std::string& hex) { return with_crc(bytes_of(hex)); }

/// The reply without its CRC, as text; "bad CRC" if the CRC is wrong, "" if there is no reply.
inline std::string content_of(Bytes reply) {
  if (reply.empty()) {
    return "";
  }
  if (reply.size() < 4 || crc_by_bits(reply) != 0) {
    return "bad CRC";
  }
  reply.resize(reply.size() - 2);
  return hex_of(reply);
}
