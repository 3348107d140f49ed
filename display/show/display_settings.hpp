// The settings of a TV, from its settings file (config/display.toml) and theme file (config/themes).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "frame/frame.hpp"
#include "sdl/fonts.hpp"
#include "sdl/window.hpp"
#include "settings/settings.hpp"
#include "show/media_process.hpp"

namespace antrean::display {

struct DisplaySettings {
  std::string feed = "ws://127.0.0.1:8090/feed";
  std::filesystem::path ca_file;  ///< whom to believe over wss://; empty: the system's CAs
  WindowOptions window;
  FontFiles fonts = FontFiles::inter("/usr/share/fonts/opentype/inter");
  Languages languages = Languages::indonesian_english;
  int margin_percent = 0;           ///< of each side, 0..8
  std::vector<std::string> stages;  ///< "paspor/foto"; empty: the whole hall
  Theme theme;
  Highlight highlight;
  MediaSettings media;
  int running_text_speed = 120;  ///< pixels per second for a short side of 1080
};

/// Throws settings::SettingsError with every problem of both files. Too little contrast in a theme is a
/// problem.
DisplaySettings read_display_settings(const std::filesystem::path& file);
Theme read_theme(const std::filesystem::path& file);

}  // namespace antrean::display
