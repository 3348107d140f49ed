// Makes a journal in a folder with made-up days, fills reports.db from it, and prints views as JSON, a line
// each: for figures.py, which computes them from the exported events.
//   report_figures FOLDER CONFIG DAYS TICKETS_A_DAY FIRST_DAY
#include <cstdio>
#include <exception>
#include <fstream>
#include <string>

#include "journal/journal.hpp"
#include "made_reports/made_days.hpp"
#include "made_reports/view_json.hpp"
#include "office_settings/office_settings.hpp"
#include "reports/report_file.hpp"

using namespace antrean;

namespace {

constexpr std::size_t slice = 500;

void run(const std::filesystem::path& folder, const std::string& config, unsigned days, unsigned tickets,
         OfficeDay first) {
  const auto plan = std::get<queue::Plan>(queue::Plan::make(tests::with_officers(office::read_file(config).plan)));
  journal::Options options;
  options.file = folder / "office.db";
  options.synchronous = sqlite::Synchronous::off;
  const auto journal = journal::Journal::open(options);
  tests::make_days(plan, {.first = first, .days = days, .tickets_a_day = tickets},
                   [&](std::vector<queue::Event> events) {
                     journal::Batch batch;
                     batch.events = std::move(events);
                     journal->append(batch).value();
                   });
  reports::ReportFile file({.file = folder / "reports.db", .zone = plan.settings().zone});
  std::uint64_t wanted =
      file.begin({.generation = "g", .first_seq = journal->first_seq(), .last_seq = journal->last_seq()});
  while (wanted < journal->last_seq()) {
    wanted = file.take(journal->events_after(wanted, slice));
  }
  using reports::Period;
  for (const Period period : {Period::day, Period::week, Period::month, Period::year}) {
    for (OfficeDay day = first; day < first.plus(static_cast<int>(days)); day = neighbour(period, day, 1)) {
      std::puts(tests::view_json(file.view(period, day)).c_str());
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("report_figures FOLDER CONFIG DAYS TICKETS_A_DAY FIRST_DAY\n", stderr);
    return 64;
  }
  try {
    run(argv[1], argv[2], static_cast<unsigned>(std::stoul(argv[3])), static_cast<unsigned>(std::stoul(argv[4])),
        OfficeDay::parse(argv[5]).value());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "report_figures: %s\n", error.what());
    return 1;
  }
  return 0;
}
