#include "serial_bus/reply_search.hpp"

#include <algorithm>
#include <array>

#include "serial_bus/frame.hpp"

namespace antrean::bus {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t head = 2;  // address and function
constexpr std::size_t shortest = head + checksum_bytes;
constexpr std::uint8_t window_byte = 0xFF;

bool good_frame(Bytes bytes) { return bytes.size() >= shortest && checksum(bytes) == 0; }

bool begins_with(Bytes bytes, Bytes with) {
  return bytes.size() >= with.size() && std::equal(with.begin(), with.end(), bytes.begin());
}

enum class Fits : std::uint8_t { no, so_far, whole };

struct Candidate {
  Fits fits = Fits::no;
  std::size_t length = 0;  // of the whole frame
};

Candidate of_length(Bytes bytes, std::size_t length) {
  if (bytes.size() < length) {
    return {.fits = Fits::so_far, .length = 0};
  }
  return {.fits = good_frame(bytes.first(length)) ? Fits::whole : Fits::no, .length = length};
}

/// The answer to a question to all comes from any unit; its length stands in it.
Candidate answer_to_all_at(Bytes bytes) {
  constexpr std::size_t length_at = 5;
  constexpr std::uint8_t sub_events = 0x11;
  if (bytes.size() >= head && bytes[1] != static_cast<std::uint8_t>(Function::extension)) {
    return {};
  }
  if (bytes[0] == to_all) {
    return of_length(bytes, frame_bytes::no_events);
  }
  if (bytes[0] == broadcast || bytes[0] > 247 || (bytes.size() > head && bytes[head] != sub_events)) {
    return {};
  }
  if (bytes.size() <= length_at) {
    return {.fits = Fits::so_far, .length = 0};
  }
  return of_length(bytes, frame_bytes::events(bytes[length_at]));
}

/// Numbers of sub-functions come third; a frame may stop before.
bool may_be(Bytes bytes, std::size_t at, std::uint8_t value) { return bytes.size() <= at || bytes[at] == value; }

bool may_be_extension(Bytes bytes) {
  return bytes[0] == to_all && may_be(bytes, 1, static_cast<std::uint8_t>(Function::extension));
}

Candidate scan_answer_at(Bytes bytes) {
  constexpr std::uint8_t sub_answer = 0x03;
  constexpr std::uint8_t sub_end = 0x04;
  if (!may_be_extension(bytes) || (!may_be(bytes, head, sub_answer) && !may_be(bytes, head, sub_end))) {
    return {};
  }
  if (bytes.size() <= head) {
    return {.fits = Fits::so_far, .length = 0};
  }
  return of_length(bytes, bytes[head] == sub_end ? frame_bytes::scan_end : frame_bytes::scan_answer);
}

/// The length follows from the function that was asked.
Candidate answer_by_serial_at(const Request& request, Bytes bytes) {
  constexpr std::uint8_t sub_answer = 0x09;
  constexpr std::size_t function_at = frame_bytes::serial_head;
  if (!may_be_extension(bytes) || !may_be(bytes, head, sub_answer)) {
    return {};
  }
  for (std::size_t at = 3; at < std::min(bytes.size(), function_at); ++at) {
    if (bytes[at] != request.values[at - 2]) {
      return {};
    }
  }
  if (bytes.size() <= function_at + 1) {
    return {.fits = Fits::so_far, .length = 0};
  }
  constexpr std::size_t instead_of_address = function_at - 1;
  const auto function = static_cast<std::uint8_t>(request.values[5]);
  if (bytes[function_at] == (function | exception_bit)) {
    return of_length(bytes, instead_of_address + frame_bytes::exception_reply);
  }
  if (bytes[function_at] != function) {
    return {};
  }
  if (only_writes(static_cast<Function>(function))) {
    return of_length(bytes, instead_of_address + frame_bytes::write_reply);
  }
  return of_length(bytes, function_at + 2 + bytes[function_at + 1] + checksum_bytes);
}

/// Whether `bytes` begin with the answer to `request`, or with a part of it.
Candidate answer_at(const Request& request, Bytes bytes) {
  const auto function = static_cast<std::uint8_t>(request.function);
  if (request.windows() == LineRate::event_windows) {
    return answer_to_all_at(bytes);
  }
  if (request.is_arbitrated()) {
    return scan_answer_at(bytes);
  }
  if (request.function == Function::extension && request.unit == to_all) {
    return answer_by_serial_at(request, bytes);
  }
  if (bytes[0] != request.unit) {
    return {};
  }
  if (bytes.size() < head) {
    return {.fits = Fits::so_far, .length = 0};
  }
  if (bytes[1] == (function | exception_bit)) {
    return of_length(bytes, frame_bytes::exception_reply);
  }
  if (bytes[1] != function) {
    return {};
  }
  if (only_writes(request.function)) {
    return of_length(bytes, frame_bytes::write_reply);
  }
  if (request.function == Function::read_news) {
    return of_length(bytes, frame_bytes::news_reply);
  }
  if (request.function == Function::extension) {
    constexpr std::size_t length_at = 3;
    return bytes.size() <= length_at ? Candidate{.fits = Fits::so_far, .length = 0}
                                     : of_length(bytes, frame_bytes::enabled(bytes[length_at]));
  }
  if (bytes.size() == head) {
    return {.fits = Fits::so_far, .length = 0};
  }
  if (request.function != Function::report_id && bytes[head] != bytes_read(request)) {
    return {};
  }
  return of_length(bytes, head + 1 + bytes[head] + checksum_bytes);
}

/// The length of a good frame at the start of `bytes`, a reply or a request of any of the usual functions; 0:
/// none.
std::size_t any_frame_at(Bytes bytes) {
  if (bytes.size() < shortest) {
    return 0;
  }
  std::array<std::size_t, 3> lengths{};
  const auto function = bytes[1];
  if ((function & exception_bit) != 0) {
    lengths = {frame_bytes::exception_reply, 0, 0};
  } else if (function >= 1 && function <= 4) {
    lengths = {3U + bytes[2] + checksum_bytes, frame_bytes::read_request, 0};
  } else if (function == 5 || function == 6) {
    lengths = {frame_bytes::write_reply, 0, 0};
  } else if (function == 15 || function == 16) {
    const std::size_t written = bytes.size() > 6 ? 7U + bytes[6] + checksum_bytes : 0;
    lengths = {frame_bytes::write_reply, written, 0};
  } else if (function == 17) {
    lengths = {3U + bytes[2] + checksum_bytes, frame_bytes::report_id_request, 0};
  } else if (function == static_cast<std::uint8_t>(Function::read_news)) {
    lengths = {frame_bytes::news_reply, frame_bytes::news_request, 0};
  } else if (function == 23) {
    const std::size_t written = bytes.size() > 10 ? 11U + bytes[10] + checksum_bytes : 0;
    lengths = {3U + bytes[2] + checksum_bytes, written, 0};
  }
  for (const std::size_t length : lengths) {
    if (length >= shortest && length <= bytes.size() && good_frame(bytes.first(length))) {
      return length;
    }
  }
  return 0;
}

}  // namespace

