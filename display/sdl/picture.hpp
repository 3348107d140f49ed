// A frame as a PNG file.
#pragma once

#include <filesystem>

#include "sdl/painter.hpp"

namespace antrean::display {

/// Paints the list and replaces `file` in one step, so that a reader sees the old picture or the new one.
/// Throws std::runtime_error that names the file if it cannot be written.
void write_png(const DrawList& list, Painter& painter, const std::filesystem::path& file);

}  // namespace antrean::display
