// Reads a QR code from the pixels of a PNG, as a scanner's optics would: the proof that what people are shown
// can be read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace antrean::demo {

/// The text of the one QR code in the picture; nullopt when there is none, or more, or the PNG is broken.
std::optional<std::string> read_qr(std::string_view png);

}  // namespace antrean::demo
