// The floor of `press`: the best polling schedule for these frames on a host that needs no time at all. Pure.
//
// Pads are asked for their news by button in turn, or all at once by the question for events. News is
// followed at once by the board's picture. Nothing else is sent: our bus must also fit in lamps, waiting
// counts, checks of the boards and of the pads, and the ends of blinks. Every frame takes exactly its
// characters, every silence exactly t3.5, every unit exactly its stated turnaround.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "serial_bus/wire_time.hpp"

namespace antrean::bench {

struct Press {
  std::int64_t at_us = 0;  ///< when the pad has counted it
  unsigned pad = 0;        ///< counted from 0
};

struct FloorSettings {
  bus::LineRate rate;
  bus::Nanoseconds turnaround{0};
  unsigned pads = 12;
  unsigned board_characters = 4;
  bool events = false;
};

/// Microseconds from each press until its board has the picture, for the same press times. There is one run
/// for each of `phases` starting points of the round.
std::vector<std::vector<double>> floor_latencies(const FloorSettings& settings, const std::vector<Press>& presses,
                                                 unsigned phases);

/// The arithmetic in words, one line each.
std::string floor_arithmetic(const FloorSettings& settings);

}  // namespace antrean::bench
