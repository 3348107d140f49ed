#include "show/draw_list_json.hpp"

#include <fstream>
#include <stdexcept>

#include <boost/json.hpp>

namespace antrean::display {
namespace {

namespace json = boost::json;

json::object item(std::string_view kind, const std::string& part, const Rect& rect) {
  return {{"kind", kind}, {"part", part}, {"x", rect.x}, {"y", rect.y}, {"width", rect.width}, {"height", rect.height}};
}

struct ItemJson {
  json::object operator()(const Fill& fill) const {
    json::object object = item("fill", fill.part, fill.rect);
    object["colour"] = fill.colour.text();
    return object;
  }
  json::object operator()(const Wedge& wedge) const {
    json::object object = item("wedge", wedge.part, wedge.rect);
    object["colour"] = wedge.colour.text();
    return object;
  }
  json::object operator()(const Text& text) const {
    json::object object = item("text", text.part, text.box);
    object["text"] = text.text;
    object["size"] = text.size;
    object["colour"] = text.colour.text();
    return object;
  }
  json::object operator()(const Strip& strip) const {
    json::object object = item("strip", strip.part, strip.box);
    object["text"] = strip.text;
    object["size"] = strip.size;
    object["colour"] = strip.colour.text();
    return object;
  }
  json::object operator()(const Image& image) const {
    json::object object = item("image", image.part, image.box);
    object["file"] = image.file;
    return object;
  }
  json::object operator()(const Code& code) const {
    json::object object = item("code", code.part, code.box);
    object["text"] = code.text;
    return object;
  }
  json::object operator()(const Moving& moving) const {
    json::object object = item("moving", moving.part, moving.box);
    object["picture"] = moving.picture;
    return object;
  }
};

}  // namespace

std::string to_json(const Frame& frame) {
  json::array items;
  for (const Item& drawn : frame.list.items) {
    items.push_back(std::visit(ItemJson{}, drawn));
  }
  const json::object object{{"version", frame.version},
                            {"stale", frame.stale},
                            {"width", frame.list.size.width},
                            {"height", frame.list.size.height},
                            {"items", std::move(items)}};
  return json::serialize(object);
}

void write_draw_list(const Frame& frame, const std::filesystem::path& file) {
  std::filesystem::path unfinished = file;
  unfinished += ".new";
  std::ofstream out{unfinished, std::ios::binary | std::ios::trunc};
  out << to_json(frame) << '\n';
  out.close();
  if (!out) {
    throw std::runtime_error("draw list " + file.string() + " cannot be written");
  }
  std::filesystem::rename(unfinished, file);
}

}  // namespace antrean::display
