// How the day goes, for whoever answers for it: beyond the public snapshot, who waits for what and how long,
// who works where, until when it takes, what to do about each alarm, and what was set for today only. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"

namespace antrean::web {

/// Those of one class who wait for one service, in any stage.
struct WaitingLine {
  std::string service, class_key;
  std::uint32_t waiting = 0;
  std::uint32_t held = 0;          ///< wait for their booked hour
  std::optional<UtcTime> longest;  ///< since when the first of `waiting` waits; absent: nobody does
  friend bool operator==(const WaitingLine&, const WaitingLine&) = default;
};
/// In the order of the settings; pairs for which nobody waits are left out.
std::vector<WaitingLine> waiting_lines(const queue::State& state, const queue::Plan& plan, UtcTime now);

/// When the last of those who are known now is called: of who waits, and of the hours still to come.
struct LastCall {
  UtcTime likely{}, late{};   ///< it is later than `late` in one of ten cases
  std::uint32_t unknown = 0;  ///< numbers for which no wait can be told: no open counter serves them
  friend bool operator==(const LastCall&, const LastCall&) = default;
};
/// Nothing: nobody waits or is expected, or nothing is known of any of them.
std::optional<LastCall> last_call(const Snapshot& snapshot);

/// Walk-in of a service in a part of today.
struct WalkInPart {
  std::string service;
  TimeOfDay from, to;
  std::optional<std::uint32_t> quota;  ///< of the settings; absent: no limit
  std::optional<std::uint32_t> today;  ///< set for today in its place
  std::uint32_t used = 0;
};
std::vector<WalkInPart> walk_in_parts(const queue::State& state, const queue::Plan& plan);

/// What to do about an alarm of this subject, for a supervisor: whom to ask, and what happens meanwhile.
Bilingual task_for(std::string_view subject);

}  // namespace antrean::web
