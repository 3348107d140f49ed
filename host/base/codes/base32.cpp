#include "codes/base32.hpp"

namespace antrean::codes {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr unsigned bits_each = 5;

}  // namespace

std::string to_base32(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() * 8 + bits_each - 1) / bits_each);
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = held << 8 | byte;
    bits += 8;
    while (bits >= bits_each) {
      bits -= bits_each;
      text.push_back(digits[held >> bits & 31u]);
    }
    held &= (1u << bits) - 1;
  }
  if (bits > 0) {
    text.push_back(digits[held << (bits_each - bits) & 31u]);
  }
  return text;
}

std::optional<std::vector<std::uint8_t>> from_base32(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() * bits_each / 8);
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto value = digits.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    held = held << bits_each | static_cast<std::uint32_t>(value);
    bits += bits_each;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(held >> bits));
    }
    held &= (1u << bits) - 1;
  }
  // Five bits or more would be a whole character without content.
  if (bits >= bits_each || held != 0) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace antrean::codes
