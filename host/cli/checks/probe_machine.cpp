// antrean doctor: clock, disks and the journal with its backups.
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "cli/access/journal_access.hpp"
#include "cli/checks/machine.hpp"
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

/// The office has the copy open, so only its place and its age are looked at.
Finding second_copy(const office::OfficeSettings& settings) {
  const fs::path& folder = settings.maintenance.second_copy;
  const auto disk = [](const fs::path& path) -> std::optional<std::uint64_t> {
    struct ::stat found {};
    return ::stat(path.c_str(), &found) == 0 ? std::optional<std::uint64_t>{found.st_dev} : std::nullopt;
  };
  const auto written = [](const fs::path& file) {
    std::error_code none;
    const auto time = fs::last_write_time(file, none);
    return none ? std::nullopt : std::optional{time};
  };
  const auto copied = written(folder / settings.journal.filename());
  return check_second_copy({.folder = folder.string(),
                            .is_there = fs::is_directory(folder),
                            .same_disk = disk(folder) == disk(fs::absolute(settings.journal).parent_path()),
                            .age = copied ? std::optional{std::chrono::duration_cast<std::chrono::seconds>(
                                                fs::file_time_type::clock::now() - *copied)}
                                          : std::nullopt});
}

}  // namespace

Findings probe_machine(const office::OfficeSettings& settings) {
  Findings found{check_clock(clock_is_kept())};
  for (auto& finding : check_machine(look_at_machine())) {
    found.push_back(std::move(finding));
  }
  found.push_back(disk_of("journal", settings.journal.parent_path()));
  if (settings.maintenance.keep_backups > 0) {
    found.push_back(disk_of("backups", settings.maintenance.backups));
  }
  if (!settings.maintenance.second_copy.empty()) {
    found.push_back(second_copy(settings));
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
