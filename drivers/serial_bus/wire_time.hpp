// How long frames take on a serial line. Pure arithmetic, used by the bus (timeouts, gaps) and by the
// benchmark (its floor). Source: Modbus over serial line V1.02, 2.5.1: a character is start + 8 data + parity
// + stop bits; frames are separated by 3.5 characters of silence, fixed at 1.750 ms above 19200 baud.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace antrean::bus {

using Nanoseconds = std::chrono::nanoseconds;

enum class Parity : std::uint8_t { none, even, odd };

struct LineRate {
  std::uint32_t baud = 19200;
  Parity parity = Parity::even;
  std::uint8_t stop_bits = 1;

  constexpr unsigned bits_per_character() const { return 1U + 8U + (parity == Parity::none ? 0U : 1U) + stop_bits; }
  constexpr Nanoseconds characters(std::size_t count) const {
    const auto bits = static_cast<std::uint64_t>(count) * bits_per_character();
    return Nanoseconds{static_cast<std::int64_t>(bits * 1'000'000'000ULL / baud)};
  }
  /// t3.5, the silence between frames.
  constexpr Nanoseconds gap() const { return baud > 19200 ? Nanoseconds{1'750'000} : characters(7) / 2; }
  /// After a request to all: from its last bit to the first window, and the windows of the arbitration
  /// (firmware/core/arbitration.h).
  constexpr Nanoseconds before_windows() const { return std::max(characters(7) / 2, bits(12) + Nanoseconds{800'000}); }
  constexpr Nanoseconds windows(unsigned count) const {
    const auto reserve = (50ULL * baud + 999'999) / 1'000'000;  // 50 us in whole bits
    return bits(std::max<std::uint64_t>(13, 12 + reserve)) * count;
  }
  constexpr Nanoseconds bits(std::uint64_t count) const {
    return Nanoseconds{static_cast<std::int64_t>(count * 1'000'000'000ULL / baud)};
  }
  static constexpr unsigned event_windows = 12;
  static constexpr unsigned scan_windows = 32;
  /// As exchange(), for a question to all: `reply` bytes come after the arbitration.
  constexpr Nanoseconds question_to_all(std::size_t request, std::size_t reply, unsigned count = event_windows) const {
    return characters(request) + before_windows() + windows(count) + characters(reply) + gap();
  }
  /// From the first bit of a request until the next frame may begin. The slave takes `slave` to answer after
  /// it has seen the request's end (t3.5 of silence). `reply` 0: a broadcast.
  constexpr Nanoseconds exchange(std::size_t request, std::size_t reply, Nanoseconds slave) const {
    const auto asked = characters(request) + gap();
    return reply == 0 ? asked : asked + slave + characters(reply) + gap();
  }
  friend constexpr bool operator==(const LineRate&, const LineRate&) = default;
};

/// The size of our frames on the wire in bytes, with address and CRC.
namespace frame_bytes {
constexpr std::size_t read_request = 8;
constexpr std::size_t write_reply = 8;
constexpr std::size_t report_id_request = 4;
constexpr std::size_t news_request = 4;
constexpr std::size_t news_reply = 6;
constexpr std::size_t exception_reply = 5;
constexpr std::size_t no_events = 5;
constexpr std::size_t scan_end = 5;
constexpr std::size_t scan_answer = 10;
constexpr std::size_t serial_head = 7;  ///< address, function, sub-function, serial number
constexpr std::size_t events(std::size_t bytes) { return 8 + bytes; }
constexpr std::size_t enabled(std::size_t masks) { return 6 + masks; }
constexpr std::size_t extension_request(std::size_t bytes) { return 4 + bytes; }
constexpr std::size_t read_reply(std::size_t registers) { return 5 + 2 * registers; }
constexpr std::size_t bytes_of_bits(std::size_t bits) { return (bits + 7) / 8; }
constexpr std::size_t read_bits_reply(std::size_t bits) { return 5 + bytes_of_bits(bits); }
constexpr std::size_t write_single = 8;  ///< FC05, FC06; the reply is the same
constexpr std::size_t write_bits_request(std::size_t bits) { return 9 + bytes_of_bits(bits); }
constexpr std::size_t write_request(std::size_t registers) { return 9 + 2 * registers; }
constexpr std::size_t write_read_request(std::size_t written) { return 13 + 2 * written; }
}  // namespace frame_bytes

}  // namespace antrean::bus
