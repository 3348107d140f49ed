// The window of the display. It keeps what it painted, repaints what changed, and presents only that. Use it
// on the thread that made it.
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
  /// Throws std::runtime_error that says what is missing if there is no screen to open it on.
  Window(const WindowOptions& options, Fonts& fonts);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  Size size() const;
  /// As Painter::moving.
  void moving(std::function<std::optional<MovingPicture>()> newest) { painter_.moving(std::move(newest)); }
  /// Shows `list`, which must be made for size(). Paints and presents only the differences from what is
  /// shown.
  void show(const DrawList& list);
  /// Handles the events of the window system. False when the window was closed or Escape was pressed. Never
  /// waits.
  bool pump();
  /// Readable when the window system has an event for pump() that SDL has not read yet. show() also reads
  /// events, so call pump() after show() and before waiting. The window owns the descriptor: only wait for
  /// it. -1 if SDL gives none (not X11): call pump() from time to time.
  int events_descriptor() const;
  /// True when pixels may be lost (the window was uncovered). The next show() then presents everything, and
  /// should come soon.
  bool uncovered() const { return shown_.items.empty(); }

 private:
  struct DestroyWindow {
    void operator()(SDL_Window* window) const { SDL_DestroyWindow(window); }
  };
  SDL_Surface& surface();

  std::unique_ptr<SDL_Window, DestroyWindow> window_;
  Painter painter_;
  DrawList shown_;
  Surface canvas_;  ///< only if the screen's own pixels are not 32 bits wide
};

}  // namespace antrean::display
