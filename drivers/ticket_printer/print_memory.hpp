// Remembers in a file which tickets were given to the printer, so that none is printed twice by itself. Lines
// with ids, the newest last. Blocking: one thread, the printer's worker.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>

namespace antrean {

class PrintMemory {
 public:
  /// As many tickets as may be asked for again after a restart, and many more.
  static constexpr std::size_t most = 1'000;

  /// An empty path: it remembers only while it lives.
  explicit PrintMemory(std::filesystem::path file) : file_(std::move(file)) {}

  /// Throws std::system_error if the file is there and cannot be read.
  bool knows(std::string_view id);
  /// It is on the disk when this returns. Throws std::system_error if it cannot be written, and then the id
  /// is not known.
  void note(std::string id);

 private:
  void load();

  std::filesystem::path file_;
  bool loaded_ = false;
  std::deque<std::string> ids_;
};

}  // namespace antrean
