// Comma-separated values as spreadsheets read them, to write: RFC 4180 (CR LF, quotes doubled), UTF-8.
//
// A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return)
// gets an apostrophe in front: what an officer typed as a reason must not run on the supervisor's computer.
// Numbers are written by number(), which needs none.
#pragma once

#include <cstdint>
#include <ostream>
#include <string_view>

namespace antrean::cli {

/// The first bytes of a file: UTF-8's byte order mark, without which Excel reads UTF-8 as another code.
inline constexpr std::string_view csv_begins = "\xEF\xBB\xBF";

class CsvWriter {
 public:
  explicit CsvWriter(std::ostream& out) : out_(out) {}
  CsvWriter& text(std::string_view value);
  CsvWriter& number(std::uint64_t value);
  CsvWriter& blank();
  void end_row();

 private:
  void separate();

  std::ostream& out_;
  bool first_ = true;
};

}  // namespace antrean::cli
