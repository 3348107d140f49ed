#include "sheet/booking_pdf.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "pages/texts.hpp"
#include "pdf/pdf.hpp"
#include "qr/qr.hpp"
#include "values/calendar_text.hpp"

namespace antrean::portal {
namespace {

using pdf::mm;
constexpr double page_width = 105 * mm;
constexpr double page_height = 148 * mm;
constexpr double margin = 8 * mm;
constexpr double inside = page_width - 2 * margin;
constexpr double band = 11 * mm;     // with the product's name
constexpr double qr_side = 50 * mm;  // with its quiet zone
constexpr double label_column = 21 * mm;
constexpr double smallest = 0.5;  // of the text, when there is much of it

using pdf::Align;
using pdf::soft;
using pdf::Style;
using pdf::white;

using Row = std::pair<std::string_view, std::string>;

std::vector<Row> rows_of(const BookingSheet& sheet, const Texts& t) {
  const auto& [language, stored, place, qr] = sheet;
  std::vector<Row> rows{{t.date_row, long_date_text(language, place.day)},
                        {t.hour_row, hours_with_zone(language, place.hours, place.zone)},
                        {t.office_row, place.office + (place.address.empty() ? "" : "\n" + place.address)},
                        {t.service_row, stored.names ? stored.names->service.in(language) : stored.booking.service},
                        {t.name_row, stored.booking.name}};
  if (!stored.booking.nik_last4.empty()) {
    rows.emplace_back(t.nik_row, "•••• " + stored.booking.nik_last4);
  }
  std::string others;
  for (const auto& one : stored.companions) {
    others += (others.empty() ? "" : "\n") + one.name;
  }
  if (!others.empty()) {
    rows.emplace_back(t.companions_row, others);
  }
  return rows;
}

/// Where the rows and the line below them end.
double end_of(pdf::Document& page, const std::vector<Row>& rows, std::string_view last, double y, double scale,
              bool draw) {
  const Style label{.size = 8.5 * scale, .color = soft};
  const Style value{.size = 9.5 * scale};
  const auto add = [&](std::string_view words, double x, double at, double width, const Style& style) {
    return draw ? page.text(words, x, at, width, style) : page.height_of(words, width, style);
  };
  for (const auto& [name, words] : rows) {
    const double of_label = add(name, margin, y + scale, label_column, label);
    const double of_value = add(words, margin + label_column, y, inside - label_column, value);
    y += std::max(of_label, of_value) + 2.5 * scale;
  }
  y += 3 * scale;
  if (draw) {
    page.rectangle(margin, y, inside, 0.5, soft);
  }
  y += 5 * scale;
  return y + add(last, margin, y, inside, {.size = 8 * scale, .color = soft});
}

}  // namespace

std::string booking_pdf(const BookingSheet& sheet) {
  const auto& t = texts(sheet.language);
  const auto& code = sheet.stored.booking.code;
  pdf::Document page{page_width, page_height, std::string{t.brand} + " " + code};
  page.rectangle(0, 0, page_width, band, pdf::navy);
  page.text(t.brand, margin, 2.6 * mm, inside, {.size = 15, .bold = true, .color = white});
  page.text(t.code_label, margin, 3.4 * mm, inside, {.size = 9, .color = white, .align = Align::right});
  double y = band + 2 * mm;
  page.qr(qr::symbol_of(sheet.qr), (page_width - qr_side) / 2, y, qr_side);
  y += qr_side;
  y += page.text(code, margin, y, inside, {.size = 23, .bold = true, .align = Align::center}) + 2.5 * mm;

  const auto rows = rows_of(sheet, t);
  const double bottom = page_height - 5 * mm;
  double scale = 1;
  while (scale > smallest && end_of(page, rows, t.arrive, y, scale, false) > bottom) {
    scale -= 0.05;
  }
  end_of(page, rows, t.arrive, y, scale, true);
  return page.end();
}

}  // namespace antrean::portal
