#include "pdf/pdf.hpp"

#include <stdexcept>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

namespace antrean::pdf {
namespace {

constexpr const char* family = "Inter, Noto Sans, sans-serif";

struct Free {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

PangoAlignment pango(Align align) {
  switch (align) {
    case Align::center:
      return PANGO_ALIGN_CENTER;
    case Align::right:
      return PANGO_ALIGN_RIGHT;
    case Align::left:
      break;
  }
  return PANGO_ALIGN_LEFT;
}

cairo_status_t take_bytes(void* to, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct Document::Impl {
  Impl(double width, double height)
      : surface(cairo_pdf_surface_create_for_stream(take_bytes, &out, width, height)),
        cairo(cairo_create(surface.get())) {
    demand();
  }
  void set(Color color) const { cairo_set_source_rgb(cairo.get(), color.red, color.green, color.blue); }
  void demand() const {
    for (const auto status : {cairo_status(cairo.get()), cairo_surface_status(surface.get())}) {
      if (status != CAIRO_STATUS_SUCCESS) {
        throw std::runtime_error(std::string{"cairo: "} + cairo_status_to_string(status));
      }
    }
  }
  Owned<PangoLayout> layout(std::string_view words, double width, const Style& style) const {
    Owned<PangoLayout> made{pango_cairo_create_layout(cairo.get())};
    const Owned<PangoFontDescription> font{pango_font_description_from_string(family)};
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    if (style.one_line) {
      pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
      pango_layout_set_single_paragraph_mode(made.get(), TRUE);
    } else {
      pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    }
    pango_layout_set_alignment(made.get(), pango(style.align));
    pango_layout_set_text(made.get(), words.data(), static_cast<int>(words.size()));
    return made;
  }
  static double height(PangoLayout& layout) {
    int units = 0;
    pango_layout_get_size(&layout, nullptr, &units);
    return static_cast<double>(units) / PANGO_SCALE;
  }

  std::string out;  ///< before the surface, which writes into it until its end
  Owned<cairo_surface_t> surface;
  Owned<cairo_t> cairo;
};

Document::Document(double width, double height, const std::string& title)
    : impl_(std::make_unique<Impl>(width, height)) {
  cairo_pdf_surface_set_metadata(impl_->surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(impl_->surface.get(), CAIRO_PDF_METADATA_CREATOR, "Antrean");
}

Document::~Document() = default;

void Document::rectangle(double x, double y, double width, double height, Color color) {
  impl_->set(color);
  cairo_rectangle(impl_->cairo.get(), x, y, width, height);
  cairo_fill(impl_->cairo.get());
}

void Document::qr(const antrean::qr::Symbol& symbol, double x, double y, double side) {
  using antrean::qr::quiet_modules;
  const double step = side / static_cast<double>(symbol.side + 2 * quiet_modules);
  impl_->set(ink);
  // One path, filled once: between rectangles that are filled one by one, some viewers show thin lines.
  for (std::size_t row = 0; row < symbol.side; ++row) {
    for (std::size_t column = 0; column < symbol.side; ++column) {
      std::size_t dark = 0;
      while (column + dark < symbol.side && symbol.dark(column + dark, row)) {
        ++dark;
      }
      if (dark > 0) {
        cairo_rectangle(impl_->cairo.get(), x + static_cast<double>(column + quiet_modules) * step,
                        y + static_cast<double>(row + quiet_modules) * step, static_cast<double>(dark) * step, step);
        column += dark;
      }
    }
  }
  cairo_fill(impl_->cairo.get());
}

double Document::text(std::string_view words, double x, double y, double width, const Style& style) {
  const auto layout = impl_->layout(words, width, style);
  impl_->set(style.color);
  cairo_move_to(impl_->cairo.get(), x, y);
  pango_cairo_show_layout(impl_->cairo.get(), layout.get());
  return Impl::height(*layout);
}

double Document::height_of(std::string_view words, double width, const Style& style) {
  return Impl::height(*impl_->layout(words, width, style));
}

void Document::next_page() { cairo_show_page(impl_->cairo.get()); }

std::string Document::end() {
  cairo_show_page(impl_->cairo.get());
  cairo_surface_finish(impl_->surface.get());
  impl_->demand();
  return std::move(impl_->out);
}

}  // namespace antrean::pdf
