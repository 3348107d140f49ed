// antrean verify: SQLite's quick_check and every row of the hash chain, of the journal or of a backup.
#include <unistd.h>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/access/journal_access.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/office_view.hpp"

namespace antrean::cli {
namespace {

/// Rows between two progress messages.
constexpr std::uint64_t slice = 100'000;

class Verify final : public Command {
 public:
  std::string name() const override { return "verify"; }
  std::string about() const override { return "Check the journal, or a backup: the file and its whole hash chain"; }
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "Backup to check instead of the journal")->type_name("FILE");
    app.add_flag("--json", json_, "As JSON");
  }

  int run(Invocation& asked) override {
    if (!file_.empty()) {
      asked.journal_asked = file_;
    }
    const JournalAccess reading(asked);  // opening includes quick_check
    if (reading.office_runs()) {
      asked.remark("kantor sedang bekerja; yang diperiksa adalah salinan jurnalnya saat ini",
                   "the office is at work; what is checked is a copy of its journal as of now");
    }
    const journal::ChainReport report = whole_chain(reading.journal());
    tell(asked, reading, report);
    return report.bad ? no : done;
  }

 private:
  static journal::ChainReport whole_chain(const journal::Journal& journal) {
    const bool watched = ::isatty(STDERR_FILENO) == 1;
    journal::ChainReport whole = journal.verify(0, slice);
    while (!whole.bad && whole.last < journal.last_seq()) {
      if (watched) {
        fmt::print(stderr, "\r{} / {}", whole.last, journal.last_seq());
      }
      const journal::ChainReport next = journal.verify(whole.last + 1, slice);
      if (next.last == 0 && !next.bad) {
        break;
      }
      whole.last = next.last;
      whole.bad = next.bad;
      whole.text = next.text;
    }
    if (watched && journal.last_seq() > slice) {
      fmt::print(stderr, "\r\033[K");
    }
    return whole;
  }

  void tell(Invocation& asked, const JournalAccess& reading, const journal::ChainReport& report) const {
    const std::uint64_t rows = report.last == 0 ? 0 : report.last - report.first + 1;
    if (json_) {
      boost::json::object document;
      document["file"] = reading.file().string();
      document["good"] = !report.bad;
      document["events"] = rows;
      document["first"] = report.first;
      document["last"] = report.last;
      if (report.bad) {
        document["bad"] = *report.bad;
        document["text"] = report.text;
      }
      asked.out() << json_text(document) << '\n';
      return;
    }
    Terminal to = asked.terminal();
    if (report.bad) {
      to.line(fmt::format("{}: {}", reading.file().string(), to.say("RANTAI PUTUS", "THE CHAIN IS BROKEN")),
              Style::bad);
      to.line(wrapped(
          to.say("Baris buruk pertama: ", "First bad row: ") + std::to_string(*report.bad) + ". " + report.text + ".",
          page_width, 0));
      to.line(
          wrapped(to.say("Simpan berkas ini sebagai bukti, dan pulihkan cadangan terakhir yang lolos pemeriksaan: "
                         "antrean restore CADANGAN.",
                         "Keep this file as evidence, and restore the newest backup that passes this check: antrean "
                         "restore BACKUP."),
                  page_width, 0));
      return;
    }
    to.line(fmt::format("{}: {}", reading.file().string(), to.say("baik", "good")), Style::good);
    if (rows == 0) {
      to.line(to.say("Belum ada kejadian.", "It holds no event yet."));
    } else {
      to.line(fmt::format("{} {} ({}-{}), {}", count_text(rows, to.language), to.say("kejadian", "events"),
                          report.first, report.last,
                          to.say("setiap baris seperti ditulis", "every row as it was written")));
    }
  }

  std::filesystem::path file_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> verify_command() { return std::make_unique<Verify>(); }

}  // namespace antrean::cli
