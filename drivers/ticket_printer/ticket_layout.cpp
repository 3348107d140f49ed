#include "ticket_printer/ticket_layout.hpp"

#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <pango/pangocairo.h>

#include "qr/qr.hpp"
#include "values/calendar_text.hpp"

namespace antrean {
namespace {

constexpr const char* family = "Inter, Noto Sans, sans-serif";
constexpr int tallest = 4'000;           // dots: half a metre of paper
constexpr unsigned darkest_white = 128;  // of 0..255: a pixel darker than this is a dot

namespace texts {

const Bilingual your_number{.id = "Nomor antrean Anda", .en = "Your queue number"};
const Bilingual ahead{.id = "Di depan Anda", .en = "Ahead of you"};
const Bilingual wait{.id = "Perkiraan tunggu", .en = "Expected wait"};
const Bilingual your_turn{.id = "Giliran Anda", .en = "Your turn"};
const Bilingual next{.id = "berikutnya", .en = "next"};
const Bilingual soon{.id = "segera", .en = "soon"};
const Bilingual minutes{.id = "menit", .en = "minutes"};
const Bilingual numbers{.id = "nomor", .en = "numbers"};
const Bilingual called_from{.id = "Dipanggil mulai pukul", .en = "Called from"};
const Bilingual on_phone{.id = "Pindai: giliran Anda di ponsel", .en = "Scan to follow your turn"};
const Bilingual listen{.id = "Tunggu panggilan nomor Anda.", .en = "Please wait for your number."};

}  // namespace texts

struct Free {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

struct Style {
  double size = 28;  ///< dots
  int weight = PANGO_WEIGHT_MEDIUM;
  PangoAlignment alignment = PANGO_ALIGN_CENTER;
  bool white = false;
};

/// One column of paper, from the top down.
class Paper {
 public:
  explicit Paper(unsigned dots)
      : width_(static_cast<int>(dots)),
        surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_, tallest)),
        cairo_(cairo_create(surface_.get())) {
    cairo_set_source_rgb(cairo_.get(), 1, 1, 1);
    cairo_paint(cairo_.get());
    const Owned<cairo_font_options_t> options{cairo_font_options_create()};
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_ON);
    cairo_set_font_options(cairo_.get(), options.get());
    demand();
  }

  double width() const { return width_; }

  /// Gives its height.
  double text(std::string_view words, double x, double y, double width, const Style& style) {
    const auto layout = laid_out(words, width, style);
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    show(layout.get(), x, y, style);
    return static_cast<double>(height) / PANGO_SCALE;
  }
  double height_of(std::string_view words, double width, const Style& style) {
    const auto layout = laid_out(words, width, style);
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }
  /// In one line, as large as fits into `width` and `most`, its ink at the top. Gives the height of the ink.
  double number(std::string_view words, double x, double y, double width, double most) {
    Style style{.size = most, .weight = PANGO_WEIGHT_HEAVY, .alignment = PANGO_ALIGN_LEFT};
    auto ink = ink_of(words, style);
    style.size *= std::min({1.0, width / std::max(1, ink.width), most / std::max(1, ink.height)});
    ink = ink_of(words, style);
    const auto layout = laid_out(words, -1, style);
    show(layout.get(), x + (width - ink.width) / 2 - ink.x, y - ink.y, style);
    return ink.height;
  }
  /// The largest size, at most that of `style`, with which the words are one line of `width`.
  double fitting(std::string_view words, double width, Style style) {
    const auto layout = laid_out(words, -1, style);
    int needed = 0;
    pango_layout_get_size(layout.get(), &needed, nullptr);
    const double wide = std::ceil(static_cast<double>(needed) / PANGO_SCALE) + 1;
    return wide <= width ? style.size : std::floor(style.size * width / wide * 2) / 2;
  }
  void bar(double x, double y, double width, double height) {
    cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_fill(cairo_.get());
  }
  void frame(double x, double y, double width, double height, double line) {
    bar(x, y, width, line);
    bar(x, y + height - line, width, line);
    bar(x, y, line, height);
    bar(x + width - line, y, line, height);
  }
  /// Modules of whole dots, so that each is exactly as wide as the next.
  double qr(const qr::Symbol& symbol, double y, double side) {
    const auto modules = static_cast<double>(symbol.side);
    const double dots = std::max(2.0, std::floor(side / modules));
    const double left = std::floor((width() - dots * modules) / 2);
    for (std::size_t row = 0; row < symbol.side; ++row) {
      for (std::size_t column = 0; column < symbol.side; ++column) {
        if (symbol.dark(column, row)) {
          bar(left + dots * static_cast<double>(column), y + dots * static_cast<double>(row), dots, dots);
        }
      }
    }
    return dots * modules;
  }

