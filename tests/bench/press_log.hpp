// Which press brought which number to which board, and when. It combines what the devices' firmware did with
// the calls in the feed. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "press_floor.hpp"

namespace antrean::bench {

/// Counters, their pads and their boards have the same numbers, from 0. Every press is assumed to call one
/// number.
class PressLog {
 public:
  void pressed(unsigned pad, std::int64_t at_us);
  void shown(unsigned board, const std::string& text, std::int64_t at_us);
  void called(unsigned counter, const std::string& number);
  bool all_shown(unsigned counters) const;

  /// Only presses from now on are reported.
  void begin();
  std::vector<Press> presses() const;
  /// Microseconds from each press until its board had its number, or a later number of the same counter.
  /// Presses for which that never happened are left out.
  std::vector<double> latencies() const;

 private:
  struct Change {
    std::int64_t at_us = 0;
    std::string text;
  };
  struct Position {
    std::vector<std::int64_t> presses;
    std::vector<Change> changes;
    std::vector<std::string> calls;
    std::size_t begin = 0;  ///< index into presses
  };
  std::map<unsigned, Position> places_;
};

}  // namespace antrean::bench
