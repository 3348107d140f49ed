#include "code_scanner/scan_framer.hpp"

namespace antrean {

std::vector<std::string> ScanFramer::take(std::string_view bytes, MonotonicTime now) {
  std::vector<std::string> lines;
  if (auto before = idle(now)) {
    lines.push_back(std::move(*before));
  }
  for (const char byte : bytes) {
    if (byte == '\r' || byte == '\n') {
      if (auto line = end_line()) {
        lines.push_back(std::move(*line));
      }
    } else if (line_.size() <= max_bytes_) {
      line_.push_back(byte);
    }
  }
  last_byte_ = now;
  return lines;
}

std::optional<std::string> ScanFramer::idle(MonotonicTime now) {
  if (line_.empty() || now - last_byte_ < line_gap_) {
    return std::nullopt;
  }
  return end_line();
}

std::optional<MonotonicTime> ScanFramer::deadline() const {
  if (line_.empty()) {
    return std::nullopt;
  }
  return last_byte_ + line_gap_;
}

std::optional<std::string> ScanFramer::end_line() {
  std::string line;
  line.swap(line_);
  const auto first = line.find_first_not_of('\0');
  if (first == std::string::npos) {
    return std::nullopt;
  }
  const auto last = line.find_last_not_of('\0');
  return line.substr(first, last - first + 1);
}

bool RepeatFilter::is_new(const std::string& line, MonotonicTime now) {
  const bool repeat = seen_ && line == last_ && now - *seen_ < window_;
  last_ = line;
  seen_ = now;
  return !repeat;
}

}  // namespace antrean
