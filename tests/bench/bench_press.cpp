// press: from a press of a call pad to what its officer sees, through the whole service: the real
// antrean-office (bus, command loop, journal, feed, scanner), and 12 pads and 14 boards with the real
// firmware in a process of their own, on one line with true byte times. A press ends with the new number on
// the board of its counter, or with the flash that refuses it.
//
// The same instants, drawn before the run and uniformly over all pads, go to: our office that polls, our
// office with events, a loop over libmodbus, and the usual script of npm's modbus-serial, if node and npm are
// there. Each with characters of 11 bits (8E1; on a pseudo-terminal, which has no parity, 8N2) and of 10
// (8N1).
//
// Then our office with a hostile neighbour (tests/faults/hostile_neighbour.cpp) at both listeners, in turns
// with and without him, so that whatever else this machine does falls on both. He gets the CPU that nobody
// else wants: a real one has his own.
//
// For every press another person comes in at the scanner. So the waiting counts of the pads change all the
// time, far more often than in an office.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "demo/child.hpp"
#include "demo/scanner_plug.hpp"
#include "demo/whole_office.hpp"
#include "device_process.hpp"
#include "feed/feed_json.hpp"
#include "figures.hpp"
#include "http/client.hpp"
#include "made_codes.hpp"
#include "office_process.hpp"
#include "press_floor.hpp"
#include "press_log.hpp"

