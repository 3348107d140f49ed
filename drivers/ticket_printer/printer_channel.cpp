#include "ticket_printer/printer_channel.hpp"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace antrean {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds look_again_every{20};

int left(PrinterChannel::Deadline by) {
  const auto span = std::chrono::ceil<milliseconds>(by - steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(span.count(), 0, 60'000));
}

std::string text_of(int error) { return std::generic_category().message(error); }

Bilingual usb_trouble(const std::string& path, int error) {
  switch (error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
      return {.id = path + ": printer tiket tidak ada; apakah menyala dan kabel USB-nya terpasang?",
              .en = path + ": there is no ticket printer; is it switched on, and its USB cable plugged in?"};
    case EACCES:
    case EPERM:
      return {.id = path + ": tidak diizinkan; pengguna layanan harus anggota grup lp",
              .en = path + ": not allowed; the service's user must be in the group lp"};
    case EBUSY:
      return {.id = path + ": dipakai program lain; hapus printer ini dari CUPS",
              .en = path + ": another program has it; remove this printer from CUPS"};
    default:
      return {.id = path + ": " + text_of(error), .en = path + ": " + text_of(error)};
  }
}

Bilingual network_trouble(const std::string& name, const std::string& why) {
  return {.id = name + ": printer tiket tidak tersambung (" + why + "); periksa daya, kabel jaringan, dan alamatnya",
          .en = name + ": the ticket printer cannot be reached (" + why +
                "); check its power, its network cable and its address"};
}

struct FreeAddresses {
  void operator()(addrinfo* all) const { freeaddrinfo(all); }
};

}  // namespace

PrinterChannel::PrinterChannel(Where where) : where_(std::move(where)), stop_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (stop_ < 0) {
    throw std::system_error(errno, std::generic_category(), "ticket printer: eventfd");
  }
  if (const auto* usb = std::get_if<UsbPrinter>(&where_)) {
    name_ = usb->path;
  } else {
    const auto& network = std::get<NetworkPrinter>(where_);
    name_ = network.host + ":" + std::to_string(network.port);
  }
}

PrinterChannel::~PrinterChannel() {
  close();
  ::close(stop_);
}

void PrinterChannel::close() {
  if (descriptor_ >= 0) {
    ::close(std::exchange(descriptor_, -1));
  }
}

std::optional<Bilingual> PrinterChannel::open(Deadline by) {
  if (is_open()) {
    return std::nullopt;
  }
  if (const auto* usb = std::get_if<UsbPrinter>(&where_)) {
    return open_usb(*usb);
  }
  return connect_to(std::get<NetworkPrinter>(where_), by);
}

std::optional<Bilingual> PrinterChannel::open_usb(const UsbPrinter& printer) {
  descriptor_ = ::open(printer.path.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  return descriptor_ >= 0 ? std::nullopt : std::optional(usb_trouble(printer.path, errno));
}

std::optional<Bilingual> PrinterChannel::connect_to(const NetworkPrinter& printer, Deadline by) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (const int error = getaddrinfo(printer.host.c_str(), std::to_string(printer.port).c_str(), &hints, &list);
      error != 0) {
    return network_trouble(name_, gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, FreeAddresses> all(list);
  int why = ETIMEDOUT;
  for (const addrinfo* one = all.get(); one != nullptr; one = one->ai_next) {
    descriptor_ = ::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) {
      why = errno;
      continue;
    }
    int error = ::connect(descriptor_, one->ai_addr, one->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      error = ETIMEDOUT;
      if (wait(POLLOUT, by) == End::done) {
        socklen_t size = sizeof error;
        getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size);
      }
    }
    if (error == 0) {
      const int on = 1;
      setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return std::nullopt;
    }
    why = error;
    close();
  }
  return network_trouble(name_, text_of(why));
}

