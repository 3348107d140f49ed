// Bookings that somebody else counted, for `antrean simulate --bookings`.
//
//   service,start,people          [{"service":"paspor","start":"08:00","people":28},
//   paspor,08:00,28                {"service":"paspor","start":"09:00","people":30}]
//
// CSV with that header (columns in any order, others ignored) or a JSON array. `service` may be left out
// where the settings have one service only. Rows of the same service and hour add up.
#pragma once

#include <filesystem>
#include <vector>

#include "queue/estimate/estimate.hpp"
#include "queue/plan.hpp"

namespace antrean::cli {

/// By service as in the settings, then hour. Throws CommandError (failed) with file and line or row.
std::vector<queue::ExpectedSlot> read_bookings(const std::filesystem::path& file, const queue::PlanSettings& plan);

/// Adds people to the hour, which is made when it is not there.
void add_people(std::vector<queue::ExpectedSlot>& booked, const std::string& service, TimeOfDay start,
                std::uint32_t people);

}  // namespace antrean::cli
