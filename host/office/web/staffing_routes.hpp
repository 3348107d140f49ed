// How many counters a day ahead needs: a page with charts and their tables, and the tables as CSV. For
// whoever has Permission::day; where nobody signs in, for whoever reaches the staff's listener. None of it
// changes anything.
//
//   GET /staffing                        to the next day that is open; ?date=2026-11-24&counters=4: to that
//   GET /staffing/2026-11-24             the page; ?counters=4: with so many counters open, ?lang=en
//   GET /staffing/2026-11-24/needed.csv  one of its tables: people, needed, wait
//
// io_context thread; all arguments must outlive the server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "http/server.hpp"
#include "queue/plan.hpp"
#include "staffing/staffing.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"
#include "web/staff.hpp"

namespace antrean::web {

struct StaffingAnswer {
  staffing::Staffing staffing;
  std::uint32_t booked = 0;                     ///< people who have a booking for the day
  std::vector<OfficeDay> habit;                 ///< the days whose walk-ins are expected again, oldest first
  std::optional<std::uint32_t> came_of_booked;  ///< percent, on those days; nothing: not known
  std::uint32_t comes = 0;                      ///< percent of the booked, as played
  std::uint32_t measured = 0;                   ///< services whose time was measured
  bool limit_of_a_rule = false;                 ///< the limit is that of [[sla]]
};

class StaffingPort {
 public:
  virtual ~StaffingPort() = default;
  /// The next day on which the office is open, after today; today if there is none for a month.
  virtual OfficeDay next_open_day() = 0;
  /// `counters`: open all day; nothing: all that serve who comes. A text says why there is no answer.
  virtual boost::asio::awaitable<std::variant<StaffingAnswer, Bilingual>> staffing(
      OfficeDay day, std::optional<std::size_t> counters) = 0;
};

/// `staff`: null where nobody signs in.
void add_staffing_routes(http::Server& server, StaffingPort& staffing, const queue::Plan& plan, Staff* staff);

}  // namespace antrean::web
