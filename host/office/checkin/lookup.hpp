// Finds a booking by name and hour, for entrance staff, when a person has neither code nor paper. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "values/booking.hpp"

namespace antrean::checkin {

struct Candidate {
  Booking booking;
  int score = 0;  ///< 0: the exact name; a larger score is a worse match
};

/// The bookings of `day_list` whose name has every word of `name`, in any order, in upper or lower case. The
/// beginning of a word is enough if it has two letters or more. In words of four letters and more, one wrong,
/// missing or doubled letter is accepted. With `start`, only bookings of the hour that starts then. Best
/// match first, then by hour, name and id; at most `most`. A name without letters finds nothing.
std::vector<Candidate> candidates(const std::vector<Booking>& day_list, std::string_view name,
                                  std::optional<TimeOfDay> start, std::size_t most = 20);

}  // namespace antrean::checkin
