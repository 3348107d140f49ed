// Paints a draw list into pixels, in software. Painting is exact: the same list gives the same pixels,
// whether it is painted at once or clipped piece by piece. So a window can repaint only what changed. One
// thread.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>

#include <SDL2/SDL_surface.h>

#include "frame/draw_list.hpp"
#include "media/shared_frames.hpp"
#include "sdl/fonts.hpp"

namespace antrean::display {

struct FreeSurface {
  void operator()(SDL_Surface* surface) const { SDL_FreeSurface(surface); }
};
using Surface = std::unique_ptr<SDL_Surface, FreeSurface>;

/// A surface with 32 bits per pixel, for the painter. Throws std::runtime_error if there is no memory for it.
Surface make_surface(Size size);

class Painter {
 public:
  explicit Painter(Fonts& fonts) : fonts_(fonts) {}

  /// Paints everything in `list` that is inside one of `clips`. The target has 32 bits per pixel; what is
  /// outside it is cut.
  void paint(const DrawList& list, std::span<const Rect> clips, SDL_Surface& target);

  /// Where the pictures of a Moving region come from; none: what is below the region stays.
  void moving(std::function<std::optional<MovingPicture>()> newest) { newest_ = std::move(newest); }

 private:
  void paint(const Fill& fill, const Rect& clip, SDL_Surface& target) const;
  void paint(const Wedge& wedge, const Rect& clip, SDL_Surface& target) const;
  void paint(const Text& text, const Rect& clip, SDL_Surface& target);
  void paint(const Strip& strip, const Rect& clip, SDL_Surface& target);
  void paint(const Image& image, const Rect& clip, SDL_Surface& target);
  void paint(const Code& code, const Rect& clip, SDL_Surface& target) const;
  void paint(const Moving& moving, const Rect& clip, SDL_Surface& target) const;

  Fonts& fonts_;
  std::function<std::optional<MovingPicture>()> newest_;
  /// By file and size; null: the file could not be read, which was logged once.
  std::map<std::string, Surface> images_;
};

}  // namespace antrean::display
