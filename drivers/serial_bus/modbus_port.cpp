#include "serial_bus/modbus_port.hpp"

#include <linux/serial.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "serial_port/claim_port.hpp"
#include "values/port_trouble.hpp"

namespace antrean::bus {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds tcp_connect_within{1000};
constexpr std::chrono::seconds tcp_lives_without_answer{3};

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

// The system's texts about ports exist in English only.
Bilingual in_english(std::string words) { return {.id = {}, .en = std::move(words)}; }

Bilingual serial_problem(const SerialPort& port, int error) {
  if (error == EINVAL) {
    return in_english(fmt::format("{}: does not take {} baud with parity \"{}\"; a pseudo-terminal takes only \"none\"",
                                  port.path, port.rate.baud, parity_word(port.rate.parity)));
  }
  return in_english(port_trouble(port.path, error));
}

std::string place_of(const TcpGateway& gateway) { return fmt::format("{}:{}", gateway.host, gateway.port); }

std::variant<SerialExchange, TcpExchange> exchange_on(ByteChannel& channel,
                                                      const std::variant<SerialPort, TcpGateway>& where) {
  if (const auto* port = std::get_if<SerialPort>(&where)) {
    return std::variant<SerialExchange, TcpExchange>(std::in_place_type<SerialExchange>, channel, port->rate);
  }
  return std::variant<SerialExchange, TcpExchange>(std::in_place_type<TcpExchange>, channel);
}

}  // namespace

void ModbusPort::Free::operator()(modbus_t* context) const {
  release_port(modbus_get_socket(context));  // has no effect on a socket
  modbus_close(context);
  modbus_free(context);
}

ModbusPort::ModbusPort(std::variant<SerialPort, TcpGateway> where)
    : where_(std::move(where)), exchange_(exchange_on(channel_, where_)) {}

Bilingual ModbusPort::with_place(Bilingual words) const {
  const auto* port = std::get_if<SerialPort>(&where_);
  const std::string place = port != nullptr ? port->path : place_of(std::get<TcpGateway>(where_));
  words.en = place + ": " + words.en;
  if (!words.id.empty()) {
    words.id = place + ": " + words.id;
  }
  return words;
}

Bilingual ModbusPort::lost_in_words(int error) const {
  if (const auto* port = std::get_if<SerialPort>(&where_)) {
    return in_english(port_trouble(port->path, error));
  }
  if (error == ECONNRESET || error == EPIPE) {
    return with_place({.id = "gateway memutus sambungan; apakah ada program lain yang tersambung? Banyak gateway hanya "
                             "melayani satu",
                       .en =
                           "the gateway closes the connection; is another program connected to it? Many gateways serve "
                           "one at a time"});
  }
  return with_place(in_english(fmt::format("{}; is the gateway on and is the network up?", std::strerror(error))));
}

std::optional<Bilingual> ModbusPort::reopen() {
  context_.reset();
  // To save power the kernel may wake an ordinary thread 50 us late. Exact gaps between frames are more
  // important.
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
    return problem;
  }
  modbus_flush(context_.get());
  channel_.use(modbus_get_socket(context_.get()));
  if (auto* tcp = std::get_if<TcpExchange>(&exchange_)) {
    tcp->opened();
    return std::nullopt;
  }
  problem = std::get<SerialExchange>(exchange_).opened();
  if (problem) {
    context_.reset();
    return with_place(std::move(*problem));
  }
  return std::nullopt;
}

std::optional<Bilingual> ModbusPort::open_serial(const SerialPort& port) {
  context_.reset(modbus_new_rtu(port.path.c_str(), static_cast<int>(port.rate.baud), parity_letter(port.rate.parity), 8,
                                port.rate.stop_bits));
  if (!context_) {
    return serial_problem(port, errno);
  }
  auto* context = context_.get();
  if (modbus_connect(context) != 0) {
    return serial_problem(port, errno);
  }
  const int descriptor = modbus_get_socket(context);
  if (const int error = claim_port(descriptor); error != 0) {
    return serial_problem(port, error);
  }
  if (port.kernel_rs485 && modbus_rtu_set_serial_mode(context, MODBUS_RTU_RS485) != 0) {
    return in_english(
        fmt::format("{}: this port's driver cannot switch RS-485 direction ({}); set kernel_rs485 = false", port.path,
                    std::strerror(errno)));
  }
  // FTDI adapters hold received bytes back for 16 ms unless they are told not to. Other adapters do not know
  // the request, and it does no harm.
  serial_struct line{};
  if (ioctl(descriptor, TIOCGSERIAL, &line) == 0) {
    line.flags |= ASYNC_LOW_LATENCY;
    ioctl(descriptor, TIOCSSERIAL, &line);
  }
  return std::nullopt;
}

