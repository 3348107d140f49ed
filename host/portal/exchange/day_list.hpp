// The bookings of a day for other programs: CSV, or iCalendar (RFC 5545). Pure.
//
// The CSV's names are those that `antrean import-day` of an office reads; a cell that a spreadsheet would
// take for a formula begins with an apostrophe. Parties have a column for each companion's name and last
// digits.
#pragma once

#include <string>
#include <vector>

#include "store/store.hpp"

namespace antrean::portal {

std::string day_csv(const std::vector<StoredBooking>& bookings);

/// `zone`: of bookings of an earlier release, which kept none. `domain`: of the entries' ids.
std::string day_ics(const std::vector<StoredBooking>& bookings, Zone zone, const std::string& domain, UtcTime now);

}  // namespace antrean::portal
