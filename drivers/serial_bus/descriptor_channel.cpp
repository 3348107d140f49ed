#include "serial_bus/descriptor_channel.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

namespace antrean::bus {

MonotonicTime DescriptorChannel::now() const { return std::chrono::steady_clock::now(); }

// steady_clock is CLOCK_MONOTONIC. An absolute sleep does not drift; after EINTR it sleeps again.
void DescriptorChannel::sleep_until(MonotonicTime until) {
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

int DescriptorChannel::send(std::span<const std::uint8_t> bytes) {
  // A socket whose other end is lost must raise no signal. A port is no socket, so it is written with
  // write().
  auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent < 0 && errno == ENOTSOCK) {
    sent = ::write(descriptor_, bytes.data(), bytes.size());
  }
  if (sent < 0) {
    return errno;
  }
  return static_cast<std::size_t>(sent) == bytes.size() ? 0 : EAGAIN;
}

void DescriptorChannel::drop_unsent() { tcflush(descriptor_, TCOFLUSH); }

bool DescriptorChannel::readable_by(MonotonicTime until) {
  pollfd watched{.fd = descriptor_, .events = POLLIN, .revents = 0};
  const auto left = std::max(until - now(), Nanoseconds{0});
  const timespec timeout{.tv_sec = static_cast<time_t>(left.count() / 1'000'000'000),
                         .tv_nsec = static_cast<long>(left.count() % 1'000'000'000)};
  return ppoll(&watched, 1, &timeout, nullptr) > 0;
}

std::size_t DescriptorChannel::waiting() const {
  int count = 0;
  return ioctl(descriptor_, FIONREAD, &count) == 0 ? static_cast<std::size_t>(std::max(count, 0)) : 0;
}

std::ptrdiff_t DescriptorChannel::read(std::span<std::uint8_t> into) {
  const auto count = ::read(descriptor_, into.data(), into.size());
  return count < 0 ? -static_cast<std::ptrdiff_t>(errno) : count;
}

}  // namespace antrean::bus
