// Scanner framing. Whatever a serial scanner sends, in any pieces and with any pauses, becomes bounded lines.
// The lines do not depend on how the bytes were split, and every line has an answer.
//
// Input: commands of one byte. 0..7: this many tenths of the line gap pass; 8: the device goes away;
// otherwise: the next byte says how many bytes come in one piece.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <vector>

#include "code_scanner/scan_framer.hpp"
#include "codes/booking_code.hpp"

using namespace antrean;

namespace {

constexpr std::size_t max_bytes = 64;
constexpr Milliseconds line_gap{100};
constexpr Milliseconds unfinished_gap{300};

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

bool same(const std::optional<std::string>& one, const std::optional<std::string>& other) { return one == other; }

class Bench {
 public:
  void pass(Milliseconds span) {
    now_ += span;
    auto line = whole_.idle(now_);
    require(same(line, in_bytes_.idle(now_)));
    if (line) {
      check(*line);
    }
    const auto due = whole_.deadline();
    require(!due || *due > now_);  // a line that was due was given just before
  }
  void unplug() {
    whole_.clear();
    in_bytes_.clear();
    require(!whole_.deadline());
  }
  void receive(std::string_view piece) {
    std::vector<std::string> lines = whole_.take(piece, now_);
    std::vector<std::string> again;
    for (std::size_t i = 0; i < piece.size(); ++i) {
      std::ranges::move(in_bytes_.take(piece.substr(i, 1), now_), std::back_inserter(again));
    }
    require(lines == again);
    for (const std::string& line : lines) {
      check(line);
    }
  }

 private:
  void check(const std::string& line) {
    require(!line.empty() && line.size() <= max_bytes + 1);
    require(line.find_first_of("\r\n\t\x02\x03") == std::string::npos);
    require(line.front() != '\0' && line.back() != '\0');
    (void)codes::read_scan(line, {});
  }
  static ScanFramer::Settings framing() {
    return {.max_bytes = max_bytes, .line_gap = line_gap, .unfinished_gap = unfinished_gap, .whole = codes::is_whole};
  }

  MonotonicTime now_{};
  ScanFramer whole_{framing()};
  ScanFramer in_bytes_{framing()};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bench bench;
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] < 8) {
      bench.pass(line_gap * data[i] / 10);
    } else if (data[i] == 8) {
      bench.unplug();
    } else if (i + 1 < size) {
      const std::size_t length = std::min<std::size_t>(data[i + 1], size - i - 2);
      const std::string piece(data + i + 2, data + i + 2 + length);
      if (!piece.empty()) {
        bench.receive(piece);  // a port never gives an empty piece
      }
      i += 1 + length;
    }
  }
  bench.pass(unfinished_gap);
  return 0;
}
