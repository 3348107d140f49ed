#include "small_disk.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace antrean::tests {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw std::runtime_error(what + ": " + std::generic_category().message(errno) +
                           ". This test needs a mount namespace: run it as root, or allow user namespaces "
                           "(kernel.unprivileged_userns_clone=1), or leave it out with -E faults_disk");
}

void write_map(const char* file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.close();
  if (!out) {
    refuse(std::string("cannot write ") + file);
  }
}

void enter_own_namespace() {
  static bool entered = false;
  if (entered) {
    return;
  }
  const auto user = ::geteuid();
  const auto group = ::getegid();
  if (::unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) {
    refuse("no mount namespace of our own");
  }
  if (user != 0) {
    write_map("/proc/self/setgroups", "deny");
    write_map("/proc/self/uid_map", "0 " + std::to_string(user) + " 1");
    write_map("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
  }
  // Mounts here must not be visible to other processes.
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    refuse("mounts cannot be made private");
  }
  entered = true;
}

}  // namespace

std::string no_small_disk_because() {
  int ends[2];
  if (::pipe(ends) != 0) {
    return "no pipe";
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    std::string reason;
    try {
      const SmallDisk disk(std::filesystem::temp_directory_path() / ("antrean-disk-" + std::to_string(::getpid())), 1);
    } catch (const std::exception& error) {
      reason = error.what();
    }
    static_cast<void>(::write(ends[1], reason.data(), reason.size()));
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string reason;
  char piece[512];
  for (ssize_t size = 0; (size = ::read(ends[0], piece, sizeof piece)) > 0;) {
    reason.append(piece, static_cast<std::size_t>(size));
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove(std::filesystem::temp_directory_path() / ("antrean-disk-" + std::to_string(child)), ignored);
  return child < 0 ? "no process of our own" : reason;
}

SmallDisk::SmallDisk(std::filesystem::path folder, unsigned megabytes) : folder_(std::move(folder)) {
  enter_own_namespace();
  std::filesystem::create_directories(folder_);
  const std::string size = "size=" + std::to_string(megabytes) + "m";
  if (::mount("tmpfs", folder_.c_str(), "tmpfs", 0, size.c_str()) != 0) {
    refuse("no tmpfs at " + folder_.string());
  }
}

SmallDisk::~SmallDisk() { ::umount2(folder_.c_str(), MNT_DETACH); }

void SmallDisk::fill() {
  const int fd = ::open((folder_ / "ballast").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::string block(64 << 10, 'x');
  std::size_t size = block.size();
  while (fd >= 0 && size > 0) {
    if (::write(fd, block.data(), size) < 0) {
      size /= 2;
    }
  }
  ::close(fd);
}

void SmallDisk::free() { std::filesystem::remove(folder_ / "ballast"); }

void SmallDisk::read_only(bool on) {
  if (::mount("none", folder_.c_str(), nullptr, MS_REMOUNT | (on ? MS_RDONLY : 0u), nullptr) != 0) {
    refuse("cannot remount " + folder_.string());
  }
}

}  // namespace antrean::tests
