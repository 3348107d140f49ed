// antrean restore BACKUP: replaces the journal by a backup. The backup is checked first; the office must not
// run; the old journal is kept.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/office_view.hpp"
#include "journal/journal.hpp"

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
    if (owner) {
      give_back(journal, *owner);
    }
    Terminal to = asked.terminal();
    const std::uint64_t rows = report.last == 0 ? 0 : report.last - report.first + 1;
    to.line(fmt::format("{}: {} {} {}", journal.string(), to.say("dipulihkan,", "restored,"),
                        count_text(rows, to.language), to.say("kejadian", "events")),
            Style::good);
    if (fs::exists(replaced)) {
      to.line(
          fmt::format("{} {}", to.say("Yang lama disimpan sebagai", "What was there is kept as"), replaced.string()));
    }
    to.line(to.say("Jalankan kantor lagi: systemctl start antrean-office",
                   "Start the office again: systemctl start antrean-office"));
    return done;
  }

 private:
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
  static void give_back(const fs::path& journal, const Owner& owner) {
    // The folder is the office's, and what root does there must not be led elsewhere by a link.
    const int file = ::open(journal.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    const bool given = ::geteuid() != 0 || (file >= 0 && ::fchown(file, owner.user, owner.group) == 0);
    const bool mode_set = file >= 0 && ::fchmod(file, owner.mode) == 0;
    if (file >= 0) {
      ::close(file);
    }
    if (!given) {
      throw CommandError(failed, "journal " + journal.string() +
                                     " was restored, but could not be given to its owner (user " +
                                     std::to_string(owner.user) + "); chown it before the office starts");
    }
    if (!mode_set) {
      throw CommandError(failed, "journal " + journal.string() + " was restored, but its mode could not be set");
    }
  }

  fs::path backup_;
};

}  // namespace

std::unique_ptr<Command> restore_command() { return std::make_unique<Restore>(); }

}  // namespace antrean::cli
