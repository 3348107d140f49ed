// A day's staffing as tables and sentences in one language. Pure.
#pragma once

#include <string>
#include <vector>

#include "reports/tables.hpp"
#include "values/bilingual.hpp"
#include "web/staffing_routes.hpp"

namespace antrean::web {

/// "people", "needed" and "wait", by half hour.
std::vector<reports::ReportTable> staffing_tables(const staffing::Staffing& staffing, Language language);
std::vector<reports::Headline> staffing_headlines(const StaffingAnswer& answer, Language language);
/// What it was made from: bookings, days, service times, the limit.
std::vector<std::string> staffing_basis(const StaffingAnswer& answer, Language language);
/// Half hours that more counters do not help.
std::vector<std::string> staffing_notices(const staffing::Staffing& staffing, Language language);

}  // namespace antrean::web
