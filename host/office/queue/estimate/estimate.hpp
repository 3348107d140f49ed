// Estimates waiting times. It simulates the rest of the day many times with the policy itself. Service times
// are drawn from those measured today and before. It uses the open counters, the hours and breaks, and the
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

/// People who booked for today and are not here yet.
struct ExpectedSlot {
  std::string service;
  TimeOfDay start;
  std::uint32_t people = 0;
};

/// People without a booking who are expected to come between two times of the day.
struct ExpectedWalkIns {
  std::string service, class_key;
  TimeOfDay from, to;
  double people = 0;  ///< on average
};

/// A counter that calls in a part of the day only. One that no part names calls while it is open.
struct CounterHours {
  std::size_t counter = 0;  ///< its place in the settings
  TimeOfDay from, to;
};

struct Forecast {
  std::vector<ExpectedSlot> expected;
  std::vector<ServiceTimes> past;             ///< service times of earlier days, in addition to those in the state
  std::vector<ExpectedWalkIns> walk_ins{};    ///< besides those who keep coming as in the last hour
  std::vector<CounterHours> counter_hours{};  ///< by counter, then by time
  Minutes period{0};                          ///< 0: no Estimates::periods
  double comes = 0.9;                         ///< share of the expected people who come
  /// Number of simulations; more cost time and memory and make the range more stable.
  std::uint16_t runs = 64;
  std::uint64_t seed = 1;
};

/// Quantiles over the simulations, in seconds from the estimate's time: 8 of 10 waits are between low and
/// high.
struct WaitSeconds {
  std::uint32_t low = 0, likely = 0, high = 0;
  /// For people: low is rounded down, high is rounded up.
  WaitRange minutes() const;
};

struct TicketWait {
  TicketId ticket = 0;
  WaitSeconds wait;
};
struct ServiceWait {
  std::string service;
  WaitSeconds wait;  ///< for somebody without a booking who comes now
};
struct SlotWait {
  std::string service;
  TimeOfDay start;
  /// For the people booked for it, from their hour, or from their arrival if that is later.
  WaitSeconds wait;
};

/// Those of Forecast::expected and Forecast::walk_ins who come in a period of the day.
struct PeriodWait {
  TimeOfDay start;
  double booked = 0, walk_ins = 0;  ///< who come, on average
  /// From the arrival, or the booked hour if that is later. Absent if too many were not called.
  std::optional<WaitSeconds> wait;
};

/// A ticket is absent if it was not called in too many simulations (no open counter serves it).
struct Estimates {
  UtcTime at{};
  std::vector<TicketWait> tickets;  ///< waiting and held tickets, sorted by ticket
  std::vector<ServiceWait> services;
  std::vector<SlotWait> slots;
  std::vector<PeriodWait> periods;  ///< in which somebody comes, sorted by time

  const WaitSeconds* of(TicketId ticket) const;
  const WaitSeconds* of_service(std::string_view service) const;
};

/// Costs about runs x (waiting + expected) calls of the policy; 40 ms with 500 waiting. So call it every few
/// seconds, not with every event.
Estimates estimate(const State& state, const Plan& plan, UtcTime now, const Forecast& forecast = {});

/// The same in steps, for a thread that must answer presses in between. It gives the same result as
/// estimate() for the state at the beginning. The plan must outlive it.
class Estimating {
 public:
  Estimating(State state, const Plan& plan, UtcTime now, const Forecast& forecast);
  Estimating(Estimating&&) noexcept;
  Estimating& operator=(Estimating&&) noexcept;
  ~Estimating();

  /// Runs at most this many more simulations. True when all are done.
  bool step(std::uint16_t futures);
  /// The result. Call it once, after the last step.
  Estimates take();

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace antrean::queue
