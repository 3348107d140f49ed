// Alarms that the programs themselves look for in a snapshot.
#pragma once

#include <algorithm>
#include <string_view>

#include "values/snapshot.hpp"

namespace antrean {

/// The subject of the alarm that is raised while the journal cannot be written. Then no number is issued, and
/// no call and no press is taken.
inline constexpr std::string_view journal_alarm{"journal"};
/// The machine's clock cannot be right.
inline constexpr std::string_view clock_alarm{"clock"};
/// The clock went back by so much that people see it.
inline constexpr std::string_view clock_step_alarm{"clock step"};
/// The open day is not the day of the clock.
inline constexpr std::string_view day_alarm{"office day"};
/// A row of the journal is not as it was written.
inline constexpr std::string_view chain_alarm{"journal chain"};
/// With a day after it: the office asks whether that is today.
inline constexpr std::string_view date_alarm{"date "};
/// People wait where the settings have no counter that calls them.
inline constexpr std::string_view stranded_alarm{"settings"};
/// What a change of the settings did to people: who was put where.
inline constexpr std::string_view settings_change_alarm{"settings change"};
/// With a series after it: its numbers run out.
inline constexpr std::string_view numbers_alarm{"numbers "};

inline bool has_alarm(const Snapshot& snapshot, std::string_view subject) {
  return std::any_of(snapshot.alarms.begin(), snapshot.alarms.end(),
                     [subject](const AlarmView& alarm) { return alarm.subject == subject; });
}

}  // namespace antrean
