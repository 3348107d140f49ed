#include "code_scanner/scan_framer.hpp"

#include <algorithm>

namespace antrean {
namespace {

constexpr char stx = '\x02';
constexpr char etx = '\x03';

bool ends_a_line(char byte) { return byte == '\r' || byte == '\n' || byte == '\t' || byte == stx || byte == etx; }
bool is_nothing(char byte) { return static_cast<unsigned char>(byte) <= 0x20 || byte == 0x7f; }

}  // namespace

std::vector<std::string> ScanFramer::take(std::string_view bytes, MonotonicTime now) {
  std::vector<std::string> lines;
  if (auto before = idle(now)) {
    lines.push_back(std::move(*before));
  }
  for (const char byte : bytes) {
    if (ends_a_line(byte)) {
      if (auto line = end_line()) {
        lines.push_back(std::move(*line));
      }
    } else if (line_.size() <= settings_.max_bytes) {
      line_.push_back(byte);
    }
  }
  last_byte_ = now;
  gap_ = !settings_.whole || settings_.whole(line_) ? settings_.line_gap : settings_.unfinished_gap;
  return lines;
}

std::optional<std::string> ScanFramer::idle(MonotonicTime now) {
  if (line_.empty() || now - last_byte_ < gap_) {
    return std::nullopt;
  }
  return end_line();
}

std::optional<MonotonicTime> ScanFramer::deadline() const {
  if (line_.empty()) {
    return std::nullopt;
  }
  return last_byte_ + gap_;
}

void ScanFramer::clear() { line_.clear(); }

std::optional<std::string> ScanFramer::end_line() {
  std::string line;
  line.swap(line_);
  if (std::all_of(line.begin(), line.end(), is_nothing)) {
    return std::nullopt;
  }
  const auto first = line.find_first_not_of('\0');
  const auto last = line.find_last_not_of('\0');
  return line.substr(first, last - first + 1);
}

}  // namespace antrean
