// Processes that are killed while they fill reports.db.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "made_reports/made_days.hpp"
#include "made_reports/view_json.hpp"
#include "office_settings/office_settings.hpp"
#include "reports/report_file.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::reports;
using namespace antrean::tests;

namespace {

const OfficeDay first_day = *OfficeDay::parse("2026-11-02");

std::vector<queue::Event> one_week() {
  const auto plan = std::get<queue::Plan>(
      queue::Plan::make(with_officers(office::read_file(std::string(CONFIG) + "/office-large.toml").plan)));
  std::vector<queue::Event> events;
  make_days(plan, {.first = first_day, .days = 6, .tickets_a_day = 25}, [&](std::vector<queue::Event> day) {
    events.insert(events.end(), std::make_move_iterator(day.begin()), std::make_move_iterator(day.end()));
  });
  return events;
}

/// Counts slices until all is counted; writes a byte to `told` after each.
void fill(const std::filesystem::path& path, const std::vector<queue::Event>& events, int told) {
  ReportFile file({.file = path, .zone = Zone::wib});
  std::uint64_t wanted = file.begin({.generation = "g", .first_seq = 1, .last_seq = events.size()});
  while (wanted < events.size()) {
    const auto from = events.begin() + static_cast<std::ptrdiff_t>(wanted);
    const auto to = events.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(wanted + 3, events.size()));
    wanted = file.take({from, to});
    if (told >= 0 && ::write(told, "x", 1) != 1) {
      return;
    }
  }
}

std::string month(const std::filesystem::path& path) {
  ReportFile file({.file = path, .zone = Zone::wib});
  return view_json(file.view(Period::month, first_day));
}

}  // namespace

TEST_GROUP(reports_kill){};

TEST(reports_kill, FiguresAreTheSameAfterKillsAtAnyMoment) {
  const Folder folder;
  const auto events = one_week();
  fill(folder / "whole.db", events, -1);
  const std::string expected = month(folder / "whole.db");
  std::mt19937 random{5};
  const auto path = folder / "reports.db";
  int killed = 0;
  for (int round = 0; round < 25; ++round) {
    int ends[2] = {};
    CHECK_EQUAL(0, ::pipe(ends));
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      try {
        fill(path, events, ends[1]);
      } catch (...) {
        ::_exit(4);
      }
      ::_exit(0);
    }
    ::close(ends[1]);
    char byte = 0;
    for (unsigned after = 1 + random() % 40; after > 0 && ::read(ends[0], &byte, 1) == 1; --after) {
    }
    ::kill(child, SIGKILL);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK_TRUE(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
    killed += WIFSIGNALED(status) ? 1 : 0;
    if (WIFEXITED(status)) {  // all was counted: from the start again
      std::filesystem::remove(path);
    }
  }
  CHECK_TRUE(killed > 5);
  fill(path, events, -1);
  STRCMP_EQUAL(expected.c_str(), month(path).c_str());
}
