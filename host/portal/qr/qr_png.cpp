#include "qr/qr_png.hpp"

#include <memory>
#include <stdexcept>
#include <vector>

#include <png.h>
#include <qrencode.h>

namespace antrean::portal {
namespace {

struct FreeSymbol {
  void operator()(QRcode* symbol) const { QRcode_free(symbol); }
};

/// Rows with one byte per pixel: 0 black, 255 white.
struct Picture {
  std::size_t side = 0;
  std::vector<png_byte> pixels;
};

Picture paint(const QRcode& symbol) {
  const auto modules = static_cast<std::size_t>(symbol.width);
  const auto quiet = static_cast<std::size_t>(qr_quiet_modules);
  const auto scale = static_cast<std::size_t>(qr_module_pixels);
  Picture picture;
  picture.side = (modules + 2 * quiet) * scale;
  picture.pixels.assign(picture.side * picture.side, 255);
  for (std::size_t y = 0; y < modules * scale; ++y) {
    for (std::size_t x = 0; x < modules * scale; ++x) {
      const bool dark = (symbol.data[y / scale * modules + x / scale] & 1u) != 0;
      if (dark) {
        picture.pixels[(y + quiet * scale) * picture.side + x + quiet * scale] = 0;
      }
    }
  }
  return picture;
}

}  // namespace

std::string qr_png(std::string_view text) {
  const std::unique_ptr<QRcode, FreeSymbol> symbol{
      QRcode_encodeString(std::string{text}.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1)};
  if (!symbol) {
    throw std::runtime_error("a text of " + std::to_string(text.size()) + " characters fits no QR symbol");
  }
  const auto picture = paint(*symbol);

  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.side);
  image.height = static_cast<png_uint_32>(picture.side);
  image.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  if (png_image_write_to_memory(&image, nullptr, &size, 0, picture.pixels.data(), 0, nullptr) == 0) {
    throw std::runtime_error(std::string{"libpng: "} + image.message);
  }
  std::string png(size, '\0');
  if (png_image_write_to_memory(&image, png.data(), &size, 0, picture.pixels.data(), 0, nullptr) == 0) {
    throw std::runtime_error(std::string{"libpng: "} + image.message);
  }
  png.resize(size);
  return png;
}

}  // namespace antrean::portal
