#include "web/day_route.hpp"

#include "exchange/day_list.hpp"

namespace antrean::portal {
namespace {

DayAnswer refused(std::string_view why) { return {http::Response::problem(400, "bad request", why), 0}; }

}  // namespace

boost::asio::awaitable<DayAnswer> answer_day(const http::Request& request, PersonalData& data, const Offices& offices,
                                             std::string office, UtcTime now) {
  const auto format = request.asked("format");
  const auto day = OfficeDay::parse(request.asked("date"));
  if (office.empty()) {
    office = request.asked("office");
  }
  const auto* known = offices.find(office);
  if (!day) {
    co_return refused("date must be a day like 2026-11-23");
  }
  if (format != "csv" && format != "ics") {
    co_return refused("format must be csv or ics");
  }
  if (known == nullptr) {
    co_return refused("there is no office '" + office + "' in the settings");
  }
  const auto bookings = co_await data.day(office, *day);
  auto response = format == "csv" ? http::Response::bytes(day_csv(bookings), "text/csv; charset=utf-8")
                                  : http::Response::bytes(day_ics(bookings, known->zone, "antrean.invalid", now),
                                                          "text/calendar; charset=utf-8");
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return DayAnswer{std::move(response), bookings.size()};
}

}  // namespace antrean::portal
