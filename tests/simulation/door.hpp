// The two scanners at the entrance, with the settings of different makers. A code in front of a scanner comes
// as bytes with the maker's suffix, sometimes in two pieces, again and again while it is held, together with
// the bar codes of other things in the hand. The driver's framing makes lines of them.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "agenda.hpp"
#include "code_scanner/scan_framer.hpp"
#include "queue/estimate/chance.hpp"

namespace antrean::simulation {

class Door {
 public:
  using OnLine = std::function<void(std::string line)>;
  static constexpr unsigned scanners = 2;

  Door(Agenda& agenda, std::uint64_t seed, OnLine on_line);

  /// Holds something in front of one of the scanners, after the previous thing is removed. `seen`: the
  /// scanner begins to send it.
  void hold_up(unsigned scanner, const std::string& what, std::function<void()> seen);
  /// The office's process has ended, and with it the part of a line that it had.
  void host_died();

 private:
  struct Scanner {
    explicit Scanner(ScanFramer framer_) : framer(std::move(framer_)) {}
    ScanFramer framer;
    std::string before, after;  ///< what the maker puts around the data
    MonotonicTime free_at{};
  };
  void say(Scanner& scanner, const std::string& bytes);
  void look_for_silence(Scanner& scanner);

  Agenda& agenda_;
  queue::Chance chance_;
  OnLine on_line_;
  std::vector<Scanner> scanners_;
};

}  // namespace antrean::simulation
