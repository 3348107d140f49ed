#include "sdl/painter.hpp"

#include <array>
#include <stdexcept>

#include <SDL2/SDL_image.h>
#include <spdlog/spdlog.h>

#include "qr/qr.hpp"

namespace antrean::display {
namespace {

SDL_Rect sdl(const Rect& rect) { return {rect.x, rect.y, rect.width, rect.height}; }

Uint32 pixel(const SDL_Surface& target, Colour colour) {
  return SDL_MapRGB(target.format, colour.red, colour.green, colour.blue);
}

Uint32* row_of(SDL_Surface& target, int y) {
  return static_cast<Uint32*>(
      static_cast<void*>(static_cast<Uint8*>(target.pixels) + static_cast<std::ptrdiff_t>(y) * target.pitch));
}

/// Mixes `colour` into one pixel by coverage 0..255.
class Blender {
 public:
  Blender(const SDL_Surface& target, Colour colour)
      : format_(*target.format), colour_(colour), solid_(pixel(target, colour)) {}

  Uint32 operator()(Uint32 below, unsigned coverage) const {
    if (coverage == 0) {
      return below;
    }
    if (coverage >= 255) {
      return solid_;
    }
    const auto mix = [&](Uint8 shift, Uint8 over) {
      const unsigned under = (below >> shift) & 0xFFu;
      const unsigned mixed = under * (255 - coverage) + over * coverage;
      return ((mixed + 127) / 255) << shift;
    };
    return mix(format_.Rshift, colour_.red) | mix(format_.Gshift, colour_.green) | mix(format_.Bshift, colour_.blue) |
           format_.Amask;
  }

