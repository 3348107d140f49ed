#include "sdl/fonts.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <SDL2/SDL_ttf.h>

#include "sdl/text_runs.hpp"

namespace antrean::display {
namespace {

/// Texts are measured once at this size. Without hinting, widths are proportional to size.
constexpr int reference_size = 256;
/// A frame's texts are about 600 KB of masks at 1080p; this holds a few frames.
constexpr std::size_t most_mask_bytes = 3u << 20;
constexpr std::size_t most_measured = 4096;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

int scaled_up(int at_reference, int size) {
  return static_cast<int>((std::int64_t{at_reference} * size + reference_size - 1) / reference_size);
}

/// The key under which a rendered or measured text is kept.
std::string key_of(int face, int size, bool right_to_left, std::string_view text) {
  std::string key = std::to_string(face) + ' ' + std::to_string(size) + (right_to_left ? " < " : " > ");
  key += text;
  return key;
}

/// Faces of further fonts are numbered after the three main ones: two per font, regular and bold.
constexpr int main_faces = 3;
int face_of_more(int index, bool bold) { return main_faces + 2 * index + (bold ? 1 : 0); }

/// Plain sans faces come first, because they look most like Inter. A style that is found through its regular
/// face is not listed.
std::vector<std::filesystem::path> font_files(const std::filesystem::path& where) {
  if (!std::filesystem::is_directory(where)) {
    return std::filesystem::exists(where) ? std::vector{where} : std::vector<std::filesystem::path>{};
  }
  std::vector<std::filesystem::path> files;
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator(where, unreadable)) {
    const std::string name = entry.path().filename().string();
    const bool font = name.ends_with(".ttf") || name.ends_with(".otf");
    const bool other_style = name.find("Bold") != std::string::npos || name.find("Italic") != std::string::npos ||
                             name.find("Oblique") != std::string::npos || name.find("Mono") != std::string::npos ||
                             name.find("Light") != std::string::npos || name.find("Condensed") != std::string::npos;
    if (font && !other_style) {
      files.push_back(entry.path());
    }
  }
  const auto rank = [](const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    return std::pair{name.find("Sans-") != std::string::npos  ? 0
                     : name.find("Sans") != std::string::npos ? 1
                                                              : 2,
                     name};
  };
  std::ranges::sort(files, {}, rank);
  return files;
}

}  // namespace

std::vector<std::filesystem::path> debian_fonts() {
  const std::filesystem::path fonts = "/usr/share/fonts/truetype";
  return {fonts / "noto", fonts / "ancient-scripts", fonts / "dejavu"};
}

FontFiles FontFiles::inter(const std::filesystem::path& folder) {
  return {folder / "InterDisplay-Bold.otf", folder / "Inter-SemiBold.otf", folder / "Inter-Medium.otf", debian_fonts()};
}

struct Fonts::Face {
  TTF_Font* font = nullptr;
  int size = reference_size;
  std::array<int, 10> digits{};  ///< widths of the digits at the reference size
  int cap_height = 0;            ///< at the reference size

  explicit Face(const std::filesystem::path& file) : font(TTF_OpenFont(file.c_str(), reference_size)) {
    if (font == nullptr) {
      throw std::runtime_error("font " + file.string() + " cannot be opened (" + TTF_GetError() +
                               "): install Debian's fonts-inter, or name another folder as look.fonts");
    }
    TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
    for (Uint32 digit = 0; digit < 10; ++digit) {
      digits[digit] = advance('0' + digit);
    }
    int top = 0;
    if (TTF_GlyphMetrics32(font, 'H', nullptr, nullptr, nullptr, &top, nullptr) == 0) {
      cap_height = top;
    }
  }
  ~Face() { TTF_CloseFont(font); }
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;

