#include "bare_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

namespace antrean::bench {
namespace {

[[noreturn]] void failed(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Wanted {
  int socket = -1;
  int slot = 0;
  std::string body;
};

class Queue {
 public:
  void put(Wanted wanted) {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(wanted));
    there_.notify_one();
  }
  std::vector<Wanted> take() {
    std::unique_lock lock(mutex_);
    there_.wait(lock, [this] { return !waiting_.empty(); });
    return std::exchange(waiting_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable there_;
  std::vector<Wanted> waiting_;
};

void commit_for_ever(Queue& queue, const std::filesystem::path& file) {
  SQLite::Database db(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec("PRAGMA synchronous=FULL");
  db.exec("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL");
  db.exec("CREATE TABLE slot (id INTEGER PRIMARY KEY, free INTEGER NOT NULL) STRICT");
  db.exec("CREATE TABLE booking (id INTEGER PRIMARY KEY, slot INTEGER NOT NULL, body TEXT NOT NULL) STRICT");
  {
    SQLite::Transaction transaction(db);
    SQLite::Statement make(db, "INSERT INTO slot VALUES (?, 1000000000)");
    for (int slot = 0; slot < bare_slots; ++slot) {
      make.bind(1, slot);
      make.exec();
      make.reset();
    }
    transaction.commit();
  }
  SQLite::Statement take(db, "UPDATE slot SET free = free - 1 WHERE id = ? AND free > 0");
  SQLite::Statement insert(db, "INSERT INTO booking (slot, body) VALUES (?, ?)");
  constexpr std::string_view done = "HTTP/1.1 303 See Other\r\nLocation: /booked\r\nContent-Length: 0\r\n\r\n";
  for (;;) {
    const auto batch = queue.take();
    SQLite::Transaction transaction(db);
    for (const auto& one : batch) {
      take.bind(1, one.slot);
      take.exec();
      take.reset();
      insert.bind(1, one.slot);
      insert.bind(2, one.body);
      insert.exec();
      insert.reset();
    }
    transaction.commit();
    for (const auto& one : batch) {
      static_cast<void>(::send(one.socket, done.data(), done.size(), MSG_NOSIGNAL));
    }
  }
}

int listen_at(std::uint16_t port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (made < 0 || ::bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(made, SOMAXCONN) != 0) {
    failed("listening");
  }
  return made;
}

/// Takes the whole requests out of what a connection has sent.
void take_requests(Queue& queue, int socket, std::string& got) {
  for (;;) {
    const auto head = got.find("\r\n\r\n");
    constexpr std::string_view name = "Content-Length: ";
    const auto at = got.find(name);
    if (head == std::string::npos || at == std::string::npos) {
      return;
    }
    std::size_t length = 0;
    std::from_chars(got.data() + at + name.size(), got.data() + head, length);
    if (got.size() < head + 4 + length) {
      return;
    }
    constexpr std::size_t before_slot = std::string_view{"POST /"}.size();
    Wanted wanted{.socket = socket, .slot = 0, .body = got.substr(head + 4, length)};
    std::from_chars(got.data() + before_slot, got.data() + head, wanted.slot);
    queue.put(std::move(wanted));
    got.erase(0, head + 4 + length);
  }
}

}  // namespace

void serve_bare(std::uint16_t port, const std::filesystem::path& file) {
  Queue queue;
  const std::thread committer([&queue, &file] { commit_for_ever(queue, file); });
  const int listener = listen_at(port);
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  const auto watch = [poll](int socket) {
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.fd = socket;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &wanted);
  };
  watch(listener);
  std::map<int, std::string> got;
  std::vector<epoll_event> events(256);
  std::string buffer(std::size_t{64} << 10, '\0');
  for (;;) {
    const int count = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      if (socket == listener) {
        const int made = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        const int on = 1;
        ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(made);
        continue;
      }
      const auto bytes = ::recv(socket, buffer.data(), buffer.size(), 0);
      if (bytes <= 0) {
        got.erase(socket);
        ::close(socket);
        continue;
      }
      auto& all = got[socket];
      all.append(buffer, 0, static_cast<std::size_t>(bytes));
      take_requests(queue, socket, all);
    }
  }
}

}  // namespace antrean::bench
