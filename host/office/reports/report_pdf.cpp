#include "reports/report_pdf.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "pdf/pdf.hpp"

namespace antrean::reports {
namespace {

using pdf::mm;
constexpr double page_width = 210 * mm;
constexpr double page_height = 297 * mm;
constexpr double margin = 16 * mm;
constexpr double inside = page_width - 2 * margin;
constexpr double bottom = page_height - 18 * mm;
constexpr double row_height = 5.6 * mm;
constexpr double chart_height = 34 * mm;

using pdf::Align;
using pdf::Color;
using pdf::navy;
using pdf::soft;
using pdf::Style;
using pdf::white;

constexpr Color line{0.800, 0.835, 0.875};
/// As in static/reports.js.
constexpr std::array<Color, 4> series_colors{
    {{0.043, 0.239, 0.431}, {0.878, 0.600, 0.180}, {0.184, 0.620, 0.424}, {0.490, 0.561, 0.639}}};

/// From very good to bad.
constexpr std::array<Color, 4> grade_colors{
    {{0.122, 0.478, 0.302}, {0.549, 0.780, 0.651}, {0.878, 0.600, 0.180}, {0.702, 0.149, 0.118}}};

class Report {
 public:
  Report(pdf::Document& sheet, const Paper& paper) : sheet_(sheet), paper_(paper) {}

  void write() {
    head();
    for (const ReportTable& table : paper_.tables) {
      if (!table.rows.empty()) {
        add(table);
      }
    }
    foot();
  }

 private:
  bool english() const { return paper_.language == Language::en; }

  void head() {
    sheet_.rectangle(0, 0, page_width, 15 * mm, navy);
    sheet_.text(paper_.office, margin, 4.6 * mm, inside * 0.75,
                {.size = 13, .bold = true, .color = white, .one_line = true});
    sheet_.text(english() ? "Report" : "Laporan", margin, 5.4 * mm, inside,
                {.size = 10, .color = white, .align = Align::right, .one_line = true});
    y_ = 21 * mm;
    y_ += sheet_.text(paper_.title, margin, y_, inside, {.size = 18, .bold = true, .one_line = true}) + 1 * mm;
    if (!paper_.as_of.empty()) {
      y_ += sheet_.text(paper_.as_of, margin, y_, inside, {.size = 8.5, .color = soft, .one_line = true});
    }
    y_ += 4 * mm;
    if (paper_.headlines.empty()) {
      return;
    }
    const double width = inside / static_cast<double>(paper_.headlines.size());
    double height = 0;
    for (std::size_t i = 0; i < paper_.headlines.size(); ++i) {
      const Headline& one = paper_.headlines[i];
      const double x = margin + width * static_cast<double>(i);
      double at = y_;
      at += sheet_.text(one.value, x, at, width - 2 * mm, {.size = 15, .bold = true, .color = navy, .one_line = true});
      at += sheet_.text(one.title, x, at, width - 3 * mm, {.size = 7.5, .color = soft});
      at += sheet_.text(one.note, x, at, width - 3 * mm, {.size = 7.5, .color = soft, .one_line = true});
      height = std::max(height, at - y_);
    }
    y_ += height + 6 * mm;
  }

  void foot() {
    ++page_;
    sheet_.text(fmt::format("{} · {}", paper_.office, paper_.title), margin, page_height - 11 * mm, inside * 0.8,
                {.size = 7.5, .color = soft, .one_line = true});
    sheet_.text(std::to_string(page_), margin, page_height - 11 * mm, inside,
                {.size = 7.5, .color = soft, .align = Align::right, .one_line = true});
  }
  void next_page() {
    foot();
    sheet_.next_page();
    y_ = 16 * mm;
  }

  void add(const ReportTable& table) {
    const bool drawn = std::ranges::any_of(table.columns, &Column::drawn);
    const double first_width = inside * 0.22;
    const double width = (inside - first_width) / static_cast<double>(table.columns.size());
    const double heads = heads_height(table, first_width, width);
    // The title is never alone at the end of a page.
    if (y_ + 8 * mm + (drawn ? chart_height + 8 * mm : 0) + heads + 2 * row_height > bottom) {
      next_page();
    }
    y_ += sheet_.text(table.title, margin, y_, inside, {.size = 12, .bold = true, .one_line = true}) + 2 * mm;
    if (drawn) {
      chart(table);
    }
    column_heads(table, first_width, width, heads);
    for (const TableRow& row : table.rows) {
      if (y_ + row_height > bottom) {
        next_page();
        column_heads(table, first_width, width, heads);
      }
      const double text_y = y_ + 1.1 * mm;
      sheet_.text(row.label, margin, text_y, first_width - 2 * mm, {.size = 8.5, .bold = true, .one_line = true});
      for (std::size_t i = 0; i < row.values.size(); ++i) {
        sheet_.text(shown(row.values[i], table.columns[i].unit, paper_.language),
                    margin + first_width + width * static_cast<double>(i), text_y, width - 1 * mm,
                    {.size = 8.5, .align = Align::right, .one_line = true});
      }
      y_ += row_height;
      sheet_.rectangle(margin, y_, inside, 0.4, line);
    }
    y_ += 8 * mm;
  }

