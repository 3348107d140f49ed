// A report as rows. It is written as CSV or JSON.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include <boost/json/value.hpp>

#include "journal/journal.hpp"
#include "values/office_time.hpp"

namespace antrean::cli {

/// Nothing, a number, a text, or a JSON document (in CSV: its text).
using Value = std::variant<std::monostate, std::uint64_t, std::string, boost::json::value>;

struct Report {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};

enum class Kind { tickets, calls, services, admissions, events };
inline const std::vector<std::string> kind_words{"tickets", "calls", "services", "admissions", "events"};

/// The columns, without rows.
Report empty_report(Kind kind);
/// Adds the rows of a day, in the order of the journal. NIKs are masked in every text; no applicant is named.
void add_day(Report& report, Kind kind, const journal::Journal& journal, OfficeDay day, Zone zone);

enum class Format { csv, json };

/// Writes a report in parts, one day at a time, so that a year needs no more memory than a day. JSON is an
/// array of objects, one per line.
class ReportWriter {
 public:
  ReportWriter(std::ostream& out, Format format, const std::vector<std::string>& columns);
  void add(const Report& part);
  void finish();
  std::uint64_t rows() const { return rows_; }

 private:
  void add_csv(const std::vector<Value>& row);
  void add_json(const std::vector<Value>& row, const std::vector<std::string>& columns);

  std::ostream& out_;
  Format format_;
  std::uint64_t rows_ = 0;
};

}  // namespace antrean::cli
