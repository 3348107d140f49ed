// A report on paper: A4 pages with the same tables as the page, and a chart above each that has one. The text
// can be selected and found. Blocking, some tens of milliseconds; the first one reads the fonts of the
// machine. Any thread, one at a time.
#pragma once

#include <string>
#include <vector>

#include "reports/tables.hpp"

namespace antrean::reports {

struct Paper {
  std::string office;  ///< its name
  std::string title;   ///< of the report: "November 2026"
  std::string as_of;   ///< may be empty
  std::vector<Headline> headlines;
  std::vector<ReportTable> tables;  ///< those without rows are left out
  Language language = Language::id;
};

/// Throws std::runtime_error if cairo fails.
std::string report_pdf(const Paper& paper);

}  // namespace antrean::reports
