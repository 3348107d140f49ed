// A disk of a few megabytes of our own: a tmpfs in a mount namespace of this process, as root or, where the
// system lets anybody have namespaces, as anybody.
#pragma once

#include <filesystem>
#include <string>

namespace antrean::tests {

/// Why this machine lets a process have no disk of its own (an ordinary container, a chroot); empty when it
/// does. Tried in a child, so that nothing here changes.
std::string no_small_disk_because();

class SmallDisk {
 public:
  /// Mounted at `folder`, which is made. Throws std::runtime_error saying what the machine does not allow.
  /// Call it while the process has one thread.
  SmallDisk(std::filesystem::path folder, unsigned megabytes);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  /// Writes a file until not one byte more goes onto the disk.
  void fill();
  void free();
  void read_only(bool on);  ///< while no file on it is open for writing
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace antrean::tests
