#include "web/report_cards.hpp"

#include <cstddef>

namespace antrean::web {

void add_card(templates::Dictionary& into, const reports::ReportTable& table, const std::string& csv,
              Language language) {
  into.text("id", table.id);
  into.text("table_title", table.title);
  into.text("first_column", table.first_column);
  into.text("stacked", table.stacked ? "yes" : "no");
  into.text("graded", table.graded ? "yes" : "no");
  into.text("csv", csv);
  auto& columns = into.list("columns");
  for (const reports::Column& column : table.columns) {
    auto& one = columns.add();
    one.text("column", column.title);
    one.text("unit", column.unit == reports::Unit::seconds ? "seconds" : "count");
    one.text("drawn", column.drawn ? "yes" : "no");
  }
  auto& rows = into.list("rows");
  for (const reports::TableRow& row : table.rows) {
    auto& one = rows.add();
    one.text("label", row.label);
    auto& cells = one.list("cells");
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      auto& cell = cells.add();
      cell.text("value", row.values[i] ? std::to_string(*row.values[i]) : "");
      cell.text("shown", reports::shown(row.values[i], table.columns[i].unit, language));
    }
  }
}

}  // namespace antrean::web