PrinterChannel::End PrinterChannel::wait(short events, Deadline by) const {
  for (;;) {
    std::array<pollfd, 2> watched{
        {{.fd = stop_, .events = POLLIN, .revents = 0}, {.fd = descriptor_, .events = events, .revents = 0}}};
    const int ready = ::poll(watched.data(), watched.size(), left(by));
    if (ready < 0 && errno != EINTR) {
      return End::lost;
    }
    if (ready > 0 && watched[0].revents != 0) {
      return End::stopped;
    }
    if (ready > 0 && watched[1].revents != 0) {
      return End::done;  // also when it is gone: the read or write then says so
    }
    if (steady_clock::now() >= by) {
      return End::stalled;
    }
  }
}

PrinterChannel::End PrinterChannel::write(std::string_view bytes, milliseconds stall, std::size_t& taken) {
  taken = 0;
  auto by = steady_clock::now() + stall;
  while (taken < bytes.size()) {
    const std::string_view rest = bytes.substr(taken);
    const bool network = std::holds_alternative<NetworkPrinter>(where_);
    const auto count = network ? ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL)
                               : ::write(descriptor_, rest.data(), rest.size());
    if (count > 0) {
      taken += static_cast<std::size_t>(count);
      by = steady_clock::now() + stall;
      continue;
    }
    if (count < 0 && errno == EINTR) {
      continue;
    }
    // usblp says ENOSPC while the printer reports that it has no paper.
    if (count < 0 && errno != EAGAIN && errno != ENOSPC) {
      return End::lost;
    }
    if (const End end = wait(POLLOUT, by); end != End::done) {
      return end;
    }
    if (steady_clock::now() >= by) {
      return End::stalled;
    }
  }
  return End::done;
}

PrinterChannel::End PrinterChannel::settle(milliseconds stall) {
  if (!std::holds_alternative<NetworkPrinter>(where_)) {
    return End::done;
  }
  int before = -1;
  auto by = steady_clock::now() + stall;
  for (;;) {
    int waiting = 0;
    const bool counted = ::ioctl(descriptor_, SIOCOUTQ, &waiting) == 0;
    // Asked after it: what a connection that was reset still counts depends on the kernel.
    pollfd state{.fd = descriptor_, .events = 0, .revents = 0};
    if (!counted || ::poll(&state, 1, 0) > 0) {
      return End::lost;
    }
    if (waiting == 0) {
      return End::done;
    }
    if (waiting != before) {
      before = waiting;
      by = steady_clock::now() + stall;
    } else if (steady_clock::now() >= by) {
      return End::stalled;
    }
    pollfd stopping{.fd = stop_, .events = POLLIN, .revents = 0};
    if (::poll(&stopping, 1, static_cast<int>(look_again_every.count())) > 0) {
      return End::stopped;
    }
  }
}

PrinterChannel::End PrinterChannel::read(std::uint8_t& byte, Deadline by) {
  for (;;) {
    const auto count = ::read(descriptor_, &byte, 1);
    if (count == 1) {
      return End::done;
    }
    if (count == 0 && std::holds_alternative<NetworkPrinter>(where_)) {
      return End::lost;  // closed by the printer
    }
    // A device file without an answer reads nothing, too, and may call that readable.
    if (count == 0 && wait(0, std::min(by, steady_clock::now() + look_again_every)) == End::stopped) {
      return End::stopped;
    }
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
      return End::lost;
    }
    if (const End end = wait(POLLIN, by); end != End::done) {
      return end;
    }
    if (steady_clock::now() >= by) {
      return End::stalled;
    }
  }
}

PrinterChannel::End PrinterChannel::drain() {
  for (;;) {
    std::uint8_t byte = 0;
    if (const End end = read(byte, steady_clock::now()); end != End::done) {
      return end == End::stalled ? End::done : end;
    }
  }
}

void PrinterChannel::stop() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(stop_, &one, sizeof one);
}

bool PrinterChannel::stopped() const {
  pollfd stopping{.fd = stop_, .events = POLLIN, .revents = 0};
  return ::poll(&stopping, 1, 0) > 0;
}

}  // namespace antrean
