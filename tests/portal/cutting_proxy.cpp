#include "cutting_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace antrean::portal_test {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(int to) : to_(to), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
  auto address = loopback(0);
  socklen_t length = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("the proxy has no port");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread{[this] { serve(); }};
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

void CuttingProxy::serve() {
  std::vector<std::thread> relays;
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, 20) == 1) {
      const int client = ::accept(listener_, nullptr, nullptr);
      relays.emplace_back([this, client] { relay(client); });
    }
  }
  for (auto& one : relays) {
    one.join();
  }
}

void CuttingProxy::relay(int client) {
  const int server = ::socket(AF_INET, SOCK_STREAM, 0);
  const auto address = loopback(to_);
  bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  std::array<char, 65536> block;
  bool cut_at_answer = false;
  while (open && !stopping_) {
    std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    if (::poll(both.data(), both.size(), 20) <= 0) {
      continue;
    }
    if ((both[0].revents & (POLLIN | POLLHUP)) != 0) {
      const auto read = ::recv(client, block.data(), block.size(), 0);
      const std::string_view bytes{block.data(), read > 0 ? static_cast<std::size_t>(read) : 0};
      if (bytes.find("COMMIT") != std::string_view::npos && cut_ != Cut::never) {
        cut_at_answer = cut_ == Cut::after_commit;
        cut_ = Cut::never;
        ++cuts_;
        if (!cut_at_answer) {
          break;
        }
      }
      open = read > 0 && send_all(server, bytes);
    }
    if (open && (both[1].revents & (POLLIN | POLLHUP)) != 0) {
      const auto read = ::recv(server, block.data(), block.size(), 0);
      if (cut_at_answer) {
        break;  // the server has answered, so it has committed
      }
      open = read > 0 && send_all(client, {block.data(), static_cast<std::size_t>(read)});
    }
  }
  ::close(server);
  ::close(client);
}

}  // namespace antrean::portal_test
