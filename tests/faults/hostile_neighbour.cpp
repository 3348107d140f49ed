// hostile_neighbour: everything at once that a stranger can do to the two listeners of an office over the
// network, until SIGTERM. Then it says for each attack how often it was tried, how often it was refused, and
// how often it got what nobody may give ("wrong"):
//
//   rebinding tried=812 refused=790 wrong=0
//
// It comes from other addresses of this machine (127.0.0.66 and others), and from --proxy, which the office
// trusts, in the name of strangers. Tests and bench_neighbour run it in a process of its own.
#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace antrean::tests {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);

struct Options {
  std::uint16_t web = 0, staff = 0;
  std::string proxy = "127.0.0.77";
  unsigned a_second = 400;  ///< requests of each attack that asks again and again
  unsigned seconds = 0;     ///< 0: until SIGTERM
  bool idle = false;        ///< only with CPU that nobody else wants
};

struct Account {
  std::uint64_t tried = 0, refused = 0, wrong = 0;
  std::string example;  ///< of what was wrong
};

/// The socket's end is the end of the coroutine that has it; nothing may wait for ever.
class Line {
 public:
  explicit Line(asio::io_context& io) : socket_(io), limit_(io) {}

  asio::awaitable<bool> connect(std::string from, std::uint16_t port) {
    boost::system::error_code error;
    socket_.open(tcp::v4(), error);
    if (!error) {
      socket_.bind(tcp::endpoint(asio::ip::make_address(from), 0), error);
    }
    if (error) {
      co_return false;
    }
    const auto [failed] =
        co_await socket_.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), tuple_awaitable);
    co_return !failed;
  }
  asio::awaitable<bool> say(std::string bytes) {
    const auto [error, size] = co_await asio::async_write(socket_, asio::buffer(bytes), tuple_awaitable);
    co_return !error;
  }
  /// What comes within `most`, up to the first whole header; "" when the other side closed or said nothing.
  asio::awaitable<std::string> hear(std::chrono::milliseconds most) {
    limit(most);
    std::string got;
    while (got.find("\r\n\r\n") == std::string::npos) {
      std::array<char, 4096> piece;
      const auto [error, size] = co_await socket_.async_read_some(asio::buffer(piece), tuple_awaitable);
      if (error) {
        break;
      }
      got.append(piece.data(), size);
    }
    limit_.cancel();
    co_return got;
  }
  /// Until the other side closes, or `most` is over.
  asio::awaitable<void> stay(std::chrono::milliseconds most) {
    limit(most);
    std::array<char, 4096> piece;
    for (;;) {
      const auto [error, size] = co_await socket_.async_read_some(asio::buffer(piece), tuple_awaitable);
      if (error) {
        co_return;
      }
    }
  }
  /// Never reads; so nothing that comes is answered.
  asio::awaitable<void> ignore(std::chrono::milliseconds most) {
    limit_.expires_after(most);
    co_await limit_.async_wait(tuple_awaitable);
  }

 private:
  void limit(std::chrono::milliseconds most) {
    limit_.expires_after(most);
    limit_.async_wait([this](boost::system::error_code stopped) {
      if (!stopped) {
        boost::system::error_code ignored;
        socket_.close(ignored);
      }
    });
  }
  tcp::socket socket_;
  asio::steady_timer limit_;
};

/// 0 for no answer.
unsigned status_in(const std::string& answer) {
  unsigned status = 0;
  if (answer.size() >= 12 && answer.starts_with("HTTP/1.")) {
    std::from_chars(answer.data() + 9, answer.data() + 12, status);
  }
  return status;
}

std::string post(const std::string& host, const std::string& more, const std::string& body) {
  return fmt::format(
      "POST /console/command HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}",
      host, body.size(), more, body);
}

std::string get(const std::string& host, const std::string& path, const std::string& more) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\n{}\r\n", path, host, more);
}

