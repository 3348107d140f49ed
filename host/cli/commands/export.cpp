// antrean export: reports and events of days, for spreadsheets and other programs.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "cli/access/journal_access.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/report.hpp"
#include "files/private_file.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;

OfficeDay day_option(const char* name, const std::string& text) {
  const auto day = OfficeDay::parse(text);
  if (!day) {
    throw CommandError(usage, std::string(name) + ": '" + text + "' is not a day like 2026-11-24");
  }
  return *day;
}

class Export final : public Command {
 public:
  std::string name() const override { return "export"; }
  std::string about() const override { return "Reports and events of days as CSV or JSON; no names, NIKs masked"; }
  void declare(CLI::App& app) override {
    auto* csv = app.add_flag("--csv", csv_, "Comma-separated values, as spreadsheets read them");
    app.add_flag("--json", json_, "A JSON array")->excludes(csv);
    app.add_option("--what", what_, "Which report")->check(CLI::IsMember(kind_words))->capture_default_str();
    auto* day = app.add_option("--day", day_, "The day (default: the newest)")->type_name("DAY");
    app.add_option("--from", from_, "The first day of several")->type_name("DAY")->excludes(day);
    app.add_option("--to", to_, "The last day of several")->type_name("DAY")->excludes(day);
    app.add_option("-o,--output", file_, "Write to FILE instead of the terminal; must not exist")->type_name("FILE");
  }

  int run(Invocation& asked) override {
    if (!csv_ && !json_) {
      throw CommandError(usage, "say --csv or --json");
    }
    const Zone zone = asked.settings().plan.zone;
    const JournalAccess reading(asked);
    const std::vector<OfficeDay> days = days_asked(reading.journal());
    const auto kind = static_cast<Kind>(std::ranges::find(kind_words, what_) - kind_words.begin());
    const auto write = [&](std::ostream& out) {
      ReportWriter writer(out, csv_ ? Format::csv : Format::json, empty_report(kind).columns);
      for (const OfficeDay day : days) {
        Report report = empty_report(kind);
        add_day(report, kind, reading.journal(), day, zone);
        writer.add(report);
      }
      writer.finish();
      return writer.rows();
    };
    if (file_.empty()) {
      write(asked.out());
      return done;
    }
    make_file();
    std::ofstream out(file_, std::ios::binary);
    const std::uint64_t rows = write(out);
    out.close();
    if (!out) {
      std::error_code ignored;
      fs::remove(file_, ignored);
      throw CommandError(failed,
                         file_.string() + " could not be written; is there room, and may this user write there?");
    }
    asked.remark(fmt::format("{} baris di {}", rows, file_.string()),
                 fmt::format("{} rows in {}", rows, file_.string()));
    return done;
  }

 private:
  /// Codes and officers stand in it: not for everybody on this machine.
  void make_file() const {
    constexpr unsigned for_the_group_too = 0640;
    bool made = false;
    try {
      made = files::make_private(file_, for_the_group_too);
    } catch (const std::system_error& error) {
      throw CommandError(failed, file_.string() + " could not be written (" + error.code().message() +
                                     "); is there room, and may this user write there?");
    }
    if (!made) {
      throw CommandError(failed, file_.string() + " exists already; name another file");
    }
  }

  std::vector<OfficeDay> days_asked(const journal::Journal& journal) const {
    const std::vector<OfficeDay> all = journal.days();
    if (all.empty()) {
      throw CommandError(no, "the journal holds no day yet");
    }
    OfficeDay first = all.back(), last = all.back();
    if (!day_.empty()) {
      first = last = day_option("--day", day_);
    } else if (!from_.empty() || !to_.empty()) {
      first = from_.empty() ? all.front() : day_option("--from", from_);
      last = to_.empty() ? all.back() : day_option("--to", to_);
      if (last < first) {
        throw CommandError(usage, "--from " + first.text() + " is after --to " + last.text());
      }
    }
    std::vector<OfficeDay> asked;
    std::ranges::copy_if(all, std::back_inserter(asked), [&](OfficeDay day) { return first <= day && day <= last; });
    if (asked.empty()) {
      throw CommandError(no, "the journal holds nothing of " + first.text() +
                                 (first == last ? "" : " to " + last.text()) + "; it has " + all.front().text() +
                                 " to " + all.back().text());
    }
    return asked;
  }

  bool csv_ = false, json_ = false;
  std::string what_ = "tickets", day_, from_, to_;
  fs::path file_;
};

}  // namespace

std::unique_ptr<Command> export_command() { return std::make_unique<Export>(); }

}  // namespace antrean::cli
