// send_mails JOURNAL PORT COUNT [LOCAL_PART]: sends COUNT mails to 127.0.0.1:PORT as the portal does, with an
// outbox whose outcomes are lines of JOURNAL, each durable before it counts. It ends when all are sent. It
// may be killed and started again at any moment; mails_and_kills.py does. Its time runs 2,000 times faster,
// so that the waits between tries are short; the sender's does not.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "mail/smtp_sender.hpp"
#include "memory_outbox.hpp"
#include "notices/courier.hpp"
#include "process/clock.hpp"
#include "sample_notices.hpp"
#include "timer/timer.hpp"

namespace {

using namespace antrean;
namespace asio = boost::asio;

constexpr int faster = 2000;

class FastClock final : public process::Clock {
 public:
  UtcTime now() const override { return std::chrono::floor<Milliseconds>(start_ + passed()); }
  MonotonicTime monotonic() const override { return MonotonicTime{passed()}; }

 private:
  std::chrono::nanoseconds passed() const { return faster * (std::chrono::steady_clock::now() - started_); }
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  UtcTime start_ = portal_test::sample_notice(portal::NoticeKind::booked, Language::id).due;
};

class FastTimer final : public Timer {
 public:
  explicit FastTimer(asio::io_context& io) : timer_(io) {}
  void ring_after(std::chrono::nanoseconds span, std::function<void()> ring) override {
    timer_.ring_after(span / faster, std::move(ring));
  }
  void cancel() override { timer_.cancel(); }

 private:
  AsioTimer timer_;
};

class JournalOutbox final : public portal::Outbox {
 public:
  JournalOutbox(const std::string& journal, std::function<void()> all_sent) : all_sent_(std::move(all_sent)) {
    file_ = ::open(journal.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file_ < 0) {
      throw std::runtime_error("no journal " + journal);
    }
  }
  ~JournalOutbox() override { ::close(file_); }
  JournalOutbox(const JournalOutbox&) = delete;
  JournalOutbox& operator=(const JournalOutbox&) = delete;

  void write(portal::Notice notice) {
    ++open_;
    memory_.write(std::move(notice));
  }
  bool empty() const { return open_ == 0; }

  asio::awaitable<std::vector<portal::TakenNotice>> take(portal::NoticeChannel channel, UtcTime now, UtcTime until,
                                                         std::size_t most) override {
    return memory_.take(channel, now, until, most);
  }
  asio::awaitable<void> settle(std::vector<portal::SettledNotice> outcomes) override {
    std::string lines;
    for (const auto& outcome : outcomes) {
      if (outcome.outcome == portal::SendOutcome::sent || outcome.outcome == portal::SendOutcome::given_up) {
        lines +=
            (outcome.outcome == portal::SendOutcome::sent ? "sent " : "given_up ") + portal::to_text(outcome.id) + "\n";
        --open_;
      }
    }
    if (::write(file_, lines.data(), lines.size()) != static_cast<ssize_t>(lines.size()) || ::fdatasync(file_) != 0) {
      throw std::runtime_error("the journal cannot be written");
    }
    co_await memory_.settle(std::move(outcomes));
    if (empty()) {
      all_sent_();
    }
  }
  asio::awaitable<std::optional<UtcTime>> next_due(portal::NoticeChannel channel) override {
    return memory_.next_due(channel);
  }
  asio::awaitable<bool> bounced(portal::Bounce bounce) override { return memory_.bounced(std::move(bounce)); }
  void on_written(portal::NoticeChannel channel, std::function<void()> wake) override {
    memory_.on_written(channel, std::move(wake));
  }

 private:
  portal_test::MemoryOutbox memory_;
  std::function<void()> all_sent_;
  int file_ = -1;
  int open_ = 0;
};

portal::Notice numbered(int number, const std::string& local_part) {
  auto notice = portal_test::sample_notice(portal::NoticeKind::booked, Language::id);
  notice.id[14] = static_cast<std::uint8_t>(number / 256);
  notice.id[15] = static_cast<std::uint8_t>(number % 256);
  notice.to = local_part + "+" + std::to_string(number) + "@contoh.example";
  notice.useless_from = notice.due + std::chrono::hours{24 * 365};
  return notice;
}

bool has_line_of(const std::string& journal, const portal::NoticeId& id) {
  std::ifstream file{journal};
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with(portal::to_text(id))) {
      return true;
    }
  }
  return false;
}

int send_all(const std::string& journal, int port, int count, const std::string& local_part) {
  spdlog::set_level(spdlog::level::err);
  const FastClock clock;
  asio::io_context io{1};
  portal::Courier* running = nullptr;
  JournalOutbox outbox{journal, [&] { running->stop(); }};
  for (int i = 0; i < count; ++i) {
    auto notice = numbered(i, local_part);
    if (!has_line_of(journal, notice.id)) {
      outbox.write(std::move(notice));
    }
  }
  portal::SmtpSender sender{{.host = "127.0.0.1",
                             .port = static_cast<std::uint16_t>(port),
                             .security = smtp::Security::none,
                             .user = {},
                             .password = {},
                             .ca_file = {},
                             .deadline = std::chrono::seconds{30}},
                            portal_test::sample_identity()};
  std::mt19937 chance{std::random_device{}()};
  portal::Courier courier{outbox,
                          sender,
                          clock,
                          [&io] { return std::make_unique<FastTimer>(io); },
                          [&] { return static_cast<std::uint32_t>(chance()); },
                          {}};
  running = &courier;
  if (outbox.empty()) {
    return 0;
  }
  asio::co_spawn(io, courier.run(), [](const std::exception_ptr& error) {
    if (error) {
      std::rethrow_exception(error);
    }
  });
  io.run();
  return outbox.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: send_mails JOURNAL PORT COUNT [LOCAL_PART]\n");
    return 2;
  }
  try {
    return send_all(argv[1], std::atoi(argv[2]), std::atoi(argv[3]), argc > 4 ? argv[4] : "ok");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "send_mails: %s\n", error.what());
    return 1;
  }
}
