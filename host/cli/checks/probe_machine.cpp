// antrean doctor: clock, disks and the journal with its backups.
#include <sys/statvfs.h>
#include <sys/timex.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "cli/access/journal_access.hpp"
#include "cli/checks/probes.hpp"
#include "cli/exit.hpp"
#include "process/clock.hpp"
#include "service/journal_place.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;

bool clock_is_kept() {
  timex asked{};  // modes 0: it only asks
  return ::adjtimex(&asked) >= 0 && (asked.status & STA_UNSYNC) == 0;
}

/// The disk that `folder` is on, or will be on once it is made.
Finding disk_of(const std::string& what, fs::path folder) {
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_relative_path()) {
    folder = folder.parent_path();
  }
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) {
    const std::string why = folder.string() + ": " + std::strerror(errno);
    return {.part = "disk of the " + what, .condition = Condition::broken, .id = why, .en = why};
  }
  return check_disk(what, folder.string(),
                    {.free_bytes = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize,
                     // Some file systems make inodes when needed and report none.
                     .free_files = disk.f_files == 0 ? UINT64_MAX : static_cast<std::uint64_t>(disk.f_favail),
                     .read_only = (disk.f_flag & ST_RDONLY) != 0});
}

Finding journal_at_rest(const fs::path& file) {
  Finding finding{.part = "journal", .condition = Condition::well, .id = {}, .en = {}};
  std::error_code error;
  const auto there = fs::status(file, error).type();
  if (there == fs::file_type::not_found) {
    finding.condition = Condition::doubtful;
    finding.id = file.string() + " belum ada; kantor membuatnya saat pertama kali dijalankan";
    finding.en = file.string() + " is not there yet; the office makes it at its first start";
    return finding;
  }
  try {
    const auto journal = open_to_read(file);
    finding.id = fmt::format("{}, baik sampai kejadian {}", file.string(), journal->last_seq());
    finding.en = fmt::format("{}, good up to event {}", file.string(), journal->last_seq());
  } catch (const std::exception& problem) {  // CommandError, or in use by a program that does not answer
    finding.condition = Condition::broken;
    finding.id = finding.en = problem.what();
  }
  return finding;
}

}  // namespace

Findings probe_machine(const office::OfficeSettings& settings) {
  Findings found{check_clock(clock_is_kept()), disk_of("journal", settings.journal.parent_path())};
  if (settings.maintenance.keep_backups > 0) {
    found.push_back(disk_of("backups", settings.maintenance.backups));
  }
  return found;
}

Findings probe_journal(const office::OfficeSettings& settings, bool office_runs) {
  Findings found;
  if (!office_runs) {
    found.push_back(journal_at_rest(settings.journal));
  }
  if (settings.maintenance.keep_backups > 0) {
    const journal::BackupFolder backups = office::backup_folder(settings);
    std::error_code error;
    const fs::directory_iterator looked(backups.folder(), error);
    if (error == std::errc::permission_denied) {
      const std::string why = backups.folder().string() + ": " + error.message();
      found.push_back({.part = "backups", .condition = Condition::doubtful, .id = why, .en = why});
      return found;
    }
    const UtcTime now = process::SystemClock().now();
    const auto newest = backups.newest(now);
    found.push_back(check_backups(backups.folder().string(), newest ? backups.made_at(*newest) : std::nullopt, now));
  }
  return found;
}

}  // namespace antrean::cli
