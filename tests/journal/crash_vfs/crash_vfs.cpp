#include "crash_vfs/crash_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace antrean::tests {
namespace {

constexpr std::size_t sector_bytes = 512;

void apply(std::vector<std::uint8_t>& image, std::int64_t offset, const std::uint8_t* bytes, std::size_t size) {
  const auto start = static_cast<std::size_t>(offset);
  if (image.size() < start + size) {
    image.resize(start + size);
  }
  std::copy_n(bytes, size, image.begin() + offset);
}

}  // namespace

struct CrashDisk::OpenFile {
  sqlite3_file base;
  CrashDisk* disk;
  Inode* inode;  ///< owned by the directory, or by `kept` once removed
  std::shared_ptr<Inode>* kept;
  int lock;
  bool syncs_directory;  ///< as the unix VFS does at the first sync of a journal that it may have made
  bool delete_on_close;
};

struct CrashDisk::Methods {
  static OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
  static CrashDisk& of(sqlite3_vfs* vfs) { return *static_cast<CrashDisk*>(vfs->pAppData); }

  static int close(sqlite3_file* file) {
    OpenFile& open = of(file);
    unlock(file, SQLITE_LOCK_NONE);
    open.inode->shared.clear();
    delete open.kept;
    return SQLITE_OK;
  }

  static int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    const OpenFile& open = of(file);
    if (open.disk->off_) {
      return SQLITE_IOERR_READ;
    }
    const auto& live = open.inode->live;
    const auto wanted = static_cast<std::size_t>(amount);
    const std::size_t start = std::min(static_cast<std::size_t>(offset), live.size());
    const std::size_t there = std::min(wanted, live.size() - start);
    if (there > 0) {
      std::memcpy(to, live.data() + start, there);
    }
    if (there == wanted) {
      return SQLITE_OK;
    }
    std::memset(static_cast<std::uint8_t*>(to) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
  }

