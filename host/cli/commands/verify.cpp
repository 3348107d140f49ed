// antrean verify: SQLite's quick_check and every row of the hash chain, of the journal or of a backup, and
// the heads of the chain that lie at the portal; or a signed export of the audit, which it checks anywhere.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <system_error>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/access/journal_access.hpp"
#include "cli/access/portal_heads.hpp"
#include "cli/command.hpp"
#include "cli/commands/verify_export.hpp"
#include "cli/exit.hpp"
#include "cli/render/heads_text.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/office_view.hpp"

namespace antrean::cli {
namespace {

/// Rows between two progress messages.
constexpr std::uint64_t slice = 100'000;

class Verify final : public Command {
 public:
  std::string name() const override { return "verify"; }
  std::string about() const override {
    return "Check the journal, or a backup: the file, its whole hash chain, and what the portal was told of it; or an "
           "audit export: its signature and every line";
  }
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "Backup or audit export to check instead of the journal")->type_name("FILE");
    app.add_option(
           "--key", key_,
           "The office's public key, a file with it, or the list of `antrean-portal office-keys`; for an export")
        ->type_name("KEY");
    app.add_flag("--json", json_, "As JSON");
  }

  int run(Invocation& asked) override {
    if (is_export()) {
      return verify_export(asked, file_, key_, json_);
    }
    if (!key_.empty()) {
      throw CommandError(usage, "--key is for an audit export; a journal is checked by its chain");
    }
    if (!file_.empty()) {
      asked.journal_asked = file_;
    }
    // Before the file is read, so that every event the portal was told of must be in it.
    const auto held = ask_portal(asked);
    const JournalAccess reading(asked);  // opening includes quick_check
    if (reading.office_runs()) {
      asked.remark("kantor sedang bekerja; yang diperiksa adalah salinan jurnalnya saat ini",
                   "the office is at work; what is checked is a copy of its journal as of now");
    }
    const journal::ChainReport report = whole_chain(reading.journal());
    const HeadsFound heads = report.bad ? HeadsFound{} : compare(asked, reading, held);
    tell(asked, reading, report, heads);
    return report.bad || heads.wrong() ? no : done;
  }

 private:
  /// Not a database, and meant as an export by its name or its first byte.
  bool is_export() const {
    std::ifstream in(file_, std::ios::binary);
    const bool begins = !file_.empty() && in.get() == '{';
    return begins || (!file_.empty() && in && file_.extension() == ".jsonl");
  }

  using Held = std::variant<std::vector<journal::HeldGeneration>, NotAsked>;

  static Held ask_portal(Invocation& asked) {
    try {
      return heads_at_portal(asked.settings());
    } catch (const settings::SettingsError&) {
      // A backup can be checked without the office's settings.
      if (asked.journal_asked.empty()) {
        throw;
      }
      return NotAsked{.id = "pengaturan kantor tidak terbaca, jadi portal tidak ditanya",
                      .en = "the office's settings cannot be read, so the portal was not asked"};
    }
  }

  static HeadsFound compare(Invocation& asked, const JournalAccess& reading, const Held& held) {
    HeadsFound found;
    if (const auto* why = std::get_if<NotAsked>(&held)) {
      found.not_asked = *why;
      return found;
    }
    const auto& generations = std::get<std::vector<journal::HeldGeneration>>(held);
    found.zone = asked.settings().plan.zone;
    std::error_code missing;
    const bool own =
        asked.journal_asked.empty() || std::filesystem::equivalent(reading.file(), asked.settings().journal, missing);
    const auto ours = reading.journal().generations();
    const bool known = std::ranges::any_of(generations, [&](const journal::HeldGeneration& one) {
      return std::ranges::find(ours, one.told.id, &office_api::JournalGeneration::id) != ours.end();
    });
    if (own ? generations.empty() : !known) {
      found.not_asked = NotAsked{.id = "portal belum mendapat kabar tentang berkas ini",
                                 .en = "the portal was not told of this file"};
      return found;
    }
    found.report = journal::compare_heads(reading.journal(), generations, own);
    return found;
  }

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

  void tell(Invocation& asked, const JournalAccess& reading, const journal::ChainReport& report,
            const HeadsFound& heads) const {
    const std::uint64_t rows = report.last == 0 ? 0 : report.last - report.first + 1;
    if (json_) {
      boost::json::object document;
      document["file"] = reading.file().string();
      document["good"] = !report.bad && !heads.wrong();
      document["events"] = rows;
      document["first"] = report.first;
      document["last"] = report.last;
      if (report.bad) {
        document["bad"] = *report.bad;
        document["text"] = report.text;
      } else {
        document["portal"] = heads_json(heads, language_of(asked.language_asked));
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
    if (heads.wrong()) {
      to.line(fmt::format("{}: {}", reading.file().string(),
                          to.say("PORTAL MENCATAT ISI YANG LAIN", "THE PORTAL WAS TOLD ANOTHER PAST")),
              Style::bad);
      print_heads(to, heads);
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
    print_heads(to, heads);
  }

  std::filesystem::path file_;
  std::string key_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> verify_command() { return std::make_unique<Verify>(); }

}  // namespace antrean::cli
