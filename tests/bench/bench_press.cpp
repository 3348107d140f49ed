// press: from a press of a call pad to its number on the board, 12 pads and 14 boards on one line paced to 19200 8N1,
// against the wire floor of the best polling schedule for the same press instants.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "call_pad/presses.hpp"
#include "call_pad/register_pad.hpp"
#include "device_process.hpp"
#include "led_board/register_board.hpp"
#include "press_floor.hpp"
#include "serial_bus/modbus_line.hpp"
#include "serial_bus/serial_bus.hpp"

namespace antrean::bench {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr unsigned pad_count = 12;
constexpr unsigned board_count = 14;
constexpr unsigned first_board = 21;
constexpr bus::LineRate rate{.baud = 19200, .parity = bus::Parity::none, .stop_bits = 1};

struct Options {
  std::string device;
  unsigned presses = 400;
  unsigned mean_ms = 250;
  unsigned seed = 1;
  unsigned turnaround_us = 2000;
};

double cpu_seconds() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) {
    return std::nan("");
  }
  std::sort(values.begin(), values.end());
  const auto at = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) - 1;
  return values[std::min(at, values.size() - 1)];
}

// A floor's quantile is the mean of its runs' quantiles: each run has as many presses as ours, so that "worst"
// compares.
double floor_quantile(const std::vector<std::vector<double>>& runs, double share) {
  double sum = 0;
  for (const auto& run : runs) {
    sum += quantile(run, share);
  }
  return sum / static_cast<double>(runs.size());
}

// What the office would do about a press: the pad's board shows the next number, its lamp changes.
struct Counter {
  std::unique_ptr<RegisterPad> pad;
  std::unique_ptr<RegisterBoard> board;
  std::optional<AcknowledgedPresses> acknowledged;
  unsigned acted = 0;

  void react(const PadReading& reading) {
    const auto fresh = presses_since(reading, acknowledged);
    acknowledged = fresh.acknowledge;
    if (!fresh.any()) {
      return;
    }
    acted += fresh.count[0];
    board->show({.text = fmt::format("{:03}", acted)});
    PadLamps lamps{.lamps = {}, .waiting = 5};
    lamps.lamps[0] = acted % 2 == 0 ? Lamp::off : Lamp::on;
    pad->set(lamps);
  }
};

struct Measured {
  std::vector<Press> presses;     // as the pads counted them
  std::vector<double> latencies;  // microseconds
  unsigned missed = 0;
  std::int64_t t35_violations = 0;
  std::int64_t shortest_silence_us = 0;
  double cpu_percent = 0;
  double seconds = 0;
  std::uint64_t exchanges = 0;
  std::uint64_t failures = 0;
  double lost_us = 0;  // an exchange, on top of what the wire needs
};

class Bench {
 public:
  explicit Bench(const Options& options)
      : options_(options),
        device_(options.device,
                {"--pads", fmt::format("1-{}", pad_count), "--boards",
                 fmt::format("{}-{}", first_board, first_board + board_count - 1), "--pace", std::to_string(rate.baud),
                 "--character", "8N1", "--slave-delay-us", std::to_string(options.turnaround_us)}),
        orders_(io_, device_.control()),
        changes_(io_, device_.control()),
        timer_(io_),
        dice_(options.seed) {
    bus::BusSettings settings;
    settings.name = "bench";
    settings.where = bus::SerialPort{.path = device_.line(), .rate = rate, .kernel_rs485 = false};
    bus_ = std::make_unique<bus::SerialBus>(settings, std::make_unique<bus::ModbusLine>(io_, settings));
    for (unsigned index = 0; index < pad_count; ++index) {
      auto& counter = counters_[index];
      counter.board = std::make_unique<RegisterBoard>(
          *bus_, RegisterBoard::Settings{.address = static_cast<bus::UnitAddress>(first_board + index)});
      counter.pad = std::make_unique<RegisterPad>(
          *bus_, RegisterPad::Settings{.id = static_cast<PadId>(index + 1),
                                       .address = static_cast<bus::UnitAddress>(index + 1)});
      counter.pad->on_reading([&counter](const PadReading& reading) { counter.react(reading); });
      counter.pad->set({.lamps = {}, .waiting = 5});
    }
    for (unsigned index = pad_count; index < board_count; ++index) {
      spare_boards_.push_back(std::make_unique<RegisterBoard>(
          *bus_, RegisterBoard::Settings{.address = static_cast<bus::UnitAddress>(first_board + index)}));
      spare_boards_.back()->show({.text = "LOKET"});
    }
    for (auto& [index, counter] : counters_) {
      counter.board->show({.text = "000"});
    }
  }

