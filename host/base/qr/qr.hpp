// A text as a QR symbol, and as a picture for pages. Pure; libqrencode makes the symbol.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace antrean::qr {

/// A square of modules, without the quiet zone around it.
struct Symbol {
  std::size_t side = 0;
  std::vector<bool> modules{};  ///< by row; true is dark

  bool dark(std::size_t x, std::size_t y) const { return modules[y * side + x]; }
  friend bool operator==(const Symbol&, const Symbol&) = default;
};

/// Level M: 15 % of the symbol may be unreadable. Upper-case letters and digits take the least room. Throws
/// std::runtime_error for a text that fits no symbol; 300 characters always do.
Symbol symbol_of(std::string_view text);

/// The standard asks for this many light modules around the symbol.
inline constexpr std::size_t quiet_modules = 4;

/// The symbol with its quiet zone as an SVG document: black on white, at any size.
std::string svg_of(const Symbol& symbol);

}  // namespace antrean::qr
