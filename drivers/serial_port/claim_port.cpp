#include "serial_port/claim_port.hpp"

#include <linux/capability.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

namespace antrean {
namespace {

namespace fs = std::filesystem;

/// The kernel's numbers of UNIX 98 pseudo-terminals (Documentation/admin-guide/devices.txt).
bool is_pseudo_terminal(dev_t device) { return major(device) >= 136 && major(device) <= 143; }

bool exclusion_does_not_stop_us() { return ::geteuid() == 0 && ::prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN, 0, 0, 0) == 1; }

bool stays_closed_after_us(int fd) {
  struct stat about {};
  return ::fstat(fd, &about) == 0 && is_pseudo_terminal(about.st_rdev) && !exclusion_does_not_stop_us();
}

std::optional<pid_t> pid_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  return error == std::errc{} && end == name.data() + name.size() ? std::optional(pid) : std::nullopt;
}

/// True if the process has the device open and does not simulate it. A simulating process has the other end.
bool uses(const fs::path& process, dev_t device) {
  bool opened = false;
  std::error_code error;
  for (fs::directory_iterator fd(process / "fd", error), end; !error && fd != end; fd.increment(error)) {
    std::error_code gone;
    const std::string target = fs::read_symlink(fd->path(), gone).string();
    if (gone || !target.starts_with("/dev/")) {
      continue;
    }
    if (is_pseudo_terminal(device) && target.ends_with("ptmx")) {
      return false;
    }
    struct stat about {};
    opened = opened || (::stat(fd->path().c_str(), &about) == 0 && S_ISCHR(about.st_mode) && about.st_rdev == device);
  }
  return opened;
}

}  // namespace

int claim_port(int fd) {
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? EBUSY : errno;
  }
  if (!stays_closed_after_us(fd) && ::ioctl(fd, TIOCEXCL) != 0) {
    return errno;
  }
  return 0;
}

void release_port(int fd) {
  ::ioctl(fd, TIOCNXCL);
  ::flock(fd, LOCK_UN);
}

std::vector<PortProgram> programs_at(const std::string& path) {
  std::vector<PortProgram> found;
  struct stat port {};
  if (::stat(path.c_str(), &port) != 0 || !S_ISCHR(port.st_mode)) {
    return found;
  }
  std::error_code error;
  for (fs::directory_iterator process("/proc", error), end; !error && process != end; process.increment(error)) {
    const auto pid = pid_of(process->path());
    if (pid && *pid != ::getpid() && uses(process->path(), port.st_rdev)) {
      PortProgram& program = found.emplace_back(PortProgram{.pid = *pid, .name = {}});
      std::ifstream name(process->path() / "comm");
      std::getline(name, program.name);
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.pid < b.pid; });
  return found;
}

std::string named(const std::vector<PortProgram>& programs) {
  std::string text;
  for (const PortProgram& program : programs) {
    text += (text.empty() ? "" : ", ") + program.name + " (pid " + std::to_string(program.pid) + ")";
  }
  return text;
}

}  // namespace antrean