  bool has(Uint32 point) const { return TTF_GlyphIsProvided32(font, point) != 0; }
  /// Sets how the next text is shaped. A face keeps it until the next call.
  void shape(bool right_to_left, const std::string& script) {
    TTF_SetFontDirection(font, right_to_left ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    TTF_SetFontScriptName(font, script.empty() ? "Zzzz" : script.c_str());
  }
  int advance(Uint32 point) const {
    int width = 0;
    return TTF_GlyphMetrics32(font, point, nullptr, nullptr, nullptr, nullptr, &width) == 0 ? width : 0;
  }
  void resize(int wanted) {
    if (size == wanted) {
      return;
    }
    TTF_SetFontSize(font, wanted);
    size = wanted;
  }
};

struct Fonts::Kept {
  std::string key;
  Mask mask;
};

struct Fonts::More {
  std::filesystem::path regular;
  std::filesystem::path bold;  ///< "" if there is none
  std::unique_ptr<Face> faces[2];
  bool broken = false;
};

Fonts::Fonts(const FontFiles& files) {
  if (TTF_Init() != 0) {
    throw std::runtime_error(std::string{"SDL_ttf cannot start: "} + TTF_GetError());
  }
  for (const auto& file : {files.number, files.strong, files.plain}) {
    faces_.push_back(std::make_unique<Face>(file));
  }
  for (const auto& where : files.more) {
    for (auto& file : font_files(where)) {
      std::string bold = file.string();
      const auto style = bold.rfind("Regular");
      if (style != std::string::npos) {
        bold.replace(style, 7, "Bold");
      }
      if (style == std::string::npos || !std::filesystem::exists(bold)) {
        bold.clear();
      }
      more_.push_back({.regular = std::move(file), .bold = std::move(bold), .faces = {}});
    }
  }
}

Fonts::~Fonts() {
  more_.clear();
  faces_.clear();
  TTF_Quit();
}

Fonts::Face& Fonts::face(int index) const {
  if (index < main_faces) {
    return *faces_[static_cast<std::size_t>(index)];
  }
  More& more = more_[static_cast<std::size_t>((index - main_faces) / 2)];
  const bool bold = (index - main_faces) % 2 == 1 && !more.bold.empty();
  auto& opened = more.faces[bold ? 1 : 0];
  if (!opened) {
    opened = std::make_unique<Face>(bold ? more.bold : more.regular);
  }
  return *opened;
}

bool Fonts::main_has_all(FontRole role, std::string_view text) const {
  if (is_ascii(text)) {
    return true;
  }
  const Face& main = face(static_cast<int>(role));
  return std::ranges::all_of(code_points(text), [&](const CodePoint& point) {
    // Inter has no script that is written from right to left.
    return main.has(point.value);
  });
}

/// Fills found_ for every character of `text` that a main face lacks. Each font is opened once for all of
/// them, and stays open only if it has one of them.
void Fonts::look_for(std::string_view text) const {
  std::vector<std::uint32_t> wanted;
  for (const CodePoint& point : code_points(text)) {
    const bool main = std::ranges::all_of(faces_, [&](const auto& face) { return face->has(point.value); });
    if (!main && !draws_nothing(point.value) && found_.try_emplace(point.value, -1).second) {
      wanted.push_back(point.value);
    }
  }
  for (std::size_t i = 0; i < more_.size() && !wanted.empty(); ++i) {
    More& more = more_[i];
    if (more.broken) {
      continue;
    }
    const bool was_open = more.faces[0] != nullptr;
    try {
      const Face& opened = face(face_of_more(static_cast<int>(i), false));
      const auto found = std::erase_if(wanted, [&](std::uint32_t point) {
        if (!opened.has(point)) {
          return false;
        }
        found_[point] = static_cast<int>(i);
        return true;
      });
      if (found == 0 && !was_open) {
        more.faces[0].reset();
      }
    } catch (const std::runtime_error&) {
      more.broken = true;  // the file is no font; other fonts may have the character
    }
  }
}

int Fonts::face_for(FontRole role, std::uint32_t code_point) const {
  const int main = static_cast<int>(role);
  if (face(main).has(code_point)) {
    return main;
  }
  const auto known = found_.find(code_point);
  if (known == found_.end() || known->second < 0) {
    return main;
  }
  const bool bold = role != FontRole::plain && face(face_of_more(known->second, true)).has(code_point);
  return face_of_more(known->second, bold);
}

std::vector<std::uint32_t> Fonts::missing(std::string_view text) const {
  std::vector<std::uint32_t> none;
  if (is_ascii(text)) {
    return none;
  }
  look_for(text);
  for (const CodePoint& point : code_points(text)) {
    const auto known = found_.find(point.value);
    const bool lacking = known != found_.end() && known->second < 0;
    if (lacking && std::ranges::find(none, point.value) == none.end()) {
      none.push_back(point.value);
    }
  }
  return none;
}

void Fonts::measure_simple(FontRole role, std::string_view text, Measured& result) const {
  Face& font = face(static_cast<int>(role));
  font.resize(reference_size);
  font.shape(false, {});
  for (const CodePoint& point : code_points(text)) {
    int lowest = 0;
    int highest = 0;
    if (TTF_GlyphMetrics32(font.font, point.value, nullptr, nullptr, &lowest, &highest, nullptr) != 0) {
      continue;
    }
    result.ascent = std::max(result.ascent, highest);
    result.descent = std::max(result.descent, -lowest);
  }
  TTF_SizeUTF8(font.font, std::string{text}.c_str(), &result.width, nullptr);
  result.runs = {{.begin = 0, .end = text.size(), .face = static_cast<int>(role), .script = {}}};
}

void Fonts::measure_runs(FontRole role, std::string_view text, Measured& result) const {
  look_for(text);
  const auto runs = text_runs(
      text, [&](std::uint32_t point) { return face_for(role, point); },
      [&](int index, std::uint32_t point) { return face(index).has(point); });
  for (const TextRun& run : runs) {
    Face& font = face(run.font);
    font.resize(reference_size);
    // The main faces are shaped in the same way in every text, so that a word has the same width alone and
    // beside Arabic.
    const std::string script = run.font < main_faces ? std::string() : run.script;
    font.shape(run.right_to_left, script);
    int width = 0;
    TTF_SizeUTF8(font.font, std::string{text.substr(run.begin, run.end - run.begin)}.c_str(), &width, nullptr);
    result.runs.push_back({run.begin, run.end, run.font, run.right_to_left, script, result.width});
    result.width += width;
    // Shaped glyphs reach further than single ones, because marks can stand above marks. The font's own
    // ascent and descent contain them all.
    result.ascent = std::max(result.ascent, TTF_FontAscent(font.font));
    result.descent = std::max(result.descent, -TTF_FontDescent(font.font));
  }
}

const Fonts::Measured& Fonts::measured(FontRole role, std::string_view text) const {
  if (measured_.size() >= most_measured) {
    measured_.clear();
  }
  auto [entry, is_new] = measured_.try_emplace(key_of(static_cast<int>(role), 0, false, text));
  if (is_new) {
    if (main_has_all(role, text)) {
      measure_simple(role, text, entry->second);
    } else {
      measure_runs(role, text, entry->second);
    }
  }
  return entry->second;
}

std::vector<Fonts::Piece> Fonts::pieces(FontRole role, int size, std::string_view text) const {
  std::vector<Piece> pieces;
  if (role != FontRole::number || !is_ascii(text)) {
    for (const Placed& run : measured(role, text).runs) {
      pieces.push_back({text.substr(run.begin, run.end - run.begin), run.x * size / reference_size, run.face,
                        run.right_to_left, run.script});
    }
    return pieces;
  }
  const int index = static_cast<int>(role);
  const Face& font = face(index);
  int x = 0;  // at the reference size
  for (std::size_t at = 0; at < text.size();) {
    if (is_digit(text[at])) {
      const std::string_view digit = text.substr(at, 1);
      pieces.push_back({.text = digit, .x = x * size / reference_size, .face = index, .script = {}});
      x += font.digits[static_cast<std::size_t>(digit[0] - '0')];
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !is_digit(text[end])) {
      ++end;
    }
    const std::string_view run = text.substr(at, end - at);
    pieces.push_back({.text = run, .x = x * size / reference_size, .face = index, .script = {}});
    x += measured(role, run).width;
    at = end;
  }
  return pieces;
}

TextExtent Fonts::measure(FontRole role, int size, std::string_view text) const {
  const Face& font = face(static_cast<int>(role));
  const Measured& whole = measured(role, text);
  const int ascent = whole.ascent;
  const int descent = whole.descent;
  int width = whole.width;
  if (role == FontRole::number && is_ascii(text)) {
    width = 0;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && !is_digit(text[end])) {
        ++end;
      }
      if (end > at) {
        width += measured(role, text.substr(at, end - at)).width;
      }
      for (at = end; at < text.size() && is_digit(text[at]); ++at) {
        width += font.digits[static_cast<std::size_t>(text[at] - '0')];
      }
    }
  }
  // One more pixel, for the partly covered edge of a glyph.
  return {scaled_up(width, size) + 1, scaled_up(font.cap_height, size), scaled_up(ascent, size) + 1,
          scaled_up(descent, size) + 1};
}

