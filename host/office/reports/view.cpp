#include "reports/view.hpp"

#include <fmt/format.h>

namespace antrean::reports {

namespace chrono = std::chrono;

Span span_of(Period period, OfficeDay day) {
  const chrono::year_month_day date{day.date()};
  const auto at = [](chrono::year_month_day other) { return OfficeDay{chrono::local_days{other}}; };
  switch (period) {
    case Period::day:
      break;
    case Period::week: {
      const OfficeDay monday = day.plus(-static_cast<int>(day.weekday().iso_encoding()) + 1);
      return {monday, monday.plus(6)};
    }
    case Period::month: {
      const OfficeDay next = at((date.year() / date.month() + chrono::months{1}) / chrono::day{1});
      return {at(date.year() / date.month() / chrono::day{1}), next.plus(-1)};
    }
    case Period::year:
      return {at(date.year() / chrono::January / chrono::day{1}), at(date.year() / chrono::December / chrono::day{31})};
  }
  return {day, day};
}

OfficeDay neighbour(Period period, OfficeDay day, int direction) {
  const Span span = span_of(period, day);
  return span_of(period, direction < 0 ? span.first.plus(-1) : span.last.plus(1)).first;
}

std::string time_key(Period period, OfficeDay day, std::uint8_t hour) {
  switch (period) {
    case Period::day:
      return fmt::format("{:02}", hour);
    case Period::week:
    case Period::month:
      break;
    case Period::year:
      return day.text().substr(0, 7);
  }
  return day.text();
}

}  // namespace antrean::reports
