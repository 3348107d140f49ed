// The state of the office at a moment: the events of the journal up to that moment, applied.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "journal/journal.hpp"
#include "queue/engine.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/office_time.hpp"

namespace antrean::cli {

/// The forms of a moment:
///   09:15, 09:15:30                          of the journal's newest day
///   2026-11-24, "2026-11-24 24:00"           the end of that office day; 24:00 alone: of the newest day
///   "2026-11-24 09:15", 2026-11-24T09:15:30  office time
///   2026-11-24T02:15:30Z                     UTC
///   1234                                     just after this event
/// A time means: all events up to the newest one whose own time is not later. If the clock was set back, a
/// time may exist twice, and the second one is meant. An event number is never ambiguous.
using SecondsOfDay = std::chrono::seconds;
using Moment = std::variant<SecondsOfDay, OfficeDay, UtcTime, std::uint64_t>;
std::optional<Moment> parse_moment(std::string_view text, Zone zone);
/// The same for an option that may be empty. Throws CommandError (usage) that lists the forms.
std::optional<Moment> moment_option(const std::string& name, const std::string& text, Zone zone);

struct ReplayState {
  queue::State state;
  UtcTime at{};                      ///< the moment; the time of the newest event if none was asked for
  std::vector<queue::Event> events;  ///< of the day, up to the moment, in order
};

/// Without a moment: the end of the journal. Throws CommandError: no, if nothing had happened by then;
/// failed, if the events do not fit each other.
ReplayState past_at(const journal::Journal& journal, const queue::Plan& plan, const std::optional<Moment>& moment);

}  // namespace antrean::cli
