#include "serial_bus/serial_exchange.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "serial_bus/frame.hpp"

namespace antrean::bus {
namespace {

using std::chrono::milliseconds;

// USB adapters deliver bytes in groups, up to 16 ms apart if their latency timer was not set.
constexpr milliseconds between_bytes{30};
constexpr std::size_t longest_frame = 256;
// The extra time for a unit whose reply should have been there, when something else came.
constexpr milliseconds after_noise{10};
// After this many exchanges with only garbage, the line is watched before the next one, until it is silent
// for longer than any pause between an adapter's groups.
constexpr unsigned suspicious = 4;
constexpr milliseconds listen_for{500};
constexpr milliseconds pause_of_a_silent_line{50};

ExchangeFailure failed(Failure failure) { return {.failure = failure, .code = 0, .detail = {}}; }

ExchangeFailure lost(int error) {
  return {.failure = Failure::line_lost, .code = static_cast<std::uint8_t>(error), .detail = {}};
}

bool has_known_length(const Request& request) {
  return request.function != Function::report_id && request.function != Function::extension;
}

Bilingual never_silent_in_words() {
  return {.id =
              "jalur ini tidak pernah sunyi: ada yang mengirim terus-menerus; periksa kabelnya (A dan B, hubung "
              "singkat, terminasi, bias), lalu cabut perangkat satu per satu sampai berhenti",
          .en =
              "the line is never silent: something sends on it all the time; check its wires (A and B, short circuit, "
              "termination, bias), then unplug one unit after another until it stops"};
}

}  // namespace

std::optional<Bilingual> SerialExchange::opened() {
  echoes_ = false;
  echo_is_known_ = false;
  ways_.fill({});
  garbage_in_a_row_ = 0;
  free_at_ = channel_.now() + rate_.gap();
  if (never_silent_ && !falls_silent()) {
    return never_silent_in_words();
  }
  never_silent_ = false;
  return std::nullopt;
}

void SerialExchange::rest() {
  const auto aimed_at = free_at_ - wake_up_.early();
  if (channel_.now() < aimed_at) {
    channel_.sleep_until(aimed_at);
    wake_up_.ended(channel_.now() - free_at_);
  }
  while (channel_.now() < free_at_) {  // some tens of microseconds, less than a new sleep takes
    channel_.wait_awake(free_at_);
  }
}

Finished SerialExchange::exchange(const Request& request, Nanoseconds allowance) {
  if (!echo_is_known_ && answer_repeats(request.function) && request.is_answered()) {
    // An echo could be taken for the answer to this request. Any other request shows whether there is one,
    // also if the unit does not know its function.
    auto finished = exchange(Request::read_holding(request.unit, request.write_at, 1), allowance);
    if (finished.outcome.has_error() && finished.outcome.error().failure == Failure::line_lost) {
      return finished;
    }
  }
  if (garbage_in_a_row_ >= suspicious) {
    garbage_in_a_row_ = 0;
    if (!falls_silent()) {
      never_silent_ = true;
      const auto at = channel_.now();
      return {.outcome = ExchangeFailure{.failure = Failure::line_lost, .code = 0, .detail = never_silent_in_words()},
              .sent = at,
              .at = at,
              .free_at = at};
    }
  }
  rest();
  const auto free = channel_.now();
  Nanoseconds kept{0};
  // A late reply is dropped, but it was a frame, so t3.5 counts from its end.
  if (channel_.readable_by(free)) {
    drain();
    kept = channel_.now() - free;
  }
  sent_ = channel_.now();
  silent_since_.reset();
  std::size_t noise = 0;
  auto outcome = transact(request, allowance, noise);
  if (!answers(outcome) && outcome.error().failure != Failure::silent &&
      outcome.error().failure != Failure::line_lost) {
    drain();
  }
  const auto at = channel_.now();
  free_at_ = !request.is_answered() ? sent_ + rate_.characters(request.request_bytes()) + rate_.gap() + allowance
                                    : silent_since_.value_or(at) + rate_.gap();
  return {.outcome = std::move(outcome), .sent = sent_, .at = at, .free_at = free_at_, .noise = noise, .kept = kept};
}

Outcome SerialExchange::transact(const Request& request, Nanoseconds allowance, std::size_t& noise) {
  request_ = encode_serial(request);
  if (const int error = channel_.send(request_); error != 0) {
    if (error != EAGAIN) {
      return lost(error);
    }
    // The port is not lost: its other end takes nothing, so its buffer is full.
    channel_.drop_unsent();
    return failed(Failure::silent);
  }
  if (!request.is_answered()) {
    skip_echo();
    return Registers{};
  }
  // send() returns when the kernel has the bytes. The wire needs its time, and the unit sees the end after
  // t3.5.
  const auto left = sent_ + rate_.characters(request.request_bytes());
  const auto asked =
      request.is_arbitrated() ? left + rate_.before_windows() + rate_.windows(request.windows()) : left + rate_.gap();
  // A whole reply cannot be there before the wire has carried it, nor, as learned, before this unit's usual
  // lag. So there is one sleep instead of one wake-up per byte.
  const auto expected = asked + rate_.characters(request.reply_bytes());
  auto& way = ways_[request.unit];
  channel_.sleep_until(expected + way.lag.usual());
  const std::size_t echoed = echoes_ ? request_.size() : 0;
  const bool known_length = has_known_length(request);
  const bool all_there = known_length && channel_.waiting() >= request.reply_bytes() + echoed;
  const auto woke = channel_.now();
  int error = 0;
  auto found = listen(request, expected + way.lag.usual(), asked + allowance, error);
  if (!answer_repeats(request.function)) {
    echoes_ = heard_.empty() ? echoes_ : found.echo;
    echo_is_known_ = true;  // silence is no echo
  }
  if (found.answer && !found.answer->has_error() && known_length && (echoed > 0) == found.echo) {
    if (all_there) {
      way.lag.woke_in_time();
    } else {
      way.lag.woke_early(channel_.now() - woke, allowance);
    }
    if (all_there && found.clean) {
      silent_since_ = woke;  // at the latest: the line was already silent during the read
    }
  }
  way.known = way.known || found.answer;
  noise = found.answer ? found.noise : 0;
  return judge(std::move(found), error);
}

ReplySearch SerialExchange::listen(const Request& request, MonotonicTime expected, MonotonicTime first_byte_by,
                                   int& error) {
  heard_.clear();
  ReplySearch found;
  const bool way_is_known = ways_[request.unit].known;
  // An exchange ends whatever comes: a reply that began in time is over by then.
  const std::size_t longest = has_known_length(request) ? request.reply_bytes() : longest_frame;
  const auto over = first_byte_by + rate_.characters(longest) + between_bytes;
  auto until = first_byte_by;
  while (channel_.readable_by(std::min(until, over))) {
    std::array<std::uint8_t, longest_frame> bytes{};
    const auto count = channel_.read(bytes);
    if (count <= 0) {
      error = count == 0 ? EIO : static_cast<int>(-count);
      return found;
    }
    heard_.insert(heard_.end(), bytes.begin(), bytes.begin() + count);
    found = search_reply(request, request_, heard_, echoes_);
    const auto last_byte = channel_.now();
    if (found.answer || last_byte >= over || heard_.size() > 8 * longest_frame) {
      return found;
    }
    until = first_byte_by;
    if (found.begun || found.echo_begun) {
      until = std::max(until, last_byte + between_bytes);
    } else if (way_is_known && found.noise + found.strangers + found.misfits > 0) {
      until = std::min(until, std::max(expected, last_byte) + after_noise);
    }
  }
  return found;
}

Outcome SerialExchange::judge(ReplySearch found, int error) {
  if (found.good_frame() || heard_.empty() || (found.echo && found.noise == 0)) {
    garbage_in_a_row_ = 0;
  } else {
    ++garbage_in_a_row_;
  }
  if (found.answer) {
    return std::move(*found.answer);
  }
  if (error != 0) {
    return lost(error);
  }
  if (found.begun) {
    return failed(Failure::cut_short);
  }
  if (found.noise > 0 && !found.echo_begun) {
    return failed(Failure::damaged);
  }
  if (found.misfits > 0) {
    return failed(Failure::misfit);
  }
  return failed(found.strangers > 0 ? Failure::stranger : Failure::silent);
}

// Of a frame that nobody answers; otherwise it would be taken for a unit that continues to send.
void SerialExchange::skip_echo() {
  std::array<std::uint8_t, longest_frame> bytes{};
  const auto over = sent_ + rate_.characters(request_.size()) + between_bytes;
  std::size_t left = echoes_ ? request_.size() : 0;
  while (left > 0 && channel_.readable_by(over)) {
    const auto count = channel_.read({bytes.data(), std::min(bytes.size(), left)});
    if (count <= 0) {
      return;  // the port is lost; the next use of it finds this out and reports it
    }
    left -= static_cast<std::size_t>(count);
  }
}

// After a bad frame the rest of it may still come, so this waits for silence, but not for ever on a line that
// is never silent.
void SerialExchange::drain() {
  const auto give_up = channel_.now() + rate_.characters(longest_frame) + between_bytes;
  std::array<std::uint8_t, longest_frame> rest{};
  while (channel_.now() < give_up && channel_.readable_by(channel_.now() + rate_.gap())) {
    if (channel_.read(rest) <= 0) {
      break;
    }
  }
}

bool SerialExchange::falls_silent() {
  const auto give_up = channel_.now() + listen_for;
  std::array<std::uint8_t, longest_frame> bytes{};
  while (channel_.now() < give_up) {
    if (!channel_.readable_by(channel_.now() + pause_of_a_silent_line)) {
      return true;
    }
    if (channel_.read(bytes) <= 0) {
      return true;  // the port is lost; the next use of it finds this out and reports it
    }
  }
  return false;
}

}  // namespace antrean::bus
