#include "cli/render/table.hpp"

#include <algorithm>

#include "text/text.hpp"

namespace antrean::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t least_text = 24;  ///< of the last column, however wide the others are

}  // namespace

Cell::Cell(const std::string& typed, Style style_) : text(text::one_line(typed)), style(style_) {}

void Table::print(Terminal& to) const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) {
    widths.push_back(cells(column.title));
  }
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], cells(row[i].text));
    }
  }
  std::size_t before_last = 0;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
    before_last += widths[i] + gap;
  }
  const std::size_t room = std::max(least_text, page_width > before_last ? page_width - before_last : 0);
  const auto print_row = [&](const std::vector<Cell>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      if (last && !columns_[i].right) {
        line += to.styled(wrapped(row[i].text, room, before_last), row[i].style);
        break;
      }
      const std::string padding(widths[i] - cells(row[i].text), ' ');
      const std::string text = to.styled(row[i].text, row[i].style);
      line += columns_[i].right ? padding + text : text + padding;
      line += last ? "" : std::string(gap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    to.line(line);
  };
  std::vector<Cell> titles;
  bool titled = false;
  for (const Column& column : columns_) {
    titled = titled || !column.title.empty();
    titles.emplace_back(column.title, Style::faint);
  }
  if (titled) {
    print_row(titles);
  }
  for (const auto& row : rows_) {
    print_row(row);
  }
}

}  // namespace antrean::cli
