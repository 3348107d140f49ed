// A disk in memory that loses power. It is an SQLite VFS that knows for every file what is durable and what
// was only written.
//
// When the power is cut, each 512-byte sector that was written but not synced is kept or lost by chance, or
// torn in the middle if the test asks for it. Files that were made, grown, cut or removed without a sync of
// file or directory may be so or not. What was synced stays. A failed sync discards what it should have made
// durable and reports the pages as clean, as Linux does: reads still see them, but the disk never gets them.
//
// Everything follows from the seed. One thread. The VFS stays registered while the disk lives; close its
// databases first.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace antrean::tests {

class CrashDisk {
 public:
  enum class Sectors { whole, torn };

  explicit CrashDisk(std::uint64_t seed);
  ~CrashDisk();
  CrashDisk(const CrashDisk&) = delete;
  CrashDisk& operator=(const CrashDisk&) = delete;

  const std::string& vfs() const { return name_; }

  /// The number of writes, syncs, truncations, creations and removals since the last power_on().
  std::uint64_t operations() const { return operations_; }

  /// The power fails in the n-th operation (from 1) of operations(). From then on everything is an I/O error.
  void cut_power_in(std::uint64_t operation) { cut_in_ = operation; }
  bool power_is_off() const { return off_; }
  void cut_power() { off_ = true; }
  /// Decides which unsynced data are there, and starts again. Databases must be closed.
  void power_on(Sectors sectors);
  /// Call it after cut_power(): the process died, not the machine, so everything that was written is there.
  /// Databases must be closed.
  void process_died();

  /// Called in every operation, before it takes effect.
  void watch(std::function<void()> watch) { watch_ = std::move(watch); }
  /// Another disk, in the state in which this one would be found if the power failed now.
  std::unique_ptr<CrashDisk> cut_copy(std::uint64_t seed, Sectors sectors) const;

  /// After `good` good syncs, the next `count` syncs fail.
  void fail_syncs(std::uint64_t good, std::uint64_t count) { good_syncs_ = good, bad_syncs_ = count; }
  /// Writes that would make all files together larger than this are refused as "disk full". 0: no limit.
  void set_capacity(std::uint64_t bytes) { capacity_ = bytes; }
  std::uint64_t size() const;
  /// Every write fails, as on a file system that was mounted read-only after an error.
  void set_read_only(bool read_only) { read_only_ = read_only; }

  /// The bytes of a file as a reader sees them. The test may change them.
  std::vector<std::uint8_t>* file(const std::string& path);
  /// A file that has lain there for long: durable.
  void put(const std::string& path, const std::vector<std::uint8_t>& bytes);

 private:
  struct Change {
    std::int64_t offset = 0;          ///< of a write; the new size of a truncation
    std::vector<std::uint8_t> bytes;  ///< empty: a truncation
  };
  struct Inode {
    std::vector<std::uint8_t> durable;
    std::vector<std::uint8_t> live;
    std::vector<Change> pending;
    int lock = SQLITE_LOCK_NONE;
    std::vector<std::unique_ptr<std::uint64_t[]>> shared;
  };
  using Directory = std::map<std::string, std::shared_ptr<Inode>>;
  struct OpenFile;
  struct Methods;

  /// Counts one operation. False if the power is off or fails in this operation.
  bool operation();
  bool chance(std::uint32_t of) { return random_() % of == 0; }
  void lose(Inode& inode, Sectors sectors);

  std::string name_;
  std::mt19937_64 random_;
  sqlite3_vfs registered_{};
  Directory live_;
  Directory durable_;
  std::uint64_t operations_ = 0;
  std::uint64_t cut_in_ = 0;
  bool off_ = false;
  bool read_only_ = false;
  std::uint64_t good_syncs_ = 0;
  std::uint64_t bad_syncs_ = 0;
  std::uint64_t capacity_ = 0;
  std::int64_t clock_ = 0;
  std::function<void()> watch_;
};

}  // namespace antrean::tests
