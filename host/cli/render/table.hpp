// Aligned columns that fit a page of 80: two spaces between them, a last text column that wraps.
#pragma once

#include <string>
#include <vector>

#include "cli/render/terminal.hpp"

namespace antrean::cli {

struct Column {
  std::string title;
  bool right = false;  ///< numbers
};

struct Cell {
  Cell(std::string text_, Style style_ = Style::plain) : text(std::move(text_)), style(style_) {}
  Cell(const char* text_, Style style_ = Style::plain) : text(text_), style(style_) {}
  std::string text;
  Style style;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void row(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  void print(Terminal& to) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace antrean::cli