  void run(const std::function<void(const Measured& healthy, const Measured& one_dead)>& report) {
    asio::co_spawn(io_, bus_->run(), [this](std::exception_ptr error) { ended(error); });
    asio::co_spawn(io_, changes_.watch([this](const json::object& change) { note(change); }),
                   [](std::exception_ptr) {});
    asio::co_spawn(
        io_,
        [&]() -> asio::awaitable<void> {
          co_await settle(5s);
          const auto healthy = co_await measure({});
          json::object off{{"op", "power"}, {"unit", dead_pad + 1}, {"on", false}};
          co_await orders_.ask(std::move(off));
          co_await settle(5s);
          const auto one_dead = co_await measure(dead_pad);
          report(healthy, one_dead);
          bus_->stop();
          changes_.close();
        },
        [this](std::exception_ptr error) { ended(error); });
    io_.run();
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

 private:
  static constexpr unsigned dead_pad = 4;

  void ended(std::exception_ptr error) {
    if (error) {
      failure_ = error;
      io_.stop();
    }
  }

  asio::awaitable<void> settle(Clock::duration time) {
    timer_.expires_after(time);
    co_await timer_.async_wait(asio::use_awaitable);
  }

  void note(const json::object& change) {
    const auto event = std::string_view{change.at("event").as_string()};
    const auto unit = change.at("unit").to_number<unsigned>();
    const auto at = change.at("t_us").to_number<std::int64_t>();
    if (event == "press") {
      waiting_[unit - 1].emplace_back(++counted_[unit - 1], at);
      measured_.presses.push_back({.at_us = at, .pad = unit - 1});
    } else if (event == "board") {
      const auto text = std::string{change.at("text").as_string()};
      if (text.find_first_not_of("0123456789 ") != std::string::npos) {
        return;
      }
      const auto shown = static_cast<unsigned>(std::stoul(text));
      auto& waiting = waiting_[unit - first_board];
      while (!waiting.empty() && waiting.front().first <= shown) {
        measured_.latencies.push_back(static_cast<double>(at - waiting.front().second));
        waiting.erase(waiting.begin());
      }
    }
  }

  asio::awaitable<Measured> measure(std::optional<unsigned> without) {
    measured_ = {};
    waiting_.clear();
    json::object clear{{"op", "stats"}, {"clear", true}};
    co_await orders_.ask(std::move(clear));
    const auto started = Clock::now();
    const auto cpu_before = cpu_seconds();
    const auto before = totals();

    std::exponential_distribution<double> pause{1.0 / options_.mean_ms};
    std::uniform_int_distribution<unsigned> any_pad{0, pad_count - 1};
    std::map<unsigned, Clock::time_point> last;
    auto at = started;
    for (unsigned press = 0; press < options_.presses; ++press) {
      at += std::chrono::microseconds{static_cast<std::int64_t>(1000 * pause(dice_))};
      timer_.expires_at(at);
      co_await timer_.async_wait(asio::use_awaitable);
      unsigned pad = any_pad(dice_);
      // One finger a pad: nobody presses again within 200 ms.
      while (pad == without || at - last[pad] < 200ms) {
        pad = (pad + 1) % pad_count;
      }
      last[pad] = at;
      json::object order{{"op", "press"}, {"pad", pad + 1}, {"button", "next"}, {"ms", 60}};
      co_await orders_.ask(std::move(order));
    }
    measured_.seconds = std::chrono::duration<double>(Clock::now() - started).count();
    measured_.cpu_percent = 100 * (cpu_seconds() - cpu_before) / measured_.seconds;
    co_await settle(3s);

    for (const auto& [pad, waiting] : waiting_) {
      measured_.missed += static_cast<unsigned>(waiting.size());
    }
    measured_.missed += options_.presses - static_cast<unsigned>(measured_.presses.size());
    json::object ask{{"op", "stats"}};
    const auto stats = co_await orders_.ask(std::move(ask));
    measured_.t35_violations = stats.at("t35_violations").to_number<std::int64_t>();
    measured_.shortest_silence_us = stats.at("shortest_silence_us").to_number<std::int64_t>();
    const auto after = totals();
    const auto taken = std::chrono::duration<double, std::micro>(Clock::now() - started).count();
    measured_.exchanges = after.first - before.first;
    measured_.failures = after.second - before.second;
    const auto silences = std::chrono::duration<double, std::micro>(2 * rate.gap()).count() + options_.turnaround_us;
    measured_.lost_us =
        (taken - stats.at("busy_us").to_number<double>()) / static_cast<double>(measured_.exchanges) - silences;
    co_return measured_;
  }

  std::pair<std::uint64_t, std::uint64_t> totals() const {
    std::pair<std::uint64_t, std::uint64_t> sums{0, 0};
    for (const auto& health : bus_->all_health()) {
      sums.first += health.exchanges;
      sums.second += health.timeouts + health.damaged + health.refused;
    }
    sums.first /= 2;  // the line counts them too
    return sums;
  }

  Options options_;
  DeviceProcess device_;
  asio::io_context io_{1};
  DeviceControl orders_;
  DeviceControl changes_;
  asio::steady_timer timer_;
  std::mt19937 dice_;
  std::unique_ptr<bus::SerialBus> bus_;
  std::map<unsigned, Counter> counters_;
  std::vector<std::unique_ptr<RegisterBoard>> spare_boards_;
  Measured measured_;
  std::map<unsigned, unsigned> counted_;                                        // by pad, since the start
  std::map<unsigned, std::vector<std::pair<unsigned, std::int64_t>>> waiting_;  // by pad: not shown yet
  std::exception_ptr failure_;
};

void print(const char* what, const Measured& measured, const std::vector<std::vector<double>>& floor) {
  fmt::print("{}: {} presses in {:.0f} s, {} missed, {} exchanges, {} failed, CPU {:.2f} % of a core\n", what,
             measured.presses.size(), measured.seconds, measured.missed, measured.exchanges, measured.failures,
             measured.cpu_percent);
  fmt::print("  the line waits {:.0f} us an exchange for host and simulator, time-outs included\n", measured.lost_us);
  fmt::print("  t3.5 violations {}, shortest silence before a frame of ours {:.3f} ms (t3.5 is {:.3f} ms)\n",
             measured.t35_violations, static_cast<double>(measured.shortest_silence_us) / 1000,
             static_cast<double>(rate.gap().count()) / 1e6);
  for (const auto& [name, share] : {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"worst", 1.0}}) {
    const double ours = quantile(measured.latencies, share) / 1000;
    const double best = floor_quantile(floor, share) / 1000;
    fmt::print("  {:<6} {:7.1f} ms   floor {:7.1f} ms   x {:.3f}\n", name, ours, best, ours / best);
  }
}