 private:
  const SDL_PixelFormat& format_;
  Colour colour_;
  Uint32 solid_;
};

void fill_rect(SDL_Surface& target, const Rect& rect, const Rect& clip, Uint32 value) {
  const Rect visible = rect.common(clip);
  if (visible.empty()) {
    return;
  }
  const SDL_Rect area = sdl(visible);
  SDL_FillRect(&target, &area, value);
}

/// How much of the pixel at (x, y), counted from the corner of a square, is in the quarter disc of `radius`
/// around the inner corner.
unsigned corner_coverage(int x, int y, int radius) {
  const double dx = radius - (x + 0.5);
  const double dy = radius - (y + 0.5);
  const double outside = std::sqrt(dx * dx + dy * dy) - radius;
  return static_cast<unsigned>(std::lround(std::clamp(0.5 - outside, 0.0, 1.0) * 255.0));
}

/// Draws one mask with its text starting at x on a base line.
void blend_mask(SDL_Surface& target, const Mask& mask, int x, int baseline, const Rect& clip, Colour colour) {
  const Rect ink{x, baseline + mask.top, mask.width, mask.height};
  const Rect visible = ink.common(clip);
  if (visible.empty()) {
    return;
  }
  const Blender blend{target, colour};
  for (int y = visible.y; y < visible.bottom(); ++y) {
    Uint32* row = row_of(target, y);
    const std::uint8_t* coverage = mask.coverage.data() + static_cast<std::ptrdiff_t>(y - ink.y) * mask.width - ink.x;
    for (int column = visible.x; column < visible.right(); ++column) {
      row[column] = blend(row[column], coverage[column]);
    }
  }
}

}  // namespace

Surface make_surface(Size size) {
  Surface surface{SDL_CreateRGBSurfaceWithFormat(0, size.width, size.height, 32, SDL_PIXELFORMAT_RGB888)};
  if (!surface) {
    throw std::runtime_error(std::string{"no memory for a picture: "} + SDL_GetError());
  }
  return surface;
}

void Painter::paint(const DrawList& list, std::span<const Rect> clips, SDL_Surface& target) {
  if (target.format->BytesPerPixel != 4) {
    throw std::runtime_error("the painter needs a surface of 32 bits a pixel");
  }
  const Rect whole{0, 0, target.w, target.h};
  for (const Rect& wanted : clips) {
    const Rect clip = wanted.common(whole);
    if (clip.empty()) {
      continue;
    }
    for (const Item& item : list.items) {
      if (!bounds(item).meets(clip)) {
        continue;
      }
      std::visit([&](const auto& drawn) { paint(drawn, clip, target); }, item);
    }
  }
}

void Painter::paint(const Fill& fill, const Rect& clip, SDL_Surface& target) const {
  const Uint32 value = pixel(target, fill.colour);
  const int radius = fill.radius;
  if (radius <= 0) {
    fill_rect(target, fill.rect, clip, value);
    return;
  }
  Rect middle = fill.rect;
  const Rect top = middle.take_top(radius);
  const Rect bottom = middle.take_bottom(radius);
  fill_rect(target, middle, clip, value);
  fill_rect(target, top.inset(radius, 0), clip, value);
  fill_rect(target, bottom.inset(radius, 0), clip, value);
  const Blender blend{target, fill.colour};
  for (int y = 0; y < radius; ++y) {
    for (int x = 0; x < radius; ++x) {
      const unsigned coverage = corner_coverage(x, y, radius);
      for (const int row : {top.y + y, bottom.bottom() - 1 - y}) {
        if (row < clip.y || row >= clip.bottom()) {
          continue;
        }
        for (const int column : {fill.rect.x + x, fill.rect.right() - 1 - x}) {
          if (column < clip.x || column >= clip.right()) {
            continue;
          }
          Uint32& there = row_of(target, row)[column];
          there = blend(there, coverage);
        }
      }
    }
  }
}

void Painter::paint(const Wedge& wedge, const Rect& clip, SDL_Surface& target) const {
  const Rect& box = wedge.rect;
  const Rect visible = box.common(clip);
  const Blender blend{target, wedge.colour};
  for (int y = visible.y; y < visible.bottom(); ++y) {
    // The width of this row: the whole width at half height, nothing at top and bottom.
    const double from_middle = std::abs(2.0 * (y - box.y) + 1.0 - box.height) / box.height;
    const double reach = box.width * (1.0 - from_middle);
    for (int x = visible.x; x < visible.right(); ++x) {
      const double covered = std::clamp(reach - (x - box.x), 0.0, 1.0);
      Uint32& there = row_of(target, y)[x];
      there = blend(there, static_cast<unsigned>(std::lround(covered * 255.0)));
    }
  }
}

void Painter::paint(const Text& text, const Rect& clip, SDL_Surface& target) {
  const Rect visible = text.box.common(clip);
  for (const Fonts::Piece& piece : fonts_.pieces(text.role, text.size, text.text)) {
    blend_mask(target, fonts_.mask(text.size, piece), text.box.x + piece.x, text.baseline, visible, text.colour);
  }
}

void Painter::paint(const Strip& strip, const Rect& clip, SDL_Surface& target) {
  const Rect visible = strip.box.common(clip);
  // There are only two colours, so with a table of the 256 mixtures this is a copy.
  const Uint32 ground = pixel(target, strip.background);
  const Blender blend{target, strip.colour};
  std::array<Uint32, 256> mixture{};
  for (unsigned i = 0; i < mixture.size(); ++i) {
    mixture[i] = blend(ground, i);
  }

  const Mask& mask = fonts_.line(strip.role, strip.size, strip.text);
  for (int y = visible.y; y < visible.bottom(); ++y) {
    Uint32* row = row_of(target, y);
    const int line = y - strip.baseline - mask.top;
    std::fill(row + visible.x, row + visible.right(), ground);
    if (line < 0 || line >= mask.height) {
      continue;
    }
    const std::uint8_t* coverage = mask.coverage.data() + static_cast<std::ptrdiff_t>(line) * mask.width;
    for (int start = strip.box.x - strip.offset; start < visible.right(); start += strip.period) {
      const int from = std::max(visible.x, start);
      const int to = std::min(visible.right(), start + mask.width);
      for (int x = from; x < to; ++x) {
        row[x] = mixture[coverage[x - start]];
      }
    }
  }
}

void Painter::paint(const Code& code, const Rect& clip, SDL_Surface& target) const {
  const qr::Symbol symbol = qr::symbol_of(code.text);
  const int modules = static_cast<int>(symbol.side + 2 * qr::quiet_modules);
  const int size = std::min(code.box.width, code.box.height) / modules;
  const int side = size * modules;
  const Rect square{code.box.x + (code.box.width - side) / 2, code.box.y + (code.box.height - side) / 2, side, side};
  fill_rect(target, square, clip, pixel(target, {0xff, 0xff, 0xff}));
  const Uint32 dark = pixel(target, {0, 0, 0});
  const auto at = [&](std::size_t module) { return static_cast<int>(module + qr::quiet_modules) * size; };
  for (std::size_t y = 0; y < symbol.side; ++y) {
    for (std::size_t x = 0; x < symbol.side; ++x) {
      if (symbol.dark(x, y)) {
        fill_rect(target, {square.x + at(x), square.y + at(y), size, size}, clip, dark);
      }
    }
  }
}

void Painter::paint(const Moving& moving, const Rect& clip, SDL_Surface& target) const {
  const std::optional<MovingPicture> picture = newest_ && moving.picture != 0 ? newest_() : std::nullopt;
  if (!picture) {
    return;
  }
  // It is made for the region. While the region changes its size, a picture of before may be larger or
  // smaller.
  const Rect place{moving.box.x + (moving.box.width - picture->width) / 2,
                   moving.box.y + (moving.box.height - picture->height) / 2, picture->width, picture->height};
  const Rect visible = place.common(moving.box).common(clip);
  if (visible.empty()) {
    return;
  }
  const Surface wrapped{SDL_CreateRGBSurfaceWithFormatFrom(const_cast<std::uint32_t*>(picture->pixels), picture->width,
                                                           picture->height, 32, picture->width * 4,
                                                           SDL_PIXELFORMAT_RGB888)};
  if (!wrapped) {
    return;
  }
  const SDL_Rect from{visible.x - place.x, visible.y - place.y, visible.width, visible.height};
  SDL_Rect to = sdl(visible);
  SDL_BlitSurface(wrapped.get(), &from, &target, &to);
}

void Painter::paint(const Image& image, const Rect& clip, SDL_Surface& target) {
  const std::string key = image.file + "\n" + std::to_string(image.box.width) + "x" + std::to_string(image.box.height);
  auto [entry, is_new] = images_.try_emplace(key);
  if (is_new) {
    const Surface loaded{IMG_Load(image.file.c_str())};
    if (!loaded) {
      spdlog::error("picture {} cannot be shown: {}", image.file, IMG_GetError());
    } else {
      const double scale =
          std::min(static_cast<double>(image.box.width) / loaded->w, static_cast<double>(image.box.height) / loaded->h);
      const int width = std::max(1, static_cast<int>(loaded->w * scale));
      const int height = std::max(1, static_cast<int>(loaded->h * scale));
      const Surface straight{SDL_ConvertSurfaceFormat(loaded.get(), SDL_PIXELFORMAT_ARGB8888, 0)};
      Surface fitted{SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_ARGB8888)};
      if (straight && fitted && SDL_SoftStretchLinear(straight.get(), nullptr, fitted.get(), nullptr) == 0) {
        entry->second = std::move(fitted);
      }
    }
  }
  SDL_Surface* picture = entry->second.get();
  if (picture == nullptr) {
    return;
  }
  const SDL_Rect limit = sdl(image.box.common(clip));
  SDL_Rect at{image.box.x + (image.box.width - picture->w) / 2, image.box.y + (image.box.height - picture->h) / 2, 0,
              0};
  SDL_SetClipRect(&target, &limit);
  SDL_BlitSurface(picture, nullptr, &target, &at);
  SDL_SetClipRect(&target, nullptr);
}

}  // namespace antrean::display
