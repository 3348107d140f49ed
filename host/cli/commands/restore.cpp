// antrean restore BACKUP: replaces the journal by a backup, or by the copy that followed it on another disk.
// It is checked first; the office must not run; the old journal is kept. Numbers that were given after the
// copy was made are not known, so that some are left out: nobody gets the number of somebody else.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "audit/office_key.hpp"
#include "cli/access/replay_state.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/office_view.hpp"
#include "journal/journal.hpp"
#include "queue/engine.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;

/// The owner of the journal; if the journal is gone, the owner of its folder.
struct Owner {
  uid_t user = 0;
  gid_t group = 0;
  mode_t mode = 0600;
};

std::optional<Owner> owner_of(const fs::path& journal) {
  struct stat found {};
  if (::lstat(journal.c_str(), &found) == 0 && S_ISREG(found.st_mode)) {
    return Owner{found.st_uid, found.st_gid, found.st_mode & 0640u};
  }
  if (::stat(fs::absolute(journal).parent_path().c_str(), &found) == 0) {
    return Owner{found.st_uid, found.st_gid, 0600};
  }
  return std::nullopt;
}

class Restore final : public Command {
 public:
  std::string name() const override { return "restore"; }
  std::string about() const override { return "Put a backup in the journal's place; what was there is kept"; }
  void declare(CLI::App& app) override {
    app.add_option("backup", backup_, "The backup to restore")->required()->type_name("BACKUP");
    app.add_option("--skip-numbers", skip_,
                   "Of a day that is open: leave out so many numbers of each series, which may have been given since")
        ->check(CLI::Range(0, 999))
        ->capture_default_str();
  }

  int run(Invocation& asked) override {
    const fs::path journal = asked.journal_file();
    const std::optional<Owner> owner = owner_of(journal);
    const fs::path replaced = replaced_name(journal);
    journal::ChainReport report;
    try {
      report = journal::restore(backup_, {.file = journal});
    } catch (const sqlite::OpenError& error) {
      if (error.why == sqlite::OpenError::Why::in_use) {
        throw CommandError(
            in_use, "journal " + journal.string() +
                        " is in use: stop the office first (systemctl stop antrean-office); nothing was changed");
      }
      throw CommandError(
          failed, "backup " + backup_.string() + " cannot be restored: " + error.what() + "; nothing was changed");
    } catch (const std::exception& error) {
      throw CommandError(failed, "cannot restore: " + std::string(error.what()));
    }
    // First, so that the office can open its journal whatever fails from here on.
    if (owner) {
      give_back(journal, *owner);
    }
    const std::vector<std::string> skipped = skip_numbers(asked, journal);
    const auto [key, key_problem] = take_key(journal, owner);
    Terminal to = asked.terminal();
    const std::uint64_t rows = report.last == 0 ? 0 : report.last - report.first + 1;
    to.line(fmt::format("{}: {} {} {}", journal.string(), to.say("dipulihkan,", "restored,"),
                        count_text(rows, to.language), to.say("kejadian", "events")),
            Style::good);
    if (!skipped.empty()) {
      to.line(fmt::format("{} {}", to.say("Nomor berikutnya setelah", "The next numbers come after"),
                          fmt::join(skipped, ", ")));
    }
    if (fs::exists(replaced)) {
      to.line(
          fmt::format("{} {}", to.say("Yang lama disimpan sebagai", "What was there is kept as"), replaced.string()));
    }
    if (key == audit::KeyTaken::taken) {
      to.line(to.say("Kunci audit kantor ikut dipulihkan", "The office's audit key was restored with it"));
    } else if (key == audit::KeyTaken::replaced) {
      to.line(to.say("Kunci audit kantor ikut dipulihkan; yang ada di mesin ini disimpan di sampingnya",
                     "The office's audit key was restored with it; the one of this machine is kept beside it"));
    }
    to.line(to.say("Jalankan kantor lagi: systemctl start antrean-office",
                   "Start the office again: systemctl start antrean-office"));
    if (!key_problem.empty()) {
      throw CommandError(
          no_key, fmt::format("journal {} was restored and the office can start, but not the office's audit key: {}. "
                              "People are called without it, but exports of the audit are not signed as before. Mend "
                              "this and restore again, or copy the key to {} before the office starts, or it makes a "
                              "new one (owner: the journal's; mode 0600)",
                              journal.string(), key_problem, audit::key_file(journal).string()));
    }
    return done;
  }

