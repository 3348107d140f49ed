#include "serial_bus/frame.hpp"

#include <algorithm>

namespace antrean::bus {
namespace {

void put(std::vector<std::uint8_t>& frame, std::uint16_t value) {
  frame.push_back(static_cast<std::uint8_t>(value >> 8));
  frame.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

std::uint16_t word_at(std::span<const std::uint8_t> frame, std::size_t at) {
  return static_cast<std::uint16_t>((frame[at] << 8) | frame[at + 1]);
}

// Modbus application protocol V1.1b3, 6.5 and 6.11: a single coil is FF00 or 0000; more coils are packed, the
// first one in the lowest bit.
std::uint16_t single(const Request& request) {
  const std::uint16_t value = request.values.front();
  return request.function == Function::write_coil ? std::uint16_t(value != 0 ? 0xFF00 : 0) : value;
}

void put_bits(std::vector<std::uint8_t>& frame, const Request& request) {
  put(frame, request.write_at);
  put(frame, static_cast<std::uint16_t>(request.values.size()));
  const std::size_t bytes = frame_bytes::bytes_of_bits(request.values.size());
  frame.push_back(static_cast<std::uint8_t>(bytes));
  const std::size_t first = frame.size();
  frame.resize(first + bytes);
  for (std::size_t bit = 0; bit < request.values.size(); ++bit) {
    if (request.values[bit] != 0) {
      frame[first + bit / 8] = static_cast<std::uint8_t>(frame[first + bit / 8] | 1U << bit % 8);
    }
  }
}

void put_values(std::vector<std::uint8_t>& frame, const Request& request) {
  put(frame, request.write_at);
  put(frame, static_cast<std::uint16_t>(request.values.size()));
  frame.push_back(static_cast<std::uint8_t>(2 * request.values.size()));
  for (auto value : request.values) {
    put(frame, value);
  }
}

// Modbus application protocol V1.1b3, 7: only gateways send these codes, for a unit that they could not
// reach.
constexpr std::uint8_t gateway_has_no_path = 0x0A;
constexpr std::uint8_t gateway_got_no_answer = 0x0B;

Outcome failed(Failure failure, std::uint8_t code = 0) {
  return ExchangeFailure{.failure = failure, .code = code, .detail = {}};
}

}  // namespace

std::vector<std::uint8_t> encode(const Request& request) {
  std::vector<std::uint8_t> frame{request.unit, static_cast<std::uint8_t>(request.function)};
  switch (request.function) {
    case Function::read_coils:
    case Function::read_discrete:
    case Function::read_holding:
    case Function::read_input:
      put(frame, request.read_at);
      put(frame, request.read_count);
      break;
    case Function::write_coil:
    case Function::write_register:
      put(frame, request.write_at);
      put(frame, single(request));
      break;
    case Function::write_coils:
      put_bits(frame, request);
      break;
    case Function::write:
      put_values(frame, request);
      break;
    case Function::write_read:
      put(frame, request.read_at);
      put(frame, request.read_count);
      put_values(frame, request);
      break;
    case Function::write_pictures:
    case Function::extension:
      for (const auto value : request.values) {
        frame.push_back(static_cast<std::uint8_t>(value));
      }
      break;
    case Function::report_id:
    case Function::read_news:
      break;
  }
  return frame;
}

std::uint16_t checksum(std::span<const std::uint8_t> bytes) {
  constexpr unsigned polynomial = 0xA001;
  unsigned remainder = 0xFFFF;
  for (const auto byte : bytes) {
    remainder ^= byte;
    for (int bit = 0; bit < 8; ++bit) {
      remainder = (remainder & 1U) != 0 ? (remainder >> 1U) ^ polynomial : remainder >> 1U;
    }
  }
  return static_cast<std::uint16_t>(remainder);
}

std::vector<std::uint8_t> encode_serial(const Request& request) {
  auto frame = encode(request);
  const auto sum = checksum(frame);
  frame.push_back(static_cast<std::uint8_t>(sum & 0xFF));
  frame.push_back(static_cast<std::uint8_t>(sum >> 8));
  return frame;
}

bool answers(const Outcome& outcome) {
  return !outcome.has_error() || outcome.error().failure == Failure::exception ||
         outcome.error().failure == Failure::unreachable;
}

bool answer_repeats(Function function) {
  return function == Function::write_coil || function == Function::write_register;
}

bool only_writes(Function function) {
  return answer_repeats(function) || function == Function::write || function == Function::write_coils;
}

std::size_t bytes_read(const Request& request) {
  return is_of_bits(request.function) ? frame_bytes::bytes_of_bits(request.read_count)
                                      : std::size_t{2} * request.read_count;
}

namespace {

constexpr std::uint8_t sub_events = 0x11;
constexpr std::uint8_t sub_no_events = 0x12;
constexpr std::uint8_t sub_scan_answer = 0x03;
constexpr std::uint8_t sub_scan_end = 0x04;
constexpr std::uint8_t sub_by_serial = 0x09;

bool is_scan_answer(std::span<const std::uint8_t> frame) {
  return frame[0] == to_all &&
         ((frame[2] == sub_scan_end && frame.size() == frame_bytes::scan_end - checksum_bytes) ||
          (frame[2] == sub_scan_answer && frame.size() == frame_bytes::scan_answer - checksum_bytes));
}

bool is_answer_by_serial(const Request& request, std::span<const std::uint8_t> frame) {
  return frame.size() > frame_bytes::serial_head && frame[2] == sub_by_serial &&
         std::equal(frame.begin() + 3, frame.begin() + frame_bytes::serial_head, request.values.begin() + 1);
}

/// Unit and sub-function, and the rest as it is.
Outcome decode_extension(const Request& request, std::span<const std::uint8_t> frame) {
  if (request.unit == to_all && !request.is_arbitrated()) {
    return is_answer_by_serial(request, frame)
               ? Outcome{Registers(frame.begin() + frame_bytes::serial_head, frame.end())}
               : failed(Failure::misfit);
  }
  if (request.windows() == LineRate::scan_windows && !is_scan_answer(frame)) {
    return failed(Failure::misfit);
  }
  const bool no_events = frame.size() == 3 && frame[0] == to_all && frame[2] == sub_no_events;
  const bool events = frame.size() >= 6 && frame[2] == sub_events && frame.size() == 6U + frame[5];
  const bool enabled = frame.size() >= 4 && frame[2] == request.values.front() && frame.size() == 4U + frame[3];
  if (request.windows() == LineRate::event_windows ? !no_events && !events : !request.is_arbitrated() && !enabled) {
    return failed(Failure::misfit);
  }
  Registers bytes{frame[0]};
  bytes.insert(bytes.end(), frame.begin() + 2, frame.end());
  return bytes;
}

}  // namespace

Outcome decode(const Request& request, std::span<const std::uint8_t> frame) {
  if (frame.size() < 3) {
    return failed(Failure::misfit);
  }
  if (frame[0] != request.unit && !request.is_arbitrated()) {
    return failed(Failure::stranger);
  }
  const auto function = static_cast<std::uint8_t>(request.function);
  if (frame[1] == (function | exception_bit)) {
    const bool by_gateway = frame[2] == gateway_has_no_path || frame[2] == gateway_got_no_answer;
    return failed(by_gateway ? Failure::unreachable : Failure::exception, frame[2]);
  }
  if (frame[1] != function) {
    return failed(Failure::misfit);
  }
  if (only_writes(request.function)) {
    const std::size_t repeated = answer_repeats(request.function) ? single(request) : request.values.size();
    const bool same = frame.size() == 6 && word_at(frame, 2) == request.write_at && word_at(frame, 4) == repeated;
    return same ? Outcome{Registers{}} : failed(Failure::misfit);
  }
  if (request.function == Function::extension) {
    return decode_extension(request, frame);
  }
  if (request.function == Function::read_news) {
    return frame.size() == 4 ? Outcome{Registers{word_at(frame, 2)}} : failed(Failure::misfit);
  }
  const std::size_t bytes = frame[2];
  if (frame.size() != 3 + bytes) {
    return failed(Failure::misfit);
  }
  Registers values;
  if (request.function == Function::report_id) {
    values.assign(frame.begin() + 3, frame.end());
    return values;
  }
  if (bytes != bytes_read(request)) {
    return failed(Failure::misfit);
  }
  values.reserve(request.read_count);
  if (is_of_bits(request.function)) {
    for (std::size_t bit = 0; bit < request.read_count; ++bit) {
      values.push_back(frame[3 + bit / 8] >> bit % 8 & 1U);
    }
    return values;
  }
  for (std::size_t at = 3; at < frame.size(); at += 2) {
    values.push_back(word_at(frame, at));
  }
  return values;
}

}  // namespace antrean::bus
