#include "door.hpp"

#include <algorithm>
#include <utility>

#include "codes/booking_code.hpp"
#include "day_plan.hpp"

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;

ScanFramer framer() {
  return ScanFramer(
      {.max_bytes = codes::max_scan_bytes, .line_gap = 80ms, .unfinished_gap = 500ms, .whole = codes::is_whole});
}

struct Maker {
  const char* before;
  const char* after;
};
constexpr std::array makers{
    Maker{"", "\r"},         Maker{"", "\r\n"},  Maker{"", "\r\t"},           Maker{"", "\r\x03"},
    Maker{"\x02", "\x03\r"}, Maker{"]Q1", "\r"}, Maker{"\xEF\xBB\xBF", "\r"}, Maker{"", ""}};
constexpr const char* bottle = "8991234567890";

}  // namespace

Door::Door(Agenda& agenda, std::uint64_t seed, OnLine on_line)
    : agenda_(agenda), chance_(mixed(seed, 7000)), on_line_(std::move(on_line)) {
  for (unsigned i = 0; i < scanners; ++i) {
    Scanner& scanner = scanners_.emplace_back(framer());
    const Maker& maker = makers[chance_.below(makers.size())];
    scanner.before = maker.before;
    scanner.after = maker.after;
  }
}

void Door::hold_up(unsigned which, const std::string& what, std::function<void()> seen) {
  Scanner& scanner = scanners_[which % scanners];
  const MonotonicTime begins = std::max(agenda_.now(), scanner.free_at);
  const std::string bytes = scanner.before + what + scanner.after;
  const std::uint64_t times = 1 + (chance_.happens(0.3) ? chance_.below(4) : 0);
  const bool in_pieces = chance_.happens(0.2);
  const bool with_bottle = chance_.happens(0.2);
  MonotonicTime at = begins;
  agenda_.at(at, std::move(seen));
  for (std::uint64_t i = 0; i < times; ++i, at += 400ms) {
    const std::size_t piece = in_pieces ? bytes.size() / 2 : bytes.size();
    agenda_.at(at, [this, &scanner, part = bytes.substr(0, piece)] { say(scanner, part); });
    if (in_pieces) {
      agenda_.at(at + 150ms, [this, &scanner, part = bytes.substr(piece)] { say(scanner, part); });
    }
  }
  if (with_bottle) {
    agenda_.at(at, [this, &scanner] { say(scanner, scanner.before + bottle + scanner.after); });
    at += 400ms;
  }
  scanner.free_at = at + 300ms;
}

void Door::say(Scanner& scanner, const std::string& bytes) {
  for (std::string& line : scanner.framer.take(bytes, agenda_.now())) {
    on_line_(std::move(line));
  }
  look_for_silence(scanner);
}

void Door::look_for_silence(Scanner& scanner) {
  if (const auto deadline = scanner.framer.deadline()) {
    agenda_.at(*deadline, [this, &scanner] {
      if (auto line = scanner.framer.idle(agenda_.now())) {
        on_line_(std::move(*line));
      }
    });
  }
}

void Door::host_died() {
  for (Scanner& scanner : scanners_) {
    scanner.framer.clear();
  }
}

}  // namespace antrean::simulation
