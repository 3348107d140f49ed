// Paints a draw list into pixels, in software. Painting is exact: the same list gives the same pixels whether
// it is painted at once or clipped piece by piece, which is what lets a window repaint only what changed. One
// thread.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>

#include <SDL2/SDL_surface.h>

#include "frame/draw_list.hpp"
#include "sdl/fonts.hpp"

namespace antrean::display {

struct FreeSurface {
  void operator()(SDL_Surface* surface) const { SDL_FreeSurface(surface); }
};
using Surface = std::unique_ptr<SDL_Surface, FreeSurface>;

/// 32 bits a pixel, what the painter needs. Throws std::runtime_error when there is no memory for it.
Surface make_surface(Size size);

class Painter {
 public:
  explicit Painter(Fonts& fonts) : fonts_(fonts) {}

  /// Paints everything of `list` that is inside one of `clips`. The target has 32 bits a pixel; what is
  /// outside it is cut.
  void paint(const DrawList& list, std::span<const Rect> clips, SDL_Surface& target);

 private:
  void paint(const Fill& fill, const Rect& clip, SDL_Surface& target) const;
  void paint(const Wedge& wedge, const Rect& clip, SDL_Surface& target) const;
  void paint(const Text& text, const Rect& clip, SDL_Surface& target);
  void paint(const Strip& strip, const Rect& clip, SDL_Surface& target);
  void paint(const Image& image, const Rect& clip, SDL_Surface& target);

  Fonts& fonts_;
  std::map<std::string, Surface> images_;  ///< by file and size; null: could not be read, which was logged once
};

}  // namespace antrean::display
