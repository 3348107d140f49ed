// start: antrean-office with 2,000 events of today in its journal is killed with SIGKILL and started again.
// Measured: from the start until it tells systemd READY, and until /health answers 200. The floors in the
// same run: opening the file and quick_check alone, and the bare process (--version). The time that systemd
// waits before a restart (RestartSec) is not included.
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <vector>

#include <CLI/CLI.hpp>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "figures.hpp"
#include "made_day.hpp"
#include "office_process.hpp"
#include "office_settings/office_settings.hpp"
#include "process/clock.hpp"

namespace antrean::bench {
namespace {

using Clock = std::chrono::steady_clock;

double ms(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

double quick_check_ms(const std::filesystem::path& file) {
  const auto begin = Clock::now();
  SQLite::Database db(file, SQLite::OPEN_READWRITE);
  if (db.execAndGet("PRAGMA quick_check(1)").getString() != "ok") {
    throw std::runtime_error("quick_check found damage in " + file.string());
  }
  return ms(Clock::now() - begin);
}

double bare_process_ms(const std::filesystem::path& log) {
  const auto begin = Clock::now();
  demo::Child child({.program = program("antrean-office"), .arguments = {"--version"}, .environment = {}, .log = log});
  siginfo_t ended{};
  waitid(P_PID, static_cast<id_t>(child.pid()), &ended, WEXITED | WNOWAIT);
  return ms(Clock::now() - begin);
}

int run(unsigned events, unsigned rounds) {
  const Folder folder;
  OfficeProcess office(folder.path(), {});
  {
    const auto settings = office::read_file(office.settings());
    const auto plan = std::get<queue::Plan>(queue::Plan::make(settings.plan));
    auto batches = made_day(plan, day_until(process::SystemClock().now(), plan.settings().zone, events / 2));
    std::size_t count = 0, kept = 0;
    while (kept < batches.size() && count < events) {
      count += batches[kept++].events.size();
    }
    batches.resize(kept);
    auto journal = journal::Journal::open(
        {.file = office.journal(), .chain_key = {}, .synchronous = sqlite::Synchronous::off, .vfs = {}});
    append(*journal, batches);
    fmt::print("{} events of today in a journal of {} KiB, 20 counters; {} kills\n", journal->last_seq(),
               std::filesystem::file_size(office.journal()) / 1024, rounds);
  }
  office.start();
  std::vector<double> ready, healthy, check, bare;
  for (unsigned round = 0; round < rounds; ++round) {
    office.kill();
    check.push_back(quick_check_ms(office.journal()));
    bare.push_back(bare_process_ms(folder.path() / "version.log"));
    const auto started = office.start();
    ready.push_back(ms(started.ready));
    healthy.push_back(ms(started.healthy));
  }
  const double floor = quantile(check, 0.5) + quantile(bare, 0.5);
  fmt::print("READY:                      median {:6.1f} ms, worst {:6.1f} ms\n", quantile(ready, 0.5),
             quantile(ready, 1));
  fmt::print("/health says ready:         median {:6.1f} ms, worst {:6.1f} ms   goal 300 ms\n", quantile(healthy, 0.5),
             quantile(healthy, 1));
  fmt::print("floor: open + quick_check   median {:6.1f} ms\n", quantile(check, 0.5));
  fmt::print("floor: bare process         median {:6.1f} ms\n", quantile(bare, 0.5));
  fmt::print("start: ready_ms={:.1f} worst_ms={:.1f} goal_ms=300 floor_ms={:.1f} ratio={:.2f}\n",
             quantile(healthy, 0.5), quantile(healthy, 1), floor, quantile(healthy, 0.5) / floor);
  return 0;
}

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  unsigned events = 2'000, rounds = 15;
  CLI::App app{"From kill -9 to ready", "bench_start"};
  app.add_option("--events", events, "In the journal")->capture_default_str();
  app.add_option("--rounds", rounds, "Kills")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return antrean::bench::run(events, rounds);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_start: {}\n", failure.what());
    return 1;
  }
}
