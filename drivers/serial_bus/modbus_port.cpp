#include "serial_bus/modbus_port.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <span>
#include <utility>

#include <fcntl.h>
#include <linux/serial.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "serial_bus/frame.hpp"
#include "values/port_trouble.hpp"

namespace antrean::bus {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// USB adapters deliver in lumps, up to 16 ms apart when nobody set their latency timer.
constexpr microseconds between_bytes{30'000};
constexpr milliseconds tcp_connect_within{1000};
// TCP has no t3.5; this keeps a fast peer from being asked thousands of times a second.
constexpr milliseconds tcp_rest{5};
constexpr std::chrono::seconds tcp_lives_without_answer{3};
constexpr std::size_t longest_frame = 256;

MonotonicTime now() { return std::chrono::steady_clock::now(); }

// steady_clock is CLOCK_MONOTONIC. An absolute sleep neither drifts nor spins; EINTR just sleeps on.
void sleep_until(MonotonicTime until) {
  const auto since = until.time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
  if (now() >= until) {
    return;
  }
  timespec at{};
  at.tv_sec = seconds.count();
  at.tv_nsec = static_cast<long>((since - seconds).count());
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) {
  }
}

ExchangeFailure failed(Failure failure, std::string detail = {}) {
  return {.failure = failure, .code = 0, .detail = std::move(detail)};
}

std::string parity_word(Parity parity) {
  switch (parity) {
    case Parity::none:
      return "none";
    case Parity::even:
      return "even";
    case Parity::odd:
      return "odd";
  }
  return {};
}

char parity_letter(Parity parity) { return parity == Parity::none ? 'N' : parity == Parity::even ? 'E' : 'O'; }

std::string serial_problem(const SerialPort& port, int error) {
  if (error == EINVAL) {
    return fmt::format("{}: does not take {} baud with parity \"{}\"; a pseudo-terminal takes only \"none\"", port.path,
                       port.rate.baud, parity_word(port.rate.parity));
  }
  return port_trouble(port.path, error);
}

}  // namespace

void ModbusPort::Free::operator()(modbus_t* context) const {
  modbus_close(context);
  modbus_free(context);
}

ModbusPort::ModbusPort(std::variant<SerialPort, TcpGateway> where) : where_(std::move(where)) {}

std::optional<std::string> ModbusPort::reopen() {
  context_.reset();
  answered_ = echoes_ = suspect_echo_ = false;
  lag_.fill({});
  // The kernel may wake an ordinary thread 50 us late to save power; gaps between frames are worth more here.
  prctl(PR_SET_TIMERSLACK, 1UL);
  auto problem = std::visit(
      [this](const auto& where) {
        if constexpr (std::is_same_v<std::decay_t<decltype(where)>, SerialPort>) {
          return open_serial(where);
        } else {
          return open_tcp(where);
        }
      },
      where_);
  if (problem) {
    context_.reset();
  } else {
    modbus_flush(context_.get());
  }
  last_answer_ = now();
  free_at_ = last_answer_ + gap();
  return problem;
}

std::optional<std::string> ModbusPort::open_serial(const SerialPort& port) {
  context_.reset(modbus_new_rtu(port.path.c_str(), static_cast<int>(port.rate.baud), parity_letter(port.rate.parity), 8,
                                port.rate.stop_bits));
  if (!context_) {
    return serial_problem(port, errno);
  }
  auto* context = context_.get();
  modbus_set_error_recovery(context, MODBUS_ERROR_RECOVERY_NONE);
  if (modbus_connect(context) != 0) {
    return serial_problem(port, errno);
  }
  const int descriptor = modbus_get_socket(context);
  if (descriptor >= FD_SETSIZE) {
    return fmt::format("{}: too many files are open in this process for libmodbus, which cannot use descriptor {}",
                       port.path, descriptor);
  }
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return fmt::format("{}: another program is using it; stop that one first (fuser {})", port.path, port.path);
  }
  if (port.kernel_rs485 && modbus_rtu_set_serial_mode(context, MODBUS_RTU_RS485) != 0) {
    return fmt::format("{}: this port's driver cannot switch RS-485 direction ({}); set kernel_rs485 = false",
                       port.path, std::strerror(errno));
  }
  // FTDI adapters hold received bytes back for 16 ms unless asked not to. Others do not know the request: nothing is
  // lost then.
  serial_struct line{};
  if (ioctl(descriptor, TIOCGSERIAL, &line) == 0) {
    line.flags |= ASYNC_LOW_LATENCY;
    ioctl(descriptor, TIOCSSERIAL, &line);
  }
  return std::nullopt;
}

