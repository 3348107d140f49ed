// Honest waiting times: the queue is played forward many times with the policy itself, service times drawn
// from what the office measured today and before, the counters that are open, the hours and breaks, and the
// people still expected. Pure: the same arguments give the same answer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "queue/events.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"

namespace antrean::queue {

/// Booked and not yet here, of today.
struct ExpectedSlot {
  std::string service;
  TimeOfDay start;
  std::uint32_t people = 0;
};

struct Forecast {
  std::vector<ExpectedSlot> expected;
  std::vector<ServiceTimes> past;  ///< of days before, beside what the state has measured
  double comes = 0.9;              ///< share of the expected who come
  std::uint16_t runs = 64;         ///< futures tried; time and memory grow with it, the range gets steadier
  std::uint64_t seed = 1;
};

/// Quantiles over the futures, from the estimate's time: low and high hold 8 of 10.
struct WaitSeconds {
  std::uint32_t low = 0, likely = 0, high = 0;
  /// For people: low rounded down, high up.
  WaitRange minutes() const;
};

struct TicketWait {
  TicketId ticket = 0;
  WaitSeconds wait;
};
struct ServiceWait {
  std::string service;
  WaitSeconds wait;  ///< of somebody without a booking who comes now
};
struct SlotWait {
  std::string service;
  TimeOfDay start;
  WaitSeconds wait;  ///< of the people booked for it, from their hour (or their arrival, when later) on
};

/// A ticket that too many futures left uncalled (nobody open serves it) is absent.
struct Estimates {
  UtcTime at{};
  std::vector<TicketWait> tickets;  ///< waiting and held, by ticket
  std::vector<ServiceWait> services;
  std::vector<SlotWait> slots;

  const WaitSeconds* of(TicketId ticket) const;
  const WaitSeconds* of_service(std::string_view service) const;
};

/// Costs about runs x (waiting + expected) calls of the policy, 40 ms with 500 waiting: make it seldom (every
/// some seconds), not with every event.
Estimates estimate(const State& state, const Plan& plan, UtcTime now, const Forecast& forecast = {});

/// The same in steps, for a thread that has presses to answer in between. Gives what estimate() gives for the
/// state as it was at the beginning; the plan outlives it.
class Estimating {
 public:
  Estimating(State state, const Plan& plan, UtcTime now, const Forecast& forecast);
  Estimating(Estimating&&) noexcept;
  Estimating& operator=(Estimating&&) noexcept;
  ~Estimating();

  /// Tries up to so many futures more; true when all are tried.
  bool step(std::uint16_t futures);
  /// What they say. Once, after the last step.
  Estimates take();

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace antrean::queue
