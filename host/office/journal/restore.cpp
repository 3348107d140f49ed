#include <cerrno>
#include <system_error>
#include <vector>

#include "files/durable_file.hpp"
#include "files/private_file.hpp"
#include "journal/high_water_mark.hpp"
#include "journal/journal.hpp"
#include "journal/retention.hpp"
#include "journal/store.hpp"

namespace antrean::journal {
namespace {

namespace fs = std::filesystem;
using OpenWhy = sqlite::OpenError::Why;

fs::path beside(const fs::path& file, const std::string& suffix) { return file.string() + suffix; }

/// Throws if another process works on `file`. A damaged file may be replaced.
void refuse_if_in_use(const Options& options) {
  if (!fs::exists(options.file)) {
    return;
  }
  try {
    Journal::open(options);
  } catch (const sqlite::OpenError& error) {
    if (error.why == OpenWhy::in_use) {
      throw;
    }
  }
}

/// Removes everything that a trial leaves: the file, its logs, and the copy kept of a file of an older
/// version.
void remove_trial(const fs::path& trial) {
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(fs::absolute(trial).parent_path())) {
    if (entry.path().filename().string().starts_with(trial.filename().string())) {
      left.push_back(entry.path());
    }
  }
  for (const auto& path : left) {
    fs::remove(path);
  }
}

fs::path free_name(const fs::path& file) {
  for (int n = 1;; ++n) {
    fs::path name = beside(file, ".replaced-" + std::to_string(n));
    if (!fs::exists(name)) {
      return name;
    }
  }
}

}  // namespace

ChainReport restore(const fs::path& backup, const Options& options) {
  if (!fs::is_regular_file(backup)) {
    throw sqlite::OpenError(OpenWhy::io, "backup " + backup.string() + ": there is no such file");
  }
  for (const auto& file : {backup, options.file}) {
    if (fs::is_symlink(file)) {
      throw sqlite::OpenError(OpenWhy::io, file.string() + " is a link; name the file that it leads to");
    }
  }
  refuse_if_in_use(options);

  Options trial = options;
  trial.file = beside(options.file, ".restoring");
  trial.high_water_mark.clear();  // a backup is older than the mark, and that is right
  remove_trial(trial.file);       // left by a restore that was killed
  files::copy_no_links(backup, trial.file);
  if (fs::exists(beside(backup, "-wal"))) {
    // A copy that was being written when its machine died (following_copy.hpp).
    files::copy_no_links(beside(backup, "-wal"), beside(trial.file, "-wal"));
  }
  ChainReport report;
  try {
    const auto journal = Journal::open(trial);
    report = journal->verify();
    if (report.bad) {
      throw sqlite::OpenError(OpenWhy::corrupt,
                              "backup " + backup.string() + ": " + report.text + "; take another backup");
    }
  } catch (...) {
    remove_trial(trial.file);
    throw;
  }
  {
    Store store(trial);
    store.start();
    forget_what_others_count(store);
  }
  // Closing has folded the log into the one file.
  files::sync_file(trial.file);
  if (fs::exists(options.file)) {
    const fs::path replaced = free_name(options.file);
    for (const char* suffix : {"-wal", "-shm", ""}) {
      if (fs::exists(beside(options.file, suffix))) {
        fs::rename(beside(options.file, suffix), beside(replaced, suffix));
      }
    }
  }
  fs::remove(high_water_mark_beside(options.file));
  fs::rename(trial.file, options.file);
  remove_trial(trial.file);
  files::sync_folder(files::folder_of(options.file));
  return report;
}

}  // namespace antrean::journal
