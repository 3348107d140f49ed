// Bytes of a serial scanner to lines. Pure: time is an argument.
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

/// A line ends with CR, LF, TAB, or the STX and ETX that frame it; makers disagree on the suffix (facts of
/// the GM65 family), so silence ends one, too: `line_gap` of it behind what is `whole`, `unfinished_gap`
/// behind anything else, for a scanner may pause within a code. Lines of spaces and control characters only
/// are nothing, and neither are NUL bytes at either end. More than `max_bytes` before an end: the first
/// max_bytes + 1 are kept as the line, the rest of it is dropped, and the next line is whole again.
class ScanFramer {
 public:
  struct Settings {
    std::size_t max_bytes = 512;
    Milliseconds line_gap{80};
    Milliseconds unfinished_gap{500};
    std::function<bool(std::string_view line)> whole;  ///< nothing more belongs to it; without it every line is
  };
  explicit ScanFramer(Settings settings) : settings_(std::move(settings)) {}

  std::vector<std::string> take(std::string_view bytes, MonotonicTime now);
  /// The line without an end, once its silence has passed since the last byte.
  std::optional<std::string> idle(MonotonicTime now);
  /// When idle() is worth asking; nullopt while there is nothing unfinished.
  std::optional<MonotonicTime> deadline() const;
  /// The device went away: an unfinished line is nothing.
  void clear();

 private:
  std::optional<std::string> end_line();

  Settings settings_;
  std::string line_;
  Milliseconds gap_{0};  ///< of the line as it is
  MonotonicTime last_byte_{};
};

}  // namespace antrean
