#include "frame/draw_list.hpp"

namespace antrean::display {
namespace {

std::string place(const Rect& rect) {
  return "at " + std::to_string(rect.x) + "," + std::to_string(rect.y) + " " + std::to_string(rect.width) + "x" +
         std::to_string(rect.height);
}

std::string face(FontRole role, int size) {
  static constexpr std::string_view words[] = {"number", "strong", "plain"};
  return std::string{words[static_cast<std::size_t>(role)]} + " " + std::to_string(size);
}

struct Line {
  std::string operator()(const Fill& fill) const {
    return "fill   " + fill.part + "  " + fill.colour.text() +
           (fill.radius > 0 ? " r" + std::to_string(fill.radius) : "") + " " + place(fill.rect);
  }
  std::string operator()(const Wedge& wedge) const {
    return "wedge  " + wedge.part + "  " + wedge.colour.text() + " " + place(wedge.rect);
  }
  std::string operator()(const Text& text) const {
    return "text   " + text.part + "  \"" + text.text + "\" " + face(text.role, text.size) + " " + text.colour.text() +
           " " + place(text.box);
  }
  std::string operator()(const Strip& strip) const {
    return "strip  " + strip.part + "  \"" + strip.text + "\" " + face(strip.role, strip.size) + " " +
           strip.colour.text() + " on " + strip.background.text() + " " + place(strip.box) + " moved " +
           std::to_string(strip.offset) + " of " + std::to_string(strip.period);
  }
  std::string operator()(const Image& image) const {
    return "image  " + image.part + "  \"" + image.file + "\" " + place(image.box);
  }
  std::string operator()(const Code& code) const {
    return "code   " + code.part + "  \"" + code.text + "\" " + place(code.box);
  }
  std::string operator()(const Moving& moving) const {
    return "moving " + moving.part + "  " + std::to_string(moving.picture) + " " + place(moving.box);
  }
};

}  // namespace

std::string_view part(const Item& item) {
  return std::visit([](const auto& drawn) -> std::string_view { return drawn.part; }, item);
}

Rect bounds(const Item& item) {
  struct Bounds {
    Rect operator()(const Fill& fill) const { return fill.rect; }
    Rect operator()(const Wedge& wedge) const { return wedge.rect; }
    Rect operator()(const Text& text) const { return text.box; }
    Rect operator()(const Strip& strip) const { return strip.box; }
    Rect operator()(const Image& image) const { return image.box; }
    Rect operator()(const Code& code) const { return code.box; }
    Rect operator()(const Moving& moving) const { return moving.box; }
  };
  return std::visit(Bounds{}, item);
}

std::string describe(const DrawList& list) {
  std::string lines = "frame " + std::to_string(list.size.width) + "x" + std::to_string(list.size.height) + "\n";
  for (const Item& item : list.items) {
    lines += std::visit(Line{}, item) + "\n";
  }
  return lines;
}

}  // namespace antrean::display
