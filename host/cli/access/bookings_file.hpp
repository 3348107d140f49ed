// Reads a file of bookings, for `antrean simulate --bookings`:
//
//   service,start,people          [{"service":"paspor","start":"08:00","people":28},
//   paspor,08:00,28                {"service":"paspor","start":"09:00","people":30}]
//
// It is CSV with that header (columns in any order, other columns are ignored) or a JSON array. `service` may
// be left out if the settings have only one service. Rows of the same service and hour are added.
#pragma once

#include <filesystem>
#include <vector>

#include "queue/estimate/estimate.hpp"
#include "queue/plan.hpp"

namespace antrean::cli {

/// Sorted by service as in the settings, then by hour. Throws CommandError (failed) with file and line or
/// row.
std::vector<queue::ExpectedSlot> read_bookings(const std::filesystem::path& file, const queue::PlanSettings& plan);

/// Adds people to the hour. An hour that is not there yet is added.
void add_people(std::vector<queue::ExpectedSlot>& booked, const std::string& service, TimeOfDay start,
                std::uint32_t people);

}  // namespace antrean::cli
