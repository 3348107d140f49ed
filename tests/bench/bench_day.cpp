// day: a whole day of 1,000 applicants at 20 counters, replayed from its journal: rows read, events parsed
// and applied. The floor in the same run: reading the rows alone. Then the real antrean-office on that
// journal, and the memory it uses.
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
#include "queue/engine.hpp"

namespace antrean::bench {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double rows_alone_ms(const std::filesystem::path& file) {
  SQLite::Database db(file, SQLite::OPEN_READONLY);
  const auto begin = Clock::now();
  SQLite::Statement rows(db, "SELECT seq, at, who_kind, who, name, body FROM event ORDER BY seq");
  std::size_t bytes = 0;
  while (rows.executeStep()) {
    bytes += static_cast<std::size_t>(rows.getColumn(5).getBytes());
  }
  const double took = ms_since(begin);
  if (bytes == 0) {
    throw std::runtime_error("the journal is empty");
  }
  return took;
}

int run(unsigned applicants, unsigned rounds) {
  const Folder folder;
  OfficeProcess office(folder.path(), {});
  const auto settings = office::read_file(office.settings());
  const auto plan = std::get<queue::Plan>(queue::Plan::make(settings.plan));
  const auto made = day_until(process::SystemClock().now(), plan.settings().zone, applicants);
  const journal::Options options{
      .file = office.journal(), .chain_key = {}, .synchronous = sqlite::Synchronous::off, .vfs = {}};
  append(*journal::Journal::open(options), made_day(plan, made));

  std::vector<double> replay, open, rows;
  std::size_t events = 0, tickets = 0;
  for (unsigned round = 0; round < rounds; ++round) {
    rows.push_back(rows_alone_ms(office.journal()));
    auto begin = Clock::now();
    const auto journal = journal::Journal::open(options);
    open.push_back(ms_since(begin));
    begin = Clock::now();
    const auto day = journal->events(OfficeDay::of(made.from, plan.settings().zone));
    queue::State state(plan);
    for (const queue::Event& event : day) {
      queue::apply(state, plan, event);
    }
    replay.push_back(ms_since(begin));
    events = day.size();
    tickets = state.tickets.size();
  }
  if (tickets != applicants) {
    throw std::runtime_error(fmt::format("the replay knows {} of {} people", tickets, applicants));
  }
  office.start();
  const double pss = static_cast<double>(memory_kib(office.pid(), "Pss")) / 1024.0;
  const double rss = static_cast<double>(memory_kib(office.pid(), "Rss")) / 1024.0;
  const double replay_ms = quantile(replay, 0.5), floor_ms = quantile(rows, 0.5);
  fmt::print("{} people, 20 counters: {} events, a journal of {} KiB\n", tickets, events,
             std::filesystem::file_size(office.journal()) / 1024);
  fmt::print("replayed (read, parsed, applied): median {:6.1f} ms, worst {:6.1f} ms   goal 50 ms\n", replay_ms,
             quantile(replay, 1));
  fmt::print("floor: reading the rows alone:    median {:6.1f} ms\n", floor_ms);
  fmt::print("opening (quick_check, the chain, and one replay's reading): median {:.1f} ms\n", quantile(open, 0.5));
  fmt::print("antrean-office on it: {:.1f} MiB PSS, {:.1f} MiB RSS   goal 40 MiB\n", pss, rss);
  fmt::print(
      "day: replay_ms={:.1f} worst_ms={:.1f} goal_ms=50 floor_ms={:.1f} ratio={:.2f} pss_mib={:.1f} rss_mib={:.1f} "
      "goal_mib=40\n",
      replay_ms, quantile(replay, 1), floor_ms, replay_ms / floor_ms, pss, rss);
  return 0;
}

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  unsigned applicants = 1'000, rounds = 21;
  CLI::App app{"A whole day replayed from the journal", "bench_day"};
  app.add_option("--applicants", applicants, "Of the day")->capture_default_str();
  app.add_option("--rounds", rounds, "Replays")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return antrean::bench::run(applicants, rounds);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_day: {}\n", failure.what());
    return 1;
  }
}
