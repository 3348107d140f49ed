#include "ports/linux/pty.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/system/system_error.hpp>
#include <spdlog/spdlog.h>

namespace antrean::device {

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw boost::system::system_error(errno, boost::system::system_category(), what);
}

}  // namespace

Pty::Pty(boost::asio::io_context& io, std::filesystem::path link, Received received)
    : master_(io), slave_(io), link_(std::move(link)), received_(std::move(received)) {
  open();
}

Pty::~Pty() { close(); }

void Pty::open() {
  if (is_open()) {
    return;
  }
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (master < 0) {
    fail("no pseudo-terminal");
  }
  master_.assign(master);
  if (::grantpt(master) != 0 || ::unlockpt(master) != 0) {
    fail("pseudo-terminal cannot be unlocked");
  }
  char name[128];
  if (::ptsname_r(master, name, sizeof name) != 0) {
    fail("pseudo-terminal has no name");
  }
  path_ = name;
  const int slave = ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (slave < 0) {
    fail("cannot open " + path_);
  }
  slave_.assign(slave);
  termios settings{};
  ::tcgetattr(slave, &settings);
  ::cfmakeraw(&settings);
  if (::tcsetattr(slave, TCSANOW, &settings) != 0) {
    fail("cannot make " + path_ + " raw");
  }
  if (!link_.empty()) {
    // It is renamed into place, so that a program that waits for the link never sees half of it, and a link
    // that a crash left is replaced.
    std::filesystem::path fresh = link_;
    fresh += ".new";
    std::filesystem::remove(fresh);
    std::filesystem::create_symlink(path_, fresh);
    std::filesystem::rename(fresh, link_);
  }
  receive();
}

void Pty::close() {
  if (!is_open()) {
    return;
  }
  boost::system::error_code closed;
  master_.close(closed);
  slave_.close(closed);
  if (link_.empty()) {
    return;
  }
  std::error_code removed;
  if (std::filesystem::read_symlink(link_, removed) == path_) {
    std::filesystem::remove(link_, removed);
  }
}

void Pty::receive() {
  master_.async_read_some(boost::asio::buffer(buffer_), [this](boost::system::error_code error, std::size_t count) {
    if (error == boost::asio::error::operation_aborted || !is_open()) {
      return;
    }
    if (error) {
      spdlog::error("{}: {}; the line is closed", path_, error.message());
      close();
      return;
    }
    received_({buffer_.data(), count});
    receive();
  });
}

void Pty::send(std::span<const std::uint8_t> bytes) {
  if (!is_open()) {
    return;
  }
  const ssize_t sent = ::write(master_.native_handle(), bytes.data(), bytes.size());
  const auto taken = sent < 0 ? 0 : static_cast<std::size_t>(sent);
  dropped_ += bytes.size() - taken;
}

}  // namespace antrean::device
