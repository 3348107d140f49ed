// What a report shows: the figures of a day, week, month or year, as rows of tables. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/counting.hpp"
#include "values/office_time.hpp"
#include "values/words.hpp"

namespace antrean::reports {

enum class Period : std::uint8_t { day, week, month, year };

/// The days from `first` to `last`, both included. A week begins on Monday.
struct Span {
  OfficeDay first, last;
  friend bool operator==(const Span&, const Span&) = default;
};
Span span_of(Period period, OfficeDay day);
/// The same period before it (-1) or after it (1), by its first day.
OfficeDay neighbour(Period period, OfficeDay day, int direction);

/// "07", "2026-11-23", "2026-11": the hour, day or month that a row of the time table is about.
std::string time_key(Period period, OfficeDay day, std::uint8_t hour);

/// The tables. `time` has hours for a day, days for a week or a month, months for a year.
enum class Table : std::uint8_t { time, hour, counter, officer, service, klass, booked };
inline constexpr std::size_t tables = 7;

struct Row {
  std::string key;  ///< an hour "07", a counter's number, an officer's, a service's or a class's key
  Figures figures;
};
/// Of a row of `time`; on a day, of a booked hour.
struct BookedRow {
  std::string key;
  SlotFigures people;
};

struct View {
  Period period = Period::day;
  Span span;
  std::uint32_t days = 0;  ///< that were opened
  Figures all;
  std::vector<Row> time, hours, counters, officers, services, classes;  ///< only what had something, in order
  std::vector<BookedRow> booked;
  std::uint64_t seq = 0;         ///< counted up to this event of the journal
  std::optional<UtcTime> as_of;  ///< when that was; nothing: no event yet
  bool filling = false;          ///< older events are still to be counted
};

}  // namespace antrean::reports

namespace antrean {
template <>
inline constexpr std::array<std::string_view, 4> words<reports::Period>{"day", "week", "month", "year"};
template <>
inline constexpr std::array<std::string_view, reports::tables> words<reports::Table>{
    "time", "hour", "counter", "officer", "service", "class", "booked"};
}  // namespace antrean
