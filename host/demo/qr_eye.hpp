// Reads a QR code from the pixels of a PNG, as the optics of a scanner do. It proves that people's QR codes
// can be read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace antrean::demo {

/// The text of the only QR code in the picture; nullopt if there is none or more than one, or if the PNG is
/// broken.
std::optional<std::string> read_qr(std::string_view png);

}  // namespace antrean::demo
