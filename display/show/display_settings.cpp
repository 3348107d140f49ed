#include "show/display_settings.hpp"

#include <fmt/format.h>

#include "http/address.hpp"

namespace antrean::display {

Theme read_theme(const std::filesystem::path& file) {
  auto source = settings::Source::file(file);
  auto root = source.root();
  auto colours = root.section("colours");
  Theme theme;
  for (const auto& [key, member] : theme_colours()) {
    const std::string fallback = (theme.*member).text();
    const std::string text =
        colours.text(key, {.pattern = "#[0-9a-fA-F]{6}", .example = "#0a1f44", .fallback = fallback});
    if (const auto colour = Colour::parse(text)) {
      theme.*member = *colour;
    }
  }
  if (root.has("logo")) {
    theme.logo = root.path("logo").string();
  }
  for (const FaintPair& pair : faint_pairs(theme)) {
    colours.problem(pair.ink,
                    fmt::format("contrast to '{}' is {:.1f} : 1; {:.1f} : 1 is needed to be read across a hall",
                                pair.ground, pair.contrast, pair.needed));
  }
  source.finish();
  return theme;
}

DisplaySettings read_display_settings(const std::filesystem::path& file) {
  auto source = settings::Source::file(file);
  auto root = source.root();
  DisplaySettings result;
  result.feed =
      root.text("feed", {.pattern = "wss?://.+", .example = "ws://127.0.0.1:8090/feed", .fallback = result.feed});
  if (!root.wrong("feed") && !http::parse_address(result.feed, http::Scheme::ws)) {
    root.problem(
        "feed", fmt::format("'{}' is no address of a feed; write it as ws://127.0.0.1:8090/feed, with a port from 1 to "
                            "65535",
                            result.feed));
  } else if (!root.wrong("feed") && !http::is_safe(result.feed, http::Scheme::ws)) {
    root.problem("feed", http::why_not_safe(result.feed));
  }
  if (root.has("ca_file")) {
    result.ca_file = root.path("ca_file");
    if (!root.wrong("ca_file") && !std::filesystem::exists(result.ca_file)) {
      root.problem("ca_file", fmt::format("'{}' is not there; it is the certificate of the CA in PEM, which the proxy "
                                          "of the office has one of",
                                          result.ca_file.string()));
    }
  }

  auto window = root.section("window");
  result.window.size.width = static_cast<int>(window.integer("width", {.least = 640, .most = 7680, .fallback = 1920}));
  result.window.size.height =
      static_cast<int>(window.integer("height", {.least = 480, .most = 7680, .fallback = 1080}));
  result.window.fullscreen = window.flag("fullscreen", true);

  result.margin_percent = static_cast<int>(window.integer("margin", {.least = 0, .most = 8, .fallback = 0}));

  auto hall = root.section("hall");
  if (hall.has("stages")) {
    result.stages = hall.texts("stages");
  }
  for (const std::string& stage : result.stages) {
    const std::size_t slash = stage.find('/');
    if (slash == 0 || slash == std::string::npos || slash + 1 == stage.size()) {
      hall.problem("stages",
                   fmt::format("'{}' is no stage; write the keys of service and stage, like \"paspor/foto\"", stage));
    }
  }

  auto look = root.section("look");
  result.languages = static_cast<Languages>(look.choice("language", {"id+en", "id", "en+id", "en"}, 0));
  result.fonts = FontFiles::inter(look.path("fonts", "/usr/share/fonts/opentype/inter"));
  if (look.has("more_fonts")) {
    const std::filesystem::path more = look.path("more_fonts");
    if (!look.wrong("more_fonts") && !std::filesystem::exists(more)) {
      look.problem("more_fonts", "'" + more.string() + "' is not there; name a font file or a folder of them");
    }
    result.fonts.more.insert(result.fonts.more.begin(), more);
  }
  const bool themed = look.has("theme");
  const std::filesystem::path theme = themed ? look.path("theme") : std::filesystem::path{};

  auto calls = root.section("calls");
  result.highlight.lasts = calls.duration("highlight", result.highlight.lasts);
  result.highlight.blinks = static_cast<int>(calls.integer("blinks", {.least = 0, .most = 10, .fallback = 3}));

  auto media = root.section("media");
  for (const std::string& name : media.has("files") ? media.texts("files") : std::vector<std::string>{}) {
    const std::filesystem::path path = std::filesystem::absolute(file).parent_path() / name;
    if (!std::filesystem::exists(path)) {
      media.problem("files",
                    fmt::format("'{}' is not there; name films or pictures, relative to this file", path.string()));
    }
    result.media.files.push_back(path);
  }
  result.media.picture = media.duration("picture", result.media.picture);
  result.media.volume = static_cast<int>(media.integer("volume", {.least = 0, .most = 100, .fallback = 40}));
  result.media.ducked = static_cast<int>(media.integer("ducked", {.least = 0, .most = 100, .fallback = 5}));

  auto running = root.section("running_text");
  result.running_text_speed = static_cast<int>(running.integer("speed", {.least = 30, .most = 400, .fallback = 120}));
  source.finish();
  if (themed) {
    result.theme = read_theme(theme);
  }
  return result;
}

}  // namespace antrean::display
