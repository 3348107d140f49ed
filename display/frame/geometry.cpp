#include "frame/geometry.hpp"

namespace antrean::display {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return -1;
}

double luminance(Colour colour) {
  const auto linear = [](std::uint8_t channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

}  // namespace

std::optional<Colour> Colour::parse(std::string_view hex) {
  if (hex.size() != 7 || hex[0] != '#') {
    return std::nullopt;
  }
  std::uint8_t channels[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const int high = hex_digit(hex[1 + 2 * i]);
    const int low = hex_digit(hex[2 + 2 * i]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    channels[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return Colour{channels[0], channels[1], channels[2]};
}

std::string Colour::text() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex = "#";
  for (const std::uint8_t channel : {red, green, blue}) {
    hex += digits[channel >> 4];
    hex += digits[channel & 15];
  }
  return hex;
}

double contrast(Colour a, Colour b) {
  const double one = luminance(a);
  const double two = luminance(b);
  return (std::max(one, two) + 0.05) / (std::min(one, two) + 0.05);
}

}  // namespace antrean::display
