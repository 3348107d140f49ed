// Events -> the reports' tables. Runs inside the transaction that appends them, and again over old events
// when the tables' form changed.
#pragma once

#include <cstdint>
#include <optional>

#include "journal/store.hpp"
#include "queue/events.hpp"

namespace antrean::journal {

/// `opening` and `day` are the event's own: a DayOpened belongs to the day it opens.
void project(Store& store, const queue::Event& event, std::uint64_t opening, std::optional<std::int64_t> day);

/// Notes how far the tables have come.
void projected_to(Store& store, std::uint64_t seq);

/// Brings the reports' tables up to the newest event. Throws sqlite::OpenError.
void catch_up_reports(Store& store);

}  // namespace antrean::journal
