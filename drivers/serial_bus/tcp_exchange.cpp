#include "serial_bus/tcp_exchange.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "serial_bus/frame.hpp"
#include "serial_bus/reply_search.hpp"
#include "serial_bus/tcp_search.hpp"

namespace antrean::bus {
namespace {

using std::chrono::milliseconds;

// TCP has no t3.5. This keeps a fast peer from being asked thousands of times a second.
constexpr milliseconds between_requests{5};
// The rest of a frame that has begun comes soon.
constexpr milliseconds between_segments{30};
// For a unit on a slow serial line behind a transparent gateway that just got frames with an MBAP header.
constexpr milliseconds serial_answer_within{500};

ExchangeFailure failed(Failure failure) { return {.failure = failure, .code = 0, .detail = {}}; }

ExchangeFailure lost(int error) {
  return {.failure = Failure::line_lost, .code = static_cast<std::uint8_t>(error), .detail = {}};
}

bool holds_serial_frame(const Request& request, std::span<const std::uint8_t> bytes) {
  return search_reply(request, encode_serial(request), bytes).good_frame();
}

}  // namespace

Bilingual speaks_serial_in_words() {
  return {.id =
              "gateway ini meneruskan frame serial apa adanya (RTU over TCP, mode \"transparent\" atau \"raw\"); "
              "setel ke Modbus TCP (\"Modbus gateway\", \"protocol conversion\")",
          .en =
              "the gateway passes serial frames through as they are (RTU over TCP, \"transparent\" or \"raw\" mode); "
              "set it to Modbus TCP (\"Modbus gateway\", \"protocol conversion\")"};
}

void TcpExchange::opened() {
  heard_.clear();
  asked_ = answered_ = false;
  last_answer_ = free_at_ = channel_.now();
}

void TcpExchange::rest() { channel_.sleep_until(free_at_); }

Finished TcpExchange::exchange(const Request& request, Nanoseconds allowance) {
  rest();
  const auto sent = channel_.now();
  ++transaction_;
  auto outcome = transact(request, allowance);
  if (request.is_answered()) {
    asked_ = true;
    last_unit_ = request.unit;
  }
  const auto at = channel_.now();
  if (answers(outcome) && request.is_answered()) {
    answered_ = true;
    last_answer_ = at;
  }
  free_at_ = !request.is_answered() ? sent + between_requests + allowance : at + between_requests;
  return {.outcome = std::move(outcome), .sent = sent, .at = at, .free_at = free_at_};
}

int TcpExchange::read_more() {
  std::array<std::uint8_t, 512> bytes{};
  const auto count = channel_.read(bytes);
  if (count <= 0) {
    return count == 0 ? ECONNRESET : static_cast<int>(-count);
  }
  heard_.insert(heard_.end(), bytes.begin(), bytes.begin() + count);
  return 0;
}

Outcome TcpExchange::transact(const Request& request, Nanoseconds allowance) {
  if (const int error = channel_.send(encode_tcp(request, transaction_)); error != 0) {
    return lost(error);
  }
  if (!request.is_answered()) {
    return Registers{};
  }
  const auto by = channel_.now() + allowance;
  auto until = by;
  unsigned strangers = 0;
  bool misfit = false;
  while (channel_.readable_by(until)) {
    if (const int error = read_more(); error != 0) {
      return lost(error);
    }
    auto found = search_tcp_reply(request, transaction_, heard_);
    strangers += found.strangers;
    misfit = misfit || found.misfit;
    heard_.erase(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(found.used));
    if (found.answer) {
      return std::move(*found.answer);
    }
    if (found.broken) {
      break;
    }
    until = heard_.empty() ? by : std::max(by, channel_.now() + between_segments);
    if (channel_.now() >= by + between_segments) {
      break;
    }
  }
  if (!heard_.empty()) {
    // The bytes are no Modbus TCP frame and not the beginning of one, so the start of the next frame is
    // unknown.
    const bool serial = holds_serial_frame(request, heard_);
    heard_.clear();
    return serial ? ExchangeFailure{.failure = Failure::line_lost, .code = 0, .detail = speaks_serial_in_words()}
                  : failed(Failure::damaged);
  }
  if (misfit) {
    return failed(Failure::misfit);
  }
  return failed(strangers > 0 ? Failure::stranger : Failure::silent);
}

bool TcpExchange::speaks_serial() {
  const auto request = Request::read_input(last_unit_, 0, 1);
  heard_.clear();
  if (channel_.send(encode_serial(request)) != 0) {
    return false;
  }
  const auto until = channel_.now() + serial_answer_within;
  while (channel_.readable_by(until) && read_more() == 0) {
    if (holds_serial_frame(request, heard_)) {
      return true;
    }
  }
  return false;
}

}  // namespace antrean::bus
