// antrean-device: a line of simulated boards and call pads behind a pseudo-terminal. README.md says how to
// use it.
#include <sched.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "ports/linux/board_unit.hpp"
#include "ports/linux/control.hpp"
#include "ports/linux/line.hpp"
#include "ports/linux/operations.hpp"
#include "ports/linux/pad_unit.hpp"
#include "ports/linux/pty.hpp"
#include "ports/linux/unit_list.hpp"

namespace antrean::device {
namespace {

struct Arguments {
  std::string link;
  std::string control;
  std::string boards;
  std::string pads;
  std::string first_pads;
  std::uint32_t pace = 0;
  std::string character = "8N1";
  Micros slave_delay = 0;
  Micros portion = 1000;
  std::uint16_t boot_id = 0;
  bool spin = false;
  bool before_others = false;
  bool check = false;
};

// steady_clock is CLOCK_MONOTONIC, so these times can be compared with those of other processes.
Micros now_us() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<Micros>(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

std::vector<std::unique_ptr<Unit>> make_units(const Arguments& arguments, rtu_timing timing) {
  std::vector<std::unique_ptr<Unit>> units;
  std::set<std::uint8_t> taken;
  std::uint16_t boot_id = arguments.boot_id != 0 ? arguments.boot_id : static_cast<std::uint16_t>(now_us() >> 10);
  const auto take = [&](std::uint8_t address) {
    if (!taken.insert(address).second) {
      throw std::invalid_argument(fmt::format("address {} is given to two units", address));
    }
    return address;
  };
  for (const auto& pad : parse_unit_list(arguments.pads)) {
    units.push_back(std::make_unique<PadUnit>(take(pad.address), timing, boot_id));
  }
  for (const auto& pad : parse_unit_list(arguments.first_pads)) {
    units.push_back(std::make_unique<PadUnit>(take(pad.address), timing, boot_id, true));
  }
  for (const auto& board : parse_unit_list(arguments.boards)) {
    units.push_back(std::make_unique<BoardUnit>(take(board.address), board.width, timing, boot_id));
  }
  if (units.empty()) {
    throw std::invalid_argument("no units: give --boards, --pads or both");
  }
  return units;
}

int run(const Arguments& arguments) {
  const LineSettings settings{arguments.pace, static_cast<std::uint8_t>(arguments.character == "8E1" ? 11 : 10),
                              arguments.slave_delay, arguments.portion};
  auto units = make_units(arguments, rtu_timing_of(settings.baud, settings.bits));
  if (arguments.check) {
    std::puts("settings are fine");
    return 0;
  }

  boost::asio::io_context io{1};
  boost::asio::steady_timer timer(io);
  std::unique_ptr<Pty> pty;
  Line line(
      settings, std::move(units), [&](std::span<const std::uint8_t> bytes) { pty->send(bytes); }, now_us());

  std::function<void()> arm = [&] {
    if (arguments.spin) {
      return;
    }
    timer.expires_at(std::chrono::steady_clock::time_point(std::chrono::microseconds(line.due())));
    timer.async_wait([&](boost::system::error_code cancelled) {
      if (cancelled) {
        return;
      }
      line.advance(now_us());
      arm();
    });
  };
  pty = std::make_unique<Pty>(io, arguments.link, [&](std::span<const std::uint8_t> bytes) {
    line.host_sent(bytes, now_us());
    arm();
  });

  Operations operations(line, *pty);
  std::unique_ptr<Control> control;
  if (!arguments.control.empty()) {
    control = std::make_unique<Control>(io, arguments.control, [&](const boost::json::value& asked) {
      auto answer = operations.answer(asked, now_us());
      arm();
      return answer;
    });
    for (const auto& unit : line.units()) {
      unit->on_change([&](const boost::json::object& change) { control->publish(change); });
    }
  }

  boost::asio::signal_set stop(io, SIGINT, SIGTERM);
  stop.async_wait([&](boost::system::error_code, int) { io.stop(); });
  std::signal(SIGPIPE, SIG_IGN);
  arm();
  if (arguments.before_others) {
    const sched_param lowest{.sched_priority = 2};
    if (::sched_setscheduler(0, SCHED_RR, &lowest) != 0) {
      spdlog::warn("--before-others: {}", std::strerror(errno));  // NOLINT(concurrency-mt-unsafe): one thread
    }
  }
  std::printf("%s\n", arguments.link.empty() ? pty->path().c_str() : arguments.link.c_str());
  std::fflush(stdout);
  if (arguments.spin) {
    while (!io.stopped()) {
      io.poll();
      line.advance(now_us());
    }
  } else {
    io.run();
  }
  for (const auto& unit : line.units()) {
    unit->on_change({});
  }
  return 0;
}

}  // namespace
}  // namespace antrean::device

int main(int argc, char** argv) {
  using antrean::device::Arguments;
  spdlog::set_default_logger(spdlog::stderr_logger_st("antrean-device"));
  Arguments arguments;
  CLI::App app{
      "A simulated RS-485 line of Antrean's LED boards and call pads, run by the devices' own firmware, behind a\n"
      "pseudo-terminal. Prints the line's path when it is ready.",
      "antrean-device"};
  app.set_version_flag("--version", "antrean-device " ANTREAN_VERSION);
  app.set_config("--config", "", "Settings file: the options below as TOML");
  app.add_flag("--check-config", arguments.check, "Check the options and stop");
  app.add_option("--link", arguments.link, "Symbolic link to make to the pseudo-terminal");
  app.add_option("--control", arguments.control, "Unix socket to take orders at, one JSON object a line");
  app.add_option("--boards", arguments.boards, "Addresses of boards, with widths: 21-34 or 21,22,30:8");
  app.add_option("--pads", arguments.pads, "Addresses of call pads: 1-12");
  app.add_option("--first-pads", arguments.first_pads,
                 "Addresses of call pads of the first layout (antrean-pad 1.0), which have no news by button");
  app.add_option("--pace", arguments.pace, "Give every byte its time at this baud rate; 0: no time")
      ->check(CLI::IsMember({0, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200}));
  app.add_option("--character", arguments.character, "8N1 or 8E1: the length of a character when paced")
      ->check(CLI::IsMember({"8N1", "8E1"}));
  app.add_option("--slave-delay-us", arguments.slave_delay, "Microseconds a unit takes to begin its reply");
  app.add_option("--portion-us", arguments.portion,
                 "How long the host's adapter gathers bytes before it hands them over");
  app.add_flag("--spin", arguments.spin,
               "Never sleep, at the price of a whole core: the line then keeps its times to microseconds");
  app.add_flag("--before-others", arguments.before_others,
               "Run before every other program (SCHED_RR), where the system lets it");
  app.add_option("--boot-id", arguments.boot_id, "Boot ids go on from this one; 0: from the clock");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return antrean::device::run(arguments);
  } catch (const std::invalid_argument& wrong) {
    spdlog::error("{}", wrong.what());
    return 2;
  } catch (const std::exception& failure) {
    spdlog::error("{}", failure.what());
    return 1;
  }
}
