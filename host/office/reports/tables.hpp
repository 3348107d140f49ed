// A view as tables for people: each with a title, columns and rows in one language. The page, its charts, the
// CSV and the PDF show the same tables. Plain values, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "queue/plan.hpp"
#include "reports/view.hpp"
#include "values/bilingual.hpp"

namespace antrean::reports {

enum class Unit : std::uint8_t {
  count,
  seconds,
  percent,
};

struct Column {
  std::string title;
  Unit unit = Unit::count;
  bool drawn = false;  ///< in the chart
};

struct TableRow {
  std::string key;                                   ///< for programs: "2026-11-23", "3"
  std::string label;                                 ///< for people: "Senin 23", "Loket 3"
  std::vector<std::optional<std::uint64_t>> values;  ///< one for each column; nothing: there was none
};

struct ReportTable {
  std::string_view id;  ///< in addresses: "waits"
  std::string title;
  std::string first_column;  ///< the title of the rows' labels
  std::vector<Column> columns;
  std::vector<TableRow> rows;
  bool stacked = false;  ///< the drawn columns add up to one bar
  bool graded = false;   ///< the drawn columns go from very good to bad, and are coloured so
};

/// What stands large at the top.
struct Headline {
  std::string title;
  std::string value;
  std::string note;  ///< may be empty
};

/// Names of services, classes, counters and officers are those of the settings now; what the settings do not
/// have (any more) keeps its key.
std::vector<ReportTable> tables_of(const View& view, const queue::PlanSettings& plan, Language language);
std::vector<Headline> headlines_of(const View& view, Language language);

/// "November 2026", "Senin, 23 November 2026", "23–29 November 2026", "2026".
std::string title_of(const View& view, Language language);

/// "1.234", "12:05" (minutes and seconds), "45 %"; "–" for nothing.
std::string shown(std::optional<std::uint64_t> value, Unit unit, Language language);

/// As spreadsheets read it (RFC 4180, UTF-8 with its mark, no cell a formula): the key and the label of each
/// row, then its values; times in seconds.
std::string csv_of(const ReportTable& table);

}  // namespace antrean::reports
