// Pixels and colours of a frame. Plain values; the origin is the top left corner.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace antrean::display {

struct Size {
  int width = 0;
  int height = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

struct Rect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  constexpr int right() const { return x + width; }
  constexpr int bottom() const { return y + height; }
  constexpr bool empty() const { return width <= 0 || height <= 0; }
  constexpr bool contains(const Rect& other) const {
    return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom();
  }
  constexpr bool meets(const Rect& other) const {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }
  constexpr Rect inset(int by) const { return inset(by, by); }
  constexpr Rect inset(int dx, int dy) const { return {x + dx, y + dy, width - 2 * dx, height - 2 * dy}; }
  constexpr Rect united(const Rect& other) const {
    const int left = std::min(x, other.x);
    const int top = std::min(y, other.y);
    return {left, top, std::max(right(), other.right()) - left, std::max(bottom(), other.bottom()) - top};
  }
  constexpr Rect common(const Rect& other) const {
    const int left = std::max(x, other.x);
    const int top = std::max(y, other.y);
    return {left, top, std::min(right(), other.right()) - left, std::min(bottom(), other.bottom()) - top};
  }
  /// Cuts a piece off one side and leaves the rest in *this. It never cuts more than there is.
  constexpr Rect take_top(int pixels) {
    const int cut = std::clamp(pixels, 0, std::max(height, 0));
    const Rect piece{x, y, width, cut};
    y += cut;
    height -= cut;
    return piece;
  }
  constexpr Rect take_bottom(int pixels) {
    const int cut = std::clamp(pixels, 0, std::max(height, 0));
    height -= cut;
    return {x, y + height, width, cut};
  }
  constexpr Rect take_left(int pixels) {
    const int cut = std::clamp(pixels, 0, std::max(width, 0));
    const Rect piece{x, y, cut, height};
    x += cut;
    width -= cut;
    return piece;
  }
  constexpr Rect take_right(int pixels) {
    const int cut = std::clamp(pixels, 0, std::max(width, 0));
    width -= cut;
    return {x + width, y, cut, height};
  }
  friend bool operator==(const Rect&, const Rect&) = default;
};

/// Opaque sRGB. A wall display needs no translucency, and every contrast can be computed.
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  static std::optional<Colour> parse(std::string_view hex);  ///< "#0b2545"
  std::string text() const;                                  ///< "#0b2545"
  friend bool operator==(const Colour&, const Colour&) = default;
};

/// Contrast as WCAG 2.1 defines it (relative luminance, sRGB): 1 (the same) to 21 (black on white).
double contrast(Colour a, Colour b);

}  // namespace antrean::display
