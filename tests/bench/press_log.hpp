// Which press had which visible end, and when: a new number on the board of its counter, or the flash that
// refuses it. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "press_floor.hpp"

namespace antrean::bench {

/// Counters, their pads and their boards have the same numbers, from 0. Each press has one end, in the order
/// of the presses. A flash may answer several presses that came before it began.
class PressLog {
 public:
  void pressed(unsigned pad, std::int64_t at_us);
  void shown(unsigned board, const std::string& text, std::int64_t at_us);
  /// `count` of all its flashes so far.
  void flashes(unsigned pad, std::uint64_t count, std::int64_t at_us);
  bool all_shown(unsigned counters) const;

  /// Only presses from now on are reported.
  void begin();
  std::vector<Press> presses() const;
  /// Microseconds from each press until its end. Presses without one are left out.
  std::vector<double> latencies() const;

 private:
  struct End {
    std::int64_t at_us = 0;
    bool flash = false;
  };
  struct Position {
    std::vector<std::int64_t> presses;
    std::vector<End> ends;
    std::string text;
    std::uint64_t flashes = 0;
    std::size_t begin = 0;       ///< index into presses
    std::size_t ends_begin = 0;  ///< index into ends
  };
  std::map<unsigned, Position> places_;
};

}  // namespace antrean::bench
