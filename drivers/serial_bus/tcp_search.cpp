#include "serial_bus/tcp_search.hpp"

#include "serial_bus/frame.hpp"

namespace antrean::bus {
namespace {

constexpr std::size_t before_unit = 6;  // transaction, protocol, length
constexpr std::size_t shortest = 3;     // unit, function, one byte
constexpr std::size_t longest = 254;

std::uint16_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>((bytes[at] << 8) | bytes[at + 1]);
}

}  // namespace

std::vector<std::uint8_t> encode_tcp(const Request& request, std::uint16_t transaction) {
  const auto frame = encode(request);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(before_unit + frame.size());
  for (const std::size_t word : {std::size_t{transaction}, std::size_t{0}, frame.size()}) {
    bytes.push_back(static_cast<std::uint8_t>(word >> 8));
    bytes.push_back(static_cast<std::uint8_t>(word & 0xFF));
  }
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  return bytes;
}

TcpSearch search_tcp_reply(const Request& request, std::uint16_t transaction, std::span<const std::uint8_t> bytes) {
  TcpSearch found;
  while (bytes.size() - found.used >= before_unit) {
    const auto rest = bytes.subspan(found.used);
    const std::size_t length = word_at(rest, 4);
    if (length < shortest || length > longest) {
      found.broken = true;
      return found;
    }
    if (rest.size() < before_unit + length) {
      return found;
    }
    found.used += before_unit + length;
    if (word_at(rest, 0) != transaction || word_at(rest, 2) != 0) {
      ++found.strangers;
      continue;
    }
    auto outcome = decode(request, rest.subspan(before_unit, length));
    if (answers(outcome)) {
      found.answer = std::move(outcome);
      return found;
    }
    if (outcome.error().failure == Failure::stranger) {
      ++found.strangers;
    } else {
      found.misfit = true;
    }
  }
  return found;
}

}  // namespace antrean::bus
