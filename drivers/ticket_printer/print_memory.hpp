// Remembers in a file which tickets were given to the printer, so that none is printed twice by itself, and
// which of them came to their end. Lines with ids, the newest last; "~" before an id that did not. Blocking:
// one thread, the printer's worker.
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
  /// As knows(); true if it also came to its end.
  bool ended(std::string_view id);
  /// It begins. It is on the disk when this returns. Throws std::system_error if it cannot be written, and
  /// then the id is not known.
  void note(std::string id);
  /// It came to its end, also if nobody noted its beginning. As note().
  void note_end(std::string id);

 private:
  struct Given {
    std::string id;
    bool ended = false;
  };
  void load();
  void add(Given one);
  std::deque<Given>::iterator find(std::string_view id);

  std::filesystem::path file_;
  bool loaded_ = false;
  std::deque<Given> given_;
};

}  // namespace antrean
