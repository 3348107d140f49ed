// A disk of a few megabytes for the test: a tmpfs in a mount namespace of this process. It works as root and,
// if the system lets all users have namespaces, as any user.
#pragma once

#include <filesystem>
#include <string>

namespace antrean::tests {

/// Why this machine does not let a process have its own disk (an ordinary container, a chroot); empty if it
/// does. It is tried in a child process, so nothing changes here.
std::string no_small_disk_because();

class SmallDisk {
 public:
  /// Mounts it at `folder`, which is made. Throws std::runtime_error that says what the machine does not
  /// allow. Call it while the process has one thread.
  SmallDisk(std::filesystem::path folder, unsigned megabytes);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  /// Writes a file until not one more byte fits on the disk.
  void fill();
  void free();
  void read_only(bool on);  ///< call it while no file on it is open for writing
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace antrean::tests
