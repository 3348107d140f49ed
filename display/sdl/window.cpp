#include "sdl/window.hpp"

#include <stdexcept>
#include <string_view>
#include <vector>

#include <SDL2/SDL.h>
#include <SDL2/SDL_syswm.h>

#include "frame/damage.hpp"

namespace antrean::display {

Window::Window(const WindowOptions& options, Fonts& fonts) : painter_(fonts) {
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");  // the program handles signals itself
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
  if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
    throw std::runtime_error(std::string{"no screen to show on ("} + SDL_GetError() +
                             "): start it in a desktop session, or use --png FILE for a picture");
  }
  // If SDL can copy plain memory to the screen, it is told to. A GPU texture would hold the same pixels a
  // second time and upload all of them for a changed corner.
  const std::string_view driver = SDL_GetCurrentVideoDriver();
  if (driver == "x11" || driver == "dummy" || driver == "offscreen") {
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
  }
  SDL_DisableScreenSaver();
  const Uint32 flags = options.fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE;
  window_.reset(SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                 options.size.width, options.size.height, flags));
  if (!window_) {
    const std::string reason = SDL_GetError();
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    throw std::runtime_error("the window cannot be opened: " + reason);
  }
  if (options.fullscreen) {
    SDL_ShowCursor(SDL_DISABLE);
  }
}

Window::~Window() {
  window_.reset();
  SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

Size Window::size() const {
  Size size;
  SDL_GetWindowSize(window_.get(), &size.width, &size.height);
  return size;
}

SDL_Surface& Window::surface() {
  SDL_Surface* surface = SDL_GetWindowSurface(window_.get());
  if (surface == nullptr) {
    throw std::runtime_error(std::string{"the screen cannot be drawn on: "} + SDL_GetError());
  }
  return *surface;
}

void Window::show(const DrawList& list) {
  const std::vector<Rect> changed = damage(shown_, list);
  if (!changed.empty()) {
    SDL_Surface& screen = surface();
    SDL_Surface* target = &screen;
    if (screen.format->BytesPerPixel != 4) {
      if (!canvas_ || canvas_->w != screen.w || canvas_->h != screen.h) {
        canvas_ = make_surface({screen.w, screen.h});
      }
      target = canvas_.get();
    }
    painter_.paint(list, changed, *target);
    std::vector<SDL_Rect> rects;
    for (const Rect& rect : changed) {
      const Rect visible = rect.common({0, 0, screen.w, screen.h});
      if (visible.empty()) {
        continue;
      }
      rects.push_back({visible.x, visible.y, visible.width, visible.height});
      SDL_Rect& there = rects.back();
      if (target != &screen) {
        SDL_BlitSurface(target, &there, &screen, &there);
      }
    }
    SDL_UpdateWindowSurfaceRects(window_.get(), rects.data(), static_cast<int>(rects.size()));
  }
  shown_ = list;
}

bool Window::pump() {
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    if (event.type == SDL_QUIT) {
      return false;
    }
    if (event.type == SDL_KEYDOWN && event.key.keysym.sym == SDLK_ESCAPE) {
      return false;
    }
    if (event.type != SDL_WINDOWEVENT) {
      continue;
    }
    if (event.window.event == SDL_WINDOWEVENT_CLOSE) {
      return false;
    }
    if (event.window.event == SDL_WINDOWEVENT_EXPOSED) {
      shown_ = {};  // its pixels may be lost, so paint all of them next time
    }
  }
  return true;
}

int Window::events_descriptor() const {
  SDL_SysWMinfo system;
  SDL_VERSION(&system.version);
  if (SDL_GetWindowWMInfo(window_.get(), &system) == SDL_TRUE && system.subsystem == SDL_SYSWM_X11) {
    return ConnectionNumber(system.info.x11.display);
  }
  return -1;
}

}  // namespace antrean::display