std::optional<Bilingual> ModbusPort::open_tcp(const TcpGateway& gateway) {
  context_.reset(modbus_new_tcp_pi(gateway.host.c_str(), std::to_string(gateway.port).c_str()));
  const auto problem = [&](int error) {
    return in_english(
        fmt::format("{}: {}; is the gateway on and is the address right?", place_of(gateway), std::strerror(error)));
  };
  if (!context_) {
    return problem(errno);
  }
  auto* context = context_.get();
  modbus_set_response_timeout(context, static_cast<std::uint32_t>(tcp_connect_within.count() / 1000),
                              static_cast<std::uint32_t>(tcp_connect_within.count() % 1000 * 1000));
  if (modbus_connect(context) != 0) {
    return problem(errno == 0 ? ETIMEDOUT : errno);
  }
  return std::nullopt;
}

std::optional<Bilingual> ModbusPort::trouble() {
  if (!context_) {
    return with_place({.id = "port belum terbuka", .en = "the port is not open"});
  }
  if (const auto* port = std::get_if<SerialPort>(&where_)) {
    return serial_trouble(*port);
  }
  return tcp_trouble();
}

std::optional<Bilingual> ModbusPort::serial_trouble(const SerialPort& port) const {
  struct stat named {};
  struct stat opened {};
  const bool same = stat(port.path.c_str(), &named) == 0 && fstat(modbus_get_socket(context_.get()), &opened) == 0 &&
                    named.st_rdev == opened.st_rdev && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
  if (same) {
    return std::nullopt;
  }
  return with_place({.id = "port ini dicabut", .en = "the port was unplugged"});
}

std::optional<Bilingual> ModbusPort::tcp_trouble() {
  auto& tcp = std::get<TcpExchange>(exchange_);
  if (!tcp.unanswered()) {
    asked_in_serial_ = false;
  } else if (!std::exchange(asked_in_serial_, true)) {
    if (tcp.speaks_serial()) {
      return with_place(speaks_serial_in_words());
    }
    return reopen();  // the gateway got something that it cannot understand
  }
  if (channel_.now() - tcp.last_answer() < tcp_lives_without_answer) {
    return std::nullopt;
  }
  asked_in_serial_ = false;
  return with_place(
      {.id = "tersambung, tetapi tidak ada perangkat yang menjawab: periksa sisi serial gateway (daya, baud, paritas, "
             "kabel); kalau gateway menunggu lebih lama daripada unit_allowance, naikkan nilainya",
       .en = "connected, but no unit answers: check the gateway's power on its serial side, its baud rate and parity, "
             "and "
             "the cable; if it waits longer for a unit than unit_allowance, raise that"});
}

void ModbusPort::rest() {
  std::visit([](auto& exchange) { exchange.rest(); }, exchange_);
}

Finished ModbusPort::exchange(const Request& request, Nanoseconds allowance) {
  if (!context_) {
    const auto at = channel_.now();
    return {.outcome = ExchangeFailure{.failure = Failure::line_lost,
                                       .code = 0,
                                       .detail = {.id = "port belum terbuka", .en = "the port is not open"}},
            .sent = at,
            .at = at,
            .free_at = at};
  }
  auto finished = std::visit([&](auto& exchange) { return exchange.exchange(request, allowance); }, exchange_);
  if (finished.outcome.has_error() && finished.outcome.error().failure == Failure::line_lost) {
    auto failure = finished.outcome.error();
    failure.detail = failure.detail.en.empty() ? lost_in_words(failure.code) : with_place(std::move(failure.detail));
    finished.outcome = std::move(failure);
    context_.reset();
  }
  return finished;
}

}  // namespace antrean::bus