std::optional<std::string> ModbusPort::open_tcp(const TcpGateway& gateway) {
  context_.reset(modbus_new_tcp_pi(gateway.host.c_str(), std::to_string(gateway.port).c_str()));
  const auto problem = [&](int error) {
    return fmt::format("{}:{}: {}; is the gateway on and is the address right?", gateway.host, gateway.port,
                       std::strerror(error));
  };
  if (!context_) {
    return problem(errno);
  }
  auto* context = context_.get();
  modbus_set_error_recovery(context, MODBUS_ERROR_RECOVERY_NONE);
  modbus_set_response_timeout(context, static_cast<std::uint32_t>(tcp_connect_within.count() / 1000),
                              static_cast<std::uint32_t>(tcp_connect_within.count() % 1000 * 1000));
  if (modbus_connect(context) != 0) {
    return problem(errno == 0 ? ETIMEDOUT : errno);
  }
  if (modbus_get_socket(context) >= FD_SETSIZE) {
    return fmt::format("{}:{}: too many files are open in this process for libmodbus", gateway.host, gateway.port);
  }
  return std::nullopt;
}

bool ModbusPort::still_there() const {
  const auto* port = std::get_if<SerialPort>(&where_);
  if (!context_) {
    return false;
  }
  if (port == nullptr) {
    return now() - last_answer_ < tcp_lives_without_answer;
  }
  struct stat named {};
  struct stat opened {};
  return stat(port->path.c_str(), &named) == 0 && fstat(modbus_get_socket(context_.get()), &opened) == 0 &&
         named.st_rdev == opened.st_rdev && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
}

Nanoseconds ModbusPort::characters(std::size_t count) const {
  const auto* port = std::get_if<SerialPort>(&where_);
  return port == nullptr ? Nanoseconds{0} : port->rate.characters(count);
}

Nanoseconds ModbusPort::gap() const {
  const auto* port = std::get_if<SerialPort>(&where_);
  return port == nullptr ? Nanoseconds{tcp_rest} : port->rate.gap();
}

