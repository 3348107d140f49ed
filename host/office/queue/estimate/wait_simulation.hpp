// One possible rest of the day: the queue played forward with the policy itself. Internal to estimate.cpp.
#pragma once

#include <optional>
#include <vector>

#include "queue/estimate/chance.hpp"
#include "queue/estimate/estimate.hpp"
#include "queue/policy.hpp"
#include "queue/state.hpp"

namespace antrean::queue {

/// How long services take in a pool: measured, mixed with what settings expect while little is measured.
struct Durations {
  std::vector<std::uint32_t> seconds;
  double typical = 0;
  double uncertainty = 0;  ///< relative standard error of the mean
  double spread = 0;       ///< relative deviation of one service
};

/// Somebody who is expected and not in the state yet.
struct Arrival {
  UtcTime time{};
  TicketId ticket = 0;
  StageIndex stage = 0;
  ClassIndex klass = 0;
  UtcTime order{};
  std::optional<std::size_t> slot;  ///< index into Scenario::slots
};

/// What is the same in all futures.
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
  std::vector<std::optional<std::size_t>> slot_of;  ///< by ticket - 1, of those waiting or held
  struct WalkIns {
    ServiceIndex service = 0;
    ClassIndex klass = 0;
    double per_hour = 0;
  };
  std::vector<WalkIns> walk_ins;
  struct Pace {
    double mean = 1;  ///< of this counter's services, against the line's average
    double deviation = 0;
  };
  std::vector<Pace> paces;  ///< by counter
  double comes = 0;
};

/// What one future said. Seconds from the scenario's start; absent: not called.
struct Sample {
  std::vector<std::optional<std::uint32_t>> tickets;   ///< by ticket - 1
  std::vector<std::optional<std::uint32_t>> services;  ///< of somebody who comes now
  std::vector<std::vector<std::uint32_t>> slots;       ///< waits from hour or arrival on
  std::vector<std::uint32_t> slots_came;               ///< people who came for the slot, called or not
};

Sample simulate(const Scenario& scenario, Chance& chance);

}  // namespace antrean::queue