namespace antrean::bench {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr unsigned pad_count = 12;
constexpr unsigned board_count = 14;
constexpr unsigned first_board = 21;
constexpr unsigned board_width = 4;
constexpr unsigned dead_pad = 4;  // in the second run; counted from 0
constexpr unsigned in_the_hall = 40;
constexpr unsigned neighbour_turns = 4;  // with him, and as many without
constexpr const char* trusted_proxy = "127.0.0.77";

constexpr bus::LineRate rate_of(unsigned bits) {
  return {.baud = 19200, .parity = bus::Parity::none, .stop_bits = static_cast<std::uint8_t>(bits - 9)};
}

struct Options {
  unsigned presses = 400;
  unsigned neighbour_presses = 400;
  bool only_neighbour = false;
  bool no_neighbour = false;
  bool before_others = false;
  unsigned mean_ms = 250;
  unsigned seed = 1;
  unsigned turnaround_us = 2000;
  std::string modbus_serial;      // the module's folder; empty: there is none
  std::vector<std::string> only;  // parts; empty: all
  // Of one run.
  bool events = true;
  unsigned bits = 11;
};

std::vector<std::string> parts() { return {"polling", "events", "libmodbus", "modbus-serial"}; }

bool wants(const Options& options, const char* part) {
  return options.only.empty() || std::find(options.only.begin(), options.only.end(), part) != options.only.end();
}

/// A press, drawn before the run.
struct Instant {
  std::chrono::microseconds at;         // since the beginning
  std::chrono::microseconds person_at;  // somebody comes in
  unsigned pad = 0;
};

std::vector<Instant> draw(const Options& options, unsigned presses) {
  std::mt19937 dice{options.seed};
  std::exponential_distribution<double> pause{1.0 / options.mean_ms};
  std::uniform_int_distribution<unsigned> any_pad{0, pad_count - 1};
  std::map<unsigned, std::chrono::microseconds> last;
  std::vector<Instant> all;
  std::chrono::microseconds at{0};
  for (unsigned count = 0; count < presses; ++count) {
    const std::chrono::microseconds gap{static_cast<std::int64_t>(1000 * pause(dice))};
    const auto person_at = at + gap * (dice() % 1000) / 1000;
    at += gap;
    // Each pad has one finger, which does not press again within 200 ms.
    unsigned pad = any_pad(dice);
    while (last.contains(pad) && at - last[pad] < 200ms) {
      pad = any_pad(dice);
    }
    last[pad] = at;
    all.push_back({.at = at, .person_at = person_at, .pad = pad});
  }
  return all;
}

// A floor's quantile is the mean of its runs' quantiles. Each run has as many presses as ours, so that
// "worst" can be compared.
double floor_quantile(const std::vector<std::vector<double>>& runs, double share) {
  double sum = 0;
  for (const auto& run : runs) {
    sum += quantile(run, share);
  }
  return sum / static_cast<double>(runs.size());
}

OfficeShape shape(const Options& options, const std::filesystem::path& line, const std::filesystem::path& scanner,
                  const codes::PublicKey& key) {
  const auto rate = rate_of(options.bits);
  std::string more = fmt::format("\n[[signing_key]]\nid = 1\npublic = \"{}\"\n[scanner]\ndevice = \"{}\"\n",
                                 codes::to_text(key), scanner.string());
  more += fmt::format(
      "\n[[bus]]\nname = \"counters\"\nport = \"{}\"\nbaud = {}\nparity = \"none\"\nstop_bits = {}\nevents = {}\n",
      line.string(), rate.baud, rate.stop_bits, options.events);
  for (unsigned pad = 0; pad < pad_count; ++pad) {
    more += fmt::format("[[bus.pad]]\naddress = {}\ncounter = {}\n", pad + 1, pad + 1);
  }
  for (unsigned board = 0; board < board_count; ++board) {
    more += fmt::format("[[bus.board]]\naddress = {}\ncounters = [{}]\nwidth = {}\n", first_board + board, board + 1,
                        board_width);
  }
  return {.counters = board_count,
          .port = 0,
          .web_port = demo::free_port(),
          .proxy = trusted_proxy,
          .pad_guard = "1500ms",
          .sign_in = true,  // or the neighbour closes the day
          .more = std::move(more)};
}

struct Measured {
  std::vector<Press> presses;     // as the pads counted them
  std::vector<double> latencies;  // microseconds
  unsigned missed = 0;
  std::int64_t t35_violations = 0;
  std::int64_t shortest_silence_us = 0;
  double cpu_percent = 0;
  double idle_cpu_percent = 0;  // when nobody comes and nobody presses
  double seconds = 0;
  double frames = 0;    // exchanges of the line
  double a_second = 0;  // exchanges per second
  double lost_us = 0;   // per exchange, in addition to what the wire needs
  SleepPrice a_sleep;   // of this machine, measured directly afterwards
};

std::vector<std::string> line_options(const Options& options) {
  std::vector<std::string> all{
      "--pads",           fmt::format("1-{}", pad_count),
      "--boards",         fmt::format("{}-{}:{}", first_board, first_board + board_count - 1, board_width),
      "--pace",           std::to_string(rate_of(options.bits).baud),
      "--character",      options.bits == 11 ? "8E1" : "8N1",
      "--slave-delay-us", std::to_string(options.turnaround_us)};
  // A line that never sleeps would take a core from the office just when the neighbour takes another.
  all.emplace_back(options.only_neighbour || options.before_others ? "--before-others" : "--spin");
  return all;
}

void note_in(PressLog& log, const json::object& change) {
  const auto event = std::string_view{change.at("event").as_string()};
  const auto unit = change.at("unit").to_number<unsigned>();
  const auto at = change.at("t_us").to_number<std::int64_t>();
  if (event == "press") {
    log.pressed(unit - 1, at);
  } else if (event == "board") {
    log.shown(unit - first_board, std::string{change.at("text").as_string()}, at);
  } else if (event == "pad" && change.contains("flashes")) {
    log.flashes(unit - 1, change.at("flashes").to_number<std::uint64_t>(), at);
  }
}

/// A peer at a line of its own, with the same instants.
class PeerBench {
 public:
  PeerBench(const Options& options, demo::Child::How how)
      : options_(options),
        device_(program("antrean-device"), line_options(options)),
        orders_(io_, device_.control()),
        changes_(io_, device_.control()),
        timer_(io_) {
    how.log = folder_.path() / "peer.log";
    for (auto& argument : how.arguments) {
      argument = argument == "LINE" ? device_.line().string() : argument;
    }
    how_ = std::move(how);
  }

  Measured run() {
    Measured measured;
    demo::Child peer{how_};
    asio::co_spawn(io_, changes_.watch([this](const json::object& change) { note_in(log_, change); }),
                   [](std::exception_ptr) {});
    asio::co_spawn(io_, go(measured, peer), [this](std::exception_ptr error) {
      failure_ = error;
      changes_.close();
      io_.stop();
    });
    io_.run();
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    return measured;
  }

