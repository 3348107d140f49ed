// Whether the people of the day fit the settings. Settings change while people wait: a stage, a line, a class
// or a counter that they no longer have would keep whoever is in it for ever, because no counter calls from
// there.
//
// Where one can know where somebody goes on, decide() sees to it with the next Tick (decide_settings.cpp):
// back in line when the counter is gone, into the line of the stage when the line is gone, into the class of
// the service when no counter calls the class. Whose stage is gone is stranded: only a person knows which
// stage it became, and a supervisor says it once for all of them (PutInLine). Nobody loses the place or the
// entry.
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

/// A line of the plan and a class that some counter calls there.
struct FittingLine {
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  friend bool operator==(const FittingLine&, const FittingLine&) = default;
};

/// Whether a counter of the plan calls this class of this line, officers aside. Own lines of the plan's
/// counters count.
bool is_served(const Plan& plan, PoolIndex pool, ClassIndex klass);

/// The line of this stage of the plan, with the ticket's class or, when no counter calls that there, its
/// service's.
FittingLine line_at(const Plan& plan, const Ticket& ticket, StageIndex stage);

/// Where a live ticket goes on when no counter calls from its line, in the stage it has; nothing when it
/// fits, or when the plan does not have its stage either.
std::optional<FittingLine> line_to_move_to(const Plan& plan, const Ticket& ticket);

/// The live tickets of a stage that the plan does not have.
struct StrandedStage {
  std::string service, stage;
  std::vector<TicketId> waiting;      ///< not at a counter of the plan; by entry, then as issued
  std::vector<TicketId> at_counters;  ///< at a counter of the plan: when it finishes, their journey ends
  bool served = false;                ///< counters call from its line all the same
};

/// By service and stage.
std::vector<StrandedStage> stranded(const State& state, const Plan& plan);

/// False: nothing and nobody in the state is unknown to the plan. In constant time, for every second.
bool may_not_fit(const State& state, const Plan& plan);

/// "5 numbers wait in paspor/layanan, which no counter serves: A002, ...", a sentence a stage.
Bilingual words_of(const State& state, const std::vector<StrandedStage>& stages);

}  // namespace antrean::queue
