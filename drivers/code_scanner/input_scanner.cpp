#include "code_scanner/input_scanner.hpp"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "code_scanner/framed_lines.hpp"
#include "code_scanner/hid_pos.hpp"
#include "code_scanner/key_decoder.hpp"

namespace antrean {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

std::string trouble(const ScannerSettings& settings, int error) {
  const bool keyboard = settings.kind == ScannerKind::keyboard;
  switch (error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
      return settings.device + ": no such device; is the scanner plugged in, and set to " +
             (keyboard ? "\"USB keyboard\"? /dev/input/by-id lists what is there"
                       : "\"HID-POS\"? /dev/hidraw* lists what is there");
    case EIO:
      return settings.device + ": it was unplugged";
    case EACCES:
    case EPERM:
      return settings.device +
             ": not allowed; antrean-office must be in the group of the device, which is input by "
             "our udev rules; ls -l " +
             settings.device + " says which it is";
    case EBUSY:
      return settings.device + ": another program has taken this keyboard for itself; end that program";
    case ENOTTY:
    case EINVAL:
      return settings.device + ": it is no keyboard; take the name that ends in -event-kbd";
    default:
      return settings.device + ": " + std::generic_category().message(error);
  }
}

class InputScanner final : public CodeScanner {
 public:
  InputScanner(asio::io_context& io, ScannerSettings settings)
      : settings_(std::move(settings)), device_(io), pause_(io), lines_(io, settings_) {}

  asio::awaitable<void> run(std::function<void(std::string)> on_line) override {
    lines_.on_line([this, tell = std::move(on_line)](std::string line) {
      ++health_.lines;
      tell(std::move(line));
    });
    for (;;) {
      int error = open();
      if (error == 0) {
        if (!health_.online) {
          spdlog::info("scanner {}: open", settings_.device);
        }
        health_.online = true;
        health_.error.clear();
        const error_code ended = co_await read_until_gone();
        if (ended == asio::error::operation_aborted) {
          co_return;
        }
        error = ended == asio::error::eof || ended == asio::error::no_such_device ? EIO : ended.value();
      }
      lost(error);
      error_code ignored;
      pause_.expires_after(settings_.reopen_after);
      co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  }

  ScannerHealth health() const override { return health_; }

 private:
  /// errno, or 0.
  int open() {
    const int descriptor = ::open(settings_.device.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
      return errno;
    }
    // Nobody else must get what is scanned: it would be typed into whatever has the focus.
    if (settings_.kind == ScannerKind::keyboard && settings_.grab && ::ioctl(descriptor, EVIOCGRAB, 1) != 0) {
      const int error = errno;
      ::close(descriptor);
      return error;
    }
    device_.assign(descriptor);
    return 0;
  }

  asio::awaitable<error_code> read_until_gone() {
    std::array<char, 4096> bytes{};
    for (;;) {
      // One read is one report of a HID device.
      auto [error, count] = co_await device_.async_read_some(asio::buffer(bytes), asio::as_tuple(asio::use_awaitable));
      if (error) {
        co_return error;
      }
      const std::string_view read(bytes.data(), count);
      lines_.take(settings_.kind == ScannerKind::keyboard ? keys_.take(read) : hid_pos_bytes(read));
    }
  }

  void lost(int error) {
    error_code ignored;
    device_.close(ignored);
    lines_.clear();
    keys_.clear();
    std::string text = trouble(settings_, error);
    if (health_.online || health_.error != text) {
      spdlog::warn("scanner {}; trying again every {} ms", text, settings_.reopen_after.count());
    }
    health_.online = false;
    health_.error = std::move(text);
  }

  ScannerSettings settings_;
  asio::posix::stream_descriptor device_;
  asio::steady_timer pause_;
  FramedLines lines_;
  KeyDecoder keys_;
  ScannerHealth health_;
};

}  // namespace

std::unique_ptr<CodeScanner> make_input_scanner(asio::io_context& io, ScannerSettings settings) {
  return std::make_unique<InputScanner>(io, std::move(settings));
}

}  // namespace antrean
