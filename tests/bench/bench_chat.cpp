// chat: from a person's message at the portal's webhook to the reply at WhatsApp's maker, with the real
// antrean-portal on SQLite: signature, conversation, the turn made durable with its reply, and the courier.
// The maker is a stand-in in this process. Messages come at fixed instants (200 a second), whatever the
// answers take, so a portal that falls behind is seen. People write a booking from the first word to the
// hour, each in turn.
//
// The floor is one bare commit (synchronous FULL) on the same disk: a reply needs two, its turn's and that it
// was sent, and the reply goes out after the first.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "bare_commit.hpp"
#include "booking/keys.hpp"
#include "codes/booking_code.hpp"
#include "demo/browser.hpp"
#include "demo/child.hpp"
#include "demo/whatsapp_stand_in.hpp"
#include "demo/whole_office.hpp"
#include "figures.hpp"
#include "files/durable_file.hpp"
#include "office_process.hpp"

namespace antrean::bench {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using demo::WhatsAppStandIn;

constexpr const char* number_id = "100000000000001";
constexpr const char* secret = "0123456789abcdef0123456789abcdef";

struct Effort {
  unsigned a_second = 200;
  unsigned messages = 6'000;
};

/// What one person writes, in this order.
constexpr const char* said[] = {"antre", "Budi Santoso", "3273011708900042", "1"};

std::string settings_text(const fs::path& folder, std::uint16_t port, const std::string& api) {
  return fmt::format(R"toml([portal]
port = {0}
database = "{1}/portal.db"
https = false
[signing]
use = 1
[[signing.key]]
id = 1
file = "signing.key"
[booking]
days_ahead = 60
release_time = "00:00"
[whatsapp]
api = "{2}"
rate_per_minute = 100000
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
[[slots.large.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "08:00"
to = "10:00"
quota = {{ paspor = 100 }}
[[office]]
code = "A1"
name = "Kantor 1"
zone = "WIB"
slots = "large"
channels = ["whatsapp"]
whatsapp = "6281100000000"
whatsapp_id = "{3}"
)toml",
                     port, folder.string(), api, number_id);
}

class Bench {
 public:
  Bench(const Folder& folder, Effort effort)
      : effort_(effort),
        folder_(folder.path()),
        port_(demo::free_port()),
        maker_(io_, {.webhook = fmt::format("http://127.0.0.1:{}/chat/whatsapp", port_),
                     .app_secret = secret,
                     .token = secret,
                     .now = [] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); },
                     .taken = [this](const std::string& phone) { answered(phone); }}),
        commits_(folder_ / "floor.db", "FULL") {
    files::create(folder_ / "portal-nik.key", std::string(64, 'n'));
    files::create(folder_ / "signing.key", portal::to_text(codes::make_key_pair().secret_key));
    for (const char* name : {"whatsapp.token", "whatsapp-app.secret", "whatsapp-verify.token"}) {
      files::create(folder_ / name, secret);
    }
    const fs::path file = folder_ / "portal.toml";
    std::ofstream(file) << settings_text(folder_, port_, maker_.api());
    portal_ = std::make_unique<demo::Child>(demo::Child::How{.program = program("antrean-portal"),
                                                             .arguments = {"--config", file.string()},
                                                             .environment = {},
                                                             .log = folder_ / "portal.log"});
  }

  int run() {
    asio::co_spawn(io_, work(), [this](const std::exception_ptr& error) {
      failure_ = error;
      io_.stop();
    });
    io_.run();
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    std::vector<double> commit_ms;
    for (int i = 0; i < 300; ++i) {
      commit_ms.push_back(commits_.commit_ms());
    }
    const double floor = quantile(commit_ms, 0.5);
    const std::size_t missed = effort_.messages - ms_.size();
    fmt::print(
        "{} messages, {} a second; reply p50 {:.2f} p90 {:.2f} p99 {:.2f} worst {:.2f} ms; portal's CPU {:.1f} %\n",
        effort_.messages, effort_.a_second, quantile(ms_, 0.5), quantile(ms_, 0.9), quantile(ms_, 0.99),
        quantile(ms_, 1), cpu_percent_);
    fmt::print("one bare commit, FULL: p50 {:.3f} ms\n", floor);
    fmt::print("goals: p99 20 ms, missed 0\n");
    fmt::print("chat: p50_ms={:.2f} p99_ms={:.2f} p50_x_commit={:.1f} missed={} refused={}\n", quantile(ms_, 0.5),
               quantile(ms_, 0.99), quantile(ms_, 0.5) / floor, missed, maker_.refusals());
    return missed == 0 && maker_.refusals() == 0 ? 0 : 1;
  }