bool ModbusPort::readable_by(MonotonicTime until) const {
  pollfd watched{.fd = modbus_get_socket(context_.get()), .events = POLLIN, .revents = 0};
  const auto left = std::max(until - now(), Nanoseconds{0});
  const timespec timeout{.tv_sec = static_cast<time_t>(left.count() / 1'000'000'000),
                         .tv_nsec = static_cast<long>(left.count() % 1'000'000'000)};
  return ppoll(&watched, 1, &timeout, nullptr) > 0;
}

std::size_t ModbusPort::bytes_there() const {
  int count = 0;
  return ioctl(modbus_get_socket(context_.get()), FIONREAD, &count) == 0 ? static_cast<std::size_t>(std::max(count, 0))
                                                                         : 0;
}

void ModbusPort::rest() {
  const auto aimed_at = free_at_ - wake_up_.early();
  if (now() < aimed_at) {
    sleep_until(aimed_at);
    wake_up_.ended(now() - free_at_);
  }
  while (now() < free_at_) {  // some tens of microseconds, less than it takes to sleep again
  }
}

Finished ModbusPort::exchange(const Request& request, Nanoseconds allowance) {
  if (!context_) {
    const auto at = now();
    return {.outcome = failed(Failure::line_lost, "the port is not open"), .sent = at, .at = at, .free_at = at};
  }
  rest();
  // A reply that came too late is dropped, and it was a frame too: t3.5 counts from its end.
  if (readable_by(now())) {
    drain();
  }
  sent_ = now();
  silent_since_.reset();
  auto outcome = transact(request, allowance);
  if (outcome.has_error() && outcome.error().failure == Failure::line_lost) {
    context_.reset();
  } else if (outcome.has_error() && outcome.error().failure != Failure::silent &&
             outcome.error().failure != Failure::exception) {
    drain();
  }
  const auto at = now();
  free_at_ = request.unit == broadcast ? sent_ + characters(request.request_bytes()) + gap() + allowance
                                       : silent_since_.value_or(at) + gap();
  return {.outcome = std::move(outcome), .sent = sent_, .at = at, .free_at = free_at_};
}

Outcome ModbusPort::transact(const Request& request, Nanoseconds allowance) {
  const auto bytes = encode(request);
  modbus_set_slave(context_.get(), request.unit);
  if (modbus_send_raw_request(context_.get(), bytes.data(), static_cast<int>(bytes.size())) < 0) {
    if (errno != EAGAIN) {
      return failed(Failure::line_lost, std::strerror(errno));
    }
    // A port whose other end takes nothing is full, not gone.
    modbus_flush(context_.get());
    return failed(Failure::silent);
  }
  if ((echoes_ || suspect_echo_) && !swallow_echo(bytes)) {
    return failed(Failure::damaged);
  }
  if (request.unit == broadcast) {
    return Registers{};
  }
  // write() returns when the kernel has the bytes; the wire needs its time, and the unit sees the end after t3.5.
  const auto asked = sent_ + characters(request.request_bytes()) + gap();
  // No whole reply can be there before the wire has carried it, nor, by experience, before this unit's usual lag: one
  // sleep instead of a wake-up for each byte.
  const auto expected = asked + characters(request.reply_bytes());
  auto& lag = lag_[request.unit];
  sleep_until(expected + lag.usual());
  const bool known_length = request.function != Function::report_id;
  const bool all_there = known_length && bytes_there() >= request.reply_bytes();
  const auto woke = now();
  bool first_frame = false;
  auto outcome = receive(request, asked + allowance, all_there, first_frame);
  if (!outcome.has_error() && known_length) {
    if (all_there) {
      lag.woke_in_time();
    } else {
      lag.woke_early(now() - woke, allowance);
    }
    if (all_there && first_frame) {
      silent_since_ = woke;  // at the latest; reading took time in which the line was silent already
    }
  }
  if (!outcome.has_error() || outcome.error().failure == Failure::exception) {
    answered_ = true;
    last_answer_ = now();
    suspect_echo_ = false;
  } else if (!answered_ && !echoes_ && outcome.error().failure == Failure::damaged) {
    suspect_echo_ = true;
  }
  return outcome;
}

Outcome ModbusPort::receive(const Request& request, MonotonicTime first_byte_by, bool begun, bool& first_frame) {
  auto* context = context_.get();
  std::optional<ExchangeFailure> passed_over;
  while (std::exchange(begun, false) || readable_by(first_byte_by)) {
    modbus_set_response_timeout(context, 0, static_cast<std::uint32_t>(between_bytes.count()));
    modbus_set_byte_timeout(context, 0, static_cast<std::uint32_t>(between_bytes.count()));
    std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> frame{};
    const int length = modbus_receive_confirmation(context, frame.data());
    if (length < 0) {
      switch (errno) {
        case ETIMEDOUT:
          return failed(Failure::cut_short);
        case EMBBADCRC:
        case EMBBADDATA:
        case EMBMDATA:
        case EAGAIN:
          return failed(Failure::damaged);
        default:
          return failed(Failure::line_lost, modbus_strerror(errno));
      }
    }
    if (length == 0) {  // libmodbus passes over frames of other units
      passed_over = failed(Failure::stranger);
      continue;
    }
    const auto head = static_cast<std::size_t>(modbus_get_header_length(context)) - 1;
    const std::size_t checksum = head == 0 ? 2 : 0;
    auto outcome = decode(request, std::span{frame}.subspan(head, static_cast<std::size_t>(length) - head - checksum));
    if (!outcome.has_error() || outcome.error().failure == Failure::exception) {
      first_frame = !passed_over;
      return outcome;
    }
    // A late reply to an earlier request; ours may come right after it.
    passed_over = outcome.error();
  }
  return passed_over ? *passed_over : failed(Failure::silent);
}

bool ModbusPort::swallow_echo(const std::vector<std::uint8_t>& sent) {
  const auto until = sent_ + characters(sent.size() + 2) + between_bytes;
  std::array<std::uint8_t, longest_frame> heard{};
  std::size_t have = 0;
  while (have < sent.size() + 2 && readable_by(until)) {
    const auto count = read(modbus_get_socket(context_.get()), heard.data() + have, sent.size() + 2 - have);
    if (count <= 0) {
      break;
    }
    have += static_cast<std::size_t>(count);
  }
  const bool ours = have == sent.size() + 2 && std::equal(sent.begin(), sent.end(), heard.begin());
  echoes_ = ours || (echoes_ && answered_);
  suspect_echo_ = false;
  return ours;
}

// After a bad frame the rest of it may still be coming: wait for silence, but not for ever on a line that never falls
// silent.
void ModbusPort::drain() {
  const auto give_up = now() + characters(longest_frame) + between_bytes;
  std::array<std::uint8_t, longest_frame> rest{};
  while (now() < give_up && readable_by(now() + gap())) {
    if (read(modbus_get_socket(context_.get()), rest.data(), rest.size()) <= 0) {
      break;
    }
  }
}

}  // namespace antrean::bus
