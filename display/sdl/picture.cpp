#include "sdl/picture.hpp"

#include <stdexcept>

#include <SDL2/SDL_image.h>

namespace antrean::display {

void write_png(const DrawList& list, Painter& painter, const std::filesystem::path& file) {
  const Surface surface = make_surface(list.size);
  const Rect whole{0, 0, list.size.width, list.size.height};
  painter.paint(list, {&whole, 1}, *surface);
  std::filesystem::path unfinished = file;
  unfinished += ".new";
  if (IMG_SavePNG(surface.get(), unfinished.c_str()) != 0) {
    throw std::runtime_error("picture " + file.string() + " cannot be written: " + IMG_GetError());
  }
  std::filesystem::rename(unfinished, file);
}

}  // namespace antrean::display
