// Runs simulated days and says which promise broke. `./dev simulate --days N --seed S` builds and runs it.
//
// Days are independent, so they are distributed to processes; each takes every n-th seed. A failing day is
// shortened and reported in full: what had to happen, what the journal held, and how to see it again.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <map>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "day.hpp"

using namespace antrean::simulation;

namespace {

struct Asked {
  std::uint64_t days = 200;
  std::uint64_t seed = 1;
  unsigned jobs = 0;
  bool no_faults = false;
  bool journal = false;
  bool go_on = false;
  Mutant mutant = Mutant::none;
};

/// Added up over days, and over processes through a pipe.
struct Totals {
  std::uint64_t days = 0;
  std::uint64_t broken = 0;
  std::uint64_t events = 0;
  std::uint64_t exchanges = 0;
  std::uint64_t people = 0;
  std::uint64_t faults = 0;
  std::uint64_t starts = 0;
  std::uint64_t digest = 0;

  void add(const Totals& other) {
    days += other.days;
    broken += other.broken;
    events += other.events;
    exchanges += other.exchanges;
    people += other.people;
    faults += other.faults;
    starts += other.starts;
    digest ^= other.digest;
  }
};

constexpr std::uint64_t days_worth_a_process = 20;

const std::map<std::string, Mutant> mutants{{"none", Mutant::none},
                                            {"unsynced", Mutant::unsynced},
                                            {"early-answer", Mutant::early_answer},
                                            {"count-apart", Mutant::count_apart},
                                            {"forgets-flashes", Mutant::forgets_flashes},
                                            {"hides-stranded", Mutant::hides_stranded},
                                            {"hidden-again", Mutant::hidden_again},
                                            {"follows-leaps", Mutant::follows_leaps},
                                            {"trusts-names", Mutant::trusts_names},
                                            {"session-is-seat", Mutant::session_is_seat},
                                            {"keeps-disabled", Mutant::keeps_disabled}};

void tell(const DayPlan& plan, const DayReport& first, const Asked& asked) {
  fmt::print("seed {}: promise {} broken at {}: {}\n", plan.seed, first.broken->promise, first.broken_at,
             first.broken->how);
  const DayPlan shorter = shortest(plan, *first.broken, asked.mutant);
  const DayReport report = run_day(shorter, asked.mutant, true);
  fmt::print("the shortest day that breaks promise {}, {} counters:\n", report.broken->promise, shorter.counters);
  for (const Person& person : shorter.people) {
    fmt::print("  {}\n", text(person));
  }
  for (const Fault& fault : shorter.faults) {
    fmt::print("  {}\n", text(fault));
  }
  fmt::print("its journal ({} events):\n", report.journal.size());
  for (const std::string& line : report.journal) {
    fmt::print("  {}\n", line);
  }
  fmt::print("broken at {}: {}\nagain: ./dev simulate --days 1 --seed {}\n", report.broken_at, report.broken->how,
             plan.seed);
  std::fflush(stdout);
}

/// Seeds seed + job, seed + job + jobs, ...
Totals run(const Asked& asked, unsigned job, unsigned jobs) {
  Totals totals;
  for (std::uint64_t day = job; day < asked.days; day += jobs) {
    const DayPlan plan = make_plan(asked.seed + day, {.faults = !asked.no_faults});
    const DayReport report = run_day(plan, asked.mutant, asked.journal);
    for (const std::string& line : report.journal) {
      fmt::print("{}\n", line);
    }
    totals.add({1, report.broken ? 1U : 0U, report.events, report.exchanges, report.people, plan.faults.size(),
                report.starts, report.digest});
    if (report.broken) {
      tell(plan, report, asked);
      if (!asked.go_on) {
        break;
      }
    }
    if (job == 0 && asked.days >= 1000 && totals.days % (asked.days / jobs / 10) == 0) {
      fmt::print("... day {} of {}\n", day + 1, asked.days);
      std::fflush(stdout);
    }
  }
  return totals;
}

Totals share_out(const Asked& asked, unsigned jobs) {
  std::vector<std::pair<pid_t, int>> children;
  for (unsigned job = 0; job < jobs; ++job) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
      throw std::runtime_error("no pipe for another process");
    }
    const pid_t child = ::fork();
    if (child < 0) {
      throw std::runtime_error("no other process");
    }
    if (child == 0) {
      const Totals totals = run(asked, job, jobs);
      const bool told = ::write(ends[1], &totals, sizeof totals) == sizeof totals;
      std::fflush(stdout);
      ::_exit(told ? 0 : 1);
    }
    ::close(ends[1]);
    children.emplace_back(child, ends[0]);
  }
  Totals all;
  for (const auto& [child, end] : children) {
    Totals totals;
    if (::read(end, &totals, sizeof totals) == sizeof totals) {
      all.add(totals);
    } else {
      all.broken += 1;
      fmt::print("a process of the simulation died\n");
    }
    ::close(end);
    ::waitpid(child, nullptr, 0);
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"A whole office on virtual time, day after day, with seeded faults.", "simulate_days"};
  Asked asked;
  app.add_option("--days", asked.days, "How many")->check(CLI::PositiveNumber);
  app.add_option("--seed", asked.seed, "Of the first day; the next day has the next seed");
  app.add_option("--jobs", asked.jobs, "Processes; 0: one a core");
  app.add_flag("--no-faults", asked.no_faults, "Nothing goes wrong");
  app.add_flag("--go-on", asked.go_on, "After a day that failed, too");
  app.add_flag("--journal", asked.journal, "Print every day's journal");
  app.add_option("--mutant", asked.mutant, "Break the office on purpose")
      ->transform(CLI::CheckedTransformer(mutants, CLI::ignore_case));
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::off);
  prepare_process();
  unsigned jobs = asked.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : asked.jobs;
  jobs = static_cast<unsigned>(std::min<std::uint64_t>(jobs, asked.days / days_worth_a_process + 1));
  const Totals totals = jobs == 1 ? run(asked, 0, 1) : share_out(asked, jobs);
  fmt::print(
      "{} days from seed {}: {} broken; {} faults, {} starts of the office, {} people, {} events, {} exchanges, "
      "digest {:016x}\n",
      totals.days, asked.seed, totals.broken, totals.faults, totals.starts, totals.people, totals.events,
      totals.exchanges, totals.digest);
  return totals.broken == 0 ? 0 : 1;
}
