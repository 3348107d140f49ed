// What a database of the portal holds, and whether its places add up. Blocking.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "store/sql/database.hpp"

namespace antrean::portal {

/// What a database holds, counted from its rows.
struct BookingsReport {
  std::size_t bookings = 0;  ///< of all time
  std::size_t people = 0;    ///< on live bookings
  std::size_t held = 0;      ///< people on held places
  std::size_t offered = 0;   ///< places that are offered to people who wait
  std::size_t resting = 0;   ///< cancelled places that are not free yet
  std::size_t listed = 0;    ///< what people must decide
  /// Slots where free + held + offered + resting + booked is not the quota, in words. Empty: all is right.
  std::vector<std::string> wrong;
};

BookingsReport report_on(sql::Database& db);

}  // namespace antrean::portal
