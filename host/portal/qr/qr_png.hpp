// A booking's QR as a PNG: black on white, whole pixels per module. The quiet zone has 6 modules where the
// standard requires 4, because the QR is photographed from screens and printed on thermal paper.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace antrean::portal {

inline constexpr int qr_quiet_modules = 6;
inline constexpr int qr_module_pixels = 8;

/// As qr/qr.hpp makes it; upper-case letters and digits make a smaller symbol. Throws std::runtime_error if
/// the text does not fit a QR symbol or libpng fails.
std::string qr_png(std::string_view text);

}  // namespace antrean::portal