 private:
  asio::awaitable<void> settle(Clock::duration time) {
    timer_.expires_after(time);
    co_await timer_.async_wait(asio::use_awaitable);
  }
  asio::awaitable<void> go(Measured& measured, demo::Child& peer) {
    co_await settle(3s);
    if (const auto ended = peer.ended()) {
      throw std::runtime_error("the peer ended: " + peer.last_words());
    }
    json::object clear{{"op", "stats"}, {"clear", true}};
    co_await orders_.ask(std::move(clear));
    log_.begin();
    const auto started = Clock::now();
    const auto cpu_before = cpu_of(peer.pid());
    for (const Instant& instant : draw(options_, options_.presses)) {
      timer_.expires_at(started + instant.at);
      co_await timer_.async_wait(asio::use_awaitable);
      json::object order{{"op", "press"}, {"pad", instant.pad + 1}, {"button", "next"}, {"ms", 60}};
      co_await orders_.ask(std::move(order));
    }
    measured.seconds = std::chrono::duration<double>(Clock::now() - started).count();
    const std::chrono::duration<double> cpu = cpu_of(peer.pid()) - cpu_before;
    measured.cpu_percent = 100 * cpu.count() / measured.seconds;
    co_await settle(3s);
    measured.presses = log_.presses();
    measured.latencies = log_.latencies();
    measured.missed = options_.presses - static_cast<unsigned>(measured.latencies.size());
    json::object ask{{"op", "stats"}};
    const auto stats = co_await orders_.ask(std::move(ask));
    measured.t35_violations = stats.at("t35_violations").to_number<std::int64_t>();
    measured.frames = stats.at("replies").to_number<double>();
  }

  Options options_;
  Folder folder_;
  DeviceProcess device_;
  demo::Child::How how_;
  asio::io_context io_{1};
  DeviceControl orders_;
  DeviceControl changes_;
  asio::steady_timer timer_;
  PressLog log_;
  std::exception_ptr failure_;
};

class Bench {
 public:
  explicit Bench(const Options& options)
      : options_(options),
        device_(program("antrean-device"), line_options(options)),
        people_(codes::make_key_pair()),
        scanner_(folder_.path() / "scanner"),
        office_(folder_.path(), shape(options, device_.line(), folder_.path() / "scanner", people_.public_key())),
        orders_(io_, device_.control()),
        changes_(io_, device_.control()),
        timer_(io_) {}

  struct Neighboured {
    std::vector<double> without, with;  // latencies
    unsigned missed = 0;
  };
  /// `rare`: one press in two seconds.
  using Report = std::function<void(const Measured& healthy, const Measured& rare, const Measured& one_dead)>;
  using ReportNeighbour = std::function<void(const Neighboured& neighboured)>;

