// What a program itself looks for among the alarms that people are shown.
#pragma once

#include <algorithm>
#include <string_view>

#include "values/snapshot.hpp"

namespace antrean {

/// The subject of the alarm that stands while the journal cannot be written, and so no number, call or press is taken.
inline constexpr std::string_view journal_alarm{"journal"};

inline bool has_alarm(const Snapshot& snapshot, std::string_view subject) {
  return std::any_of(snapshot.alarms.begin(), snapshot.alarms.end(),
                     [subject](const AlarmView& alarm) { return alarm.subject == subject; });
}

}  // namespace antrean
