// Finds a booking by name and hour, for entrance staff, when a person has neither code nor paper. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/booking.hpp"

namespace antrean::checkin {

struct Candidate {
  Booking booking;
  int score = 0;  ///< 0: the exact name; a larger score is a worse match
  /// Who of the booking's people was found: the name as it is written.
  std::string name{};
};

/// The bookings of `day_list` with somebody whose name has every word of `name` (in any order; case, accents
/// and apostrophes do not count; a beginning is enough from two letters, one wrong, missing or doubled letter
/// is forgiven in words of four and more), of the hour that starts at `start` when given. Best first, then by
/// hour, name and id; at most `most`. A name without letters finds nothing.
std::vector<Candidate> candidates(const std::vector<Booking>& day_list, std::string_view name,
                                  std::optional<TimeOfDay> start, std::size_t most = 20);

}  // namespace antrean::checkin