 private:
  static constexpr std::size_t words = std::size(said);

  void answered(const std::string& phone) {
    const auto asked = asked_.find(phone);
    if (asked != asked_.end()) {
      ms_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked->second).count());
      asked_.erase(asked);  // a turn's further replies are not measured
    }
  }

  asio::awaitable<void> send(std::string phone, std::string text) {
    const unsigned status = co_await maker_.write(number_id, {{.from = std::move(phone), .text = std::move(text)}});
    if (status != 200) {
      throw std::runtime_error(fmt::format("the webhook answered {}\n{}", status, portal_->last_words()));
    }
  }

  asio::awaitable<void> wait(Clock::time_point until) {
    asio::steady_timer timer(io_, until);
    co_await timer.async_wait(asio::use_awaitable);
  }

  asio::awaitable<void> work() {
    demo::Browser browser(fmt::format("http://127.0.0.1:{}", port_));
    for (int tries = 0;; ++tries) {
      try {
        co_await browser.open("/health");
        break;
      } catch (const std::runtime_error&) {
        if (tries > 300) {
          throw;
        }
      }
      co_await wait(Clock::now() + std::chrono::milliseconds(50));
    }
    const auto cpu = cpu_of(portal_->pid());
    const auto begin = Clock::now();
    const auto apart = std::chrono::nanoseconds(std::chrono::seconds(1)) / effort_.a_second;
    // Sixty people write at the same time, each a word after the other.
    constexpr unsigned at_once = 60;
    for (unsigned n = 0; n < effort_.messages; ++n) {
      co_await wait(begin + n * apart);
      const unsigned round = n / (at_once * static_cast<unsigned>(words));
      const unsigned word = n / at_once % static_cast<unsigned>(words);
      const std::string phone = fmt::format("6281{:08}", round * at_once + n % at_once);
      asked_[phone] = begin + n * apart;  // when it had to go, also if this program was late
      asio::co_spawn(io_, send(phone, said[word]), [this](const std::exception_ptr& error) {
        if (error && !failure_) {
          failure_ = error;
          io_.stop();
        }
      });
    }
    const auto end = Clock::now();
    for (const auto give_up = end + std::chrono::seconds(5); !asked_.empty() && Clock::now() < give_up;) {
      co_await wait(Clock::now() + std::chrono::milliseconds(5));
    }
    cpu_percent_ = 100 * std::chrono::duration<double>(cpu_of(portal_->pid()) - cpu).count() /
                   std::chrono::duration<double>(end - begin).count();
  }

  Effort effort_;
  fs::path folder_;
  std::uint16_t port_;
  asio::io_context io_{1};
  WhatsAppStandIn maker_;
  BareCommit commits_;
  std::unique_ptr<demo::Child> portal_;
  std::map<std::string, Clock::time_point> asked_;
  std::vector<double> ms_;
  double cpu_percent_ = 0;
  std::exception_ptr failure_;
};

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  using namespace antrean::bench;
  Effort effort;
  CLI::App app{"From a message at the webhook to its reply", "bench_chat"};
  app.add_option("--messages", effort.messages)->capture_default_str()->check(CLI::Range(1U, 1'000'000U));
  app.add_option("--a-second", effort.a_second)->capture_default_str()->check(CLI::Range(1U, 10'000U));
  CLI11_PARSE(app, argc, argv);
  try {
    const Folder folder;
    return Bench(folder, effort).run();
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_chat: {}\n", failure.what());
    return 1;
  }
}
