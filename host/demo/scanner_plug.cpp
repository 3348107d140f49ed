#include "demo/scanner_plug.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace antrean::demo {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

ScannerPlug::ScannerPlug(std::filesystem::path link)
    : link_(std::move(link)), master_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
  if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0) {
    fail("a pseudo-terminal for the scanner");
  }
  // It is raw from the start, so that nothing sent before the office opens it is echoed back.
  termios raw{};
  if (tcgetattr(master_, &raw) == 0) {
    cfmakeraw(&raw);
    tcsetattr(master_, TCSANOW, &raw);
  }
  std::filesystem::remove(link_);
  std::filesystem::create_symlink(ptsname(master_), link_);
}

ScannerPlug::~ScannerPlug() {
  close(master_);
  std::error_code ignored;
  std::filesystem::remove(link_, ignored);
}

void ScannerPlug::present(const std::string& text) { send(text + "\r"); }

void ScannerPlug::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = write(master_, bytes.data() + sent, bytes.size() - sent);
    if (count < 0 && errno != EINTR) {
      fail("typing into the scanner's terminal");
    }
    sent += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
}

}  // namespace antrean::demo
