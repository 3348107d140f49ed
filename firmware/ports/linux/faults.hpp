// The faults of a real line, chosen by a random generator with a seed.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <vector>

namespace antrean::device {

/// Chances are 0..1 per frame.
struct FaultSettings {
  double lost = 0;       ///< the device does not send a reply
  double flipped = 0;    ///< a bit of a reply is inverted
  double truncated = 0;  ///< a reply ends early
  double late = 0;       ///< a reply comes `late_us` later
  std::uint64_t late_us = 300'000;
  double request_lost = 0;       ///< the devices do not receive a frame of the host
  double request_flipped = 0;    ///< a bit of a frame of the host is inverted
  bool echo = false;             ///< the host's adapter receives what it sends
  std::set<std::uint8_t> units;  ///< only replies of these units; empty: of all
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

  /// False: no unit receives the frame. It may invert a bit of the frame.
  bool spoil_request(std::vector<std::uint8_t>& bytes);

  /// The byte that results when two senders send at the same time.
  std::uint8_t collide(std::uint8_t byte);

 private:
  bool happens(double chance);
  void flip(std::vector<std::uint8_t>& bytes);

  FaultSettings settings_;
  std::mt19937_64 dice_{1};
};

}  // namespace antrean::device
