// reports: a year of an office in reports.db, and how long each view of it takes: asked of the file, made
// into tables, and for the year also onto paper. Also how long the file takes to be made again. The journal
// is not there: no view asks it.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "figures.hpp"
#include "journal/journal.hpp"
#include "made_reports/made_days.hpp"
#include "office_process.hpp"
#include "office_settings/office_settings.hpp"
#include "reports/report_file.hpp"
#include "reports/report_pdf.hpp"
#include "reports/tables.hpp"

namespace antrean::bench {
namespace {

using Clock = std::chrono::steady_clock;
using reports::Period;

constexpr double goal_ms = 300;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Of this thread: what a busy machine does not change.
double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// A year of working days with so many tickets in all.
struct Year {
  OfficeDay first = *OfficeDay::parse("2026-01-01");
  unsigned days = 365;
  unsigned working_days = 313;
};

/// What a press waits for on the journal's thread, a durable commit of two events, alone and while another
/// thread makes the year's view without a pause: in turns, so that the disk and the load are the same.
struct Commits {
  std::vector<double> alone, beside;
};
Commits commits_beside(reports::ReportFile& file, OfficeDay year, const queue::Plan& plan,
                       const std::filesystem::path& folder) {
  std::vector<queue::Event> events;
  tests::make_days(plan, {.first = year, .days = 6, .tickets_a_day = 100, .exceptions = false},
                   [&](const std::vector<queue::Event>& day) { events.insert(events.end(), day.begin(), day.end()); });
  const auto journal = journal::Journal::open({.file = folder / "office.db", .chain_key = {}, .vfs = {}});
  constexpr std::size_t turn = 40, a_press = 2;
  constexpr std::chrono::milliseconds rest{5};
  std::atomic<bool> wanted{false}, over{false};
  std::thread views([&] {
    while (!over) {
      if (wanted) {
        (void)file.view(Period::year, year);
      } else {
        std::this_thread::sleep_for(rest);
      }
    }
  });
  Commits commits;
  for (std::size_t at = 0; at + a_press <= std::min<std::size_t>(events.size(), 1'600); at += a_press) {
    const bool beside = at / a_press / turn % 2 == 1;
    wanted = beside;
    std::this_thread::sleep_for(rest);
    journal::Batch batch;
    const auto from = events.begin() + static_cast<std::ptrdiff_t>(at);
    batch.events.assign(from, from + a_press);
    const auto begin = Clock::now();
    journal->append(batch).value();
    (beside ? commits.beside : commits.alone).push_back(ms_since(begin));
  }
  over = true;
  views.join();
  return commits;
}

int run(unsigned tickets, unsigned rounds) {
  const Folder folder;
  const Year year;
  OfficeProcess office(folder.path(), {});
  const auto plan =
      std::get<queue::Plan>(queue::Plan::make(tests::with_officers(office::read_file(office.settings()).plan)));
  const auto file_path = folder.path() / "reports.db";
  std::uint64_t events = 0;
  double filling = 0;
  reports::ReportFile file({.file = file_path, .zone = plan.settings().zone});
  file.begin({.generation = "bench", .first_seq = 1, .last_seq = 0});
  tests::make_days(
      plan,
      {.first = year.first, .days = year.days, .tickets_a_day = tickets / year.working_days + 1, .exceptions = false},
      [&](const std::vector<queue::Event>& day) {
        events += day.size();
        const auto begin = Clock::now();
        constexpr std::size_t slice = 100;
        for (std::size_t at = 0; at < day.size(); at += slice) {
          const auto from = day.begin() + static_cast<std::ptrdiff_t>(at);
          file.take({from, from + static_cast<std::ptrdiff_t>(std::min(slice, day.size() - at))});
        }
        filling += ms_since(begin);
      });
  const auto all = file.view(Period::year, year.first).all;
  fmt::print("{} tickets, {} calls, {} services on {} days, {} counters; {} events counted in {:.1f} s; {} KiB\n",
             all.arrivals, all.waits.count(), all.services.count(), file.view(Period::year, year.first).days,
             plan.settings().counters.size(), events, filling / 1000, std::filesystem::file_size(file_path) / 1024);
  std::string line = "reports:";
  bool slow = false;
  for (const Period period : {Period::day, Period::week, Period::month, Period::year}) {
    std::vector<double> asked, shown, cpu;
    for (unsigned round = 0; round < rounds; ++round) {
      const OfficeDay day = year.first.plus(static_cast<int>(7 + round * 11 % 300));
      const auto begin = Clock::now();
      const double cpu_begin = cpu_ms();
      const auto view = file.view(period, day);
      asked.push_back(ms_since(begin));
      (void)reports::tables_of(view, plan.settings(), Language::id);
      shown.push_back(ms_since(begin));
      cpu.push_back(cpu_ms() - cpu_begin);
    }
    fmt::print(
        "{:5}: asked median {:7.2f} ms, as tables median {:7.2f} ms, worst {:7.2f} ms, CPU {:6.2f} ms   goal {} ms\n",
        word(period), quantile(asked, 0.5), quantile(shown, 0.5), quantile(shown, 1), quantile(cpu, 0.5), goal_ms);
    line += fmt::format(" {0}_ms={1:.1f} {0}_cpu_ms={2:.1f}", word(period), quantile(shown, 0.5), quantile(cpu, 0.5));
    slow = slow || quantile(shown, 0.5) > goal_ms;
  }
  const auto view = file.view(Period::year, year.first);
  std::vector<double> paper;
  for (unsigned round = 0; round < 5; ++round) {
    const auto begin = Clock::now();
    (void)reports::report_pdf({.office = "Bench",
                               .title = "2026",
                               .as_of = {},
                               .headlines = reports::headlines_of(view, Language::id),
                               .tables = reports::tables_of(view, plan.settings(), Language::id)});
    paper.push_back(ms_since(begin));
  }
  fmt::print("paper: the year as PDF median {:.1f} ms\n", quantile(paper, 0.5));
  const Commits commits = commits_beside(file, year.first, plan, folder.path());
  const double alone = quantile(commits.alone, 0.5), beside = quantile(commits.beside, 0.5);
  fmt::print(
      "a commit of the journal: median {:.2f} ms alone, {:.2f} ms beside year views without a pause (x {:.2f}),"
      " p90 {:.2f} and {:.2f} ms   goal x 1.05\n",
      alone, beside, beside / alone, quantile(commits.alone, 0.9), quantile(commits.beside, 0.9));
  line += fmt::format(" commit_ratio={:.2f}", beside / alone);
  fmt::print("{} pdf_ms={:.1f} tickets={} events={} fill_s={:.1f} goal_ms={}\n", line, quantile(paper, 0.5),
             all.arrivals, events, filling / 1000, goal_ms);
  return slow ? 1 : 0;
}

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  CLI::App app{"How long a view of a year's reports takes.", "bench_reports"};
  unsigned tickets = 120'000, rounds = 20;
  app.add_option("--tickets", tickets, "of the year")->capture_default_str();
  app.add_option("--rounds", rounds, "views of each kind")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::warn);
  try {
    return antrean::bench::run(tickets, rounds);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_reports: %s\n", error.what());
    return 1;
  }
}