const Mask* Fonts::kept(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    return nullptr;
  }
  kept_.splice(kept_.begin(), kept_, found->second);
  return &kept_.front().mask;
}

const Mask& Fonts::keep(std::string key, Mask mask) {
  kept_bytes_ += mask.coverage.size();
  kept_.push_front({key, std::move(mask)});
  by_key_.emplace(std::move(key), kept_.begin());
  while (kept_bytes_ > most_mask_bytes && kept_.size() > 1) {
    kept_bytes_ -= kept_.back().mask.coverage.size();
    by_key_.erase(kept_.back().key);
    kept_.pop_back();
  }
  return kept_.front().mask;
}

const Mask& Fonts::mask(int size, const Piece& piece) {
  std::string key = key_of(piece.face, size, piece.right_to_left, piece.text);
  if (const Mask* found = kept(key)) {
    return *found;
  }

  Mask mask;
  Face& font = face(piece.face);
  font.resize(size);
  font.shape(piece.right_to_left, piece.script);
  // White on black in 256 greys: the palette index of a pixel is its coverage.
  const std::unique_ptr<SDL_Surface, decltype(&SDL_FreeSurface)> surface{
      TTF_RenderUTF8_Shaded(font.font, std::string{piece.text}.c_str(), {255, 255, 255, 255}, {0, 0, 0, 255}),
      SDL_FreeSurface};
  if (surface) {
    const auto* pixels = static_cast<const std::uint8_t*>(surface->pixels);
    const auto pitch = static_cast<std::size_t>(surface->pitch);
    const auto width = static_cast<std::size_t>(surface->w);
    const auto row_inked = [&](int y) {
      const std::uint8_t* row = pixels + static_cast<std::size_t>(y) * pitch;
      return std::any_of(row, row + width, [](std::uint8_t value) { return value != 0; });
    };
    int top = 0;
    int bottom = surface->h;
    while (top < bottom && !row_inked(top)) {
      ++top;
    }
    while (bottom > top && !row_inked(bottom - 1)) {
      --bottom;
    }
    mask.width = surface->w;
    mask.height = bottom - top;
    mask.top = top - TTF_FontAscent(font.font);
    mask.coverage.reserve(width * static_cast<std::size_t>(mask.height));
    for (int y = top; y < bottom; ++y) {
      const std::uint8_t* row = pixels + static_cast<std::size_t>(y) * pitch;
      mask.coverage.insert(mask.coverage.end(), row, row + width);
    }
  }
  return keep(std::move(key), std::move(mask));
}

