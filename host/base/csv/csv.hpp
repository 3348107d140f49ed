// Writes comma-separated values in the form that spreadsheets read: RFC 4180 (CR LF, quotes doubled), UTF-8.
//
// A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return for a formula. Such a cell
// gets an apostrophe in front, so that a reason which an officer typed cannot run on the supervisor's
// computer. Numbers are written by number() and need no apostrophe.
#pragma once

#include <cstdint>
#include <ostream>
#include <string_view>

namespace antrean {

/// The first bytes of a file: UTF-8's byte order mark. Without it Excel does not read the file as UTF-8.
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

}  // namespace antrean
