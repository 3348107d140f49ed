// The office as text: status and replay print it.
#pragma once

#include <string>

#include "cli/render/terminal.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/snapshot.hpp"

namespace antrean::cli {

/// Office, day, phase and time.
void print_head(Terminal& to, const Snapshot& snapshot);
/// "Open 07:30-16:00, last numbers 15:00, break 12:00-13:00"; "closed" if the office is closed.
void print_hours(Terminal& to, const queue::Plan& plan, OfficeDay day);
/// Numbers issued, served and so on, of the day so far.
void print_counts(Terminal& to, const queue::DayCounts& counts);
void print_counters(Terminal& to, const Snapshot& snapshot);
void print_lines(Terminal& to, const Snapshot& snapshot);
void print_calls(Terminal& to, const Snapshot& snapshot, std::size_t most);
void print_tickets(Terminal& to, const Snapshot& snapshot);
void print_alarms(Terminal& to, const Snapshot& snapshot);

/// "09:12:07", office time.
std::string seconds_text(UtcTime at, Zone zone);
/// "1.234.567": with the thousands separator of the language.
std::string count_text(std::uint64_t count, Language language);

}  // namespace antrean::cli