  DotPicture picture(double height) {
    demand();
    cairo_surface_flush(surface_.get());
    DotPicture made{.width = static_cast<unsigned>(width_),
                    .height = static_cast<unsigned>(std::clamp(std::ceil(height), 1.0, double{tallest}))};
    made.rows.assign(std::size_t{made.row_bytes()} * made.height, 0);
    const unsigned char* pixels = cairo_image_surface_get_data(surface_.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
    for (unsigned y = 0; y < made.height; ++y) {
      for (unsigned x = 0; x < made.width; ++x) {
        std::uint32_t pixel = 0;
        std::memcpy(&pixel, pixels + y * stride + std::size_t{x} * 4, sizeof pixel);
        if ((pixel & 0xFFu) < darkest_white) {
          made.rows[std::size_t{y} * made.row_bytes() + x / 8] |= static_cast<std::uint8_t>(0x80u >> (x % 8));
        }
      }
    }
    return made;
  }

 private:
  Owned<PangoLayout> laid_out(std::string_view words, double width, const Style& style) {
    Owned<PangoLayout> layout{pango_cairo_create_layout(cairo_.get())};
    const Owned<PangoFontDescription> font{pango_font_description_from_string(family)};
    pango_font_description_set_weight(font.get(), static_cast<PangoWeight>(style.weight));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), width < 0 ? -1 : static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), style.alignment);
    pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
    return layout;
  }
  PangoRectangle ink_of(std::string_view words, const Style& style) {
    const auto layout = laid_out(words, -1, style);
    PangoRectangle ink{};
    pango_layout_get_pixel_extents(layout.get(), &ink, nullptr);
    return ink;
  }
  void show(PangoLayout* layout, double x, double y, const Style& style) {
    const double shade = style.white ? 1 : 0;
    cairo_set_source_rgb(cairo_.get(), shade, shade, shade);
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), layout);
  }
  void demand() const {
    for (const auto status : {cairo_status(cairo_.get()), cairo_surface_status(surface_.get())}) {
      if (status != CAIRO_STATUS_SUCCESS) {
        throw std::runtime_error(std::string{"cairo: "} + cairo_status_to_string(status));
      }
    }
  }

  int width_;
  Owned<cairo_surface_t> surface_;
  Owned<cairo_t> cairo_;
};

/// "8–15", "± 8"; in minutes.
std::string range_text(const WaitRange& wait) {
  return wait.low == wait.high || wait.low == 0 ? fmt::format("± {}", wait.high)
                                                : fmt::format("{}–{}", wait.low, wait.high);
}

class Layout {
 public:
  Layout(const PaperTicket& ticket, unsigned dots, const std::vector<Language>& languages)
      : ticket_(ticket),
        languages_(languages.empty() ? std::vector<Language>{Language::id} : languages),
        paper_(dots),
        // Wide paper gets larger letters, but not by as much as it is wider: a ticket need not be long.
        scale_(1 + (dots / double{384} - 1) * 0.5),
        margin_(std::round(dots / 32.0)),
        inside_(dots - 2 * margin_) {}

  DotPicture draw() {
    y_ = at(10);
    line(ticket_.office, {.size = at(27), .weight = PANGO_WEIGHT_SEMIBOLD});
    y_ += at(8);
    paper_.bar(margin_, y_, inside_, at(3));
    y_ += at(12);
    both(texts::your_number, {.size = at(22)});
    y_ += at(14);
    y_ += paper_.number(ticket_.number, margin_, y_, inside_, paper_.width() * 0.34);
    y_ += at(18);
    line(ticket_.service.in(first()), {.size = at(32), .weight = PANGO_WEIGHT_BOLD});
    for_others([&](Language language) {
      if (ticket_.service.in(language) != ticket_.service.in(first())) {
        line(ticket_.service.in(language), {.size = at(25)});
      }
    });
    if (!ticket_.name.empty()) {
      y_ += at(6);
      line(ticket_.name, {.size = at(27), .weight = PANGO_WEIGHT_SEMIBOLD});
    }
    y_ += at(12);
    if (ticket_.not_before) {
      from_then_on();
    } else {
      place_and_wait();
    }
    if (!ticket_.my_number.empty()) {
      phone();
    }
    both(texts::listen, {.size = at(22)});
    y_ += at(8);
    paper_.bar(margin_, y_, inside_, at(2));
    y_ += at(8);
    when();
    return paper_.picture(y_ + at(6));
  }

 private:
  double at(double size) const { return std::round(size * scale_); }
  Language first() const { return languages_.front(); }
  template <class Do>
  void for_others(Do act) {
    for (std::size_t i = 1; i < languages_.size(); ++i) {
      act(languages_[i]);
    }
  }

  void line(std::string_view words, const Style& style) { y_ += paper_.text(words, margin_, y_, inside_, style); }

  /// In all languages, the first one stronger.
  void both(const Bilingual& words, Style style) {
    style.weight = PANGO_WEIGHT_SEMIBOLD;
    line(words.in(first()), style);
    style.weight = PANGO_WEIGHT_NORMAL;
    for_others([&](Language language) { line(words.in(language), style); });
  }