  void run(const Report& report, const ReportNeighbour& report_neighbour) {
    office_.start();
    asio::co_spawn(io_, changes_.watch([this](const json::object& change) { note(change); }),
                   [](std::exception_ptr) {});
    asio::co_spawn(io_,
                   http::follow(
                       office_.feed_url(), feed::max_bytes,
                       [this](const std::string& text) {
                         if (auto snapshot = feed::from_json(text)) {
                           see(std::move(*snapshot));
                         }
                       },
                       [] {}),
                   asio::bind_cancellation_slot(leave_feed_.slot(), [](std::exception_ptr) {}));
    asio::co_spawn(
        io_,
        [&]() -> asio::awaitable<void> {
          co_await open_office();
          if (options_.only_neighbour) {
            report_neighbour(co_await measure_neighbour());
            co_return;
          }
          auto healthy = co_await measure(options_.presses, {});
          if (!options_.events) {
            report(healthy, {}, {});
            co_return;
          }
          healthy.idle_cpu_percent = co_await idle_cpu();
          const unsigned usual = std::exchange(options_.mean_ms, 2000);
          const auto rare = co_await measure(std::max(30u, options_.presses / 8), {});
          options_.mean_ms = usual;
          co_await power(false);
          co_await settle(5s);
          const auto one_dead = co_await measure(options_.presses, dead_pad);
          report(healthy, rare, one_dead);
        },
        [this](std::exception_ptr error) {
          failure_ = error;
          changes_.close();
          leave_feed_.emit(asio::cancellation_type::terminal);
          io_.stop();
        });
    io_.run();
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

 private:
  asio::awaitable<void> settle(Clock::duration time) {
    timer_.expires_after(time);
    co_await timer_.async_wait(asio::use_awaitable);
  }

  template <class Condition>
  asio::awaitable<void> until(const char* what, Condition condition) {
    const auto give_up = Clock::now() + 20s;
    while (!condition()) {
      if (Clock::now() > give_up) {
        throw std::runtime_error(fmt::format("never happened: {}", what));
      }
      co_await settle(10ms);
    }
  }

  /// People wait, every pad was read, and a first press opened each counter.
  asio::awaitable<void> open_office() {
    for (;;) {
      json::object show{{"op", "show"}};
      const auto shown = co_await orders_.ask(std::move(show));
      bool all_heard = true;
      for (const auto& pad : shown.at("pads").as_array()) {
        all_heard = all_heard && !pad.at("dashes").as_bool();
      }
      if (all_heard) {
        break;
      }
      co_await settle(20ms);
    }
    for (unsigned person = 0; person < in_the_hall + pad_count; ++person) {
      const auto seq = snapshot_.entrance.seq;
      come_in();
      co_await until("a check-in", [&] { return snapshot_.entrance.seq > seq; });
    }
    for (unsigned pad = 0; pad < pad_count; ++pad) {
      co_await press(pad);
    }
    co_await until("every board with a number", [&] { return log_.all_shown(pad_count); });
    co_await settle(10s);  // until the first numbers have stopped blinking
  }

  /// In percent of a core.
  asio::awaitable<double> idle_cpu() {
    co_await settle(10s);  // until the latest numbers have stopped blinking
    const auto started = Clock::now();
    const auto before = cpu_of(office_.pid());
    co_await settle(20s);
    const std::chrono::duration<double> used = cpu_of(office_.pid()) - before;
    co_return 100 * used / (Clock::now() - started);
  }

  asio::awaitable<void> power(bool on) {
    json::object order{{"op", "power"}, {"unit", dead_pad + 1}, {"on", on}};
    co_await orders_.ask(std::move(order));
  }

  asio::awaitable<Neighboured> measure_neighbour() {
    Neighboured all;
    const unsigned each = std::max(1u, options_.neighbour_presses / neighbour_turns);
    for (unsigned turn = 0; turn < 2 * neighbour_turns; ++turn) {
      const bool with = turn % 2 == 1;
      std::unique_ptr<demo::Child> neighbour;
      if (with) {
        neighbour = std::make_unique<demo::Child>(
            demo::Child::How{.program = program("hostile_neighbour"),
                             .arguments = {"--web", std::to_string(office_.web_port()), "--staff",
                                           std::to_string(office_.port()), "--proxy", trusted_proxy, "--idle"},
                             .environment = {},
                             .log = folder_.path() / "neighbour.log"});
        co_await settle(3s);
      }
      const auto measured = co_await measure(each, {});
      auto& into = with ? all.with : all.without;
      into.insert(into.end(), measured.latencies.begin(), measured.latencies.end());
      all.missed += measured.missed;
      if (neighbour && neighbour->ended()) {
        throw std::runtime_error("the neighbour went away: " + neighbour->last_words());
      }
      neighbour.reset();
      co_await settle(2s);
    }
    co_return all;
  }

  void come_in() { scanner_.present(people_.next(OfficeDay::of(wall_clock(), Zone::wib))); }
  static UtcTime wall_clock() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

  asio::awaitable<void> press(unsigned pad) {
    json::object order{{"op", "press"}, {"pad", pad + 1}, {"button", "next"}, {"ms", 60}};
    co_await orders_.ask(std::move(order));
  }

  void note(const json::object& change) { note_in(log_, change); }

  void see(Snapshot snapshot) { snapshot_ = std::move(snapshot); }

  asio::awaitable<Measured> measure(unsigned presses, std::optional<unsigned> without) {
    json::object clear{{"op", "stats"}, {"clear", true}};
    co_await orders_.ask(std::move(clear));
    log_.begin();
    const auto started = Clock::now();
    const auto cpu_before = cpu_of(office_.pid());

    for (const Instant& instant : draw(options_, presses)) {
      timer_.expires_at(started + instant.person_at);
      co_await timer_.async_wait(asio::use_awaitable);
      come_in();
      timer_.expires_at(started + instant.at);
      co_await timer_.async_wait(asio::use_awaitable);
      co_await press(instant.pad == without ? (instant.pad + 1) % pad_count : instant.pad);
    }
    Measured measured;
    measured.seconds = std::chrono::duration<double>(Clock::now() - started).count();
    const std::chrono::duration<double> cpu = cpu_of(office_.pid()) - cpu_before;
    measured.cpu_percent = 100 * cpu.count() / measured.seconds;
    // Measured while the last numbers come and the line is as busy as before.
    auto a_sleep = std::async(std::launch::async, [] { return price_of_a_sleep(6ms, 400); });
    co_await settle(3s);
    measured.a_sleep = a_sleep.get();

    measured.presses = log_.presses();
    measured.latencies = log_.latencies();
    measured.missed = presses - static_cast<unsigned>(measured.latencies.size());
    json::object ask{{"op", "stats"}};
    const auto stats = co_await orders_.ask(std::move(ask));
    measured.t35_violations = stats.at("t35_violations").to_number<std::int64_t>();
    measured.shortest_silence_us = stats.at("shortest_silence_us").to_number<std::int64_t>();
    const auto taken = std::chrono::duration<double, std::micro>(Clock::now() - started).count();
    measured.frames = stats.at("replies").to_number<double>();
    measured.a_second = 1e6 * measured.frames / taken;
    const auto silences =
        std::chrono::duration<double, std::micro>(2 * rate_of(options_.bits).gap()).count() + options_.turnaround_us;
    measured.lost_us = (taken - stats.at("busy_us").to_number<double>()) / measured.frames - silences;
    co_return measured;
  }

  Options options_;
  Folder folder_;
  DeviceProcess device_;
  MadeCodes people_;
  demo::ScannerPlug scanner_;
  OfficeProcess office_;
  asio::io_context io_{1};
  DeviceControl orders_;
  DeviceControl changes_;
  asio::steady_timer timer_;
  asio::cancellation_signal leave_feed_;
  PressLog log_;
  Snapshot snapshot_;
  std::exception_ptr failure_;
};

double us(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1000; }

constexpr std::array<std::pair<const char*, double>, 4> shares{
    {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"worst", 1.0}}};

double ms(const Measured& measured, double share) { return quantile(measured.latencies, share) / 1000; }

void print(const std::string& what, const bus::LineRate& rate, const Measured& measured,
           const std::vector<std::vector<double>>& floor) {
  fmt::print("{}: {} presses in {:.0f} s, {} missed, {:.0f} exchanges; antrean-office used {:.2f} % of a core\n", what,
             measured.presses.size(), measured.seconds, measured.missed, measured.frames, measured.cpu_percent);
  fmt::print("  the line waits {:.0f} us an exchange for the host, time-outs and arbitration included\n",
             measured.lost_us);
  fmt::print(
      "  one sleep on this machine ends {:.0f} us late and costs {:.0f} us of CPU; two an exchange, {:.0f} exchanges a "
      "second: {:.2f} % of a core\n",
      us(measured.a_sleep.late), us(measured.a_sleep.cpu), measured.a_second,
      2 * measured.a_second * us(measured.a_sleep.cpu) / 1e4);
  fmt::print("  t3.5 violations {}, shortest silence before a frame of ours {:.3f} ms (t3.5 is {:.3f} ms)\n",
             measured.t35_violations, static_cast<double>(measured.shortest_silence_us) / 1000,
             static_cast<double>(rate.gap().count()) / 1e6);
  for (const auto& [name, share] : shares) {
    const double best = floor_quantile(floor, share) / 1000;
    fmt::print("  {:<6} {:7.1f} ms   floor {:7.1f} ms   x {:.3f}\n", name, ms(measured, share), best,
               ms(measured, share) / best);
  }
  std::fflush(stdout);
}

void print_peer(const char* what, const Measured& measured) {
  fmt::print(
      "{}: {} presses, {} missed, {} of {:.0f} frames begin within t3.5, {:.1f} % of a core; p50 {:.1f}, p90 "
      "{:.1f}, p99 {:.1f}, worst {:.1f} ms\n",
      what, measured.presses.size(), measured.missed, measured.t35_violations, measured.frames, measured.cpu_percent,
      ms(measured, 0.5), ms(measured, 0.9), ms(measured, 0.99), ms(measured, 1));
  std::fflush(stdout);
}

struct OneSpeed {
  Measured polling, events, rare, one_dead, libmodbus;
  std::optional<Measured> modbus_serial;
  double events_floor = 0;  // the worse of p50 and p99 to the floor
  double libmodbus_ratio() const {
    return std::max(ms(polling, 0.5) / ms(libmodbus, 0.5), ms(polling, 0.99) / ms(libmodbus, 0.99));
  }
};

std::vector<std::string> peer_arguments(const Options& options) {
  return {"LINE", std::to_string(rate_of(options.bits).baud), std::to_string(options.bits), std::to_string(pad_count),
          std::to_string(first_board)};
}

OneSpeed run_speed(Options options) {
  const char* name = options.bits == 11 ? "8E1" : "8N1";
  OneSpeed all;
  FloorSettings settings{.rate = rate_of(options.bits),
                         .turnaround = std::chrono::microseconds{options.turnaround_us},
                         .pads = pad_count,
                         .board_characters = board_width};
  fmt::print("-- 19200 {}\n{}", name, floor_arithmetic(settings));
  std::fflush(stdout);
  const auto nobody = [](const Bench::Neighboured&) {};
  for (const bool events : {false, true}) {
    if (!wants(options, events ? "events" : "polling")) {
      continue;
    }
    options.events = events;
    settings.events = events;
    Bench{options}.run(
        [&](const Measured& healthy, const Measured& rare, const Measured& one_dead) {
          const auto floor = floor_latencies(settings, healthy.presses, 64);
          print(events ? "ours, with events" : "ours, polling", settings.rate, healthy, floor);
          (events ? all.events : all.polling) = healthy;
          if (events) {
            fmt::print("  when nothing happens, antrean-office used {:.2f} % of a core\n", healthy.idle_cpu_percent);
            all.rare = rare;
            print("ours, with events, one press in two seconds", settings.rate, rare,
                  floor_latencies(settings, rare.presses, 64));
            all.one_dead = one_dead;
            print("ours, with events, one pad dead (ratios to the healthy floor of the same instants)", settings.rate,
                  one_dead, floor_latencies(settings, one_dead.presses, 64));
            all.events_floor = std::max(quantile(healthy.latencies, 0.5) / floor_quantile(floor, 0.5),
                                        quantile(healthy.latencies, 0.99) / floor_quantile(floor, 0.99));
          }
        },
        nobody);
  }
  if (wants(options, "libmodbus")) {
    all.libmodbus = PeerBench{
        options,
        {.program = program("peer_libmodbus"),
         .arguments = peer_arguments(options),
         .environment = {},
         .log = {}}}.run();
    print_peer("libmodbus, a loop", all.libmodbus);
  }
  if (!wants(options, "modbus-serial")) {
    return all;
  }
  if (options.modbus_serial.empty()) {
    fmt::print("modbus-serial: not there (node and npm install it: ./dev bench press)\n");
    return all;
  }
  auto arguments = peer_arguments(options);
  arguments.insert(arguments.begin(), {PEER_MODBUS_SERIAL, options.modbus_serial});
  all.modbus_serial =
      PeerBench{options, {.program = NODE, .arguments = std::move(arguments), .environment = {}, .log = {}}}.run();
  print_peer("modbus-serial, its usual script", *all.modbus_serial);
  return all;
}

void run_neighbour(Options options) {
  options.only_neighbour = true;
  Bench{options}.run([](const Measured&, const Measured&, const Measured&) {},
                     [](const Bench::Neighboured& all) {
                       for (const auto& [name, share] : shares) {
                         const double with = quantile(all.with, share) / 1000;
                         const double without = quantile(all.without, share) / 1000;
                         fmt::print("  {:<6} without the neighbour {:7.1f} ms, with him {:7.1f} ms   x {:.3f}\n", name,
                                    without, with, with / without);
                       }
                       fmt::print("goal: p99 with a hostile neighbour <= 1.10, nothing missed\n");
                       fmt::print("neighbour: presses={} p50={:.3f} p99={:.3f} missed={}\n", all.with.size(),
                                  quantile(all.with, 0.5) / quantile(all.without, 0.5),
                                  quantile(all.with, 0.99) / quantile(all.without, 0.99), all.missed);
                     });
}

int run(Options options) {
  fmt::print(
      "press to board or to its flash, {} pads and {} boards on one line, from the pad's counting (20 ms after the\n"
      "finger, its debounce) to the device's acting; presses at random over all pads, guard or not, one in {} ms, seed "
      "{}\n",
      pad_count, board_count, options.mean_ms, options.seed);
  std::fflush(stdout);
  // Each with an office and a line of its own.
  if (!options.no_neighbour) {
    run_neighbour(options);
  }
  if (options.only_neighbour) {
    return 0;
  }
  const OneSpeed even = run_speed(options);
  if (!options.only.empty()) {
    fmt::print("only parts were measured, so there is no line of figures\n");
    return 0;
  }
  options.bits = 10;
  const OneSpeed none = run_speed(options);
  fmt::print(
      "goals, 8E1: nothing missed, no t3.5 violation, polling <= 1.00 x libmodbus (p50 and p99), events p50 <= 60 and "
      "p99 <= 100 ms,\n  <= 1.05 x their floor, at one press in two seconds p99 <= 75 ms,\n  one pad dead <= 1.10 x, "
      "CPU <= 2 %, and <= 1 % when "
      "nothing happens\n");
  fmt::print(
      "press: missed={} t35_violations={} libmodbus_ratio={:.3f} events_p50_ms={:.1f} events_p99_ms={:.1f} "
      "events_floor={:.3f} dead_p99={:.3f} cpu_percent={:.2f} polling_p50_ms={:.1f} polling_p99_ms={:.1f} "
      "libmodbus_p50_ms={:.1f} libmodbus_p99_ms={:.1f} libmodbus_missed={} libmodbus_ratio_8n1={:.3f} "
      "events_p50_ms_8n1={:.1f} events_p99_ms_8n1={:.1f} rare_events_p99_ms={:.1f} idle_cpu_percent={:.2f}\n",
      even.polling.missed + even.events.missed + even.one_dead.missed + none.polling.missed + none.events.missed,
      even.polling.t35_violations + even.events.t35_violations + even.one_dead.t35_violations +
          none.polling.t35_violations + none.events.t35_violations,
      even.libmodbus_ratio(), ms(even.events, 0.5), ms(even.events, 0.99), even.events_floor,
      ms(even.one_dead, 0.99) / ms(even.events, 0.99), std::max(even.events.cpu_percent, even.polling.cpu_percent),
      ms(even.polling, 0.5), ms(even.polling, 0.99), ms(even.libmodbus, 0.5), ms(even.libmodbus, 0.99),
      even.libmodbus.missed, none.libmodbus_ratio(), ms(none.events, 0.5), ms(none.events, 0.99), ms(even.rare, 0.99),
      even.events.idle_cpu_percent);
  return 0;
}

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  antrean::bench::Options options;
  CLI::App app{"Press to board on a simulated line, against its floor and peers", "bench_press"};
  app.add_option("--presses", options.presses, "Presses in each run")
      ->check(CLI::Range(1, 4'000))  // the day has numbers for two runs
      ->capture_default_str();
  app.add_option("--neighbour-presses", options.neighbour_presses, "Presses with the neighbour, and as many without")
      ->check(CLI::Range(1, 4'000))
      ->capture_default_str();
  app.add_flag("--only-neighbour", options.only_neighbour, "Only the comparison with and without the neighbour");
  app.add_flag("--no-neighbour", options.no_neighbour, "Without that comparison");
  app.add_flag("--before-others", options.before_others,
               "The line runs before every other program in place of spinning, for a machine that is not quiet");
  app.add_option("--mean-ms", options.mean_ms, "Mean time between presses")->capture_default_str();
  app.add_option("--seed", options.seed, "Of the press instants")->capture_default_str();
  app.add_option("--only", options.only, "Only these parts, at 8E1: polling, events, libmodbus, modbus-serial")
      ->check(CLI::IsMember(antrean::bench::parts()));
  app.add_option("--turnaround-us", options.turnaround_us, "What a unit takes to begin its reply")
      ->capture_default_str();
  app.add_option("--modbus-serial", options.modbus_serial, "Folder of npm's modbus-serial");
  CLI11_PARSE(app, argc, argv);
  try {
    return antrean::bench::run(options);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_press: {}\n", failure.what());
    return 1;
  }
}
