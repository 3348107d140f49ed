// draw_icons FOLDER: the icons of the web app, as pages/static/icon.svg is drawn: icon-192.png and
// icon-512.png with round corners, and icon-mask.png (512) whose corners the phone cuts itself.
#include <cairo.h>

#include <cmath>
#include <cstdio>
#include <string>

namespace {

struct Colour {
  double red, green, blue;
};
constexpr Colour navy{0x0b / 255.0, 0x3d / 255.0, 0x6e / 255.0};
constexpr Colour white{1, 1, 1};
constexpr Colour dot{1, 0x5a / 255.0, 0x6e / 255.0};
constexpr double side = 40;
constexpr double corner = 9;

void use(cairo_t* pen, const Colour& colour) { cairo_set_source_rgb(pen, colour.red, colour.green, colour.blue); }

void ground(cairo_t* pen, bool round) {
  use(pen, navy);
  if (!round) {
    cairo_paint(pen);
    return;
  }
  cairo_arc(pen, side - corner, corner, corner, -M_PI / 2, 0);
  cairo_arc(pen, side - corner, side - corner, corner, 0, M_PI / 2);
  cairo_arc(pen, corner, side - corner, corner, M_PI / 2, M_PI);
  cairo_arc(pen, corner, corner, corner, M_PI, 3 * M_PI / 2);
  cairo_close_path(pen);
  cairo_fill(pen);
}

bool draw(const std::string& file, int pixels, bool round) {
  auto* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels, pixels);
  auto* pen = cairo_create(surface);
  cairo_scale(pen, pixels / side, pixels / side);
  ground(pen, round);
  use(pen, white);
  cairo_set_line_width(pen, 4);
  cairo_set_line_cap(pen, CAIRO_LINE_CAP_ROUND);
  const struct {
    double y, length;
  } lines[] = {{12, 16}, {20, 22}, {28, 11}};
  for (const auto& line : lines) {
    cairo_move_to(pen, 9, line.y);
    cairo_rel_line_to(pen, line.length, 0);
  }
  cairo_stroke(pen);
  use(pen, dot);
  cairo_arc(pen, 29.5, 28, 3.5, 0, 2 * M_PI);
  cairo_fill(pen);
  const bool drawn = cairo_surface_write_to_png(surface, file.c_str()) == CAIRO_STATUS_SUCCESS;
  cairo_destroy(pen);
  cairo_surface_destroy(surface);
  return drawn;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: draw_icons FOLDER\n", stderr);
    return 2;
  }
  const std::string folder = std::string{argv[1]} + "/";
  const bool drawn = draw(folder + "icon-192.png", 192, true) && draw(folder + "icon-512.png", 512, true) &&
                     draw(folder + "icon-mask.png", 512, false);
  return drawn ? 0 : 1;
}
