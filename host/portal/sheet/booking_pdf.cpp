#include "sheet/booking_pdf.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include "pages/texts.hpp"
#include "qr/qr.hpp"
#include "values/calendar_text.hpp"

namespace antrean::portal {
namespace {

constexpr double mm = 72 / 25.4;
constexpr double page_width = 105 * mm;
constexpr double page_height = 148 * mm;
constexpr double margin = 8 * mm;
constexpr double inside = page_width - 2 * margin;
constexpr double band = 11 * mm;     // with the product's name
constexpr double qr_side = 50 * mm;  // with its quiet zone
constexpr double label_column = 21 * mm;
constexpr double smallest = 0.5;  // of the text, when there is much of it
constexpr const char* family = "Inter, Noto Sans, sans-serif";

struct Color {
  double red, green, blue;
};
constexpr Color navy{0.043, 0.239, 0.431};
constexpr Color ink{0.086, 0.125, 0.173};
constexpr Color soft{0.290, 0.341, 0.400};
constexpr Color white{1, 1, 1};

struct Free {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

struct Style {
  double size = 10;
  bool bold = false;
  Color color = ink;
  PangoAlignment alignment = PANGO_ALIGN_LEFT;
};

cairo_status_t take_bytes(void* to, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

class Sheet {
 public:
  explicit Sheet(std::string& out)
      : surface_(cairo_pdf_surface_create_for_stream(take_bytes, &out, page_width, page_height)),
        cairo_(cairo_create(surface_.get())) {
    demand();
  }

  void metadata(const std::string& title) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "Antrean");
  }
  void rectangle(double x, double y, double width, double height, Color color) {
    set(color);
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_fill(cairo_.get());
  }
  void qr(const qr::Symbol& modules, double x, double y, double side) {
    const double step = side / static_cast<double>(modules.side + 2 * qr::quiet_modules);
    set(ink);
    // One path, filled once: between rectangles that are filled one by one, some viewers show thin lines.
    for (std::size_t row = 0; row < modules.side; ++row) {
      for (std::size_t column = 0; column < modules.side; ++column) {
        std::size_t dark = 0;
        while (column + dark < modules.side && modules.dark(column + dark, row)) {
          ++dark;
        }
        if (dark > 0) {
          cairo_rectangle(cairo_.get(), x + static_cast<double>(column + qr::quiet_modules) * step,
                          y + static_cast<double>(row + qr::quiet_modules) * step, static_cast<double>(dark) * step,
                          step);
          column += dark;
        }
      }
    }
    cairo_fill(cairo_.get());
  }
  /// Gives its height. Without `draw` it is measured only.
  double text(std::string_view words, double x, double y, double width, const Style& style, bool draw = true) {
    const Owned<PangoLayout> layout{pango_cairo_create_layout(cairo_.get())};
    const Owned<PangoFontDescription> font{pango_font_description_from_string(family)};
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), style.alignment);
    pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    if (draw) {
      set(style.color);
      cairo_move_to(cairo_.get(), x, y);
      pango_cairo_show_layout(cairo_.get(), layout.get());
    }
    return static_cast<double>(height) / PANGO_SCALE;
  }
  void end() {
    cairo_show_page(cairo_.get());
    cairo_surface_finish(surface_.get());
    demand();
  }

 private:
  void set(Color color) { cairo_set_source_rgb(cairo_.get(), color.red, color.green, color.blue); }
  void demand() const {
    for (const auto status : {cairo_status(cairo_.get()), cairo_surface_status(surface_.get())}) {
      if (status != CAIRO_STATUS_SUCCESS) {
        throw std::runtime_error(std::string{"cairo: "} + cairo_status_to_string(status));
      }
    }
  }

  Owned<cairo_surface_t> surface_;
  Owned<cairo_t> cairo_;
};

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

/// The rows and the line below them; gives where they end.
double add_rows(Sheet& page, const std::vector<Row>& rows, std::string_view last, double y, double scale, bool draw) {
  const Style label{.size = 8.5 * scale, .color = soft};
  const Style value{.size = 9.5 * scale, .bold = false};
  for (const auto& [name, words] : rows) {
    const double of_label = page.text(name, margin, y + scale, label_column, label, draw);
    const double of_value = page.text(words, margin + label_column, y, inside - label_column, value, draw);
    y += std::max(of_label, of_value) + 2.5 * scale;
  }
  y += 3 * scale;
  if (draw) {
    page.rectangle(margin, y, inside, 0.5, soft);
  }
  y += 5 * scale;
  return y + page.text(last, margin, y, inside, {.size = 8 * scale, .color = soft}, draw);
}

}  // namespace

std::string booking_pdf(const BookingSheet& sheet) {
  const auto& t = texts(sheet.language);
  const auto& code = sheet.stored.booking.code;
  std::string pdf;
  Sheet page{pdf};
  page.metadata(std::string{t.brand} + " " + code);
  page.rectangle(0, 0, page_width, band, navy);
  page.text(t.brand, margin, 2.6 * mm, inside, {.size = 15, .bold = true, .color = white});
  page.text(t.code_label, margin, 3.4 * mm, inside, {.size = 9, .color = white, .alignment = PANGO_ALIGN_RIGHT});
  double y = band + 2 * mm;
  page.qr(qr::symbol_of(sheet.qr), (page_width - qr_side) / 2, y, qr_side);
  y += qr_side;
  y += page.text(code, margin, y, inside, {.size = 23, .bold = true, .alignment = PANGO_ALIGN_CENTER}) + 2.5 * mm;

  const auto rows = rows_of(sheet, t);
  const double bottom = page_height - 5 * mm;
  double scale = 1;
  while (scale > smallest && add_rows(page, rows, t.arrive, y, scale, false) > bottom) {
    scale -= 0.05;
  }
  add_rows(page, rows, t.arrive, y, scale, true);
  page.end();
  return pdf;
}

}  // namespace antrean::portal
