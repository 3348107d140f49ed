#include "journal/following_copy.hpp"

#include <sys/stat.h>

#include <array>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "files/durable_file.hpp"
#include "files/private_file.hpp"
#include "journal/schema.hpp"
#include "sqlite/changes.hpp"

namespace antrean::journal {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, const char* suffix) { return file.string() + suffix; }

constexpr std::array<const char*, 2> parts{"", "-wal"};

/// Zeros for a file that is not there.
std::pair<std::uint64_t, std::uint64_t> place_of(const fs::path& file) {
  struct ::stat found {};
  return ::stat(file.c_str(), &found) == 0 ? std::pair<std::uint64_t, std::uint64_t>{found.st_dev, found.st_ino}
                                           : std::pair<std::uint64_t, std::uint64_t>{};
}

/// The log of an older copy never comes to lie beside a newer file.
void replace(const fs::path& with, const fs::path& file) {
  const fs::path before = beside(file, ".before");
  for (const char* part : parts) {
    fs::remove(beside(before, part));
  }
  for (const char* part : parts) {
    if (fs::exists(beside(file, part))) {
      fs::rename(beside(file, part), beside(before, part));
    }
  }
  fs::rename(with, file);
  files::sync_folder(files::folder_of(file));
  for (const char* part : parts) {
    fs::remove(beside(before, part));
  }
}

}  // namespace

FollowingCopy::FollowingCopy(const fs::path& whole, fs::path file) : file_(std::move(file)) {
  const fs::path part = beside(file_, ".part");
  fs::remove(part);  // left by a copying that was broken off
  files::copy_no_links(whole, part);
  files::sync_file(part);
  replace(part, file_);
  std::tie(disk_, node_) = place_of(file_);
  db_ = sqlite::open({.file = file_, .application_id = application_id, .migrations = migrations(), .vfs = {}});
}

void FollowingCopy::apply(const std::string& changes) {
  if (place_of(file_) != std::pair{disk_, node_}) {
    throw std::runtime_error("the copy is not at " + file_.string() + " any more; was its disk unmounted?");
  }
  sqlite::apply_changes(*db_, changes);
  // Whoever takes the stick away, or copies only the file, has everything.
  db_->exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace antrean::journal
