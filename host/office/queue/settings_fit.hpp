// Whether the people of the day fit the settings. Settings may change while people wait. If the settings lose
// a stage, a line, a class or a counter, the people in it would wait for ever, because no counter calls from
// there.
//
// If it is clear where a ticket continues, decide() moves it with the next Tick (decide/after_settings.cpp):
// - the counter is gone: back in line;
// - the line is gone: into the line of the stage;
// - no counter calls the class: into the class of the service.
// A ticket whose stage is gone is stranded. Only a person knows which stage replaces it, and a supervisor
// says it once for all of them (PutInLine). Nobody loses the place or the join stamp.
//
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/bilingual.hpp"

namespace antrean::queue {

/// A line of the plan, and a class that some counter calls there.
struct FittingLine {
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  friend bool operator==(const FittingLine&, const FittingLine&) = default;
};

/// True when a counter of the plan calls this class of this line. Officers are not considered. Own lines of
/// the plan's counters count.
bool is_served(const Plan& plan, PoolIndex pool, ClassIndex klass);

/// The line of this stage of the plan. The class is the ticket's class, or the service's class if no counter
/// calls the ticket's class there.
FittingLine line_at(const Plan& plan, const Ticket& ticket, StageIndex stage);

/// Where a live ticket continues, in its stage, when no counter calls from its line. Nothing when the ticket
/// fits, or when the plan does not have its stage either.
std::optional<FittingLine> line_to_move_to(const Plan& plan, const Ticket& ticket);

/// The live tickets of a stage that the plan does not have.
struct StrandedStage {
  std::string service, stage;
  /// Not at a counter of the plan; by join stamp, then in the order of issue.
  std::vector<TicketId> waiting;
  std::vector<TicketId> at_counters;  ///< at a counter of the plan: their journey ends when it finishes
  bool served = false;                ///< true: counters still call from its line
};

/// Sorted by service and stage.
std::vector<StrandedStage> stranded(const State& state, const Plan& plan);

/// False: the plan knows everything and everybody in the state. Constant time, so it can run every second.
bool may_not_fit(const State& state, const Plan& plan);

/// "5 numbers wait in paspor/layanan, which no counter serves: A002, ...", one sentence per stage.
Bilingual words_of(const State& state, const std::vector<StrandedStage>& stages);

}  // namespace antrean::queue
