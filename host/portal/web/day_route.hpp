// A day's bookings, asked for by an operator (person_routes.hpp) or by the office itself (office_routes.hpp):
//   ?date=2026-11-23&format=csv|ics, and &office=AD for operators.
#pragma once

#include <cstddef>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "http/server.hpp"
#include "offices/offices.hpp"
#include "store/personal.hpp"

namespace antrean::portal {

struct DayAnswer {
  http::Response response;
  std::size_t bookings = 0;  ///< in it
};

/// `office`: who asks; "": the request names it. All must outlive the coroutine.
boost::asio::awaitable<DayAnswer> answer_day(const http::Request& request, PersonalData& data, const Offices& offices,
                                             std::string office, UtcTime now);

}  // namespace antrean::portal
