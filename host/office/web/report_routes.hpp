// The reports: pages, and the same tables as CSV and PDF. For whoever has Permission::reading; where nobody
// signs in, for whoever reaches the staff's listener. None of it changes anything.
//
//   GET /reports                             to today; ?period=month&date=2026-11-24: to that
//   GET /reports/month/2026-11-24            the page; day, week, month or year. ?lang=en: in this language
//   GET /reports/month/2026-11-24/waits.csv  one of its tables (reports/tables.hpp)
//   GET /reports/month/2026-11-24/report.pdf
//
// Every table is in the page; scripts draw charts from it. io_context thread; all arguments must outlive the
// server.
#pragma once

#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "http/server.hpp"
#include "queue/plan.hpp"
#include "reports/view.hpp"
#include "web/staff.hpp"

namespace antrean::web {

class ReportPort {
 public:
  virtual ~ReportPort() = default;
  virtual OfficeDay today() = 0;
  /// Throws std::runtime_error while there are no reports: why, in words.
  virtual boost::asio::awaitable<reports::View> view(reports::Period period, OfficeDay day) = 0;
  /// Runs what takes long where it delays nobody.
  virtual boost::asio::awaitable<std::string> make(std::function<std::string()> job) = 0;
};

/// `staff`: null where nobody signs in.
void add_report_routes(http::Server& server, ReportPort& reports, const queue::Plan& plan, Staff* staff);

}  // namespace antrean::web