  static int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    OpenFile& open = of(file);
    CrashDisk& disk = *open.disk;
    if (disk.off_) {
      return SQLITE_IOERR_WRITE;
    }
    if (disk.read_only_) {
      return SQLITE_IOERR_WRITE;
    }
    // As SQLite's own unix layer, which takes at most this many bytes and reports a full disk for more.
    constexpr int most_at_once = 0x1ffff;
    if (amount > most_at_once) {
      return SQLITE_FULL;
    }
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    const auto size = static_cast<std::size_t>(amount);
    const std::size_t end = static_cast<std::size_t>(offset) + size;
    if (disk.capacity_ != 0 && end > open.inode->live.size() &&
        disk.size() + end - open.inode->live.size() > disk.capacity_) {
      return SQLITE_FULL;
    }
    apply(open.inode->live, offset, bytes, size);
    open.inode->pending.push_back({offset, {bytes, bytes + size}});
    return disk.operation() ? SQLITE_OK : SQLITE_IOERR_WRITE;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    OpenFile& open = of(file);
    if (open.disk->off_ || open.disk->read_only_) {
      return SQLITE_IOERR_TRUNCATE;
    }
    open.inode->live.resize(static_cast<std::size_t>(size));
    open.inode->pending.push_back({size, {}});
    return open.disk->operation() ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
  }

  static int sync(sqlite3_file* file, int) {
    OpenFile& open = of(file);
    CrashDisk& disk = *open.disk;
    if (!disk.operation()) {
      return SQLITE_IOERR_FSYNC;
    }
    if (disk.bad_syncs_ > 0) {
      if (disk.good_syncs_ > 0) {
        --disk.good_syncs_;
      } else {
        --disk.bad_syncs_;
        open.inode->pending.clear();
        return SQLITE_IOERR_FSYNC;
      }
    }
    for (const Change& change : open.inode->pending) {
      if (change.bytes.empty()) {
        open.inode->durable.resize(static_cast<std::size_t>(change.offset));
      } else {
        apply(open.inode->durable, change.offset, change.bytes.data(), change.bytes.size());
      }
    }
    open.inode->pending.clear();
    if (open.syncs_directory) {
      disk.durable_ = disk.live_;
      open.syncs_directory = false;
    }
    return SQLITE_OK;
  }

  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).inode->live.size());
    return of(file).disk->off_ ? SQLITE_IOERR_FSTAT : SQLITE_OK;
  }

  /// The journal has one connection at a time; any other one is told that it is busy.
  static int lock(sqlite3_file* file, int wanted) {
    OpenFile& open = of(file);
    if (wanted > open.lock) {
      if (open.inode->lock > open.lock) {
        return SQLITE_BUSY;
      }
      open.inode->lock = open.lock = wanted;
    }
    return SQLITE_OK;
  }
  static int unlock(sqlite3_file* file, int wanted) {
    OpenFile& open = of(file);
    if (open.lock > wanted) {
      open.inode->lock = open.lock = wanted;
    }
    return SQLITE_OK;
  }
  static int check_reserved(sqlite3_file* file, int* reserved) {
    *reserved = of(file).inode->lock >= SQLITE_LOCK_RESERVED ? 1 : 0;
    return SQLITE_OK;
  }
  static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int sector_size(sqlite3_file*) { return 4096; }
  static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  // The index of the log is shared memory on a real system. It ends with the last connection and is never on
  // the disk.
  static int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    auto& regions = of(file).inode->shared;
    const auto wanted = static_cast<std::size_t>(region);
    *out = nullptr;
    if (regions.size() <= wanted && extend != 0) {
      while (regions.size() <= wanted) {
        regions.push_back(std::make_unique<std::uint64_t[]>(static_cast<std::size_t>(size) / sizeof(std::uint64_t)));
      }
    }
    if (wanted < regions.size()) {
      *out = regions[wanted].get();
    }
    return SQLITE_OK;
  }
  static int shm_lock(sqlite3_file*, int, int, int) { return SQLITE_OK; }
  static void shm_barrier(sqlite3_file*) {}
  static int shm_unmap(sqlite3_file* file, int) {
    of(file).inode->shared.clear();
    return SQLITE_OK;
  }

  static const sqlite3_io_methods* table() {
    static const sqlite3_io_methods methods = [] {
      sqlite3_io_methods made{};
      made.iVersion = 2;
      made.xClose = close;
      made.xRead = read;
      made.xWrite = write;
      made.xTruncate = truncate;
      made.xSync = sync;
      made.xFileSize = file_size;
      made.xLock = lock;
      made.xUnlock = unlock;
      made.xCheckReservedLock = check_reserved;
      made.xFileControl = control;
      made.xSectorSize = sector_size;
      made.xDeviceCharacteristics = characteristics;
      made.xShmMap = shm_map;
      made.xShmLock = shm_lock;
      made.xShmBarrier = shm_barrier;
      made.xShmUnmap = shm_unmap;
      return made;
    }();
    return &methods;
  }

  static int open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags, int* out_flags) {
    CrashDisk& disk = of(vfs);
    file->pMethods = nullptr;
    if (disk.off_) {
      return SQLITE_CANTOPEN;
    }
    const std::string name = path != nullptr ? path : "(temporary)";
    auto found = disk.live_.find(name);
    const bool make = found == disk.live_.end();
    if (make) {
      if ((flags & SQLITE_OPEN_CREATE) == 0 || disk.read_only_ || !disk.operation()) {
        return SQLITE_CANTOPEN;
      }
      found = disk.live_.emplace(name, std::make_shared<Inode>()).first;
    }
    OpenFile& open = *new (file) OpenFile{};
    open.disk = &disk;
    open.kept = new std::shared_ptr<Inode>(found->second);
    open.inode = found->second.get();
    open.lock = SQLITE_LOCK_NONE;
    open.syncs_directory =
        (flags & SQLITE_OPEN_CREATE) != 0 && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    open.base.pMethods = table();
    if (out_flags != nullptr) {
      *out_flags = flags;
    }
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    CrashDisk& disk = of(vfs);
    if (disk.read_only_ || !disk.operation()) {
      return SQLITE_IOERR_DELETE;
    }
    if (disk.live_.erase(path) == 0) {
      return SQLITE_IOERR_DELETE_NOENT;
    }
    if (sync_directory != 0) {
      disk.durable_ = disk.live_;
    }
    return SQLITE_OK;
  }

  static int access(sqlite3_vfs* vfs, const char* path, int, int* there) {
    CrashDisk& disk = of(vfs);
    const auto found = disk.live_.find(path);
    *there = found != disk.live_.end() && !found->second->live.empty() ? 1 : 0;
    return disk.off_ ? SQLITE_IOERR_ACCESS : SQLITE_OK;
  }

  static int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", path);
    return SQLITE_OK;
  }

  static int randomness(sqlite3_vfs* vfs, int size, char* out) {
    std::generate_n(out, size, [&] { return static_cast<char>(of(vfs).random_()); });
    return size;
  }
  static int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
  static int current_time_ms(sqlite3_vfs* vfs, sqlite3_int64* now) {
    *now = 2'461'000LL * 86'400'000 + ++of(vfs).clock_;
    return SQLITE_OK;
  }
  static int current_time(sqlite3_vfs* vfs, double* now) {
    sqlite3_int64 ms = 0;
    current_time_ms(vfs, &ms);
    *now = static_cast<double>(ms) / 86'400'000.0;
    return SQLITE_OK;
  }
  static int last_error(sqlite3_vfs*, int, char*) { return 0; }
};

