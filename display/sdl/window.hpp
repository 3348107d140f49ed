// The window on the wall: keeps what it painted, repaints what changed, presents only that. One thread, the
// one that made it.
#pragma once

#include <memory>
#include <string>

#include <SDL2/SDL_video.h>

#include "frame/draw_list.hpp"
#include "sdl/painter.hpp"

namespace antrean::display {

struct WindowOptions {
  Size size{1920, 1080};
  bool fullscreen = false;
  std::string title = "Antrean";
};

class Window {
 public:
  /// Throws std::runtime_error saying what is missing when there is no screen to open it on.
  Window(const WindowOptions& options, Fonts& fonts);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  Size size() const;
  /// Shows `list`, which was made for size(). Paints and presents what differs from what is shown.
  void show(const DrawList& list);
  /// Looks at what the window system had to say; false when the window was closed or Escape pressed. Never
  /// waits.
  bool pump();
  /// Readable when the window system has something for pump(), beyond what it already has at hand: show()
  /// reads too, so pump() after it and before waiting. The window's own; wait for it, nothing else. -1 where
  /// SDL gives none away (not X11): pump() now and then.
  int events_descriptor() const;
  /// Pixels may be gone (the window was uncovered): the next show() presents everything, and should come
  /// soon.
  bool uncovered() const { return shown_.items.empty(); }

 private:
  struct DestroyWindow {
    void operator()(SDL_Window* window) const { SDL_DestroyWindow(window); }
  };
  SDL_Surface& surface();

  std::unique_ptr<SDL_Window, DestroyWindow> window_;
  Painter painter_;
  DrawList shown_;
  Surface canvas_;  ///< only where the screen's own pixels are not 32 bits wide
};

}  // namespace antrean::display