 private:
  struct Key {
    audit::KeyTaken taken = audit::KeyTaken::none;
    std::string problem;  ///< empty: none
  };
  Key take_key(const fs::path& journal, const std::optional<Owner>& owner) const {
    try {
      const audit::KeyTaken taken = audit::take_key_from(backup_, journal);
      if (owner && (taken == audit::KeyTaken::taken || taken == audit::KeyTaken::replaced)) {
        give_back(audit::key_file(journal), {owner->user, owner->group, 0600});
      }
      return {.taken = taken, .problem = {}};
    } catch (const std::exception& error) {
      return {.taken = audit::KeyTaken::none, .problem = error.what()};
    }
  }

  /// The number after which each series goes on; none, if no day is open.
  std::vector<std::string> skip_numbers(Invocation& asked, const fs::path& file) const {
    const auto journal = journal::Journal::open({.file = file});
    if (skip_ == 0 || journal->to_replay().empty()) {
      return {};
    }
    const queue::Plan& plan = asked.plan();
    const ReplayState past = past_at(*journal, plan, std::nullopt);
    if (past.state.day_state != queue::DayState::open) {
      return {};
    }
    queue::NoteNumbers given;
    for (const auto& series : plan.settings().series) {
      // The letters of a series are used up in turn.
      std::size_t at = 0;
      for (std::size_t n = 1; n < series.letters.size(); ++n) {
        at = last_of(past.state, series.letters[n]) > 0 ? n : at;
      }
      int after = std::max<int>(last_of(past.state, series.letters[at]), series.first - 1) + skip_;
      for (; at < series.letters.size(); ++at) {
        const auto number = static_cast<std::uint16_t>(std::min<int>(after, series.last));
        given.numbers.push_back(queue::QueueNumber{series.letters[at], number}.text());
        if (after <= series.last) {
          break;
        }
        after -= series.last - series.first + 1;
      }
    }
    const auto decided = queue::decide(
        past.state, plan, {.by = {.kind = queue::ActorKind::system, .name = "restore"}, .action = given}, past.at);
    if (const auto* events = std::get_if<std::vector<queue::Event>>(&decided); events != nullptr) {
      if (const auto written = journal->append({.events = *events}); !written) {
        throw CommandError(
            failed, "journal " + file.string() + " was restored, but cannot be written: " + written.error().text);
      }
    }
    return given.numbers;
  }
  static int last_of(const queue::State& state, char letter) {
    return state.last_number[static_cast<std::size_t>(letter - 'A')];
  }

  /// The name that journal::restore will choose, to tell it.
  static fs::path replaced_name(const fs::path& journal) {
    for (int n = 1;; ++n) {
      fs::path name = journal.string() + ".replaced-" + std::to_string(n);
      if (!fs::exists(name)) {
        return name;
      }
    }
  }

  /// Root restores, but the office runs as somebody else and must be able to write its journal.
  static void give_back(const fs::path& restored, const Owner& owner) {
    // The folder is the office's, and what root does there must not be led elsewhere by a link.
    const int file = ::open(restored.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    const bool given = ::geteuid() != 0 || (file >= 0 && ::fchown(file, owner.user, owner.group) == 0);
    const bool mode_set = file >= 0 && ::fchmod(file, owner.mode) == 0;
    if (file >= 0) {
      ::close(file);
    }
    if (!given) {
      throw CommandError(failed, restored.string() + " was restored, but could not be given to its owner (user " +
                                     std::to_string(owner.user) + "); chown it before the office starts");
    }
    if (!mode_set) {
      throw CommandError(failed, restored.string() + " was restored, but its mode could not be set");
    }
  }

  fs::path backup_;
  int skip_ = 20;
};

}  // namespace

std::unique_ptr<Command> restore_command() { return std::make_unique<Restore>(); }

}  // namespace antrean::cli