int run(const Options& options) {
  const FloorSettings all{
      .rate = rate, .turnaround = std::chrono::microseconds{options.turnaround_us}, .pads = pad_count};
  fmt::print(
      "press to board, {} pads and {} boards on one line paced to 19200 8N1, from the pad's counting (20 ms after the\n"
      "finger, its debounce) to the board's acting on the picture; presses at random, one in {} ms, seed {}\n{}",
      pad_count, board_count, options.mean_ms, options.seed, floor_arithmetic(all));
  std::fflush(stdout);
  Bench bench{options};
  bench.run([&](const Measured& healthy, const Measured& one_dead) {
    const auto floor = floor_latencies(all, healthy.presses, 64);
    print("healthy", healthy, floor);
    print("one pad dead (ratios to the healthy floor of the same instants)", one_dead,
          floor_latencies(all, one_dead.presses, 64));
    const auto ratio = [&](double share) { return quantile(healthy.latencies, share) / floor_quantile(floor, share); };
    fmt::print(
        "press: p50={:.3f} p99={:.3f} worst={:.3f} missed={} t35_violations={} cpu_percent={:.2f} dead_p99={:.3f} "
        "dead_missed={}\n",
        ratio(0.5), ratio(0.99), ratio(1.0), healthy.missed, healthy.t35_violations + one_dead.t35_violations,
        healthy.cpu_percent, quantile(one_dead.latencies, 0.99) / quantile(healthy.latencies, 0.99), one_dead.missed);
  });
  return 0;
}

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  antrean::bench::Options options;
  options.device = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "antrean-device").string();
  CLI::App app{"Press to board on a simulated line, against its floor", "bench_press"};
  app.add_option("--device", options.device, "The antrean-device to use")->capture_default_str();
  app.add_option("--presses", options.presses, "Presses in each of the two runs")->capture_default_str();
  app.add_option("--mean-ms", options.mean_ms, "Mean time between presses")->capture_default_str();
  app.add_option("--seed", options.seed, "Of the press instants")->capture_default_str();
  app.add_option("--turnaround-us", options.turnaround_us, "What a unit takes to begin its reply")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return antrean::bench::run(options);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_press: {}\n", failure.what());
    return 1;
  }
}
