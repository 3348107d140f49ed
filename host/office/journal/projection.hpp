// Writes events into the tables of the reports. It runs inside the transaction that appends the events, and
// again over old events when the form of the tables changed.
#pragma once

#include <cstdint>
#include <optional>

#include "journal/store.hpp"
#include "queue/events.hpp"

namespace antrean::journal {

/// `opening` and `day` are those of the event: a DayOpened belongs to the day that it opens.
void project(Store& store, const queue::Event& event, std::uint64_t opening, std::optional<std::int64_t> day);

/// Stores the seq up to which the tables are complete.
void projected_to(Store& store, std::uint64_t seq);

/// Brings the reports' tables up to the newest event. Throws sqlite::OpenError.
void catch_up_reports(Store& store);

}  // namespace antrean::journal