const Mask& Fonts::line(FontRole role, int size, std::string_view text) {
  const std::vector<Piece> parts = pieces(role, size, text);
  if (parts.size() == 1) {
    return mask(size, parts.front());
  }
  std::string key = "line " + key_of(static_cast<int>(role), size, false, text);
  if (const Mask* found = kept(key)) {
    return *found;
  }

  Mask whole;
  int bottom = 0;
  for (const Piece& part : parts) {
    const Mask& one = mask(size, part);
    if (one.height == 0) {
      continue;
    }
    whole.top = std::min(whole.top, one.top);
    bottom = std::max(bottom, one.top + one.height);
    whole.width = std::max(whole.width, part.x + one.width);
  }
  whole.height = bottom - whole.top;
  const auto width = static_cast<std::size_t>(whole.width);
  whole.coverage.assign(width * static_cast<std::size_t>(whole.height), 0);
  for (const Piece& part : parts) {
    const Mask& one = mask(size, part);
    for (int y = 0; y < one.height; ++y) {
      const std::uint8_t* from = one.coverage.data() + static_cast<std::ptrdiff_t>(y) * one.width;
      std::uint8_t* to =
          whole.coverage.data() + static_cast<std::ptrdiff_t>(y + one.top - whole.top) * whole.width + part.x;
      for (int x = 0; x < one.width; ++x) {
        to[x] = std::max(to[x], from[x]);
      }
    }
  }
  return keep(std::move(key), std::move(whole));
}

}  // namespace antrean::display
