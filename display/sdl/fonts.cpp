#include "sdl/fonts.hpp"

#include <SDL2/SDL_ttf.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace antrean::display {
namespace {

/// Texts are measured once at this size; without hinting, widths are proportional to size.
constexpr int reference_size = 256;
/// A frame's texts are about 600 KB of masks at 1080p; this holds a few frames.
constexpr std::size_t most_mask_bytes = 3u << 20;
constexpr std::size_t most_measured = 4096;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The code point at `at`, which moves behind it. Texts come from JSON or from us, so they are valid UTF-8.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const std::uint32_t lead = byte(at);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t point = length == 1 ? lead : lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (byte(at + i) & 0x3Fu);
  at += length;
  return point;
}

int scaled_up(int at_reference, int size) {
  return static_cast<int>((std::int64_t{at_reference} * size + reference_size - 1) / reference_size);
}

std::string key_of(FontRole role, int size, std::string_view text) {
  std::string key = std::to_string(static_cast<int>(role)) + ' ' + std::to_string(size) + ' ';
  key += text;
  return key;
}

}  // namespace

FontFiles FontFiles::inter(const std::filesystem::path& folder) {
  return {folder / "InterDisplay-Bold.otf", folder / "Inter-SemiBold.otf", folder / "Inter-Medium.otf"};
}

struct Fonts::Face {
  TTF_Font* font = nullptr;
  int size = reference_size;
  std::array<int, 10> digits{};  ///< their widths at the reference size
  int cap_height = 0;            ///< at the reference size

  explicit Face(const std::filesystem::path& file) : font(TTF_OpenFont(file.c_str(), reference_size)) {
    if (font == nullptr) {
      throw std::runtime_error("font " + file.string() + " cannot be opened (" + TTF_GetError() +
                               "): install Debian's fonts-inter, or name another folder as look.fonts");
    }
    TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
    for (Uint32 digit = 0; digit < 10; ++digit) digits[digit] = advance('0' + digit);
    int top = 0;
    if (TTF_GlyphMetrics32(font, 'H', nullptr, nullptr, nullptr, &top, nullptr) == 0) cap_height = top;
  }
  ~Face() { TTF_CloseFont(font); }
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;

  int advance(Uint32 point) const {
    int width = 0;
    return TTF_GlyphMetrics32(font, point, nullptr, nullptr, nullptr, nullptr, &width) == 0 ? width : 0;
  }
  void resize(int wanted) {
    if (size == wanted) return;
    TTF_SetFontSize(font, wanted);
    size = wanted;
  }
};

struct Fonts::Kept {
  std::string key;
  Mask mask;
};

Fonts::Fonts(const FontFiles& files) {
  if (TTF_Init() != 0) throw std::runtime_error(std::string{"SDL_ttf cannot start: "} + TTF_GetError());
  for (const auto& file : {files.number, files.strong, files.plain}) faces_.push_back(std::make_unique<Face>(file));
}

Fonts::~Fonts() {
  faces_.clear();
  TTF_Quit();
}

Fonts::Face& Fonts::face(FontRole role) const { return *faces_[static_cast<std::size_t>(role)]; }

Fonts::Measured Fonts::measured(FontRole role, std::string_view text) const {
  if (measured_.size() >= most_measured) measured_.clear();
  auto [entry, is_new] = measured_.try_emplace(key_of(role, 0, text));
  if (!is_new) return entry->second;
  Face& font = face(role);
  font.resize(reference_size);
  Measured& result = entry->second;
  for (std::size_t at = 0; at < text.size();) {
    int lowest = 0;
    int highest = 0;
    if (TTF_GlyphMetrics32(font.font, next_code_point(text, at), nullptr, nullptr, &lowest, &highest, nullptr) != 0)
      continue;
    result.ascent = std::max(result.ascent, highest);
    result.descent = std::max(result.descent, -lowest);
  }
  TTF_SizeUTF8(font.font, std::string{text}.c_str(), &result.width, nullptr);
  return result;
}

std::vector<Fonts::Piece> Fonts::pieces(FontRole role, int size, std::string_view text) const {
  if (role != FontRole::number) return {{text, 0}};
  std::vector<Piece> pieces;
  const Face& font = face(role);
  int x = 0;  // at the reference size
  for (std::size_t at = 0; at < text.size();) {
    if (is_digit(text[at])) {
      const std::string_view digit = text.substr(at, 1);
      pieces.push_back({digit, x * size / reference_size});
      x += font.digits[static_cast<std::size_t>(digit[0] - '0')];
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !is_digit(text[end])) ++end;
    const std::string_view run = text.substr(at, end - at);
    pieces.push_back({run, x * size / reference_size});
    x += measured(role, run).width;
    at = end;
  }
  return pieces;
}

TextExtent Fonts::measure(FontRole role, int size, std::string_view text) const {
  const Measured whole = measured(role, text);
  int width = whole.width;
  if (role == FontRole::number) {
    const Face& font = face(role);
    width = 0;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && !is_digit(text[end])) ++end;
      if (end > at) width += measured(role, text.substr(at, end - at)).width;
      for (at = end; at < text.size() && is_digit(text[at]); ++at)
        width += font.digits[static_cast<std::size_t>(text[at] - '0')];
    }
  }
  // One pixel more, which may hold the half covered edge of a glyph.
  return {scaled_up(width, size) + 1, scaled_up(face(role).cap_height, size), scaled_up(whole.ascent, size) + 1,
          scaled_up(whole.descent, size) + 1};
}

const Mask& Fonts::mask(FontRole role, int size, std::string_view text) {
  std::string key = key_of(role, size, text);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    return kept_.front().mask;
  }

  Mask mask;
  Face& font = face(role);
  font.resize(size);
  // White on black in 256 greys: the palette index of a pixel is its coverage.
  const std::unique_ptr<SDL_Surface, decltype(&SDL_FreeSurface)> surface{
      TTF_RenderUTF8_Shaded(font.font, std::string{text}.c_str(), {255, 255, 255, 255}, {0, 0, 0, 255}),
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
    while (top < bottom && !row_inked(top)) ++top;
    while (bottom > top && !row_inked(bottom - 1)) --bottom;
    mask.width = surface->w;
    mask.height = bottom - top;
    mask.top = top - TTF_FontAscent(font.font);
    mask.coverage.reserve(width * static_cast<std::size_t>(mask.height));
    for (int y = top; y < bottom; ++y) {
      const std::uint8_t* row = pixels + static_cast<std::size_t>(y) * pitch;
      mask.coverage.insert(mask.coverage.end(), row, row + width);
    }
  }
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

}  // namespace antrean::display
