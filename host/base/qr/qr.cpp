#include "qr/qr.hpp"

#include <memory>
#include <stdexcept>

#include <qrencode.h>

namespace antrean::qr {
namespace {

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Symbol symbol_of(std::string_view text) {
  const std::unique_ptr<QRcode, Free> code{
      QRcode_encodeString(std::string{text}.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1)};
  if (!code) {
    throw std::runtime_error("a text of " + std::to_string(text.size()) + " characters fits no QR symbol");
  }
  Symbol symbol{.side = static_cast<std::size_t>(code->width), .modules = {}};
  symbol.modules.reserve(symbol.side * symbol.side);
  for (std::size_t i = 0; i < symbol.side * symbol.side; ++i) {
    symbol.modules.push_back((code->data[i] & 1u) != 0);
  }
  return symbol;
}

std::string svg_of(const Symbol& symbol) {
  const auto side = std::to_string(symbol.side + 2 * quiet_modules);
  std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + " " + side +
                    R"(" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)" + side + "v" + side + "H0z" +
                    R"("/><path d=")";
  for (std::size_t y = 0; y < symbol.side; ++y) {
    for (std::size_t x = 0; x < symbol.side;) {
      std::size_t end = x;
      while (end < symbol.side && symbol.dark(end, y)) {
        ++end;
      }
      if (end > x) {
        const auto length = std::to_string(end - x);
        svg += "M" + std::to_string(x + quiet_modules) + " " + std::to_string(y + quiet_modules) + "h" + length +
               "v1h-" + length + "z";
      }
      x = end + 1;
    }
  }
  return svg + R"("/></svg>)";
}

}  // namespace antrean::qr
