// Whether more people book at once than usual: bookings that were asked for within the last minute, whatever
// became of them. It begins above the limit and ends below half of it, so that pages do not change to and
// fro. io_context thread.
#pragma once

#include <array>
#include <cstdint>

#include "values/office_time.hpp"

namespace antrean::portal {

/// When a booking asks its browser for a proof of work (web/proof_of_work.hpp), and what happens without one.
struct PressureRules {
  enum class Proof : std::uint8_t { under_pressure, always, never };
  Proof proof = Proof::under_pressure;
  int bookings_per_minute = 300;  ///< of everybody; more is pressure
  int effort = 50'000;            ///< a browser tries half as many hashes on average
  int waiting_room_per_minute = 60;
  int opening_per_minute = 600;  ///< of one office, in the line when new dates open (web/opening_line.hpp)
};

class Pressure {
 public:
  explicit Pressure(int bookings_per_minute) : limit_(bookings_per_minute) {}

  void note(MonotonicTime now, int times = 1);  ///< somebody asked for a booking
  bool high(MonotonicTime now);

 private:
  static constexpr std::int64_t seconds_counted = 60;
  void forget_old(std::int64_t second);

  int limit_;
  int count_ = 0;
  bool high_ = false;
  std::int64_t second_ = 0;  ///< the latest that was looked at
  std::array<int, seconds_counted> each_{};
};

}  // namespace antrean::portal
