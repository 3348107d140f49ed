#include "qr/qr_png.hpp"

#include <stdexcept>
#include <vector>

#include <png.h>

#include "qr/qr.hpp"

namespace antrean::portal {
namespace {

/// libpng must not go on after an error. It was compiled with tables for unwinding, so this may be thrown
/// through it.
[[noreturn]] void on_error(png_structp /*png*/, png_const_charp what) {
  throw std::runtime_error(std::string{"libpng: "} + what);
}
void on_warning(png_structp /*png*/, png_const_charp /*what*/) {}

void on_write(png_structp png, png_bytep bytes, std::size_t count) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(bytes), count);
}
void on_flush(png_structp /*png*/) {}

class Writer {
 public:
  explicit Writer(std::string& out)
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, on_error, on_warning)),
        info_(png_ == nullptr ? nullptr : png_create_info_struct(png_)) {
    if (info_ == nullptr) {
      png_destroy_write_struct(&png_, nullptr);
      throw std::runtime_error("libpng gives no writer");
    }
    png_set_write_fn(png_, &out, on_write, on_flush);
  }
  ~Writer() { png_destroy_write_struct(&png_, &info_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void begin(png_uint_32 side) {
    png_set_IHDR(png_, info_, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    // Each row of modules is some rows of pixels: but for the first, there is nothing in them beside the row
    // above. That leaves runs of zeros, for which the quickest of zlib's ways is as good as the best.
    png_set_filter(png_, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    constexpr int runs_only = 3;  // zlib's Z_RLE
    png_set_compression_strategy(png_, runs_only);
    png_set_compression_mem_level(png_, 4);
    png_write_info(png_, info_);
  }
  void row(const std::vector<png_byte>& pixels) { png_write_row(png_, pixels.data()); }
  void end() { png_write_end(png_, info_); }

 private:
  png_structp png_;
  png_infop info_;
};

/// One row of modules, with its quiet zone, as pixels of one bit: 1 is white. A row after the last module is
/// white.
std::vector<png_byte> row_of(const qr::Symbol& symbol, std::size_t module_row) {
  const auto modules = symbol.side;
  const auto quiet = static_cast<std::size_t>(qr_quiet_modules);
  const auto scale = static_cast<std::size_t>(qr_module_pixels);
  const auto side = (modules + 2 * quiet) * scale;
  std::vector<png_byte> row((side + 7) / 8, 0xff);
  for (std::size_t x = 0; module_row < modules && x < modules * scale; ++x) {
    if (symbol.dark(x / scale, module_row)) {
      const auto pixel = x + quiet * scale;
      row[pixel / 8] = static_cast<png_byte>(row[pixel / 8] & ~(0x80u >> (pixel % 8)));
    }
  }
  return row;
}

}  // namespace

std::string qr_png(std::string_view text) {
  const auto symbol = qr::symbol_of(text);
  const auto modules = symbol.side;
  const auto quiet = static_cast<std::size_t>(qr_quiet_modules);
  const auto side = static_cast<png_uint_32>((modules + 2 * quiet) * qr_module_pixels);

  std::string png;
  Writer writer{png};
  writer.begin(side);
  const auto repeated = [&](std::size_t module_row) {
    const auto row = row_of(symbol, module_row);
    for (int i = 0; i < qr_module_pixels; ++i) {
      writer.row(row);
    }
  };
  const auto border = [&] {
    for (std::size_t y = 0; y < quiet; ++y) {
      repeated(modules);
    }
  };
  border();
  for (std::size_t y = 0; y < modules; ++y) {
    repeated(y);
  }
  border();
  writer.end();
  return png;
}

}  // namespace antrean::portal