std::string upgrade(const std::string& host, const std::string& more) {
  return get(host, "/feed",
             "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                 more);
}

constexpr const char* close_day = R"({"command":"close_day","supervisor":"x"})";

class Neighbour {
 public:
  explicit Neighbour(const Options& options) : options_(options) {}

  void run() {
    silence();
    viewers();
    slow_ones();
    floods();
    lies();
    rubbish();
    behind_the_proxy();
    asio::signal_set stop(io_, SIGTERM, SIGINT);
    stop.async_wait([this](boost::system::error_code, int) { io_.stop(); });
    asio::steady_timer end(io_);
    if (options_.seconds > 0) {
      end.expires_after(std::chrono::seconds(options_.seconds));
      end.async_wait([this](boost::system::error_code) { io_.stop(); });
    }
    io_.run();
    for (const auto& [name, account] : accounts_) {
      fmt::print("{} tried={} refused={} wrong={}{}\n", name, account.tried, account.refused, account.wrong,
                 account.example.empty() ? "" : " (" + account.example + ")");
    }
  }

 private:
  struct Attack {
    std::string name;
    std::string from;
    std::uint16_t port;
    std::string bytes;
    /// What a stranger may get; 0: closed without an answer.
    std::vector<unsigned> right;
    std::chrono::milliseconds pause;
  };

  std::array<std::uint16_t, 2> both() const { return {options_.web, options_.staff}; }
  std::string here(std::uint16_t port) const { return fmt::format("127.0.0.1:{}", port); }
  void go(asio::awaitable<void> attack) { asio::co_spawn(io_, std::move(attack), asio::detached); }
  asio::awaitable<void> rest(std::chrono::milliseconds time) {
    asio::steady_timer timer(io_, time);
    co_await timer.async_wait(tuple_awaitable);
  }
  std::chrono::milliseconds pace(unsigned lines) const {
    return std::chrono::milliseconds(std::max(1u, 1000 * lines / options_.a_second));
  }

  void note(const Attack& attack, unsigned status) {
    Account& account = accounts_[attack.name];
    ++account.tried;
    if (std::find(attack.right.begin(), attack.right.end(), status) == attack.right.end()) {
      ++account.wrong;
      account.example = fmt::format("{} on port {}", status, attack.port);
    }
    account.refused += status >= 400 || status == 0 ? 1 : 0;
  }

  /// A new connection each time.
  asio::awaitable<void> again_and_again(Attack attack) {
    for (;;) {
      Line line(io_);
      if (co_await line.connect(attack.from, attack.port)) {
        co_await line.say(attack.bytes);
        note(attack, status_in(co_await line.hear(3s)));
      }
      co_await rest(attack.pause);
    }
  }
  /// Connected, and says only this (perhaps nothing); comes back when it is closed.
  asio::awaitable<void> hold(std::string name, std::string from, std::uint16_t port, std::string bytes) {
    for (;;) {
      Line line(io_);
      if (co_await line.connect(from, port)) {
        ++accounts_[name].tried;
        if (!bytes.empty()) {
          co_await line.say(bytes);
        }
        co_await line.stay(20s);
        ++accounts_[name].refused;
      }
      co_await rest(500ms);
    }
  }
  asio::awaitable<void> view(std::string from, std::uint16_t port) {
    const Attack attack{"viewers", from, port, upgrade(here(port), ""), {101, 503, 0}, 500ms};
    for (;;) {
      Line line(io_);
      if (co_await line.connect(attack.from, attack.port)) {
        co_await line.say(attack.bytes);
        const unsigned status = status_in(co_await line.hear(3s));
        note(attack, status);
        if (status == 101) {
          co_await line.ignore(40s);
        }
      }
      co_await rest(attack.pause);
    }
  }
  asio::awaitable<void> talk_too_much(std::uint16_t port) {
    // One masked text frame of 16 KiB; the mask is zero.
    std::string frame{"\x81\xfe\x40\x00\x00\x00\x00\x00", 8};
    frame += std::string(0x4000, 'x');
    for (;;) {
      Line line(io_);
      if (co_await line.connect("127.0.0.68", port)) {
        co_await line.say(upgrade(here(port), ""));
        if (status_in(co_await line.hear(3s)) == 101) {
          ++accounts_["message_size"].tried;
          co_await line.say(frame);
          co_await line.stay(5s);
          ++accounts_["message_size"].refused;
        }
      }
      co_await rest(200ms);
    }
  }
  asio::awaitable<void> drip(std::string name, std::string from, std::uint16_t port, std::string bytes) {
    for (;;) {
      Line line(io_);
      if (co_await line.connect(from, port)) {
        ++accounts_[name].tried;
        bool open = co_await line.say(bytes);
        for (int i = 0; open && i < 100; ++i) {
          co_await rest(200ms);
          open = co_await line.say("x");
        }
        ++accounts_[name].refused;
      }
      co_await rest(300ms);
    }
  }

  void silence() {
    for (const auto port : both()) {
      for (int i = 0; i < 512; ++i) {
        go(hold("silent_one_address", "127.0.0.66", port, ""));
      }
      for (int i = 0; i < 256; ++i) {
        go(hold("silent_many_addresses", fmt::format("127.0.{}.{}", 2 + i / 200, 1 + i % 200), port,
                i % 2 == 0 ? "" : "GET / HTTP/1.1\r\nHo"));
      }
    }
  }
  void viewers() {
    for (const auto port : both()) {
      for (int i = 0; i < 256; ++i) {
        go(view(i % 2 == 0 ? "127.0.0.67" : fmt::format("127.0.4.{}", 1 + i % 200), port));
      }
      go(talk_too_much(port));
    }
  }
  void slow_ones() {
    for (const auto port : both()) {
      const std::string half = fmt::format(
          "POST /console/command HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n"
          "\r\n",
          here(port));
      for (int i = 0; i < 40; ++i) {
        go(drip("slow_bodies", "127.0.0.69", port, half));
        go(drip("slow_headers", "127.0.0.70", port, "GET / HTTP/1.1\r\nX-Slow: "));
      }
    }
  }
  void floods() {
    for (const auto port : both()) {
      const bool staff = port == options_.staff;
      for (int i = 0; i < 4; ++i) {
        go(again_and_again({"flood_of_commands", "127.0.0.71", port, post(here(port), "", close_day),
                            staff ? std::vector<unsigned>{401, 503, 0} : std::vector<unsigned>{404, 503, 0}, pace(4)}));
        go(again_and_again(
            {"flood_of_reading", "127.0.0.72", port, get(here(port), "/health", ""), {200, 503, 0}, pace(4)}));
      }
      go(again_and_again({"pipelined_flood",
                          "127.0.0.73",
                          port,
                          repeated(get(here(port), "/nothing", ""), 200),
                          {404, 503, 0},
                          pace(1) * 20}));
      go(again_and_again(
          {"guessed_session", "127.0.0.71", port,
           post(here(port), "Cookie: antrean-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", close_day),
           staff ? std::vector<unsigned>{401, 503, 0} : std::vector<unsigned>{404, 503, 0}, 20ms}));
    }
  }
  void lies() {
    for (const auto port : both()) {
      const bool staff = port == options_.staff;
      const auto own = here(port);
      const auto lie = [&](const char* name, std::string bytes, std::vector<unsigned> right) {
        right.push_back(503);
        right.push_back(0);
        go(again_and_again({name, "127.0.0.74", port, std::move(bytes), std::move(right), 50ms}));
      };
      const std::string evil = fmt::format("evil.example:{}", port);
      lie("rebinding", get(evil, "/", ""), {421});
      lie("rebinding", post(evil, fmt::format("Origin: http://{}\r\n", evil), close_day), {421});
      lie("rebinding", upgrade(evil, ""), {421});
      lie("rebinding", post("127.0.0.1:1", "", close_day), {421});
      lie("rebinding", fmt::format("GET http://evil.example/ HTTP/1.1\r\nHost: {}\r\n\r\n", own), {421});
      for (const char* origin : {"http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"}) {
        lie("foreign_origin", post(own, fmt::format("Origin: {}\r\n", origin), close_day), {403});
        lie("foreign_origin_feed", upgrade(own, fmt::format("Origin: {}\r\n", origin)), {403});
      }
      lie("cross_site", post(own, "Sec-Fetch-Site: cross-site\r\n", close_day), {403});
      lie("cross_site", upgrade(own, "Sec-Fetch-Site: same-site\r\n"), {403});
      const std::string forged = fmt::format(
          "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: {0}\r\nX-Real-IP: 127.0.0.1\r\n"
          "Forwarded: for=127.0.0.1;proto=https;host={0}\r\n",
          own);
      lie("forged_headers", post(own, forged, close_day), {staff ? 401u : 404u});
      lie("forged_headers", post("evil.example", forged, close_day), {421});
      lie("forged_headers", get(own, "/console/plan", forged), {staff ? 401u : 404u});
    }
  }
  void rubbish() {
    for (const auto port : both()) {
      const bool staff = port == options_.staff;
      const auto own = here(port);
      const auto send = [&](const char* name, std::string bytes, std::vector<unsigned> right) {
        right.push_back(503);
        right.push_back(0);
        go(again_and_again({name, "127.0.0.75", port, std::move(bytes), std::move(right), 60ms}));
      };
      const std::vector<unsigned> unknown{staff ? 401u : 404u, 400, 404, 413};
      send("large_header", get(own, "/health", "X: " + std::string(60'000, 'x') + "\r\n"), {431});
      send("large_header", "GET /" + std::string(60'000, 'x') + " HTTP/1.1\r\n\r\n", {431, 400});
      send("large_body",
           fmt::format("POST /console/command HTTP/1.1\r\nHost: {}\r\nContent-Length: 99999999\r\n\r\n", own) +
               std::string(100'000, 'x'),
           {413, staff ? 413u : 404u});
      send("large_body",
           fmt::format("POST /console/command HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: chunked\r\n\r\n30000\r\n",
                       own) +
               std::string(0x30000, 'x'),
           {413, staff ? 413u : 404u});
      send("bad_utf8", post(own, "", "{\"command\":\"\xff\xfe\xc0\x80\"}"), {401, 400, 404});
      send("bad_utf8", get(own, "/ticket/%ff%fe%c0%80", ""), {400, 404, 200});
      send("bad_utf8", get(own, "/health", "X-Name: \xff\xfe\x80\r\n"), {200, 400});
      send("bad_utf8", get(own, "/%zz", ""), {400});
      send("garbage", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + "\r\n\r\n", {400});
      send("garbage", "\r\n\r\nno HTTP at all\r\n\r\n", {400});
      send("garbage", get(own, "/health", "") + "rubbish\r\n\r\n\x01\x02\x03", {200});
      send("smuggled",
           fmt::format(
               "POST /console/command HTTP/1.1\r\nHost: {}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n"
               "\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
               own),
           unknown);
      send("smuggled",
           fmt::format("POST /console/command HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                       own),
           {400});
      send("smuggled", fmt::format("GET /health HTTP/1.1\r\nHost: {0}\r\nHost: evil.example\r\n\r\n", own), {400});
      send("traversal", get(own, "/static/..%2f..%2f..%2fetc%2fpasswd", ""), {404, 400});
      send("traversal", get(own, "/../../etc/passwd", ""), {404, 400});
    }
  }
  void behind_the_proxy() {
    if (options_.proxy.empty()) {
      return;
    }
    for (const auto port : both()) {
      const bool staff = port == options_.staff;
      const auto own = here(port);
      const std::string name = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
      for (int i = 0; i < 8; ++i) {
        go(again_and_again({"commands_over_proxy",
                            options_.proxy,
                            port,
                            post(own, name, close_day),
                            {staff ? 401u : 404u, 429, 503, 0},
                            pace(8)}));
      }
      for (int i = 0; i < 60; ++i) {
        go(drip("slow_bodies_over_proxy", options_.proxy, port,
                fmt::format("POST /console/command HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n"
                            "Content-Length: 60000\r\nX-Forwarded-For: 203.0.113.{}\r\n\r\n",
                            own, 100 + i % 2)));
      }
      for (int i = 0; i < 100; ++i) {
        go(hold("viewers_over_proxy", options_.proxy, port, upgrade(own, "X-Forwarded-For: 203.0.113.10\r\n")));
      }
    }
  }

  static std::string repeated(const std::string& text, unsigned times) {
    std::string all;
    for (unsigned i = 0; i < times; ++i) {
      all += text;
    }
    return all;
  }

  Options options_;
  asio::io_context io_{1};
  std::map<std::string, Account> accounts_;
};

/// Every attack holds its sockets at the same time.
void allow_sockets() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

}  // namespace
}  // namespace antrean::tests

int main(int argc, char** argv) {
  antrean::tests::Options options;
  CLI::App app{"A stranger who does what he can to an office's two listeners", "hostile_neighbour"};
  app.add_option("--web", options.web, "Port of the public listener")->required();
  app.add_option("--staff", options.staff, "Port of the staff's listener")->required();
  app.add_option("--proxy", options.proxy, "An address that the office trusts as a proxy")->capture_default_str();
  app.add_option("--a-second", options.a_second, "Requests a second of each flood")->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long; 0: until SIGTERM")->capture_default_str();
  app.add_flag("--idle", options.idle, "Run only when nobody else wants the CPU");
  CLI11_PARSE(app, argc, argv);
  if (options.idle) {
    const sched_param none{};
    if (::sched_setscheduler(0, SCHED_IDLE, &none) != 0) {
      fmt::print(stderr, "hostile_neighbour: cannot be idle\n");
      return 1;
    }
  }
  antrean::tests::allow_sockets();
  antrean::tests::Neighbour(options).run();
  return 0;
}
