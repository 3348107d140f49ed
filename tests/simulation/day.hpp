// One simulated day, from six in the morning until after midnight, and its result.
//
// A whole office runs in one process on virtual time. Real are the queue, check-in, journal (on a disk that
// loses power), command loop, pads, outputs, bus and firmware. Simulated are the wire, people, officers and
// the portal's line. After every event the auditor checks the promises of the README. It shares no code
// with the engine.
//
//   agenda.hpp          virtual time
//   day_plan.hpp        the plan that a seed gives
//   world.hpp           the office: what people can do and see
//   people.hpp          applicants and officers
//   desk.hpp            the staff, their machines and sessions
//   faults.hpp          the faults
//   wiring.hpp          bus, pads, boards
//   office_process.hpp  the office's program, with staff_door.hpp
//   portal_side.hpp     the portal
//   auditor.hpp         the auditor, with ticket_audit.hpp, press_audit.hpp, order_model.hpp, name_audit.hpp
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
  std::uint64_t people = 0;     ///< people who were admitted
  std::uint64_t presses = 0;
  std::uint64_t starts = 0;          ///< of the office's process
  std::vector<std::string> journal;  ///< its events in words, if asked for
};

/// Call it once, before the first day. A day has one thread, so SQLite needs no locks. Memory is kept from
/// day to day, because freeing it and allocating it again costs more than the day.
void prepare_process();

DayReport run_day(const DayPlan& plan, Mutant mutant = Mutant::none, bool keep_journal = false);

/// The plan with the fewest events that still break the same promise.
DayPlan shortest(const DayPlan& plan, const Broken& broken, Mutant mutant);

}  // namespace antrean::simulation