  void from_then_on() {
    const Zone zone = ticket_.zone;
    const double top = y_;
    const double pad = at(10);
    // Measured first, because the ground is drawn below the words.
    const auto words = [&](Language language) {
      return fmt::format("{} {}", texts::called_from.in(language), clock_text(language, *ticket_.not_before, zone));
    };
    const Style large{.size = at(27), .weight = PANGO_WEIGHT_BOLD, .white = true};
    const Style small{.size = at(23), .weight = PANGO_WEIGHT_MEDIUM, .white = true};
    double height = paper_.height_of(words(first()), inside_, large);
    for_others([&](Language language) { height += paper_.height_of(words(language), inside_, small); });
    paper_.bar(margin_, top, inside_, height + 2 * pad);
    y_ = top + pad;
    line(words(first()), large);
    for_others([&](Language language) { line(words(language), small); });
    y_ = top + height + 2 * pad + at(14);
  }

  struct Cell {
    Bilingual caption;
    Bilingual value;
    Bilingual unit{};
  };
  static Cell figure(const Bilingual& caption, const std::string& value, const Bilingual& unit) {
    return {.caption = caption, .value = {value, value}, .unit = unit};
  }

  void place_and_wait() {
    std::vector<Cell> cells;
    if (ticket_.ahead) {
      cells.push_back(*ticket_.ahead == 0 ? Cell{texts::your_turn, texts::next}
                                          : figure(texts::ahead, std::to_string(*ticket_.ahead), texts::numbers));
    }
    if (ticket_.wait) {
      cells.push_back(ticket_.wait->high == 0 ? Cell{texts::wait, texts::soon}
                                              : figure(texts::wait, range_text(*ticket_.wait), texts::minutes));
    }
    if (cells.empty()) {
      return;
    }
    const double top = y_;
    // A number of people needs less room than a range of minutes.
    const double left = cells.size() == 1 ? inside_ : std::round(inside_ * 0.45);
    double bottom = top;
    double x = margin_;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double width = i == 0 ? left : inside_ - left;
      bottom = std::max(bottom, cell(cells[i], x, top, width));
      x += width;
    }
    paper_.frame(margin_, top, inside_, bottom - top, at(3));
    if (cells.size() == 2) {
      paper_.bar(margin_ + left, top, at(3), bottom - top);
    }
    y_ = bottom + at(14);
  }

  /// Gives the bottom.
  double cell(const Cell& cell, double x, double top, double width) {
    const double pad = at(9);
    const double room = width - 2 * pad;
    double y = top + pad;
    const auto put = [&](const std::string& words, Style style) {
      style.size = paper_.fitting(words, room, style);
      y += paper_.text(words, x + pad, y, room, style);
    };
    put(cell.caption.in(first()), {.size = at(20), .weight = PANGO_WEIGHT_SEMIBOLD});
    for_others(
        [&](Language language) { put(cell.caption.in(language), {.size = at(20), .weight = PANGO_WEIGHT_NORMAL}); });
    put(cell.value.in(first()), {.size = at(40), .weight = PANGO_WEIGHT_HEAVY});
    if (cell.unit == Bilingual{}) {
      for_others([&](Language language) { put(cell.value.in(language), {.size = at(21)}); });
      return y + pad;
    }
    std::string units = cell.unit.in(first());
    for_others([&](Language language) { units += " · " + cell.unit.in(language); });
    put(units, {.size = at(21)});
    return y + pad;
  }

  void phone() {
    const qr::Symbol symbol = qr::symbol_of(ticket_.my_number);
    y_ += at(10);
    y_ += paper_.qr(symbol, y_, std::min(at(210), inside_));
    y_ += at(14);
    both(texts::on_phone, {.size = at(22)});
    y_ += at(12);
  }

  void when() {
    const OfficeDay day = OfficeDay::of(ticket_.given, ticket_.zone);
    const Language language = first();
    line(fmt::format("{} · {} {}", short_date_text(language, day), clock_text(language, ticket_.given, ticket_.zone),
                     zone_name(ticket_.zone)),
         {.size = at(23), .weight = PANGO_WEIGHT_SEMIBOLD});
  }

  const PaperTicket& ticket_;
  std::vector<Language> languages_;
  Paper paper_;
  double scale_;
  double margin_;
  double inside_;
  double y_ = 0;
};

cairo_status_t take_bytes(void* to, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

DotPicture draw_ticket(const PaperTicket& ticket, unsigned dots, const std::vector<Language>& languages) {
  return Layout(ticket, dots, languages).draw();
}

std::string png_of(const DotPicture& picture) {
  const Owned<cairo_surface_t> surface{cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(picture.width),
                                                                  static_cast<int>(picture.height))};
  unsigned char* pixels = cairo_image_surface_get_data(surface.get());
  if (pixels == nullptr) {
    throw std::runtime_error("a picture without dots");
  }
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
  for (unsigned y = 0; y < picture.height; ++y) {
    for (unsigned x = 0; x < picture.width; ++x) {
      const std::uint32_t pixel = picture.dark(x, y) ? 0 : 0xFFFFFF;
      std::memcpy(pixels + y * stride + std::size_t{x} * 4, &pixel, sizeof pixel);
    }
  }
  cairo_surface_mark_dirty(surface.get());
  std::string png;
  if (const auto status = cairo_surface_write_to_png_stream(surface.get(), take_bytes, &png);
      status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(std::string{"cairo: "} + cairo_status_to_string(status));
  }
  return png;
}

}  // namespace antrean
