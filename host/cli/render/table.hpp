// Aligned columns for a page of 80 characters, with two spaces between them. The last text column wraps.
#pragma once

#include <string>
#include <vector>

#include "cli/render/terminal.hpp"

namespace antrean::cli {

struct Column {
  std::string title;
  bool right = false;  ///< for numbers
};

struct Cell {
  Cell(const std::string& typed, Style style_ = Style::plain);
  Cell(const char* ours, Style style_ = Style::plain) : text(ours), style(style_) {}
  std::string text;  ///< of one line, nothing in it that a terminal would obey
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
