// Makes lines from the bytes of a serial scanner. Pure: time is an argument.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "values/office_time.hpp"

namespace antrean {

/// CR, LF, TAB, STX and ETX end a line; some makers put STX and ETX around it. Makers use different suffixes
/// (facts of the GM65 family), so silence also ends a line: `line_gap` after a line that is `whole`,
/// `unfinished_gap` after anything else, because a scanner may pause within a code. Lines with only spaces
/// and control characters are ignored, and so are NUL bytes at either end. If more than `max_bytes` come
/// without an end, the first max_bytes + 1 are kept as the line, the rest of it is dropped, and the next line
/// is complete again.
class ScanFramer {
 public:
  struct Settings {
    std::size_t max_bytes = 512;
    Milliseconds line_gap{80};
    Milliseconds unfinished_gap{500};
    /// true: nothing more belongs to the line; without it every line is whole
    std::function<bool(std::string_view line)> whole;
  };
  explicit ScanFramer(Settings settings) : settings_(std::move(settings)) {}

  std::vector<std::string> take(std::string_view bytes, MonotonicTime now);
  /// The unfinished line, if its silence since the last byte is over.
  std::optional<std::string> idle(MonotonicTime now);
  /// When to call idle(); nullopt while there is no unfinished line.
  std::optional<MonotonicTime> deadline() const;
  /// Call it when the device went away: an unfinished line is dropped.
  void clear();

 private:
  std::optional<std::string> end_line();

  Settings settings_;
  std::string line_;
  Milliseconds gap_{0};  ///< the silence that ends the current line
  MonotonicTime last_byte_{};
};

}  // namespace antrean
