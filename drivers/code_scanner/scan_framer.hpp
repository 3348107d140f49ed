// Bytes of a serial scanner to lines. Pure: time is an argument.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/office_time.hpp"

namespace antrean {

/// A line ends with CR, LF or both; makers disagree on the suffix (facts of the GM65 family), so silence of `line_gap`
/// ends one, too. NUL bytes at either end and empty lines are nothing. More than `max_bytes` before an end: the first
/// max_bytes + 1 are kept as the line, the rest of it is dropped, and the next line is whole again.
class ScanFramer {
 public:
  ScanFramer(std::size_t max_bytes, Milliseconds line_gap) : max_bytes_(max_bytes), line_gap_(line_gap) {}

  std::vector<std::string> take(std::string_view bytes, MonotonicTime now);
  /// The unfinished line, once `line_gap` has passed since its last byte.
  std::optional<std::string> idle(MonotonicTime now);
  /// When idle() is worth asking; nullopt while there is nothing unfinished.
  std::optional<MonotonicTime> deadline() const;
  /// The device went away: an unfinished line is nothing.
  void clear() { line_.clear(); }

 private:
  std::optional<std::string> end_line();

  std::size_t max_bytes_;
  Milliseconds line_gap_;
  std::string line_;
  MonotonicTime last_byte_{};
};

/// Lets a line pass once while it is presented: the same line again within `window` of its last sight is a repeat,
/// however long it lasts.
class RepeatFilter {
 public:
  explicit RepeatFilter(Milliseconds window) : window_(window) {}
  bool is_new(const std::string& line, MonotonicTime now);

 private:
  Milliseconds window_;
  std::string last_;
  std::optional<MonotonicTime> seen_;
};

}  // namespace antrean