  static Style head_style(bool right) {
    return {.size = 7.5, .color = soft, .align = right ? Align::right : Align::left};
  }
  double heads_height(const ReportTable& table, double first_width, double width) {
    double height = sheet_.height_of(table.first_column, first_width - 2 * mm, head_style(false));
    for (const Column& column : table.columns) {
      height = std::max(height, sheet_.height_of(column.title, width - 1 * mm, head_style(true)));
    }
    return height + 1.5 * mm;
  }
  void column_heads(const ReportTable& table, double first_width, double width, double height) {
    sheet_.text(table.first_column, margin, y_, first_width - 2 * mm, head_style(false));
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      sheet_.text(table.columns[i].title, margin + first_width + width * static_cast<double>(i), y_, width - 1 * mm,
                  head_style(true));
    }
    y_ += height;
    sheet_.rectangle(margin, y_, inside, 0.8, soft);
  }

  void chart(const ReportTable& table) {
    const auto& colors = table.graded ? grade_colors : series_colors;
    std::vector<std::size_t> drawn;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].drawn) {
        drawn.push_back(i);
      }
    }
    std::uint64_t most = 1;
    for (const TableRow& row : table.rows) {
      std::uint64_t together = 0;
      for (const std::size_t column : drawn) {
        const std::uint64_t value = row.values[column].value_or(0);
        together = table.stacked ? together + value : std::max(together, value);
      }
      most = std::max(most, together);
    }
    double legend = margin;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      sheet_.rectangle(legend, y_ + 0.7 * mm, 2.4 * mm, 2.4 * mm, colors[i % colors.size()]);
      const std::string& name = table.columns[drawn[i]].title;
      sheet_.text(name, legend + 3.6 * mm, y_, 45 * mm, {.size = 8, .one_line = true});
      legend += 180 * mm / static_cast<double>(std::max<std::size_t>(4, drawn.size()));
    }
    y_ += 5 * mm;
    const double axis = 14 * mm;
    const double base = y_ + chart_height - 5 * mm;
    const double tall = chart_height - 6 * mm;
    const Unit unit = table.columns[drawn.front()].unit;
    for (const std::uint64_t part : {0U, 1U, 2U}) {
      const double at = base - tall * static_cast<double>(part) / 2;
      sheet_.rectangle(margin + axis, at, inside - axis, 0.4, line);
      sheet_.text(shown(most * part / 2, unit, paper_.language), margin, at - 1.6 * mm, axis - 2 * mm,
                  {.size = 7, .color = soft, .align = Align::right, .one_line = true});
    }
    const double room = (inside - axis) / static_cast<double>(table.rows.size());
    const double bars = std::min(room * 0.76, 16 * mm);
    for (std::size_t n = 0; n < table.rows.size(); ++n) {
      const TableRow& row = table.rows[n];
      const double from = margin + axis + room * static_cast<double>(n) + (room - bars) / 2;
      double up = base;
      for (std::size_t i = 0; i < drawn.size(); ++i) {
        const double height = tall * static_cast<double>(row.values[drawn[i]].value_or(0)) / static_cast<double>(most);
        const Color& color = colors[i % colors.size()];
        if (table.stacked) {
          up -= height;
          sheet_.rectangle(from, up, bars, height, color);
        } else {
          const double one = bars / static_cast<double>(drawn.size());
          sheet_.rectangle(from + one * static_cast<double>(i), base - height, one * 0.94, height, color);
        }
      }
      // Not every label has room.
      const std::size_t every = static_cast<std::size_t>(12 * mm / room) + 1;
      if (n % every == 0) {
        sheet_.text(row.label, margin + axis + room * static_cast<double>(n), base + 0.6 * mm,
                    room * static_cast<double>(every) - 1 * mm, {.size = 6.5, .color = soft, .one_line = true});
      }
    }
    y_ += chart_height + 1 * mm;
  }

  pdf::Document& sheet_;
  const Paper& paper_;
  double y_ = 0;
  int page_ = 0;
};

}  // namespace

std::string report_pdf(const Paper& paper) {
  pdf::Document sheet{page_width, page_height, fmt::format("{} · {}", paper.office, paper.title)};
  Report(sheet, paper).write();
  return sheet.end();
}

}  // namespace antrean::reports
