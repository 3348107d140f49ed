#include "csv/csv.hpp"

#include <string>

#include "text/text.hpp"

namespace antrean {

void CsvWriter::separate() {
  if (!first_) {
    out_ << ',';
  }
  first_ = false;
}

CsvWriter& CsvWriter::text(std::string_view value) {
  separate();
  const std::string harmless = text::without_controls(value);
  value = harmless;
  constexpr std::string_view begins_formula = "=+-@\t\r";
  const bool formula = !value.empty() && begins_formula.find(value.front()) != std::string_view::npos;
  if (!formula && value.find_first_of(",\"\r\n") == std::string_view::npos) {
    out_ << value;
    return *this;
  }
  out_ << '"' << (formula ? "'" : "");
  for (const char c : value) {
    out_ << c;
    if (c == '"') {
      out_ << c;
    }
  }
  out_ << '"';
  return *this;
}

CsvWriter& CsvWriter::number(std::uint64_t value) {
  separate();
  out_ << value;
  return *this;
}

CsvWriter& CsvWriter::blank() {
  separate();
  return *this;
}

void CsvWriter::end_row() {
  out_ << "\r\n";
  first_ = true;
}

}  // namespace antrean
