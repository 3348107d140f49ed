// One simulated day, from six in the morning until after midnight, and what became of it.
//
// A whole office in one process on virtual time: the real queue, check-in, journal (on a disk that loses
// power), hall, pads, outputs, bus and firmware; simulated: the wire, people, officers, the portal's line.
// After everything that happens the nine promises of the README are checked by the auditor, who shares no
// code with the engine.
//
//   agenda.hpp          virtual time                       world.hpp      the building: who can do and see what
//   day_plan.hpp        what a seed means                  people.hpp    applicants and officers
//   wiring.hpp          bus, pads, boards                  faults.hpp   what goes wrong
//   office_process.hpp  the office's program               auditor.hpp   the judge, with ticket_audit.hpp, press_audit.hpp,
//   portal_side.hpp     the portal                                       order_model.hpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "day_plan.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

struct DayReport {
  std::optional<Broken> broken;
  std::string broken_at;  ///< time of the day
  std::uint64_t digest = 0;
  std::uint64_t events = 0;     ///< of the journal
  std::uint64_t steps = 0;      ///< steps of the agenda
  std::uint64_t exchanges = 0;  ///< on the bus
  std::uint64_t people = 0;     ///< who were let in
  std::uint64_t presses = 0;
  std::uint64_t starts = 0;          ///< of the office's process
  std::vector<std::string> journal;  ///< its events in words, when asked for
};

/// Call once, before the first day: a day has one thread, so SQLite needs no locks; memory is kept from day
/// to day. Giving it back and asking again costs more than the day.
void prepare_process();

DayReport run_day(const DayPlan& plan, Mutant mutant = Mutant::none, bool keep_journal = false);

/// The plan with as few events as still break the same promise.
DayPlan shortest(const DayPlan& plan, const Broken& broken, Mutant mutant);

}  // namespace antrean::simulation
