// Pseudo-random numbers that are the same for the same seed on every machine. The distributions of the
// standard library are not.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace antrean::queue {

/// SplitMix64 (Steele, Lea, Flood 2014).
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  /// [0, 1)
  double fraction() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double between(double low, double high) { return low + (high - low) * fraction(); }
  bool happens(double share) { return fraction() < share; }
  /// Mean 0, deviation 1 (Box-Muller).
  double normal() {
    return std::sqrt(-2.0 * std::log(1.0 - fraction())) * std::cos(2.0 * std::numbers::pi * fraction());
  }
  double exponential(double mean) { return -mean * std::log(1.0 - fraction()); }

 private:
  std::uint64_t state_;
};

}  // namespace antrean::queue
