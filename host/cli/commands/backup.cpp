// antrean backup FILE: a checked copy of the journal, while the office runs or not.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "audit/office_key.hpp"
#include "cli/access/journal_access.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/office_view.hpp"
#include "files/durable_file.hpp"
#include "files/private_file.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;

class Backup final : public Command {
 public:
  std::string name() const override { return "backup"; }
  std::string about() const override { return "Copy the journal to FILE while the office works, and check the copy"; }
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "Where the backup goes; must not exist")->required()->type_name("FILE");
  }

  int run(Invocation& asked) override {
    if (fs::exists(file_)) {
      throw CommandError(failed, file_.string() + " exists already; name another file");
    }
    const fs::path part = file_.string() + ".part";
    try {
      fs::remove(part);
      copy(asked, part);
      const journal::ChainReport report = check(part);
      files::sync_file(part);
      const std::string wrong = audit::try_put_key_beside(asked.journal_file(), file_);
      fs::rename(part, file_);
      files::sync_folder(files::folder_of(file_));
      if (!wrong.empty()) {
        asked.remark("Jurnal dicadangkan. " + wrong, "The journal is backed up. " + wrong);
      }
      tell(asked, report);
    } catch (const std::exception& error) {
      std::error_code ignored;
      fs::remove(part, ignored);
      if (dynamic_cast<const CommandError*>(&error) != nullptr) {
        throw;
      }
      throw CommandError(failed, "no backup was made: " + std::string(error.what()));
    }
    return done;
  }

 private:
  static void copy(Invocation& asked, const fs::path& part) {
    const fs::path journal = asked.journal_file();
    std::unique_ptr<journal::Journal> at_rest;
    try {
      at_rest = open_to_read(journal);
    } catch (const sqlite::OpenError&) {
      // The office runs, so it makes the copy.
    }
    if (at_rest) {
      at_rest->backup(part);
      return;
    }
    const fs::path taken = take_copy(asked, journal);
    std::error_code other_disk;
    fs::rename(taken, part, other_disk);
    if (other_disk) {
      try {
        files::copy_no_links(taken, part);
      } catch (...) {
        fs::remove(taken);
        throw;
      }
      fs::remove(taken);
    }
    // The copy belongs to the office, the backup to us. Only root can change the owner, and only for root
    // they differ.
    if (::geteuid() == 0 && ::lchown(part.c_str(), ::geteuid(), ::getegid()) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot take over " + part.string());
    }
  }

  /// A backup is only reliable after it was read back.
  journal::ChainReport check(const fs::path& part) const {
    journal::ChainReport report = open_to_read(part)->verify();
    if (report.bad) {
      throw CommandError(failed, "the journal was copied, but " + report.text +
                                     "; no backup was made of it. antrean verify says more");
    }
    return report;
  }

  void tell(Invocation& asked, const journal::ChainReport& report) const {
    Terminal to = asked.terminal();
    const std::uint64_t rows = report.last == 0 ? 0 : report.last - report.first + 1;
    to.line(fmt::format("{}: {} {}, {} KiB, {}", file_.string(), count_text(rows, to.language),
                        to.say("kejadian", "events"), count_text((fs::file_size(file_) + 1023) / 1024, to.language),
                        to.say("sudah diperiksa", "checked")));
  }

  fs::path file_;
};

}  // namespace

std::unique_ptr<Command> backup_command() { return std::make_unique<Backup>(); }

}  // namespace antrean::cli
