// A frame as JSON, for tests that check what a running display shows, and for diagnosis.
#pragma once

#include <filesystem>
#include <string>

#include "frame/frame.hpp"

namespace antrean::display {

/// {"version", "stale", "width", "height", "items": [{"kind": "text", "part": "call.number", "text": "A017",
/// ...}]}
std::string to_json(const Frame& frame);

/// Replaces `file` in one step. Throws std::runtime_error that names it if it cannot be written.
void write_draw_list(const Frame& frame, const std::filesystem::path& file);

}  // namespace antrean::display