ReplySearch search_reply(const Request& request, Bytes sent, Bytes bytes, bool echoes) {
  ReplySearch found;
  const bool is_repeated = answer_repeats(request.function);
  found.echo_begun = !bytes.empty() && bytes.size() < sent.size() && begins_with(sent, bytes);
  if (is_repeated && !echoes) {
    found.echo_begun = false;
  }
  std::size_t at = 0;
  while (at < bytes.size()) {
    const Bytes rest = bytes.subspan(at);
    if (begins_with(rest, sent) && (!is_repeated || (echoes && !found.echo))) {
      found.echo = true;
      at += sent.size();
      continue;
    }
    if (request.is_arbitrated() && rest[0] == window_byte && found.noise + found.strangers + found.misfits == 0) {
      ++at;  // of the arbitration
      continue;
    }
    const auto candidate = answer_at(request, rest);
    if (candidate.fits == Fits::whole) {
      auto outcome = decode(request, rest.first(candidate.length - checksum_bytes));
      if (answers(outcome)) {
        found.answer = std::move(outcome);
        found.clean = found.noise + found.strangers + found.misfits == 0 && rest.size() == candidate.length;
        return found;
      }
    }
    if (candidate.fits == Fits::so_far) {
      found.begun = true;
    }
    if (const auto length = any_frame_at(rest); length > 0) {
      ++(rest[0] == request.unit ? found.misfits : found.strangers);
      at += length;
      continue;
    }
    ++found.noise;
    ++at;
  }
  return found;
}

}  // namespace antrean::bus
