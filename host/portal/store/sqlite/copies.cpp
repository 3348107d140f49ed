#include "store/sqlite/copies.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include <SQLiteCpp/SQLiteCpp.h>

#include "files/durable_file.hpp"
#include "sqlite/database.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace antrean::portal {
namespace {

namespace fs = std::filesystem;

constexpr mode_t owner_only = 0600;

class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags, const char* what)
      : descriptor_(::open(file.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, owner_only)) {
    if (descriptor_ < 0) {
      throw std::system_error(errno, std::generic_category(),
                              errno == ELOOP ? file.string() + ": a link is not followed; name the file itself"
                                             : what + (" " + file.string()));
    }
  }
  ~Descriptor() { ::close(descriptor_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

sqlite::OpenOptions options_for(const fs::path& file) {
  return {.file = file, .application_id = bookings_application_id, .migrations = bookings_migrations(), .vfs = {}};
}

fs::path free_name(const fs::path& file) {
  for (int n = 1;; ++n) {
    fs::path name = file.string() + ".replaced-" + std::to_string(n);
    if (!fs::exists(fs::symlink_status(name))) {
      return name;
    }
  }
}

/// A portal that runs keeps its database to itself. A damaged file may be replaced.
void refuse_if_in_use(const fs::path& file) {
  try {
    sqlite::open_to_read(options_for(file));
  } catch (const sqlite::OpenError& error) {
    if (error.why == sqlite::OpenError::Why::in_use) {
      throw;
    }
  }
}

}  // namespace

BookingsReport check_copy(const fs::path& file) { return report_on(*read_bookings_file(file)); }

void copy_stopped(const fs::path& file, const fs::path& to) {
  const auto db = sqlite::open_to_read(options_for(file));
  sqlite::backup(*db, to);
}

void copy_new(const fs::path& from, const fs::path& to) {
  const Descriptor source{from, O_RDONLY, "cannot read"};
  struct ::stat kind {};
  if (::fstat(source.get(), &kind) != 0 || !S_ISREG(kind.st_mode)) {
    throw std::system_error(EINVAL, std::generic_category(), from.string() + " is not a file");
  }
  try {
    const Descriptor target{to, O_WRONLY | O_CREAT | O_EXCL, "cannot make"};
    std::array<char, 1 << 16> block;
    for (;;) {
      const auto read = ::read(source.get(), block.data(), block.size());
      if (read == 0) {
        break;
      }
      for (::ssize_t done = 0; read > 0 && done < read;) {
        const auto written = ::write(target.get(), block.data() + done, static_cast<std::size_t>(read - done));
        if (written < 0 && errno != EINTR) {
          throw std::system_error(errno, std::generic_category(), "cannot write " + to.string());
        }
        done += written < 0 ? 0 : written;
      }
      if (read < 0 && errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "cannot read " + from.string());
      }
    }
    if (::fsync(target.get()) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot keep " + to.string());
    }
  } catch (const std::system_error& failure) {
    if (failure.code().value() != EEXIST) {
      std::error_code none;
      fs::remove(to, none);
    }
    throw;
  }
  files::sync_folder(files::folder_of(to));
}

fs::path put_back(const fs::path& copy, const fs::path& file) {
  const auto report = check_copy(copy);
  if (!report.wrong.empty()) {
    throw sqlite::OpenError(sqlite::OpenError::Why::corrupt,
                            copy.string() + ": " + report.wrong.front() + "; take another copy");
  }
  fs::path kept;
  const bool there = fs::exists(fs::symlink_status(file));
  if (there) {
    if (fs::is_symlink(fs::symlink_status(file))) {
      throw std::system_error(ELOOP, std::generic_category(),
                              file.string() + ": a link is not followed; name the file itself");
    }
    refuse_if_in_use(file);
  }
  const fs::path trial = file.string() + ".restoring";
  std::error_code none;
  fs::remove(trial, none);  // left by one that was killed
  copy_new(copy, trial);
  if (there) {
    // By a second name, so that at no moment there is no database.
    kept = free_name(file);
    fs::create_hard_link(file, kept);
  }
  // The log belongs to the file that was replaced.
  for (const char* part : {"-wal", "-shm", "-journal"}) {
    const fs::path log = file.string() + part;
    if (fs::exists(fs::symlink_status(log))) {
      fs::rename(log, kept.empty() ? fs::path(log.string() + ".replaced") : fs::path(kept.string() + part));
    }
  }
  fs::rename(trial, file);
  files::sync_folder(files::folder_of(file));
  return kept;
}

}  // namespace antrean::portal
