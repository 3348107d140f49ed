// The two scanners at the entrance, as makers set them: what is held up before one comes as bytes, with the
// maker's suffix, sometimes in two pieces, again and again while it is held, with the bar code of whatever
// else is in the hand. The driver's framing makes lines of them.
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

  /// Before one of the scanners, once the one before has let go. `seen`: the scanner begins to say it.
  void hold_up(unsigned scanner, const std::string& what, std::function<void()> seen);
  /// The office's process is gone, and with it what it had of a line.
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
