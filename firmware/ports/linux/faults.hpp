// What goes wrong on a real line, by dice with a seed.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <vector>

namespace antrean::device {

/// Chances are 0..1 a frame.
struct FaultSettings {
  double lost = 0;       ///< a reply never leaves the device
  double flipped = 0;    ///< a bit of a reply is inverted
  double truncated = 0;  ///< a reply ends early
  double late = 0;       ///< a reply comes `late_us` later
  std::uint64_t late_us = 300'000;
  double request_lost = 0;       ///< the devices don't hear a frame of the host's
  double request_flipped = 0;    ///< a bit of a frame of the host's is inverted
  bool echo = false;             ///< the host's adapter hears what it sends
  std::set<std::uint8_t> units;  ///< replies of these only; empty = all
  std::uint64_t seed = 1;
};

class Faults {
 public:
  void set(FaultSettings settings);
  [[nodiscard]] const FaultSettings& settings() const { return settings_; }

  struct Reply {
    std::vector<std::uint8_t> bytes;  ///< empty: nothing is sent
    std::uint64_t later_us = 0;
  };
  Reply spoil_reply(std::uint8_t unit, std::vector<std::uint8_t> bytes);

  /// False: nobody hears it. May invert a bit of the frame.
  bool spoil_request(std::vector<std::uint8_t>& bytes);

  /// What two talkers make of a byte.
  std::uint8_t collide(std::uint8_t byte);

 private:
  bool happens(double chance);
  void flip(std::vector<std::uint8_t>& bytes);

  FaultSettings settings_;
  std::mt19937_64 dice_{1};
};

}  // namespace antrean::device
