#include "code_scanner/serial_scanner.hpp"

#include <array>
#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "code_scanner/framed_lines.hpp"
#include "serial_port/claim_port.hpp"
#include "values/port_trouble.hpp"

namespace antrean {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

class SerialScanner final : public CodeScanner {
 public:
  SerialScanner(asio::io_context& io, ScannerSettings settings)
      : settings_(std::move(settings)), port_(io), pause_(io), look_(io), lines_(io, settings_) {}

  asio::awaitable<void> run(std::function<void(std::string)> on_line) override {
    lines_.on_line([this, tell = std::move(on_line)](std::string line) {
      ++health_.lines;
      tell(std::move(line));
    });
    for (;;) {
      const error_code opened = open();
      if (!opened) {
        if (!health_.online) {
          spdlog::info("scanner {}: open", settings_.device);
        }
        health_.online = true;
        health_.error.clear();
        look_around();
        const error_code ended = co_await read_until_gone();
        look_.cancel();
        if (ended == asio::error::operation_aborted) {
          co_return;
        }
        lost(ended);
      } else {
        lost(opened);
      }
      error_code ignored;
      pause_.expires_after(settings_.reopen_after);
      co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  }

  ~SerialScanner() override { close(); }
  ScannerHealth health() const override { return health_; }

 private:
  error_code open() {
    error_code error;
    port_.open(settings_.device, error);
    if (error) {
      return error;
    }
    using Port = asio::serial_port_base;
    // A pty accepts these options too. A device that refuses one cannot be used with these settings.
    port_.set_option(Port::baud_rate(settings_.baud), error);
    if (!error) {
      port_.set_option(Port::character_size(8), error);
    }
    if (!error) {
      port_.set_option(Port::parity(Port::parity::none), error);
    }
    if (!error) {
      port_.set_option(Port::stop_bits(Port::stop_bits::one), error);
    }
    if (!error) {
      port_.set_option(Port::flow_control(Port::flow_control::none), error);
    }
    if (!error) {
      error.assign(claim_port(port_.native_handle()), boost::system::system_category());
    }
    if (error) {
      error_code ignored;
      port_.close(ignored);
    }
    return error;
  }

  asio::awaitable<error_code> read_until_gone() {
    lines_.clear();
    std::array<char, 512> bytes{};
    for (;;) {
      auto [error, count] = co_await port_.async_read_some(asio::buffer(bytes), asio::as_tuple(asio::use_awaitable));
      if (error) {
        lines_.clear();
        co_return error;
      }
      lines_.take({bytes.data(), count});
    }
  }

  /// A program that opened the port before us, or that runs as root, takes a part of the scans. We still read
  /// the rest, because some scans are better than none.
  void look_around() {
    const auto others = programs_at(settings_.device);
    const std::string text =
        others.empty() ? std::string() : port_trouble(settings_.device, EBUSY) + ": " + named(others);
    if (text != health_.error) {
      text.empty() ? spdlog::info("scanner {}: ours alone again", settings_.device) : spdlog::warn("scanner {}", text);
    }
    health_.online = others.empty();
    health_.error = text;
    look_.expires_after(settings_.look_around);
    look_.async_wait([this, here = std::weak_ptr<bool>(here_)](error_code error) {
      if (!error && !here.expired() && port_.is_open()) {
        look_around();
      }
    });
  }

  void lost(error_code why) {
    std::string text = port_trouble(settings_.device, why == asio::error::eof ? EIO : why.value());
    if (why.value() == EBUSY) {
      // The program stays as it was found first, because searching again at every try would cost too much.
      const auto others = health_.error.starts_with(text) ? std::vector<PortProgram>{} : programs_at(settings_.device);
      text = health_.error.starts_with(text) ? health_.error : others.empty() ? text : text + ": " + named(others);
    }
    if (health_.online || health_.error != text) {
      spdlog::warn("scanner {}; trying again every {} ms", text, settings_.reopen_after.count());
    }
    health_.online = false;
    health_.error = text;
    close();
  }

  void close() {
    if (port_.is_open()) {
      release_port(port_.native_handle());
    }
    error_code ignored;
    port_.close(ignored);
  }

  ScannerSettings settings_;
  asio::serial_port port_;
  asio::steady_timer pause_;
  asio::steady_timer look_;
  FramedLines lines_;
  ScannerHealth health_;
  /// Gone after destruction: a timer that ends then must not use this object.
  std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

}  // namespace

std::unique_ptr<CodeScanner> make_serial_scanner(asio::io_context& io, ScannerSettings settings) {
  return std::make_unique<SerialScanner>(io, std::move(settings));
}

}  // namespace antrean