CrashDisk::CrashDisk(std::uint64_t seed) : random_(seed) {
  static std::uint64_t disks = 0;
  name_ = "crash-" + std::to_string(++disks);
  registered_.iVersion = 2;
  registered_.szOsFile = sizeof(OpenFile);
  registered_.mxPathname = 512;
  registered_.zName = name_.c_str();
  registered_.pAppData = this;
  registered_.xOpen = Methods::open;
  registered_.xDelete = Methods::remove;
  registered_.xAccess = Methods::access;
  registered_.xFullPathname = Methods::full_path;
  registered_.xRandomness = Methods::randomness;
  registered_.xSleep = Methods::sleep;
  registered_.xCurrentTime = Methods::current_time;
  registered_.xGetLastError = Methods::last_error;
  registered_.xCurrentTimeInt64 = Methods::current_time_ms;
  sqlite3_vfs_register(&registered_, 0);
}

CrashDisk::~CrashDisk() { sqlite3_vfs_unregister(&registered_); }

bool CrashDisk::operation() {
  if (off_) {
    return false;
  }
  ++operations_;
  if (watch_) {
    watch_();
  }
  off_ = operations_ == cut_in_;
  return !off_;
}

std::unique_ptr<CrashDisk> CrashDisk::cut_copy(std::uint64_t seed, Sectors sectors) const {
  auto copy = std::make_unique<CrashDisk>(seed);
  std::map<const Inode*, std::shared_ptr<Inode>> copied;
  const auto copies = [&](const Directory& from) {
    Directory to;
    for (const auto& [path, inode] : from) {
      auto& known = copied[inode.get()];
      if (!known) {
        known = std::make_shared<Inode>();
        known->durable = inode->durable;
        known->pending = inode->pending;
      }
      to[path] = known;
    }
    return to;
  };
  copy->live_ = copies(live_);
  copy->durable_ = copies(durable_);
  copy->off_ = true;
  copy->power_on(sectors);
  return copy;
}

std::uint64_t CrashDisk::size() const {
  std::uint64_t bytes = 0;
  for (const auto& [path, inode] : live_) {
    bytes += inode->live.size();
  }
  return bytes;
}

std::vector<std::uint8_t>* CrashDisk::file(const std::string& path) {
  const auto found = live_.find(path);
  return found == live_.end() ? nullptr : &found->second->live;
}

void CrashDisk::put(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  const auto inode = std::make_shared<Inode>();
  inode->durable = bytes;
  inode->live = bytes;
  live_[path] = inode;
  durable_[path] = inode;
}

void CrashDisk::lose(Inode& inode, Sectors sectors) {
  for (const Change& change : inode.pending) {
    if (change.bytes.empty()) {
      if (chance(2)) {
        inode.durable.resize(static_cast<std::size_t>(change.offset));
      }
      continue;
    }
    const std::size_t size = change.bytes.size();
    for (std::size_t done = 0; done < size;) {
      const std::size_t at = static_cast<std::size_t>(change.offset) + done;
      std::size_t part = std::min(sector_bytes - at % sector_bytes, size - done);
      const std::size_t step = part;
      if (sectors == Sectors::torn && chance(10)) {
        part = 1 + random_() % part;
      } else if (chance(2)) {
        part = 0;
      }
      if (part > 0) {
        apply(inode.durable, static_cast<std::int64_t>(at), change.bytes.data() + done, part);
      }
      done += step;
    }
  }
  inode.pending.clear();
  inode.live = inode.durable;
}

void CrashDisk::process_died() {
  off_ = false;
  cut_in_ = 0;
  operations_ = 0;
}

void CrashDisk::power_on(Sectors sectors) {
  if (off_) {
    Directory found = durable_;
    for (const auto& [path, inode] : live_) {
      if (found.find(path) == found.end() && chance(2)) {
        found[path] = inode;
      }
    }
    for (const auto& [path, inode] : durable_) {
      const auto now = live_.find(path);
      if ((now == live_.end() || now->second != inode) && chance(2)) {
        now == live_.end() ? void(found.erase(path)) : void(found[path] = now->second);
      }
    }
    for (const auto& [path, inode] : found) {
      lose(*inode, sectors);
    }
    live_ = durable_ = found;
  }
  off_ = false;
  cut_in_ = 0;
  operations_ = 0;
}

}  // namespace antrean::tests
