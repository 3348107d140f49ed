#include "demo/qr_eye.hpp"

#include <vector>

#include <png.h>
#include <zbar.h>

namespace antrean::demo {

std::optional<std::string> read_qr(std::string_view png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) {
    return std::nullopt;
  }
  image.format = PNG_FORMAT_GRAY;
  std::vector<unsigned char> pixels(PNG_IMAGE_SIZE(image));
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&image, &white, pixels.data(), 0, nullptr) == 0) {
    png_image_free(&image);
    return std::nullopt;
  }
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  zbar::Image grey(image.width, image.height, "Y800", pixels.data(), pixels.size());
  if (scanner.scan(grey) != 1) {
    return std::nullopt;
  }
  return grey.symbol_begin()->get_data();
}

}  // namespace antrean::demo
