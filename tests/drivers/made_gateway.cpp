#include "made_gateway.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace antrean::test {
namespace {

constexpr std::size_t header = 6;
constexpr int look_around_ms = 5;

bool readable(int descriptor) {
  pollfd watched{.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&watched, 1, look_around_ms) > 0;
}

}  // namespace

MadeGateway::MadeGateway() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || bind(listener_, any, length) != 0 || listen(listener_, 8) != 0 ||
      getsockname(listener_, any, &length) != 0) {
    throw std::runtime_error("no socket to be had");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

MadeGateway::~MadeGateway() {
  stop_ = true;
  thread_.join();
  close(listener_);
}

void MadeGateway::is(const std::function<void(How&)>& change) {
  const std::lock_guard lock{mutex_};
  change(how_);
}

void MadeGateway::with_rig(const std::function<void(UnitRig&)>& use) {
  const std::lock_guard lock{mutex_};
  use(rig_);
}

void MadeGateway::run() {
  while (!stop_) {
    if (!readable(listener_)) {
      continue;
    }
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) {
      continue;
    }
    const int on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++connections_;
    serve(connection);
    close(connection);
  }
}

void MadeGateway::serve(int connection) {
  Bytes heard;
  unsigned replies = 0;
  const auto started = std::chrono::steady_clock::now();
  while (!stop_) {
    {
      const std::lock_guard lock{mutex_};
      if (how_.close_at_once || (how_.close_after > 0 && replies >= how_.close_after)) {
        return;
      }
    }
    if (!readable(connection)) {
      continue;
    }
    std::array<std::uint8_t, 512> bytes{};
    const auto count = recv(connection, bytes.data(), bytes.size(), 0);
    if (count <= 0) {
      return;
    }
    heard.insert(heard.end(), bytes.begin(), bytes.begin() + count);
    const std::lock_guard lock{mutex_};
    const auto lived = std::chrono::steady_clock::now() - started;
    rig_.advance_to(static_cast<std::uint64_t>(lived / std::chrono::microseconds{1}));
    Bytes reply;
    if (how_.mode == Mode::transparent) {
      reply = answer_serial(heard);
      heard.clear();
    } else {
      while (heard.size() >= header && heard.size() >= header + heard[5]) {
        const auto end = heard.begin() + static_cast<std::ptrdiff_t>(header + heard[5]);
        const auto more = answer(Bytes(heard.begin(), end));
        reply.insert(reply.end(), more.begin(), more.end());
        heard.erase(heard.begin(), end);
      }
    }
    if (!reply.empty()) {
      ++replies;
      static_cast<void>(::send(connection, reply.data(), reply.size(), MSG_NOSIGNAL));
    }
  }
}

Bytes MadeGateway::answer_serial(const Bytes& bytes) {
  ++requests_;
  return checksum_is_good(bytes) && !how_.dead.contains(bytes.front()) ? rig_.hear(bytes) : Bytes{};
}

Bytes MadeGateway::answer(const Bytes& request) {
  ++requests_;
  const auto unit = request[header];
  Bytes frame;
  if (how_.dead.contains(unit)) {
    if (how_.dead_code == 0) {
      return {};
    }
    frame = {unit, static_cast<std::uint8_t>(request[header + 1] | 0x80), how_.dead_code};
  } else if (how_.busy.contains(unit)) {
    frame = {unit, static_cast<std::uint8_t>(request[header + 1] | 0x80), 6};
  } else {
    frame = rig_.hear(with_checksum(Bytes(request.begin() + header, request.end())));
    if (frame.empty()) {
      return {};
    }
    if (how_.mode == Mode::answers_in_serial) {
      return frame;
    }
    frame.resize(frame.size() - 2);
  }
  Bytes reply{request[0], request[1], 0, 0, 0, static_cast<std::uint8_t>(frame.size())};
  reply.insert(reply.end(), frame.begin(), frame.end());
  Bytes all = how_.before ? how_.before(reply) : Bytes{};
  if (!how_.drop_reply) {
    all.insert(all.end(), reply.begin(), reply.end());
  }
  return all;
}

}  // namespace antrean::test
