// What somebody must answer for, by day: a page, a table for spreadsheets, and a signed export. For whoever
// has Permission::reading; where nobody signs in, for whoever reaches the staff's listener. None of it
// changes anything.
//
//   GET /audit                          the page
//   GET /audit/day?day=2026-11-24       {"day","days":[..],"key","rows":[{"seq","at","time","kind","number",
//                                       "counter","counter_name","reason","id","en","who","role","machine",
//                                       "officer"}]}; without a day: the newest. Times are ms
//   GET /audit/csv?day=..&language=id   the same as CSV
//   GET /audit/export?day=..            signed (audit/audit_export.hpp), for `antrean verify`; 503: no key
//
// io_context thread; all arguments must outlive the server.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "audit/audit_export.hpp"
#include "http/server.hpp"
#include "queue/plan.hpp"
#include "web/staff.hpp"

namespace antrean::web {

class AuditPort {
 public:
  virtual ~AuditPort() = default;
  /// Days that have events, oldest first.
  virtual boost::asio::awaitable<std::vector<OfficeDay>> days() = 0;
  /// In order.
  virtual boost::asio::awaitable<std::vector<audit::Row>> rows(OfficeDay day) = 0;
  /// Asked only while there is a key().
  virtual boost::asio::awaitable<std::string> signed_export(OfficeDay day, std::string by) = 0;
  /// The public half of the office's key; "" while it cannot be used: then nothing is signed.
  virtual std::string key() = 0;
};

/// `staff`: null where nobody signs in.
void add_audit_routes(http::Server& server, AuditPort& audit, const queue::Plan& plan, Staff* staff);

}  // namespace antrean::web
