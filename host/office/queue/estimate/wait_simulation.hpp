// Simulates one possible rest of the day with the policy itself. Internal to estimate.cpp.
#pragma once

#include <optional>
#include <vector>

#include "queue/estimate/chance.hpp"
#include "queue/estimate/estimate.hpp"
#include "queue/policy.hpp"
#include "queue/state.hpp"

namespace antrean::queue {

/// How long services take in a pool. Measured times are mixed with the time expected by the settings while
/// few are measured.
struct Durations {
  std::vector<std::uint32_t> seconds;
  double typical = 0;
  double uncertainty = 0;  ///< relative standard error of the mean
  double spread = 0;       ///< relative deviation of one service
};

/// Somebody who is expected and is not in the state yet.
struct Arrival {
  UtcTime time{};
  TicketId ticket = 0;
  StageIndex stage = 0;
  ClassIndex klass = 0;
  UtcTime order{};
  std::optional<std::size_t> slot;  ///< index into Scenario::slots
};

/// The input that all simulations share.
struct Scenario {
  const State& state;
  const Plan& plan;
  UtcTime now{};
  UtcTime start{};                   ///< running time
  std::vector<Durations> durations;  ///< by pool
  double no_show = 0;
  double no_show_seconds = 0;
  struct Slot {
    ServiceIndex service = 0;
    TimeOfDay start;
    UtcTime hour{};
    std::uint32_t expected = 0;
  };
  std::vector<Slot> slots;
  std::vector<std::optional<std::size_t>> slot_of;  ///< by ticket - 1, for waiting and held tickets
  struct WalkIns {
    ServiceIndex service = 0;
    ClassIndex klass = 0;
    double per_hour = 0;
  };
  std::vector<WalkIns> walk_ins;
  struct Expected {
    ServiceIndex service = 0;
    ClassIndex klass = 0;
    UtcTime from{}, to{};  ///< wall clock
    double people = 0;
  };
  std::vector<Expected> expected_walk_ins;
  struct Part {
    UtcTime from{}, to{};  ///< running time
  };
  std::vector<std::vector<Part>> counter_hours;  ///< by counter; empty: calls while it is open
  Milliseconds period{0};                        ///< 0: Sample::periods stays empty
  UtcTime midnight{};                            ///< of the office day, running time
  struct Pace {
    double mean = 1;  ///< of the services of this counter, relative to the average of the line
    double deviation = 0;
  };
  std::vector<Pace> paces;  ///< by counter
  double comes = 0;
};

/// Who came in a period of the day.
struct PeriodSample {
  std::vector<std::uint32_t> waits;        ///< of those who were called
  std::uint32_t booked = 0, walk_ins = 0;  ///< who came, called or not
};

/// The result of one simulation. Seconds from the scenario's start; absent: not called.
struct Sample {
  std::vector<std::optional<std::uint32_t>> tickets;   ///< by ticket - 1
  std::vector<std::optional<std::uint32_t>> services;  ///< for somebody who comes now
  std::vector<std::vector<std::uint32_t>> slots;       ///< waits from the hour or the arrival
  std::vector<PeriodSample> periods;                   ///< of a whole day, from midnight
  std::vector<std::uint32_t> slots_came;               ///< people who came for the slot, called or not
};

Sample simulate(const Scenario& scenario, Chance& chance);

}  // namespace antrean::queue
