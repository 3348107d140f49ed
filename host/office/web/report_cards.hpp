// A table with its chart, as the pages of the reports and of the staffing show it (pages/report_cards.tpl).
#pragma once

#include <string>

#include "reports/tables.hpp"
#include "templates/templates.hpp"
#include "values/bilingual.hpp"

namespace antrean::web {

/// Into an entry of the page's list "tables". `csv`: the address of the same table as a file.
void add_card(templates::Dictionary& into, const reports::ReportTable& table, const std::string& csv,
              Language language);

}  // namespace antrean::web
