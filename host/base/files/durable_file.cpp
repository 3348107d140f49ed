#include "files/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace antrean::files {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& file, int error = errno) {
  throw std::system_error(error, std::generic_category(), std::string("cannot ") + what + " " + file.string());
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags, unsigned mode = 0)
      : fd_(::open(file.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool is_open() const { return fd_ >= 0; }

  bool write(std::string_view text) const {
    while (!text.empty()) {
      const auto written = ::write(fd_, text.data(), text.size());
      if (written < 0 && errno != EINTR) {
        return false;
      }
      text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
  }
  bool set_mode(unsigned mode) const { return ::fchmod(fd_, mode) == 0; }
  bool sync() const { return ::fsync(fd_) == 0; }

 private:
  int fd_;
};

void sync(const std::filesystem::path& path, int flags) {
  const Descriptor opened(path, flags);
  if (!opened.is_open() || !opened.sync()) {
    fail("sync", path);
  }
}

}  // namespace

void sync_file(const std::filesystem::path& file) { sync(file, O_RDONLY); }
void sync_folder(const std::filesystem::path& folder) { sync(folder, O_RDONLY | O_DIRECTORY); }

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

void replace(const std::filesystem::path& file, std::string_view text, unsigned mode) {
  const std::filesystem::path fresh = file.string() + ".new";
  {
    const Descriptor out(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
    // The mode also of a file that was left behind.
    if (!out.is_open() || !out.set_mode(mode) || !out.write(text) || !out.sync()) {
      fail("write", fresh);
    }
  }
  if (::rename(fresh.c_str(), file.c_str()) != 0) {
    fail("replace", file);
  }
  sync_folder(folder_of(file));
}

void create(const std::filesystem::path& file, std::string_view text) {
  const Descriptor out(file, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!out.is_open()) {
    fail("make", file);
  }
  if (!out.write(text) || !out.sync()) {
    const int error = errno;
    ::unlink(file.c_str());
    fail("write", file, error);
  }
  sync_folder(folder_of(file));
}

}  // namespace antrean::files
