#include "http_load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <unordered_map>

#include <fmt/format.h>

namespace antrean::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int give_up_ms = 10'000;
constexpr std::size_t read_at_once = 64u << 10;

[[noreturn]] void failed(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

std::size_t length_of(std::string_view head) {
  std::size_t length = 0;
  const auto text = header_of(head, "Content-Length");
  std::from_chars(text.data(), text.data() + text.size(), length);
  return length;
}

/// One connection, and the answer that it is reading.
class Line {
 public:
  Line(int socket, Visitor& visitor) : socket_(socket), visitor_(visitor) {}
  ~Line() { ::close(socket_); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  int socket() const { return socket_; }

  /// False when its visitor has no more.
  bool send_next() {
    const auto request = visitor_.next();
    if (request.empty()) {
      return false;
    }
    sent_ = Clock::now();
    for (std::size_t at = 0; at < request.size();) {
      const auto bytes = ::send(socket_, request.data() + at, request.size() - at, MSG_NOSIGNAL);
      if (bytes < 0) {
        failed("sending a request");
      }
      at += static_cast<std::size_t>(bytes);
    }
    return true;
  }

  /// Whether a whole answer has come.
  bool read() {
    const auto had = got_.size();
    got_.resize(had + read_at_once);
    const auto bytes = ::recv(socket_, got_.data() + had, read_at_once, 0);
    if (bytes <= 0) {
      throw std::runtime_error("the server closed a connection: " + got_.substr(0, had));
    }
    got_.resize(had + static_cast<std::size_t>(bytes));
    if (head_ == 0) {
      const auto end = got_.find("\r\n\r\n");
      if (end == std::string::npos) {
        return false;
      }
      head_ = end + 4;
      whole_ = head_ + length_of(std::string_view{got_}.substr(0, head_));
    }
    if (got_.size() < whole_) {
      return false;
    }
    const std::string_view all{got_};
    HttpAnswer answer{.status = 0,
                      .head = all.substr(0, head_),
                      .body = all.substr(head_, whole_ - head_),
                      .ms = std::chrono::duration<double, std::milli>(Clock::now() - sent_).count()};
    constexpr std::size_t before_status = std::string_view{"HTTP/1.1 "}.size();
    std::from_chars(got_.data() + before_status, got_.data() + before_status + 3, answer.status);
    visitor_.answered(answer);
    got_.clear();
    head_ = whole_ = 0;
    return true;
  }
  bool at_rest() const { return visitor_.at_rest(); }

 private:
  int socket_;
  Visitor& visitor_;
  std::string got_;
  std::size_t head_ = 0, whole_ = 0;
  Clock::time_point sent_;
};

}  // namespace

void Reader::answered(const HttpAnswer& answer) {
  if (answer.status != 200) {
    throw std::runtime_error(fmt::format("a page was answered with {}: {}", answer.status, answer.body.substr(0, 500)));
  }
  ms.push_back(answer.ms);
}

std::string get_request(std::uint16_t port, const std::string& target, const std::string& more_headers) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}\r\n", target, port, more_headers);
}

std::string post_request(std::uint16_t port, const std::string& target, const std::string& body,
                         const std::string& more_headers) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "Content-Length: {}\r\n{}\r\n{}",
      target, port, body.size(), more_headers, body);
}

std::string_view header_of(std::string_view head, std::string_view name) {
  const auto line = fmt::format("\r\n{}: ", name);
  const auto at = head.find(line);
  if (at == std::string_view::npos) {
    return {};
  }
  head.remove_prefix(at + line.size());
  return head.substr(0, head.find("\r\n"));
}

int connect_to(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto until = Clock::now() + std::chrono::milliseconds{give_up_ms};
  for (;;) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) {
      failed("a socket");
    }
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      const int on = 1;
      ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return made;
    }
    ::close(made);
    if (Clock::now() > until) {
      throw std::runtime_error(fmt::format("nobody listens at port {}", port));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

double run_load(std::uint16_t port, const std::vector<Visitor*>& visitors, std::chrono::nanoseconds length) {
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  if (poll < 0) {
    failed("epoll");
  }
  const std::unique_ptr<const int, void (*)(const int*)> close_it(&poll, [](const int* one) { ::close(*one); });
  std::vector<std::unique_ptr<Line>> lines;
  for (auto* visitor : visitors) {
    lines.push_back(std::make_unique<Line>(connect_to(port), *visitor));
  }
  const auto begin = Clock::now();
  const auto end = begin + length;
  std::size_t busy = 0;
  for (const auto& line : lines) {
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.ptr = line.get();
    ::epoll_ctl(poll, EPOLL_CTL_ADD, line->socket(), &wanted);
    busy += line->send_next() ? 1 : 0;
  }
  std::vector<epoll_event> events(lines.size());
  while (busy > 0) {
    const int count = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), give_up_ms);
    if (count <= 0) {
      throw std::runtime_error("the server answered nothing for ten seconds");
    }
    const bool over = Clock::now() >= end;
    for (int i = 0; i < count; ++i) {
      auto& line = *static_cast<Line*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (line.read() && ((over && line.at_rest()) || !line.send_next())) {
        --busy;
      }
    }
  }
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double run_rush(std::uint16_t port, const std::vector<Visitor*>& visitors, std::chrono::nanoseconds length) {
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  if (poll < 0) {
    failed("epoll");
  }
  const std::unique_ptr<const int, void (*)(const int*)> close_it(&poll, [](const int* one) { ::close(*one); });
  std::unordered_map<Line*, std::unique_ptr<Line>> here;
  const auto begin = Clock::now();
  const auto comes_at = [&](std::size_t n) {
    return begin + length * static_cast<std::int64_t>(n) / static_cast<std::int64_t>(visitors.size());
  };
  std::vector<epoll_event> events(1024);
  for (std::size_t came = 0; came < visitors.size() || !here.empty();) {
    const auto now = Clock::now();
    for (; came < visitors.size() && comes_at(came) <= now; ++came) {
      auto line = std::make_unique<Line>(connect_to(port), *visitors[came]);
      epoll_event wanted{};
      wanted.events = EPOLLIN;
      wanted.data.ptr = line.get();
      ::epoll_ctl(poll, EPOLL_CTL_ADD, line->socket(), &wanted);
      if (line->send_next()) {
        here.emplace(line.get(), std::move(line));
      }
    }
    const auto until = came < visitors.size()
                           ? std::chrono::ceil<std::chrono::milliseconds>(comes_at(came) - now).count()
                           : std::int64_t{give_up_ms};
    const int count = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), static_cast<int>(until));
    if (count <= 0 && came == visitors.size()) {
      throw std::runtime_error("the server answered nothing for ten seconds");
    }
    for (int i = 0; i < count; ++i) {
      auto* line = static_cast<Line*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (line->read() && !line->send_next()) {
        here.erase(line);
      }
    }
  }
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double requests_per_second(std::uint16_t port, const std::string& request, unsigned connections,
                           std::chrono::nanoseconds length) {
  std::vector<std::unique_ptr<Reader>> readers;
  std::vector<Visitor*> visitors;
  for (unsigned i = 0; i < connections; ++i) {
    visitors.push_back(readers.emplace_back(std::make_unique<Reader>(request)).get());
  }
  const double seconds = run_load(port, visitors, length);
  std::size_t all = 0;
  for (const auto& reader : readers) {
    all += reader->ms.size();
  }
  return static_cast<double>(all) / seconds;
}

}  // namespace antrean::bench
